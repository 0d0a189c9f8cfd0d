#include "app/panel_actions.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QDockWidget>
#include <QScrollArea>

#include "app/panel_words.h"

namespace lockstep::app {
namespace {

/// "Alt+1" … "Alt+9", "Alt+Shift+1" … "Alt+Shift+9"; none for more panels than that.
QKeySequence panelKey(qsizetype index) {
    constexpr qsizetype digits = 9;
    if (index >= 2 * digits) return {};
    const QString keys = index < digits ? QStringLiteral("Alt+%1") : QStringLiteral("Alt+Shift+%1");
    return QKeySequence(keys.arg(index % digits + 1), QKeySequence::PortableText);
}

bool takesKeyboard(const QWidget& widget, const QWidget& panel) {
    return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.isVisibleTo(&panel) && widget.isEnabled();
}

}  // namespace

QWidget* keyboardWidget(QWidget& panel) {
    if ((panel.focusPolicy() & Qt::TabFocus) != 0) return &panel;
    QWidget* first = nullptr;
    for (QWidget* widget : panel.findChildren<QWidget*>()) {
        if (!takesKeyboard(*widget, panel)) continue;
        // A scroll area around fields takes the focus itself, where its keys do nothing but scroll.
        if (qobject_cast<QAbstractScrollArea*>(widget) != nullptr &&
            qobject_cast<QScrollArea*>(widget) == nullptr)
            return widget;
        if (first == nullptr) first = widget;
    }
    return first;
}

PanelActions::PanelActions(QMainWindow& window, const Docks& docks, const Actions& actions, QWidget& graphs)
    : QObject(&window), m_window(window), m_docks(docks.all), m_graphs(graphs) {
    for (QDockWidget* dock : m_docks) {
        // A floating panel is a window of its own: files can be dropped on it, too.
        dock->setAcceptDrops(true);
        auto* action = new QAction(&window);
        action->setObjectName(QStringLiteral("show_") + dock->objectName());
        const QKeySequence key = panelKey(m_actions.size());
        action->setShortcut(key);
        const auto name = [action, dock, key] {
            const QString title = dock->windowTitle();
            action->setText(title);
            const QString words = panelWords(dock->objectName());
            const QString tip = words.isEmpty() ? tr("Show the panel and go to it") : words;
            action->setToolTip(
                key.isEmpty() ? tr("%1: %2").arg(title, tip)
                              : tr("%1 (%2): %3").arg(title, key.toString(QKeySequence::NativeText), tip));
            action->setWhatsThis(action->toolTip());
            dock->setWhatsThis(action->toolTip());
        };
        name();
        connect(dock, &QWidget::windowTitleChanged, action, name);
        connect(action, &QAction::triggered, this, [this, dock] { goTo(dock); });
        window.addAction(action);
        m_actions << action;
    }
    connect(actions[Command::nextPanel], &QAction::triggered, this, [this] { step(1); });
    connect(actions[Command::previousPanel], &QAction::triggered, this, [this] { step(-1); });
    connect(actions[Command::goToGraphs], &QAction::triggered, this, &PanelActions::goToGraphs);
    QAction* closing = actions[Command::closePanel];
    connect(closing, &QAction::triggered, this, [this] { close(current()); });
    const auto update = [this, closing] { closing->setEnabled(current() != nullptr); };
    connect(qApp, &QApplication::focusChanged, closing, update);
    update();
}

QDockWidget* PanelActions::current() const {
    QWidget* widget = QApplication::focusWidget();
    while (widget != nullptr) {
        if (auto* dock = qobject_cast<QDockWidget*>(widget); dock != nullptr && m_docks.contains(dock))
            return dock;
        widget = widget->parentWidget();
    }
    return nullptr;
}

bool PanelActions::isInFront(const QDockWidget* dock) const {
    if (!dock->isVisible()) return false;
    // A panel behind others in its tabs is shown, too: beside the window.
    return dock->isFloating() || m_window.rect().intersects(dock->geometry());
}

void PanelActions::goTo(QDockWidget* dock) {
    if (m_graphs.isHidden()) return;
    dock->show();
    dock->raise();
    if (dock->isFloating()) dock->activateWindow();
    QWidget* target = keyboardWidget(*dock->widget());
    if (target == nullptr) {
        // An empty panel has nothing that takes keys: its frame takes the focus, so that it can be left and
        // closed.
        target = dock;
        target->setFocusPolicy(Qt::ClickFocus);
    }
    target->setFocus(Qt::ShortcutFocusReason);
}

void PanelActions::goToGraphs() {
    if (QWidget* target = keyboardWidget(m_graphs)) target->setFocus(Qt::ShortcutFocusReason);
}

void PanelActions::step(int direction) {
    // Null stands for the graphs.
    QList<QDockWidget*> stops = {nullptr};
    QDockWidget* here = current();
    for (QDockWidget* dock : m_docks)
        if (isInFront(dock) || dock == here) stops << dock;
    const qsizetype next = (stops.indexOf(here) + direction + stops.size()) % stops.size();
    if (QDockWidget* dock = stops[next]) {
        goTo(dock);
    } else {
        goToGraphs();
    }
}

void PanelActions::close(QDockWidget* dock) {
    if (dock == nullptr) return;
    dock->close();
    goToGraphs();
}

}  // namespace lockstep::app
