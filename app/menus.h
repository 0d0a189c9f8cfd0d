#pragma once

#include <QMenuBar>
#include <QObject>

#include "app/actions.h"
#include "app/panel_actions.h"

namespace lockstep::app {

/// Lays the actions into the menu bar as the command table says, and keeps the menus that change: examples,
/// recent files, panels.
class Menus : public QObject {
    Q_OBJECT

  public:
    Menus(QMenuBar& bar, const Actions& actions, const PanelActions& panels, QWidget& graphs,
          const Docks& docks);

  Q_SIGNALS:
    void exampleChosen(int index);
    void recentChosen(const QString& file);

  private:
    QMenu* menu(QMenuBar& bar, const QString& path);
    void fillExamples();
    void fillRecent();

    QHash<QString, QMenu*> m_menus;
    QMenu* m_recent = nullptr;
};

}  // namespace lockstep::app
