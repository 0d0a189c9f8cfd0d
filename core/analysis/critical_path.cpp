#include "core/analysis/critical_path.h"

#include <algorithm>
#include <ranges>
#include <set>

namespace lockstep {
namespace {

/// The bounds that bind, from the last point back to the begin.
std::vector<std::pair<std::uint32_t, PlayBound>> binding_chain(const PlayRecord& record, std::uint32_t end) {
    std::vector<std::pair<std::uint32_t, PlayBound>> chain;
    for (std::uint32_t point = end; point != 0;) {
        const std::int64_t time = record.points[point].time;
        const PlayBound* binding = std::find_if(
            record.first_bound(point), record.end_bound(point),
            [&](const PlayBound& bound) { return record.points[bound.from].time + bound.cycles == time; });
        if (binding == record.end_bound(point)) break;
        chain.emplace_back(point, *binding);
        point = binding->from;
    }
    return chain;
}

void add(std::vector<Spent>& to, const std::vector<Spent>& parts) {
    for (const Spent& part : parts) {
        const auto known = std::ranges::find(to, part.cost, &Spent::cost);
        if (known == to.end())
            to.push_back(part);
        else
            known->cycles += part.cycles;
    }
}

/// From the first arrival of the blocks that the point waits for to the last.
std::int64_t gathering_cycles(const PlayRecord& record, std::uint32_t point) {
    std::int64_t first = record.points[point].time;
    for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
        if (bound->kind == BoundKind::operands)
            first = std::min(first, record.points[bound->from].time + bound->cycles);
    return record.points[point].time - first;
}

}  // namespace

std::vector<std::uint32_t> CriticalPath::events() const {
    std::vector<std::uint32_t> list;
    std::set<std::uint32_t> seen;
    for (const PathEntry& entry : entries)
        if (entry.event != no_event && seen.insert(entry.event).second) list.push_back(entry.event);
    return list;
}

CriticalPath critical_path(const Program& program, const RecordedPlay& played, std::uint32_t end) {
    const PlayRecord& record = played.record;
    const auto chain = binding_chain(record, end);
    CriticalPath path;
    const auto is_own = [&](std::uint32_t event) {
        return !path.entries.empty() && path.entries.back().event == event;
    };
    for (const auto& [point, bound] : std::views::reverse(chain)) {
        // Cycles belong to where they come from; those from the begin to where they lead.
        const std::uint32_t event = record.points[point].event;
        const std::uint32_t from = record.points[bound.from].event;
        const std::int64_t time = record.points[point].time;
        const auto enter = [&](std::int64_t begin, std::uint32_t released_by) {
            const std::int64_t gathering =
                bound.kind == BoundKind::operands ? gathering_cycles(record, point) : 0;
            path.entries.push_back({event, begin, time, bound.kind, released_by, gathering, {}});
        };
        if (path.entries.empty()) enter(0, no_event);
        PathEntry& current = path.entries.back();
        add(current.spent, spent_on(program, played.timeline, record, bound, point));
        current.end = time;
        if (!is_own(event)) enter(time, from);
    }
    // The end itself is no event, unless cycles pass in it.
    while (!path.entries.empty() && path.entries.back().event == no_event &&
           path.entries.back().cycles() == 0)
        path.entries.pop_back();
    path.cycles = path.entries.empty() ? 0 : path.entries.back().end;
    return path;
}

}  // namespace lockstep
