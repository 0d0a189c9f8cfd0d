#include <QContextMenuEvent>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "widgets/plots/plot_chart.h"

namespace lockstep {

std::optional<std::int64_t> PlotChart::inferenceAt(double x) const {
    const auto all = inferences();
    if (!all || !range()) return std::nullopt;
    const auto nearest = static_cast<std::int64_t>(std::llround(m_gestures.inferenceAt(x, plotRect())));
    return std::clamp(nearest, all->first, all->second);
}

void PlotChart::choose(std::int64_t inference) {
    m_current = inference;
    if (range()) range()->reveal(static_cast<double>(inference));
    viewport()->update();
    Q_EMIT inferenceChosen(inference);
}

bool PlotChart::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isPlotKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QChartView::event(event);
}

void PlotChart::wheelEvent(QWheelEvent* event) {
    if (!m_gestures.wheel(*event, plotRect())) event->ignore();
}

void PlotChart::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    m_gestures.press(*event, plotRect());
}

void PlotChart::mouseMoveEvent(QMouseEvent* event) {
    const bool panning = m_gestures.move(*event, plotRect());
    const bool inside = plotRect().contains(event->position());
    m_hovered = inside && !panning ? inferenceAt(event->position().x()) : std::nullopt;
    viewport()->update();
}

void PlotChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_gestures.release(*event)) return;
    if (const std::optional<std::int64_t> inference = inferenceAt(event->position().x())) choose(*inference);
}

void PlotChart::mouseDoubleClickEvent(QMouseEvent* event) {
    m_gestures.doubleClick(*event);
}

void PlotChart::leaveEvent(QEvent* event) {
    m_hovered.reset();
    viewport()->update();
    QChartView::leaveEvent(event);
}

void PlotChart::contextMenuEvent(QContextMenuEvent* event) {
    // PlotView shows the menu; the base class would pass the event to the scene.
    event->ignore();
}

void PlotChart::keyPressEvent(QKeyEvent* event) {
    const auto all = inferences();
    if (!all || !range()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const double middle = (range()->low() + range()->high()) / 2;
    const auto place = [&](std::size_t which) {
        range()->setCursor(which, m_hovered ? *m_hovered : m_current.value_or(all->first));
    };
    const auto step = [&](std::int64_t by) {
        if (event->modifiers() & Qt::ShiftModifier) {
            const std::size_t which = range()->lastCursor();
            if (!cursor(which)) return;
            range()->setCursor(which, std::clamp(*cursor(which) + by, all->first, all->second));
        } else {
            choose(std::clamp(m_current.value_or(all->first) + by, all->first, all->second));
        }
    };
    switch (event->key()) {
        case Qt::Key_Left:
            step(-1);
            break;
        case Qt::Key_Right:
            step(1);
            break;
        case Qt::Key_Home:
            choose(all->first);
            break;
        case Qt::Key_End:
            choose(all->second);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            range()->zoom(middle, 0.8);
            break;
        case Qt::Key_Minus:
            range()->zoom(middle, 1.25);
            break;
        case Qt::Key_F:
            range()->fit();
            break;
        case Qt::Key_A:
            place(0);
            break;
        case Qt::Key_B:
            place(1);
            break;
        case Qt::Key_Escape:
            range()->removeCursors();
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    event->accept();
}

}  // namespace lockstep
