#include "widgets/timeline/timeline_canvas.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/spoken_parts.h"
#include "widgets/timeline/timeline_keep.h"
#include "widgets/timeline/timeline_text.h"

namespace lockstep {

TimelineCanvas::TimelineCanvas(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setMinimumSize(240, 72);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    speakParts(
        this, {.count =
                   [this] {
                       return m_geometry.empty() ? 0 : static_cast<int>(m_geometry.timeline().events.size());
                   },
               .name = [this](int event) { return eventLine(m_geometry, static_cast<std::uint32_t>(event)); },
               .place =
                   [this](int event) {
                       const TimelineEvent& e = m_geometry.timeline().events[static_cast<std::size_t>(event)];
                       const double cycles = static_cast<double>(e.end - e.start);
                       QRect place(0, 0,
                                   std::max(1, static_cast<int>(cycles / m_geometry.axis.cyclesPerPixel)), 8);
                       place.moveCenter(placeOf(static_cast<std::uint32_t>(event)));
                       return place;
                   },
               .current = [this]() -> std::optional<int> {
                   if (!m_marks.selected) return std::nullopt;
                   return static_cast<int>(*m_marks.selected);
               },
               .choose = [this](int event) { chooseEvent(static_cast<std::uint32_t>(event)); }});
}

void TimelineCanvas::setTimeline(std::shared_ptr<const Program> program,
                                 std::shared_ptr<const Timeline> timeline, std::vector<std::int64_t> starts) {
    // The same model, compiled again: what is seen and what was measured stays, at the same operators.
    const TimelineGeometry before = std::move(m_geometry);
    const bool same = before.program() != nullptr && program != nullptr &&
                      before.program()->model_name == program->model_name &&
                      before.starts().size() == starts.size();
    TimelineMarks marks = std::move(m_marks);
    m_geometry = TimelineGeometry(std::move(program), std::move(timeline), std::move(starts));
    m_marks = {};
    m_marks.row = marks.row;
    if (same && !before.empty() && !m_geometry.empty()) {
        if (marks.area) m_marks.area = areaIn(m_geometry, before, *marks.area);
        for (const TimelineArea& each : marks.kept) {
            if (const std::optional<TimelineArea> kept = areaIn(m_geometry, before, each))
                m_marks.kept.push_back(*kept);
        }
    }
    if (!m_geometry.empty()) m_marks.critical = criticalParts(m_geometry.timeline());
    m_drag = Drag::none;
    place();
    if (same && !before.empty() && !m_geometry.empty() && !before.axis.fitted()) {
        const double middle = before.axis.cycleAt(before.axis.width / 2);
        m_geometry.axis.first = before.axis.first + static_cast<double>(shiftAt(m_geometry, before, middle));
        m_geometry.axis.cyclesPerPixel = before.axis.cyclesPerPixel;
        m_geometry.axis.pan(0);
        updateScrollBars();
    }
    Q_EMIT eventSelected(std::nullopt);
    Q_EMIT areaSelected();
}

void TimelineCanvas::setRowMarks(const TimelineMarks::Row& row) {
    if (row == m_marks.row) return;
    m_marks.row = row;
    viewport()->update();
}

TimelineCanvas::Place TimelineCanvas::shownPlace() const {
    return {m_geometry.axis.first, m_geometry.axis.cyclesPerPixel, verticalScrollBar()->value()};
}

void TimelineCanvas::showPlace(const Place& place) {
    if (m_geometry.empty()) return;
    m_geometry.axis.first = place.first;
    m_geometry.axis.cyclesPerPixel = place.cyclesPerPixel;
    m_geometry.axis.pan(0);
    updateScrollBars();
    verticalScrollBar()->setValue(place.scrolled);
    viewport()->update();
}

void TimelineCanvas::setCriticalPath(std::vector<CriticalPart> path) {
    m_marks.critical = std::move(path);
    viewport()->update();
}

void TimelineCanvas::setPosition(std::optional<std::int64_t> cycle, const QString& words) {
    m_marks.position = cycle;
    m_marks.positionWords = words;
    if (cycle && !m_geometry.empty()) {
        const auto at = static_cast<double>(*cycle);
        m_geometry.axis.reveal(at, at);
        updateScrollBars();
    }
    viewport()->update();
}

void TimelineCanvas::setSelectedEvent(std::uint32_t event) {
    if (m_geometry.empty() || event >= m_geometry.timeline().events.size() || m_marks.selected == event)
        return;
    m_marks.selected = event;
    m_marks.wholeChain = false;
    m_marks.released = releasedEvents(m_geometry.timeline(), event);
    m_centred = false;
    showEvent(event);
    viewport()->update();
    Q_EMIT eventSelected(event);
    tellCurrentPart(this);
}

void TimelineCanvas::setSelectedNode(std::optional<std::uint32_t> node) {
    setSelectedNodes(node ? std::vector{*node} : std::vector<std::uint32_t>());
}

void TimelineCanvas::setSelectedNodes(const std::vector<std::uint32_t>& nodes) {
    m_marks.highlighted.clear();
    if (!m_geometry.empty() && m_geometry.program()) {
        std::vector<bool> lit;
        for (const std::uint32_t node : nodes) {
            const std::vector<bool> events = eventsOfNode(m_geometry.timeline(), *m_geometry.program(), node);
            lit.resize(events.size());
            for (std::size_t i = 0; i < events.size(); ++i) lit[i] = lit[i] || events[i];
        }
        // Nodes without instructions of their own leave the picture as it is.
        if (std::find(lit.begin(), lit.end(), true) != lit.end()) m_marks.highlighted = std::move(lit);
    }
    if (m_marks.selected && !m_marks.highlighted.empty() && !m_marks.highlighted[*m_marks.selected]) {
        m_marks.selected.reset();
        m_marks.released.clear();
        Q_EMIT eventSelected(std::nullopt);
    }
    viewport()->update();
}

void TimelineCanvas::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void TimelineCanvas::chooseEvent(std::optional<std::uint32_t> event, bool wholeChain) {
    m_marks.selected = event;
    m_marks.wholeChain = wholeChain;
    m_marks.released = event ? releasedEvents(m_geometry.timeline(), *event) : std::vector<std::uint32_t>();
    m_centred = false;
    const ProgramNode* node = event && m_geometry.program()
                                  ? nodeOfEvent(*m_geometry.program(), m_geometry.timeline().events[*event])
                                  : nullptr;
    if (node) {
        setSelectedNode(node->id);
        Q_EMIT nodeSelected(node->id);
    } else if (!event) {
        m_marks.highlighted.clear();
    }
    viewport()->update();
    Q_EMIT eventSelected(event);
    tellCurrentPart(this);
}

void TimelineCanvas::setArea(std::optional<TimelineArea> area) {
    m_marks.area = area;
    viewport()->update();
    Q_EMIT areaSelected();
}

void TimelineCanvas::keepArea() {
    constexpr std::size_t most = 16;
    if (!m_marks.area) return;
    if (m_marks.kept.size() == most) m_marks.kept.erase(m_marks.kept.begin());
    m_marks.kept.push_back(*m_marks.area);
    viewport()->update();
}

void TimelineCanvas::fit() {
    m_geometry.axis.fit();
    updateScrollBars();
    viewport()->update();
}

void TimelineCanvas::setAxis(double first, double cyclesPerPixel) {
    m_geometry.axis.first = first;
    m_geometry.axis.cyclesPerPixel = cyclesPerPixel;
    viewport()->update();
}

QPoint TimelineCanvas::placeOf(std::uint32_t event) const {
    const TimelineEvent& e = m_geometry.timeline().events[event];
    const LaneRow row = m_geometry.levelRow(m_geometry.laneOf(event), m_geometry.levelOf(event));
    const double x = TimelinePainter::gutter + m_geometry.axis.xOf(static_cast<double>(e.start + e.end) / 2);
    return {static_cast<int>(x),
            TimelinePainter::top(font()) + row.y + row.height / 2 - verticalScrollBar()->value()};
}

void TimelineCanvas::place() {
    if (!m_geometry.empty()) {
        m_geometry.axis.resize(std::max(1, viewport()->width() - TimelinePainter::gutter - 8));
        m_geometry.placeLanes(viewport()->height() - TimelinePainter::top(font()) - 6,
                              TimelinePainter::leastLane(font()));
    }
    updateScrollBars();
    viewport()->update();
}

void TimelineCanvas::updateScrollBars() {
    m_updatingBars = true;
    if (m_geometry.empty()) {
        verticalScrollBar()->setRange(0, 0);
        horizontalScrollBar()->setRange(0, 0);
        m_updatingBars = false;
        return;
    }
    const int free = viewport()->height() - TimelinePainter::top(font()) - 6;
    verticalScrollBar()->setRange(0, std::max(0, m_geometry.lanesHeight() - free));
    verticalScrollBar()->setPageStep(std::max(free, 1));
    verticalScrollBar()->setSingleStep(TimelinePainter::leastLane(font()));
    // The horizontal bar counts pixels at the scale of now.
    const CycleAxis& axis = m_geometry.axis;
    const double margin = CycleAxis::margin * axis.width * axis.cyclesPerPixel;
    const double hidden = (axis.total + 2 * margin) / axis.cyclesPerPixel - axis.width;
    horizontalScrollBar()->setRange(0, axis.fitted() ? 0 : static_cast<int>(std::clamp(hidden, 0.0, 1e9)));
    horizontalScrollBar()->setPageStep(static_cast<int>(axis.width));
    horizontalScrollBar()->setSingleStep(40);
    horizontalScrollBar()->setValue(static_cast<int>((axis.first + margin) / axis.cyclesPerPixel));
    m_updatingBars = false;
    Q_EMIT axisChanged();
}

void TimelineCanvas::scrollContentsBy(int dx, int) {
    if (!m_updatingBars && dx != 0 && !m_geometry.empty()) {
        m_geometry.axis.pan(-dx);
        Q_EMIT axisChanged();
    }
    viewport()->update();
}

void TimelineCanvas::resizeEvent(QResizeEvent*) {
    place();
}

void TimelineCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) place();
    QAbstractScrollArea::changeEvent(event);
}

