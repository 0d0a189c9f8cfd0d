#include "widgets/plots/update_limiter.h"

namespace lockstep {

UpdateLimiter::UpdateLimiter(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &UpdateLimiter::flush);
}

void UpdateLimiter::request() {
    if (m_timer.isActive()) return;
    const qint64 elapsed = m_last.isValid() ? m_last.elapsed() : shortestInterval;
    if (elapsed >= shortestInterval) {
        flush();
    } else {
        m_timer.start(static_cast<int>(shortestInterval - elapsed));
    }
}

void UpdateLimiter::flush() {
    m_timer.stop();
    m_last.start();
    Q_EMIT due();
}

}  // namespace lockstep
