#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/timeline/timeline_canvas.h"

namespace lockstep {
namespace {

constexpr std::array ownKeys = {
    Qt::Key_W,    Qt::Key_S,        Qt::Key_A,     Qt::Key_D,      Qt::Key_F,           Qt::Key_M,
    Qt::Key_Q,    Qt::Key_Question, Qt::Key_Comma, Qt::Key_Period, Qt::Key_BracketLeft, Qt::Key_BracketRight,
    Qt::Key_Left, Qt::Key_Right,    Qt::Key_Up,    Qt::Key_Down,   Qt::Key_Escape};

}  // namespace

bool TimelineCanvas::event(QEvent* event) {
    // Letters that are shortcuts of the window elsewhere are ours while the timeline has the focus.
    if (event->type() == QEvent::ShortcutOverride && !m_geometry.empty()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
        if (plain && std::find(ownKeys.begin(), ownKeys.end(), key->key()) != ownKeys.end()) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void TimelineCanvas::zoom(double x, double factor) {
    m_geometry.axis.zoom(x, factor);
    updateScrollBars();
    viewport()->update();
}

void TimelineCanvas::pan(double pixels) {
    m_geometry.axis.pan(pixels);
    updateScrollBars();
    viewport()->update();
}

void TimelineCanvas::showEvent(std::uint32_t event) {
    const TimelineEvent& e = m_geometry.timeline().events[event];
    m_geometry.axis.reveal(static_cast<double>(e.start), static_cast<double>(e.end));
    updateScrollBars();
    const LaneRow& row = m_geometry.rows()[m_geometry.laneOf(event)];
    QScrollBar* bar = verticalScrollBar();
    if (row.y < bar->value()) bar->setValue(row.y);
    if (row.y + row.height > bar->value() + bar->pageStep())
        bar->setValue(row.y + row.height - bar->pageStep());
    viewport()->update();
}

void TimelineCanvas::wheelEvent(QWheelEvent* event) {
    if (m_geometry.empty()) {
        event->ignore();
        return;
    }
    const QPoint delta = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        const int turn = delta.y() != 0 ? delta.y() : delta.x();
        zoom(laneX(event->position().x()), std::pow(1.25, -turn / 120.0));
    } else if ((event->modifiers() & Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y())) {
        pan(-(delta.x() + delta.y()) * 0.5);
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y() / 3);
    }
    event->accept();
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event) {
    if (m_geometry.empty()) return;
    m_pressed = event->position();
    m_lastX = m_pressed.x();
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::pan;
    } else if (event->button() == Qt::LeftButton) {
        m_drag = Drag::undecided;
    }
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_geometry.empty()) return;
    if (m_drag == Drag::undecided &&
        (event->position() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_drag = event->modifiers() & Qt::ShiftModifier ? Drag::pan : Drag::area;
    }
    if (m_drag == Drag::pan) {
        pan(m_lastX - event->position().x());
        m_lastX = event->position().x();
    } else if (m_drag == Drag::area) {
        setArea(areaBetween(m_pressed, event->position()));
    } else if (m_drag == Drag::none) {
        const std::optional<std::uint32_t> hovered = eventAt(event->position());
        if (hovered != m_marks.hovered) {
            m_marks.hovered = hovered;
            viewport()->update();
        }
    }
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = m_drag;
    m_drag = Drag::none;
    if (m_geometry.empty()) return;
    if (drag == Drag::area && m_marks.area && m_marks.area->from == m_marks.area->to) setArea(std::nullopt);
    if (drag == Drag::area) Q_EMIT areaSelected();  // the area is as it stays
    if (drag != Drag::undecided || event->button() != Qt::LeftButton) return;
    setArea(std::nullopt);
    if (const std::optional<qint64> place = inferenceAt(event->position())) {
        Q_EMIT inferenceChosen(*place);
        return;
    }
    const bool wholeChain = event->modifiers() & Qt::ShiftModifier;
    const std::optional<std::uint32_t> hit = eventAt(event->position());
    chooseEvent(hit, wholeChain);
    const std::size_t inferences = m_geometry.starts().size();
    if (hit && inferences > 1)
        Q_EMIT inferenceChosen(
            static_cast<qint64>(*hit / (m_geometry.timeline().events.size() / inferences)));
}

/// The inference of a row whose number stands there.
std::optional<qint64> TimelineCanvas::inferenceAt(QPointF point) const {
    const std::vector<std::int64_t>& starts = m_geometry.starts();
    const double top = TimelinePainter::rowLine(font());
    if (starts.size() < 2 || point.x() < TimelinePainter::gutter || point.y() < top ||
        point.y() >= top + TimelinePainter::rowLineHeight(font()))
        return std::nullopt;
    const double cycle = m_geometry.axis.cycleAt(laneX(point.x()));
    qint64 place = -1;
    for (const std::int64_t start : starts) place += static_cast<double>(start) <= cycle ? 1 : 0;
    return place < 0 ? std::nullopt : std::optional(place);
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (m_geometry.empty() || event->button() != Qt::LeftButton) return;
    m_drag = Drag::none;
    if (const std::optional<std::uint32_t> hit = eventAt(event->position())) {
        const TimelineEvent& e = m_geometry.timeline().events[*hit];
        m_geometry.axis.show(static_cast<double>(e.start), static_cast<double>(e.end));
        updateScrollBars();
        viewport()->update();
    } else {
        fit();
    }
}

