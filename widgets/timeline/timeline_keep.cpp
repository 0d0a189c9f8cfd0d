#include "widgets/timeline/timeline_keep.h"

#include <algorithm>
#include <cmath>

namespace lockstep {
namespace {

/// First event of a node of this name, operator and module.
std::optional<std::int64_t> startOf(const TimelineGeometry& geometry, const ProgramNode& wanted) {
    for (const TimelineEvent& event : geometry.timeline().events) {
        const ProgramNode* node = nodeOfEvent(*geometry.program(), event);
        if (node != nullptr && node->name == wanted.name && node->op == wanted.op &&
            node->module == wanted.module)
            return event.start;
    }
    return std::nullopt;
}

std::optional<std::size_t> laneIn(const TimelineGeometry& now, const TimelineLane& lane) {
    const auto found = std::ranges::find_if(now.lanes(), [&](const TimelineLane& each) {
        return each.core == lane.core && each.unit == lane.unit;
    });
    if (found == now.lanes().end()) return std::nullopt;
    return static_cast<std::size_t>(found - now.lanes().begin());
}

}  // namespace

std::int64_t shiftAt(const TimelineGeometry& now, const TimelineGeometry& before, double cycle) {
    const ProgramNode* nearest = nullptr;
    double distance = 0;
    for (const TimelineEvent& event : before.timeline().events) {
        const ProgramNode* node = nodeOfEvent(*before.program(), event);
        if (node == nullptr) continue;
        const double off =
            std::max({static_cast<double>(event.start) - cycle, cycle - static_cast<double>(event.end), 0.0});
        if (nearest != nullptr && off >= distance) continue;
        nearest = node;
        distance = off;
    }
    if (nearest == nullptr) return 0;
    const std::optional<std::int64_t> then = startOf(before, *nearest);
    const std::optional<std::int64_t> here = startOf(now, *nearest);
    return then && here ? *here - *then : 0;
}

std::optional<TimelineArea> areaIn(const TimelineGeometry& now, const TimelineGeometry& before,
                                   const TimelineArea& area) {
    const std::size_t last = before.lanes().size() - 1;
    const auto top = laneIn(now, before.lanes()[std::min(area.firstLane, last)]);
    const auto bottom = laneIn(now, before.lanes()[std::min(area.lastLane, last)]);
    if (!top || !bottom) return std::nullopt;
    const std::int64_t shift = shiftAt(now, before, static_cast<double>(area.from));
    const auto total = static_cast<std::int64_t>(now.axis.total);
    TimelineArea moved{std::clamp<std::int64_t>(area.from + shift, 0, total),
                       std::clamp<std::int64_t>(area.to + shift, 0, total), *top, *bottom};
    if (moved.from >= moved.to) return std::nullopt;
    return moved;
}

}  // namespace lockstep
