#include "app/error_page.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/icon.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

QString placesText(const Failure& failure) {
    QStringList lines;
    for (const FailureNode& node : failure.nodes) {
        QStringList parts;
        if (!node.op.empty()) parts << QStringLiteral("<b>%1</b>").arg(text(node.op).toHtmlEscaped());
        if (!node.module.empty()) parts << ErrorPage::tr("in %1").arg(text(node.module).toHtmlEscaped());
        if (!node.source.empty())
            parts << QStringLiteral("<code>%1</code>").arg(text(node.source).toHtmlEscaped());
        QString line = parts.join(QStringLiteral(" "));
        if (!node.reason.empty())
            line += (line.isEmpty() ? QString() : QStringLiteral("<br>")) + text(node.reason).toHtmlEscaped();
        lines << line;
        if (lines.size() == 12 && failure.nodes.size() > 13) {
            lines << ErrorPage::tr("and %1 more; all of them are in the problems panel")
                         .arg(failure.nodes.size() - 12);
            break;
        }
    }
    return lines.join(QStringLiteral("<br><br>"));
}

/// The file has no method of the wanted name; the places are those that it has.
bool isOfMethods(const Failure& failure) {
    return !failure.nodes.empty() && std::all_of(failure.nodes.begin(), failure.nodes.end(),
                                                 [](const FailureNode& node) { return node.op == "method"; });
}

}  // namespace

ErrorPage::ErrorPage(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_message(new QLabel(this)),
      m_advice(new QLabel(this)),
      m_places(new QLabel(this)),
      m_methods(makeMethods()),
      m_recipe(makeRecipe()),
      m_detailsButton(new QPushButton(tr("Details"), this)),
      m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("Copy details"), this)),
      m_open(new QPushButton(icon(QStringLiteral("open")), tr("Open another file…"), this)),
      m_close(new QPushButton(icon(QStringLiteral("close")), tr("Close"), this)),
      m_details(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("errorPage"));
    m_message->setObjectName(QStringLiteral("errorMessage"));
    m_advice->setObjectName(QStringLiteral("errorAdvice"));
    m_title->setFont(themeFont(font(), TextSize::large));
    for (QLabel* label : {m_title, m_message, m_advice, m_places}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_places->setTextFormat(Qt::RichText);
    m_message->setTextFormat(Qt::PlainText);
    m_advice->setTextFormat(Qt::PlainText);
    m_detailsButton->setCheckable(true);
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Details"));
    m_details->setMaximumHeight(200);

    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    column->addLayout(head);
    column->addWidget(m_message);
    column->addWidget(m_places);
    column->addWidget(m_methods);
    column->addWidget(m_advice);
    column->addWidget(m_recipe);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(m_close);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_detailsButton);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(m_details);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(48, 24, 48, 24);
    outer->addStretch(2);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addLayout(column, 6);
    centred->addStretch(1);
    outer->addLayout(centred);
    outer->addStretch(3);

    connect(m_open, &QPushButton::clicked, this, &ErrorPage::openWanted);
    connect(m_close, &QPushButton::clicked, this, &ErrorPage::closeWanted);
    connect(m_detailsButton, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QString all = m_title->text() + QLatin1Char('\n') + text(to_text(m_failure));
        if (!m_failure.details.empty()) all += QLatin1Char('\n') + text(m_failure.details);
        QGuiApplication::clipboard()->setText(all);
    });
}

void ErrorPage::showIcon() {
    m_icon->setPixmap(icon(QStringLiteral("error")).pixmap(QSize(32, 32), devicePixelRatioF()));
}

void ErrorPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showIcon();
}

QWidget* ErrorPage::makeMethods() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_method = new QComboBox(box);
    m_method->setObjectName(QStringLiteral("methodChooser"));
    m_method->setAccessibleName(tr("Method to import"));
    auto* label = new QLabel(tr("Import another method:"), box);
    label->setBuddy(m_method);
    auto* use = new QPushButton(tr("Import it"), box);
    use->setObjectName(QStringLiteral("methodUse"));
    row->addWidget(label);
    row->addWidget(m_method);
    row->addWidget(use);
    row->addStretch(1);
    connect(use, &QPushButton::clicked, this, [this] { Q_EMIT methodChosen(m_method->currentText()); });
    return box;
}

QWidget* ErrorPage::makeRecipe() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_code = new QPlainTextEdit(box);
    m_code->setObjectName(QStringLiteral("errorCode"));
    m_code->setAccessibleName(tr("Lines to run in your own Python"));
    m_code->setReadOnly(true);
    m_code->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* copy = new QPushButton(icon(QStringLiteral("copy")), tr("Copy these lines"), box);
    copy->setObjectName(QStringLiteral("errorCodeCopy"));
    column->addWidget(m_code);
    column->addWidget(copy, 0, Qt::AlignLeft);
    m_behind = new QLabel(box);
    m_behind->setObjectName(QStringLiteral("errorBehindCode"));
    m_behind->setWordWrap(true);
    m_behind->setTextFormat(Qt::PlainText);
    m_behind->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_behind->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_behind);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_code->toPlainText()); });
    return box;
}

/// Lines that begin with spaces are to be copied; what stands before and behind them is for reading.
void ErrorPage::showAdvice(const QString& advice) {
    static const QString indent = QStringLiteral("  ");
    QStringList before;
    QStringList code;
    QStringList behind;
    const QStringList all = advice.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : all) {
        if (line.startsWith(indent))
            code << line.mid(indent.size());
        else
            (code.isEmpty() ? before : behind) << line;
    }
    m_advice->setText(before.join(QLatin1Char('\n')));
    m_advice->setVisible(!before.isEmpty());
    m_code->setPlainText(code.join(QLatin1Char('\n')));
    m_code->setFixedHeight(QFontMetrics(m_code->font()).lineSpacing() *
                               static_cast<int>(std::clamp<qsizetype>(code.size(), 1, 16)) +
                           20);
    m_recipe->setVisible(!code.isEmpty());
    m_behind->setText(behind.join(QLatin1Char('\n')));
    m_behind->setVisible(!behind.isEmpty());
}

void ErrorPage::showFailure(const QString& title, const Failure& failure) {
    m_failure = failure;
    showIcon();
    m_title->setText(title);
    m_message->setText(text(failure.message));
    showAdvice(isOfMethods(failure) ? QString() : text(failure.advice));
    const bool ofMethods = isOfMethods(failure);
    m_method->clear();
    if (ofMethods) {
        for (const FailureNode& node : failure.nodes) m_method->addItem(text(node.module));
    }
    m_methods->setVisible(ofMethods);
    m_places->setText(ofMethods ? QString() : placesText(failure));
    m_details->setPlainText(text(failure.details));
    m_icon->show();
    m_message->show();
    m_places->setVisible(!failure.nodes.empty() && !ofMethods);
    m_detailsButton->setVisible(!failure.details.empty());
    m_detailsButton->setChecked(false);
    m_details->hide();
    for (QPushButton* button : {m_copy, m_open, m_close}) button->show();
}

void ErrorPage::showWaiting(const QString& title) {
    m_title->setText(title);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_icon, m_message, m_places, m_methods, m_recipe, m_advice,
                                         m_detailsButton, m_details, m_copy, m_open, m_close}) {
        widget->hide();
    }
}

}  // namespace lockstep::app
