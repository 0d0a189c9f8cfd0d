#pragma once

#include <QList>

class QMainWindow;
class QWidget;

namespace lockstep::app {

/// Everything of the window that takes the keyboard now, as Tab goes through it: the bars, then panels and
/// graphs from left to right and from top to bottom, the tabs of a group before its panels, each in reading
/// order, and the status line. Told by where things are, not by when they were made: choosers are made for
/// the inputs of a model, panels are dragged about.
QList<QWidget*> tabOrder(const QMainWindow& window);

/// Gives the keyboard to the next or the one before; false: there is none.
bool focusNext(const QMainWindow& window, bool forward);

/// Lets Tab reach the tabs of groups of panels, which Qt makes as it needs them.
void keepTabsReachable(QMainWindow& window);

}  // namespace lockstep::app
