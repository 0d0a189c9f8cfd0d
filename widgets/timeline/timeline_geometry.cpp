#include "widgets/timeline/timeline_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lockstep {

double CycleAxis::fittedScale() const {
    return std::max(total, 1.0) / std::max(width * (1 - 2 * margin), 1.0);
}

bool CycleAxis::fitted() const {
    return cyclesPerPixel >= fittedScale() * (1 - 1e-9);
}

void CycleAxis::limit() {
    cyclesPerPixel = std::clamp(cyclesPerPixel, std::min(1 / mostPixels, fittedScale()), fittedScale());
    const double free = margin * width * cyclesPerPixel;
    const double highest = std::max(total + free - width * cyclesPerPixel, -free);
    first = std::clamp(first, -free, highest);
}

void CycleAxis::fit() {
    cyclesPerPixel = fittedScale();
    first = -margin * width * cyclesPerPixel;
}

void CycleAxis::zoom(double x, double factor) {
    const double fixed = cycleAt(x);
    cyclesPerPixel *= factor;
    limit();
    first = fixed - x * cyclesPerPixel;
    limit();
}

void CycleAxis::pan(double pixels) {
    first += pixels * cyclesPerPixel;
    limit();
}

void CycleAxis::show(double from, double to) {
    cyclesPerPixel = std::max(to - from, 1.0) / std::max(width * 0.8, 1.0);
    limit();
    first = (from + to - width * cyclesPerPixel) / 2;
    limit();
}

void CycleAxis::reveal(double from, double to) {
    if (to - from > width * cyclesPerPixel) {
        show(from, to);
        return;
    }
    const double free = std::min(margin * width * cyclesPerPixel, (width * cyclesPerPixel - to + from) / 2);
    if (from < first + free) first = from - free;
    if (to > last() - free) first = to + free - width * cyclesPerPixel;
    limit();
}

void CycleAxis::resize(double pixels) {
    const bool wasFitted = width <= 0 || fitted();
    width = pixels;
    if (wasFitted) {
        fit();
    } else {
        limit();
    }
}

TimelineGeometry::TimelineGeometry(std::shared_ptr<const Program> program,
                                   std::shared_ptr<const Timeline> timeline, std::vector<std::int64_t> starts)
    : m_program(std::move(program)), m_timeline(std::move(timeline)), m_starts(std::move(starts)) {
    if (!m_timeline) return;
    m_lanes = makeLanes(*m_timeline);
    const std::size_t count = m_timeline->events.size();
    m_laneOf.resize(count);
    m_positionOf.resize(count);
    for (std::uint32_t lane = 0; lane < m_lanes.size(); ++lane) {
        for (std::uint32_t i = 0; i < m_lanes[lane].events.size(); ++i) {
            m_laneOf[m_lanes[lane].events[i]] = lane;
            m_positionOf[m_lanes[lane].events[i]] = i;
        }
    }
    std::int64_t total = 0;
    for (const std::int64_t start : m_starts) {
        for (const std::int64_t mark : {std::int64_t{0}, m_timeline->spaced, m_timeline->contiguous}) {
            m_edges.push_back(start + mark);
            total = std::max(total, start + mark);
        }
        total = std::max(total, start + m_timeline->end);
    }
    for (const TimelineEvent& event : m_timeline->events) {
        m_edges.push_back(event.start);
        m_edges.push_back(event.end);
        total = std::max(total, event.end);
    }
    std::sort(m_edges.begin(), m_edges.end());
    m_edges.erase(std::unique(m_edges.begin(), m_edges.end()), m_edges.end());
    axis.total = static_cast<double>(total);
    placeLanes(0);
}

void TimelineGeometry::placeLanes(int height, int least) {
    m_rows.clear();
    int cores = 0;
    for (std::size_t i = 1; i < m_lanes.size(); ++i) cores += m_lanes[i].core != m_lanes[i - 1].core ? 1 : 0;
    const int count = std::max(1, static_cast<int>(m_lanes.size()));
    const int row = std::clamp((height - cores * coreGap) / count, least, std::max(least, mostRow));
    int y = 0;
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const bool first = i == 0 || m_lanes[i].core != m_lanes[i - 1].core;
        if (first && i > 0) y += coreGap;
        m_rows.push_back({y, row, first});
        y += row;
    }
}

int TimelineGeometry::lanesHeight() const {
    return m_rows.empty() ? 0 : m_rows.back().y + m_rows.back().height;
}

