#include "app/error_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

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

}  // namespace

ErrorPage::ErrorPage(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_message(new QLabel(this)),
      m_advice(new QLabel(this)),
      m_places(new QLabel(this)),
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
    column->addWidget(m_advice);
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

void ErrorPage::showFailure(const QString& title, const Failure& failure) {
    m_failure = failure;
    m_icon->setPixmap(icon(QStringLiteral("error")).pixmap(QSize(32, 32), devicePixelRatioF()));
    m_title->setText(title);
    m_message->setText(text(failure.message));
    m_advice->setText(text(failure.advice));
    m_places->setText(placesText(failure));
    m_details->setPlainText(text(failure.details));
    m_icon->show();
    m_message->show();
    m_places->setVisible(!failure.nodes.empty());
    m_advice->setVisible(!failure.advice.empty());
    m_detailsButton->setVisible(!failure.details.empty());
    m_detailsButton->setChecked(false);
    m_details->hide();
    for (QPushButton* button : {m_copy, m_open, m_close}) button->show();
}

void ErrorPage::showWaiting(const QString& title) {
    m_title->setText(title);
    for (QWidget* widget : std::initializer_list<QWidget*>{
             m_icon, m_message, m_places, m_advice, m_detailsButton, m_details, m_copy, m_open, m_close}) {
        widget->hide();
    }
}

}  // namespace lockstep::app
