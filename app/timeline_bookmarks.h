#pragma once

#include <QAction>
#include <QList>
#include <QObject>

#include "app/view_store.h"

class QMainWindow;
class QMenu;

namespace lockstep {
class TimelineView;
}

namespace lockstep::app {

/// Places of the timeline under the ten digits: Ctrl+Shift+digit keeps position and zoom, Ctrl+digit goes
/// back there. They are part of the view, so of the session.
class TimelineBookmarks : public QObject {
    Q_OBJECT

  public:
    /// `menu`: where a submenu with all of them is put.
    TimelineBookmarks(ViewStore& store, TimelineView& timeline, QMainWindow& window, QMenu& menu);

    void keep(int digit);
    /// Nothing happens where nothing was kept.
    void goTo(int digit);

  Q_SIGNALS:
    /// The timeline is to be seen.
    void wentTo();

  private:
    const TimelineBookmark* find(int digit) const;
    void showState();

    ViewStore& m_store;
    TimelineView& m_timeline;
    QList<QAction*> m_ways;  ///< by digit
};

}  // namespace lockstep::app