std::vector<TimelineSpan> TimelineGeometry::spans(std::size_t lane) const {
    const TimelineLane& row = m_lanes[lane];
    const auto startsBefore = [&](std::uint32_t event, double cycle) {
        return static_cast<double>(m_timeline->events[event].start) < cycle;
    };
    auto next = std::lower_bound(row.events.begin(), row.events.end(),
                                 axis.first - static_cast<double>(row.longest), startsBefore);
    std::array<std::vector<TimelineSpan>, TimelineLane::mostLevels> byLevel;
    for (; next != row.events.end(); ++next) {
        const TimelineEvent& event = m_timeline->events[*next];
        const double x0 = axis.xOf(static_cast<double>(event.start));
        if (x0 >= axis.width) break;
        const double x1 = axis.xOf(static_cast<double>(event.end));
        if (x1 < 0) continue;
        const int level = row.level[static_cast<std::size_t>(next - row.events.begin())];
        std::vector<TimelineSpan>& spans = byLevel[static_cast<std::size_t>(level)];
        // Below one pixel an event joins the span whose column it starts in.
        if (x1 - x0 < 1 && !spans.empty() && std::floor(x0) <= std::floor(spans.back().x1 - 1e-6)) {
            TimelineSpan& span = spans.back();
            const TimelineEvent& longest = m_timeline->events[span.event];
            if (event.end - event.start > longest.end - longest.start) span.event = *next;
            ++span.count;
            span.coverage = std::min(1.0, span.coverage + (x1 - x0) / (span.x1 - span.x0));
            continue;
        }
        if (x1 - x0 < 1) {
            spans.push_back({*next, 1, level, std::floor(x0), std::floor(x0) + 1, x1 - x0});
        } else {
            spans.push_back({*next, 1, level, x0, x1, 1});
        }
    }
    std::vector<TimelineSpan> all;
    for (const std::vector<TimelineSpan>& spans : byLevel) all.insert(all.end(), spans.begin(), spans.end());
    return all;
}

LaneRow TimelineGeometry::levelRow(std::size_t lane, int level) const {
    const LaneRow& row = m_rows[lane];
    const int levels = m_lanes[lane].levels;
    const int inner = row.height - 2;
    const int top = inner * level / levels;
    return {row.y + 1 + top, inner * (level + 1) / levels - top, row.firstOfCore};
}

std::optional<std::size_t> TimelineGeometry::laneAt(int y) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (y >= m_rows[i].y && y < m_rows[i].y + m_rows[i].height) return i;
    }
    return std::nullopt;
}

std::size_t TimelineGeometry::nearestLane(int y) const {
    std::size_t best = 0;
    int distance = -1;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const int centre = m_rows[i].y + m_rows[i].height / 2;
        if (distance >= 0 && std::abs(y - centre) >= distance) continue;
        distance = std::abs(y - centre);
        best = i;
    }
    return best;
}

std::optional<std::uint32_t> TimelineGeometry::hit(double x, int y) const {
    const std::optional<std::size_t> lane = laneAt(y);
    if (!lane) return std::nullopt;
    const TimelineLane& row = m_lanes[*lane];
    const double reach = 2;
    const double from = axis.cycleAt(x - reach) - static_cast<double>(row.longest);
    auto next =
        std::lower_bound(row.events.begin(), row.events.end(), from, [&](std::uint32_t event, double cycle) {
            return static_cast<double>(m_timeline->events[event].start) < cycle;
        });
    std::optional<std::uint32_t> best;
    double bestDistance = reach;
    for (; next != row.events.end(); ++next) {
        const TimelineEvent& event = m_timeline->events[*next];
        const double x0 = axis.xOf(static_cast<double>(event.start));
        if (x0 > x + reach) break;
        const double x1 = std::max(axis.xOf(static_cast<double>(event.end)), x0 + 1);
        const LaneRow place = levelRow(*lane, row.level[static_cast<std::size_t>(next - row.events.begin())]);
        const bool levelHit = row.levels == 1 || (y >= place.y && y < place.y + place.height);
        if (!levelHit) continue;
        const double distance = x < x0 ? x0 - x : std::max(0.0, x - x1);
        if (distance > bestDistance || (best && distance == bestDistance)) continue;
        best = *next;
        bestDistance = distance;
    }
    return best;
}

std::int64_t TimelineGeometry::snap(double cycle, double pixels) const {
    const auto whole = static_cast<std::int64_t>(std::llround(cycle));
    std::int64_t best = whole;
    double bestDistance = pixels * axis.cyclesPerPixel;
    const auto above =
        std::lower_bound(m_edges.begin(), m_edges.end(), static_cast<std::int64_t>(std::floor(cycle)));
    for (auto edge = above == m_edges.begin() ? above : above - 1; edge != m_edges.end(); ++edge) {
        const double distance = std::abs(static_cast<double>(*edge) - cycle);
        if (distance < bestDistance) {
            best = *edge;
            bestDistance = distance;
        }
        if (static_cast<double>(*edge) > cycle) break;
    }
    return best;
}

int TimelineGeometry::levelOf(std::uint32_t event) const {
    return m_lanes[m_laneOf[event]].level[m_positionOf[event]];
}

std::optional<std::uint32_t> TimelineGeometry::step(std::uint32_t event, int direction) const {
    const std::vector<std::uint32_t>& events = m_lanes[m_laneOf[event]].events;
    const std::int64_t next = static_cast<std::int64_t>(m_positionOf[event]) + direction;
    if (next < 0 || next >= static_cast<std::int64_t>(events.size())) return std::nullopt;
    return events[static_cast<std::size_t>(next)];
}

std::uint32_t TimelineGeometry::nearestEvent(std::size_t lane, double cycle) const {
    const std::vector<std::uint32_t>& events = m_lanes[lane].events;
    const auto distance = [&](std::uint32_t index) {
        const TimelineEvent& event = m_timeline->events[index];
        return std::max(
            {static_cast<double>(event.start) - cycle, cycle - static_cast<double>(event.end), 0.0});
    };
    return *std::min_element(events.begin(), events.end(),
                             [&](std::uint32_t a, std::uint32_t b) { return distance(a) < distance(b); });
}

}  // namespace lockstep
