#include "app/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "app/icon.h"

namespace lockstep::app {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QToolButton(this)),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    m_icon->setAutoRaise(true);
    m_icon->setFocusPolicy(Qt::NoFocus);
    m_icon->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_action->setObjectName(QStringLiteral("messageAction"));
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("messageClose"));
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(close);
    hide();

    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionClicked);
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& action) {
    constexpr const char* names[] = {"info", "warning", "error"};
    m_icon->setIcon(icon(QLatin1String(names[static_cast<int>(kind)])));
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setProperty("kind", QLatin1String(names[static_cast<int>(kind)]));
    setAccessibleName(text);
    m_holds = nullptr;
    show();
}

void MessageBar::keepWhile(std::function<bool()> holds) {
    m_holds = std::move(holds);
}

void MessageBar::recheck() {
    if (m_holds && !m_holds()) hide();
}

void MessageBar::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    if (isHidden()) Q_EMIT gone();
}

QString MessageBar::text() const {
    return m_text->text();
}

}  // namespace lockstep::app