void TimelineCanvas::stepInLane(int direction) {
    std::optional<std::uint32_t> next;
    if (m_marks.selected) {
        next = m_geometry.step(*m_marks.selected, direction);
    } else {
        next = m_geometry.nearestEvent(0, m_geometry.axis.first);
    }
    if (!next) return;
    chooseEvent(next);
    showEvent(*next);
}

void TimelineCanvas::stepLane(int direction) {
    if (!m_marks.selected) {
        stepInLane(1);
        return;
    }
    const TimelineEvent& event = m_geometry.timeline().events[*m_marks.selected];
    const auto lane = static_cast<std::int64_t>(m_geometry.laneOf(*m_marks.selected)) + direction;
    if (lane < 0 || lane >= static_cast<std::int64_t>(m_geometry.lanes().size())) return;
    const double middle = static_cast<double>(event.start + event.end) / 2;
    const std::uint32_t next = m_geometry.nearestEvent(static_cast<std::size_t>(lane), middle);
    chooseEvent(next);
    showEvent(next);
}

void TimelineCanvas::follow(bool back) {
    if (!m_marks.selected) return;
    std::uint32_t next = m_geometry.timeline().events[*m_marks.selected].released_by;
    if (!back) next = m_marks.released.empty() ? no_event : m_marks.released.front();
    if (next >= m_geometry.timeline().events.size()) return;
    chooseEvent(next);
    showEvent(next);
}

void TimelineCanvas::centre() {
    if (!m_centred && m_marks.selected) {
        const TimelineEvent& event = m_geometry.timeline().events[*m_marks.selected];
        m_geometry.axis.show(static_cast<double>(event.start), static_cast<double>(event.end));
        m_centred = true;
        updateScrollBars();
        viewport()->update();
    } else if (!m_centred && m_marks.area) {
        m_geometry.axis.show(static_cast<double>(m_marks.area->from), static_cast<double>(m_marks.area->to));
        m_centred = true;
        updateScrollBars();
        viewport()->update();
    } else {
        m_centred = false;
        fit();
    }
}

bool TimelineCanvas::runKey(int key) {
    const double width = m_geometry.axis.width;
    const double pointer = laneX(m_pointer.x());
    const double fixed = viewport()->underMouse() && pointer >= 0 ? pointer : width / 2;
    switch (key) {
        case Qt::Key_W:
            zoom(fixed, 0.8);
            return true;
        case Qt::Key_S:
            zoom(fixed, 1.25);
            return true;
        case Qt::Key_A:
            pan(-width / 10);
            return true;
        case Qt::Key_D:
            pan(width / 10);
            return true;
        case Qt::Key_F:
            centre();
            return true;
        case Qt::Key_Comma:
        case Qt::Key_Left:
            stepInLane(-1);
            return true;
        case Qt::Key_Period:
        case Qt::Key_Right:
            stepInLane(1);
            return true;
        case Qt::Key_Up:
            stepLane(-1);
            return true;
        case Qt::Key_Down:
            stepLane(1);
            return true;
        case Qt::Key_BracketLeft:
            follow(true);
            return true;
        case Qt::Key_BracketRight:
            follow(false);
            return true;
        case Qt::Key_M:
            if (m_marks.selected) {
                const TimelineEvent& event = m_geometry.timeline().events[*m_marks.selected];
                setArea(TimelineArea{event.start, event.end, 0, m_geometry.lanes().size() - 1});
            }
            return true;
        case Qt::Key_Q:
            Q_EMIT tableToggled();
            return true;
        case Qt::Key_Question:
            Q_EMIT helpWanted();
            return true;
        case Qt::Key_Escape:
            // First what is chosen, then what was kept.
            if (!m_marks.area && !m_marks.selected) m_marks.kept.clear();
            setArea(std::nullopt);
            chooseEvent(std::nullopt);
            return true;
        default:
            return false;
    }
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event) {
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!m_geometry.empty() && plain && event->key() == Qt::Key_M &&
        event->modifiers().testFlag(Qt::ShiftModifier)) {
        if (!m_marks.area) runKey(Qt::Key_M);
        keepArea();
        return;
    }
    if (m_geometry.empty() || !plain || !runKey(event->key())) QWidget::keyPressEvent(event);
}

}  // namespace lockstep