int TimelineCanvas::laneY(double y) const {
    return static_cast<int>(std::floor(y)) - TimelinePainter::top(font()) + verticalScrollBar()->value();
}

std::optional<std::uint32_t> TimelineCanvas::eventAt(QPointF point) const {
    const double top = TimelinePainter::top(font());
    if (m_geometry.empty() || point.x() < TimelinePainter::gutter) return std::nullopt;
    if (point.y() >= top) return m_geometry.hit(laneX(point.x()), laneY(point.y()));
    if (point.y() < top - 6 - TimelinePainter::criticalRow(font())) return std::nullopt;
    const double cycle = m_geometry.axis.cycleAt(laneX(point.x()));
    for (const CriticalPart& part : m_marks.critical) {
        if (static_cast<double>(part.begin) > cycle) continue;
        return cycle <= static_cast<double>(part.end) ? std::optional(part.event) : std::nullopt;
    }
    return std::nullopt;
}

TimelineArea TimelineCanvas::areaBetween(QPointF a, QPointF b) const {
    TimelineArea area;
    const std::int64_t x0 = m_geometry.snap(m_geometry.axis.cycleAt(laneX(a.x())));
    const std::int64_t x1 = m_geometry.snap(m_geometry.axis.cycleAt(laneX(b.x())));
    const auto total = static_cast<std::int64_t>(m_geometry.axis.total);
    area.from = std::clamp<std::int64_t>(std::min(x0, x1), 0, total);
    area.to = std::clamp<std::int64_t>(std::max(x0, x1), 0, total);
    const std::size_t first = m_geometry.nearestLane(laneY(a.y()));
    const std::size_t last = m_geometry.nearestLane(laneY(b.y()));
    area.firstLane = std::min(first, last);
    area.lastLane = std::max(first, last);
    return area;
}

bool TimelineCanvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const std::optional<std::uint32_t> hit = eventAt(help->pos())) {
            QToolTip::showText(help->globalPos(), eventToolTip(m_geometry, *hit), viewport());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_marks.hovered.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    if (m_geometry.empty()) {
        const ThemeColors& style = themeColors(palette());
        painter.fillRect(viewport()->rect(), style.surface);
        painter.setPen(style.quietText);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    TimelinePainter(painter, m_geometry, m_marks, viewport()->size(), verticalScrollBar()->value(), font(),
                    palette())
        .paint();
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(themeColors(palette()).accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace lockstep
