#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

#include "app/shortcuts.h"

namespace lockstep::app {

/// One QAction per row of the command table, with text, keys, tooltip and icon. Owned by `parent`, which must
/// be the window: the keys work everywhere in it.
class Actions : public QObject {
    Q_OBJECT

  public:
    explicit Actions(QWidget* parent);

    QAction* operator[](Command command) const { return m_actions.value(static_cast<int>(command)); }
    QList<QAction*> all() const;

  private:
    QHash<int, QAction*> m_actions;
};

/// A command's text without mnemonic and dots, translated: "Step back".
QString plainText(const CommandRow& row);
/// What the command does, translated: "One inference back".
QString tipText(const CommandRow& row);
/// "Step back (Shift+F10): One inference back".
QString toolTip(const CommandRow& row);

}  // namespace lockstep::app
