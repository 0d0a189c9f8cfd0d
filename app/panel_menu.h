#pragma once

#include <QMenu>
#include <QObject>

#include "app/docks.h"

class QAbstractButton;

namespace lockstep::app {

/// A menu with what the panels' buttons, switches and choosers do, panel by panel, as they are when it opens:
/// whatever a panel offers is found in the menus and in the palette.
class PanelMenu : public QObject {
    Q_OBJECT

  public:
    /// Fills `menu`. `graphs` comes first.
    PanelMenu(QMenu& menu, QWidget& graphs, const Docks& docks);

    /// What a button is called: its accessible name, its text, or the first words of its tool tip.
    static QString nameOf(const QAbstractButton& button);
    /// Part of another widget (a tab, a field, a table), which has keys of its own.
    static bool isInner(const QAbstractButton& button);

  private:
    void addPanel(QMenu& menu, const QString& title, QWidget& panel);
    void fill(QMenu& menu, QWidget& panel);
    void addButton(QMenu& menu, QAbstractButton& button);
};

}  // namespace lockstep::app
