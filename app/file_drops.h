#pragma once

#include <QObject>
#include <QStringList>

class QDropEvent;
class QWidget;

namespace lockstep::app {

class DropOverlay;

/// Files that are dragged over a window and dropped on it, whatever lies under the pointer: also where a
/// widget (a line edit, a graphics view) takes drops of its own. Drags without files stay with the widgets.
class FileDrops : public QObject {
    Q_OBJECT

  public:
    /// Watches `window` and its panels that float; a modal dialog keeps what is dropped on it.
    FileDrops(QWidget& window, DropOverlay& overlay);

  Q_SIGNALS:
    /// At least one.
    void dropped(const QStringList& files);
    /// Only addresses of other machines.
    void remoteDropped();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool belongs(const QObject* watched) const;
    void take(QDropEvent& event);

    QWidget& m_window;
    DropOverlay& m_overlay;
    bool m_over = false;  ///< files are held over the window
};

}  // namespace lockstep::app
