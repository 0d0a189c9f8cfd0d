#include "app/status_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <optional>

#include "app/icon.h"
#include "widgets/layout_hold.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int progressWidth = 96;
constexpr int leastProgressWidth = 32;

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent),
      m_latency(part("statusLatency")),
      m_endToEnd(part("statusEndToEnd")),
      m_departures(part("statusDepartures")),
      m_sure(new QToolButton(this)),
      m_target(part("statusTarget")),
      m_error(part("statusError")),
      m_weights(part("statusWeights")),
      m_operator(part("statusOperator")),
      m_doing(part("statusDoing")),
      m_progress(new QProgressBar(this)),
      m_cancel(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(progressWidth, 6);
    m_progress->setRange(0, 0);
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_cancel->setIcon(icon(QStringLiteral("close")));
    m_cancel->setIconSize(QSize(14, 14));
    m_cancel->setAutoRaise(true);
    m_cancel->setToolTip(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 3, 8, 3);
    row->setSpacing(20);
    // What is said must not make the window wider: fit() says less where there is less room.
    row->setSizeConstraint(QLayout::SetNoConstraint);
    m_sure->setObjectName(QStringLiteral("sureButton"));
    m_sure->setAutoRaise(true);
    m_sure->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sure->setIconSize(QSize(14, 14));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_latency, m_endToEnd, m_departures, m_sure,
                                                           m_target, m_error, m_weights})
        row->addWidget(widget);
    row->addStretch(1);
    m_operator->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    row->addWidget(m_operator);
    row->addWidget(m_doing);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    connect(m_sure, &QToolButton::clicked, this, &StatusLine::sureClicked);
    connect(m_cancel, &QToolButton::clicked, this, &StatusLine::cancelClicked);
    setBusy(false);
    setStatus(statusText(nullptr));
}

QLabel* StatusLine::part(const char* name) {
    auto* label = new QLabel(this);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::RichText);
    return label;
}

void StatusLine::setStatus(const StatusText& status) {
    m_status = status;
    colour();
}

void StatusLine::colour() {
    const ThemeColors& colors = themeColors(palette());
    const auto show = [](QLabel* label, const QString& text, const QString& tip) {
        label->setText(text);
        label->setToolTip(tip);
        label->setVisible(!text.isEmpty());
    };
    const auto inColour = [](const QString& text, const QColor& colour) {
        return text.isEmpty() ? text
                              : QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), text);
    };
    std::optional<LayoutHold> hold(layout());
    show(m_latency, m_status.latency, m_status.latencyTip);
    show(m_endToEnd, m_status.endToEnd, m_status.endToEndTip);
    m_departures->setToolTip(m_status.departuresTip);
    m_departures->setAccessibleName(m_status.departures);
    // It looks like what it is: a link to where the figure comes from.
    QFont link = font();
    link.setUnderline(true);
    m_sure->setFont(link);
    QPalette linkColours = palette();
    linkColours.setColor(QPalette::ButtonText, palette().color(QPalette::Link));
    m_sure->setPalette(linkColours);
    m_sure->setVisible(!m_status.sure.isEmpty());
    m_sure->setAccessibleName(m_status.sure);
    m_sure->setIcon(m_status.outsideRange ? icon(QStringLiteral("warning")) : QIcon());
    m_sure->setToolTip(m_status.outsideRange
                           ? m_status.sure + QLatin1Char('\n') + tr("Outside the calibrated range")
                           : m_status.sure);
    show(m_target, inColour(m_status.target, verdictColour(m_status.verdict.kind, palette())),
         m_status.verdict.tip);
    show(m_error, m_status.errorBad ? inColour(m_status.error, colors.error) : m_status.error,
         m_status.errorTip);
    show(m_weights, m_status.weights, {});
    hold.reset();
    fit();
}

void StatusLine::fit() {
    std::optional<LayoutHold> hold(layout());
    // The memories and the top bar say these two as well: they give way where the line is too short.
    const QList<QLabel*> lesser = {m_weights, m_target};
    m_departures->setVisible(false);
    m_doing->setVisible(m_busy);
    m_progress->setVisible(m_busy);
    m_progress->setFixedWidth(progressWidth);
    m_sure->setText(tr("how sure?"));
    for (QLabel* label : lesser) label->setVisible(!label->text().isEmpty());
    m_operator->setText(m_operatorWords.toHtmlEscaped());
    m_operator->setVisible(!m_operatorWords.isEmpty());
    const int departuresRoom =
        m_status.departures.isEmpty()
            ? 0
            : fontMetrics().horizontalAdvance(m_status.departures) + layout()->spacing();
    for (QLabel* label : lesser) {
        if (layout()->sizeHint().width() + departuresRoom <= width()) break;
        label->hide();
    }
    if (layout()->sizeHint().width() + departuresRoom > width()) m_sure->setText(QStringLiteral("±"));
    // Then this is said in short; its tool tip has the whole.
    const QColor warning = themeColors(palette()).warning;
    for (const QString& words : {m_status.departures, m_status.departuresShort}) {
        m_departures->setText(
            words.isEmpty() ? QString()
                            : QStringLiteral("<span style='color:%1'>%2</span>").arg(warning.name(), words));
        m_departures->setVisible(!words.isEmpty());
        if (layout()->sizeHint().width() <= width()) break;
    }
    // The figures stay whole: what is being done is then said by its tool tip.
    if (layout()->sizeHint().width() > width()) m_doing->hide();
    if (layout()->sizeHint().width() > width()) m_progress->setFixedWidth(leastProgressWidth);
    if (layout()->sizeHint().width() > width()) m_progress->hide();
    if (layout()->sizeHint().width() > width()) m_operator->setText(m_operatorShort.toHtmlEscaped());
    if (const int over = layout()->sizeHint().width() - width(); over > 0 && !m_operatorWords.isEmpty()) {
        const int room = m_operator->sizeHint().width() - over;
        m_operator->setText(
            fontMetrics().elidedText(m_operatorShort, Qt::ElideRight, std::max(room, 0)).toHtmlEscaped());
    }
    hold.reset();
    layout()->activate();
}

void StatusLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void StatusLine::setOperator(const QString& words, const QString& shortWords) {
    m_operatorWords = words;
    m_operatorShort = shortWords;
    m_operator->setToolTip(words);
    m_operator->setAccessibleName(words);
    fit();
}

void StatusLine::setBusy(bool busy) {
    m_busy = busy;
    m_cancel->setVisible(busy);
    fit();
    if (!busy) m_progress->setRange(0, 0);
}

void StatusLine::setProgress(double share, const QString& what) {
    m_doing->setText(what.toHtmlEscaped());
    m_progress->setToolTip(what);
    fit();
    if (share <= 0) {
        m_progress->setRange(0, 0);
    } else {
        m_progress->setRange(0, 1000);
        m_progress->setValue(static_cast<int>(share * 1000));
    }
}

void StatusLine::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) colour();
    QWidget::changeEvent(event);
}

}  // namespace lockstep::app
