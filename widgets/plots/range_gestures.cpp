#include "widgets/plots/range_gestures.h"

#include <QApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace lockstep {

bool isPlotKey(const QKeyEvent& event) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    static constexpr std::array keys = {Qt::Key_A,     Qt::Key_B,     Qt::Key_F,    Qt::Key_Plus,
                                        Qt::Key_Equal, Qt::Key_Minus, Qt::Key_Left, Qt::Key_Right,
                                        Qt::Key_Up,    Qt::Key_Down,  Qt::Key_Home, Qt::Key_End};
    return std::find(keys.begin(), keys.end(), event.key()) != keys.end();
}

double RangeGestures::inferenceAt(double x, const QRectF& plot) const {
    if (!m_range || plot.width() <= 0) return 0;
    return m_range->low() + (x - plot.left()) / plot.width() * (m_range->high() - m_range->low());
}

double RangeGestures::xOf(double inference, const QRectF& plot) const {
    if (!m_range) return plot.left();
    return plot.left() + (inference - m_range->low()) / (m_range->high() - m_range->low()) * plot.width();
}

bool RangeGestures::wheel(QWheelEvent& event, const QRectF& plot) {
    if (!m_range || plot.width() <= 0) return false;
    QPoint delta = event.angleDelta();
    if (event.modifiers() & Qt::ShiftModifier) delta = QPoint(delta.x() + delta.y(), 0);
    const double perPixel = (m_range->high() - m_range->low()) / plot.width();
    if (std::abs(delta.x()) > std::abs(delta.y())) {
        m_range->pan(-delta.x() * 0.5 * perPixel);
    } else if (delta.y() != 0) {
        m_range->zoom(inferenceAt(event.position().x(), plot), std::pow(1.25, -delta.y() / 120.0));
    }
    event.accept();
    return true;
}

bool RangeGestures::key(const QKeyEvent& event, const KeyTarget& target) {
    if (!m_range) return false;
    const double middle = (m_range->low() + m_range->high()) / 2;
    const auto place = [&](std::size_t which) {
        m_range->setCursor(which, target.pointed ? *target.pointed : target.current.value_or(target.first));
    };
    const auto step = [&](std::int64_t by) {
        const std::size_t which = m_range->lastCursor();
        if (!(event.modifiers() & Qt::ShiftModifier)) {
            target.choose(std::clamp(target.current.value_or(target.first) + by, target.first, target.last));
        } else if (const auto cursor = m_range->cursor(which)) {
            m_range->setCursor(which, std::clamp(*cursor + by, target.first, target.last));
        }
    };
    switch (event.key()) {
        case Qt::Key_Left:
            step(-1);
            return true;
        case Qt::Key_Right:
            step(1);
            return true;
        case Qt::Key_Home:
            target.choose(target.first);
            return true;
        case Qt::Key_End:
            target.choose(target.last);
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            m_range->zoom(middle, 0.8);
            return true;
        case Qt::Key_Minus:
            m_range->zoom(middle, 1.25);
            return true;
        case Qt::Key_F:
            m_range->fit();
            return true;
        case Qt::Key_A:
            place(0);
            return true;
        case Qt::Key_B:
            place(1);
            return true;
        case Qt::Key_Escape:
            m_range->removeCursors();
            return true;
        default:
            return false;
    }
}

bool RangeGestures::press(QMouseEvent& event, const QRectF& plot) {
    if (event.button() != Qt::LeftButton || !plot.contains(event.position())) return false;
    m_down = true;
    m_panning = false;
    m_pressed = event.position();
    m_last = event.position().x();
    return true;
}

bool RangeGestures::move(QMouseEvent& event, const QRectF& plot) {
    if (!m_down || !m_range || plot.width() <= 0) return false;
    if (!m_panning && std::abs(event.position().x() - m_pressed.x()) < QApplication::startDragDistance())
        return false;
    m_panning = true;
    m_range->pan((m_last - event.position().x()) * (m_range->high() - m_range->low()) / plot.width());
    m_last = event.position().x();
    return true;
}

bool RangeGestures::release(QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || !m_down) return false;
    const bool clicked = !m_panning;
    m_down = false;
    m_panning = false;
    return clicked;
}

void RangeGestures::doubleClick(QMouseEvent& event) {
    if (m_range && event.button() == Qt::LeftButton) m_range->fit();
    m_down = false;
}

}  // namespace lockstep
