#include <QContextMenuEvent>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "widgets/plots/plot_chart.h"

#include "widgets/spoken_parts.h"

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
    tellCurrentPart(this);
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

std::optional<std::size_t> PlotChart::cursorAt(double x) const {
    constexpr double reach = 4;  // pixels
    for (const std::size_t which : {std::size_t{1}, std::size_t{0}}) {
        if (cursor(which) && std::abs(xOf(static_cast<double>(*cursor(which))) - x) <= reach) return which;
    }
    return std::nullopt;
}

void PlotChart::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    m_dragged = event->button() == Qt::LeftButton ? cursorAt(event->position().x()) : std::nullopt;
    if (!m_dragged) m_gestures.press(*event, plotRect());
}

void PlotChart::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged) {
        if (const auto inference = inferenceAt(event->position().x()))
            range()->setCursor(*m_dragged, *inference);
        return;
    }
    const bool panning = m_gestures.move(*event, plotRect());
    const bool inside = plotRect().contains(event->position());
    m_hovered = inside && !panning ? inferenceAt(event->position().x()) : std::nullopt;
    viewport()->setCursor(inside && cursorAt(event->position().x()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
    viewport()->update();
}

void PlotChart::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragged) {
        m_dragged.reset();
        return;
    }
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
    const RangeGestures::KeyTarget target{.first = all->first,
                                          .last = all->second,
                                          .current = m_current,
                                          .pointed = m_hovered,
                                          .choose = [this](std::int64_t inference) { choose(inference); }};
    if (m_gestures.key(*event, target)) {
        event->accept();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace lockstep
