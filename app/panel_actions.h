#pragma once

#include <QAction>
#include <QList>
#include <QObject>

#include "app/actions.h"
#include "app/docks.h"

namespace lockstep::app {

/// The ways to the panels: one action per panel shows it, brings it to the front of its tabs and gives it the
/// keyboard (Alt+1 to Alt+9, then Alt+Shift+1 on, in the order of the panels); next, previous, graphs, close.
class PanelActions : public QObject {
    Q_OBJECT

  public:
    /// `graphs`: what Alt+0 goes to.
    PanelActions(QMainWindow& window, const Docks& docks, const Actions& actions, QWidget& graphs);

    /// In the order of the panels.
    const QList<QAction*>& all() const { return m_actions; }
    void goTo(QDockWidget* dock);
    /// The panel with the keyboard; null if it is elsewhere.
    QDockWidget* current() const;

  private:
    void goToGraphs();
    void step(int direction);
    void close(QDockWidget* dock);
    /// In front of the user: shown, and no tab covers it.
    bool isInFront(const QDockWidget* dock) const;

    QMainWindow& m_window;
    QList<QDockWidget*> m_docks;
    QWidget& m_graphs;
    QList<QAction*> m_actions;
};

/// The widget of a panel that takes the keyboard: its view or table, else its first field or button.
QWidget* keyboardWidget(QWidget& panel);

}  // namespace lockstep::app
