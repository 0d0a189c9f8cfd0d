#include "app/file_drops.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QWidget>

#include "app/drop_overlay.h"
#include "app/file_kind.h"

namespace lockstep::app {

FileDrops::FileDrops(QWidget& window, DropOverlay& overlay)
    : QObject(&window), m_window(window), m_overlay(overlay) {
    window.setAcceptDrops(true);
    qApp->installEventFilter(this);
}

bool FileDrops::belongs(const QObject* watched) const {
    const auto* widget = qobject_cast<const QWidget*>(watched);
    if (widget == nullptr || widget->window()->isModal()) return false;
    while (widget != nullptr && widget != &m_window) widget = widget->parentWidget();
    return widget != nullptr;
}

void FileDrops::take(QDropEvent& event) {
    m_over = false;
    m_overlay.hide();
    event.acceptProposedAction();
    const QStringList files = localFiles(*event.mimeData());
    if (files.isEmpty()) {
        Q_EMIT remoteDropped();
    } else {
        Q_EMIT dropped(files);
    }
}

bool FileDrops::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove:
        case QEvent::Drop: {
            auto* drag = static_cast<QDropEvent*>(event);
            if (!belongs(watched) || !drag->mimeData()->hasUrls()) return false;
            if (event->type() == QEvent::Drop) {
                take(*drag);
                return true;
            }
            bool remote = false;
            const QStringList files = localFiles(*drag->mimeData(), &remote);
            if (files.isEmpty() && !remote) return false;
            if (event->type() == QEvent::DragEnter || !m_over) m_overlay.showFor(dropText(files));
            m_over = true;
            drag->acceptProposedAction();
            return true;
        }
        case QEvent::DragLeave:
            if (!m_over || !belongs(watched)) return false;
            m_over = false;
            m_overlay.hide();
            return true;
        default:
            return false;
    }
}

}  // namespace lockstep::app
