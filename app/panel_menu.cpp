#include "app/panel_menu.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QTabBar>
#include <QToolButton>

#include "app/panel_actions.h"

namespace lockstep::app {
namespace {

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    return text;
}

/// Texts of menus take "&" for a mnemonic.
QString escaped(QString text) {
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

}  // namespace

QString PanelMenu::nameOf(const QAbstractButton& button) {
    if (!button.accessibleName().isEmpty()) return button.accessibleName();
    if (!button.text().isEmpty()) return plain(button.text());
    return button.toolTip().section(QLatin1Char(':'), 0, 0).section(QStringLiteral(" ("), 0, 0);
}

bool PanelMenu::isInner(const QAbstractButton& button) {
    const QWidget* parent = button.parentWidget();
    return button.objectName().startsWith(QLatin1String("qt_")) ||
           qobject_cast<const QTabBar*>(parent) != nullptr ||
           qobject_cast<const QLineEdit*>(parent) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
           qobject_cast<const QAbstractItemView*>(parent) != nullptr ||
           qobject_cast<const QHeaderView*>(parent) != nullptr;
}

PanelMenu::PanelMenu(QMenu& menu, QWidget& graphs, const Docks& docks) : QObject(&menu) {
    menu.setObjectName(QStringLiteral("menuPanelCommands"));
    addPanel(menu, tr("Graphs"), graphs);
    for (QDockWidget* dock : docks.all) addPanel(menu, dock->windowTitle(), *dock);
}

void PanelMenu::addPanel(QMenu& menu, const QString& title, QWidget& panel) {
    QMenu* own = menu.addMenu(escaped(title));
    own->setToolTipsVisible(true);
    connect(own, &QMenu::aboutToShow, this, [this, own, &panel] { fill(*own, panel); });
    connect(&panel, &QWidget::windowTitleChanged, own,
            [own](const QString& now) { own->setTitle(escaped(now)); });
    fill(*own, panel);
}

void PanelMenu::fill(QMenu& menu, QWidget& panel) {
    // Menus of buttons stay with their buttons; the submenus of choosers were made here.
    for (QMenu* made : menu.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)) made->deleteLater();
    menu.clear();
    for (QWidget* widget : panel.findChildren<QWidget*>()) {
        if (widget->window() != panel.window() || !widget->isVisibleTo(&panel)) continue;
        if (auto* button = qobject_cast<QAbstractButton*>(widget); button != nullptr && !isInner(*button)) {
            addButton(menu, *button);
        } else if (auto* box = qobject_cast<QComboBox*>(widget); box != nullptr && box->count() > 0) {
            auto* choices = new QMenu(
                escaped(box->accessibleName().isEmpty() ? box->toolTip() : box->accessibleName()), &menu);
            menu.addMenu(choices);
            choices->setEnabled(box->isEnabled());
            for (int i = 0; i < box->count(); ++i) {
                if (box->itemData(i, Qt::AccessibleDescriptionRole) == QLatin1String("separator")) {
                    choices->addSeparator();
                    continue;
                }
                QAction* choice = choices->addAction(escaped(box->itemText(i)));
                choice->setCheckable(true);
                choice->setChecked(i == box->currentIndex());
                choice->setToolTip(box->toolTip());
                connect(choice, &QAction::triggered, box, [box, i] {
                    box->setCurrentIndex(i);
                    Q_EMIT box->activated(i);
                });
            }
        }
    }
    if (QWidget* view = keyboardWidget(panel); view != nullptr && view->focusPolicy() != Qt::NoFocus) {
        menu.addSeparator();
        QAction* more = menu.addAction(tr("More, as with the right mouse button…"));
        more->setToolTip(tr("What the right mouse button offers in this panel: copies, exports, cursors"));
        connect(more, &QAction::triggered, view, [view] {
            const QPoint middle = view->rect().center();
            QContextMenuEvent event(QContextMenuEvent::Keyboard, middle, view->mapToGlobal(middle));
            QApplication::sendEvent(view, &event);
        });
    }
}

void PanelMenu::addButton(QMenu& menu, QAbstractButton& button) {
    const QString name = nameOf(button);
    if (name.isEmpty()) return;
    auto* tool = qobject_cast<QToolButton*>(&button);
    if (tool != nullptr && tool->defaultAction() != nullptr) {
        menu.addAction(tool->defaultAction());
        return;
    }
    if (tool != nullptr && tool->menu() != nullptr) {
        tool->menu()->setTitle(escaped(name));
        menu.addMenu(tool->menu());
        return;
    }
    QAction* action = menu.addAction(button.icon(), escaped(name));
    action->setToolTip(button.toolTip().isEmpty() ? name : button.toolTip());
    action->setCheckable(button.isCheckable());
    action->setChecked(button.isChecked());
    action->setEnabled(button.isEnabled());
    connect(action, &QAction::triggered, &button, &QAbstractButton::click);
}

}  // namespace lockstep::app
