#include "widgets/plots/update_limiter.h"

#include <QEvent>
#include <QWidget>
#include <algorithm>

namespace lockstep {

UpdateLimiter::UpdateLimiter(QWidget* widget) : m_widget(widget) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_waiting = !m_widget->isVisible();
        if (!m_waiting) flush();
    });
    widget->installEventFilter(this);
}

void UpdateLimiter::request() {
    if (m_timer.isActive() || m_waiting) return;
    const qint64 elapsed = m_last.isValid() ? m_last.elapsed() : shortestInterval;
    m_timer.start(static_cast<int>(std::max<qint64>(0, shortestInterval - elapsed)));
}

void UpdateLimiter::flush() {
    m_timer.stop();
    m_waiting = false;
    m_last.start();
    Q_EMIT due();
}

void UpdateLimiter::settle() {
    if (m_timer.isActive() || m_waiting) flush();
}

bool UpdateLimiter::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show && m_waiting) flush();
    return QObject::eventFilter(watched, event);
}

}  // namespace lockstep
