#include "widgets/timeline/timeline_lanes.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace lockstep {
namespace {

void assignLevels(const Timeline& timeline, TimelineLane& lane) {
    std::vector<std::int64_t> freeAt;
    lane.level.reserve(lane.events.size());
    for (const std::uint32_t index : lane.events) {
        const TimelineEvent& event = timeline.events[index];
        const auto free =
            std::find_if(freeAt.begin(), freeAt.end(), [&](std::int64_t end) { return end <= event.start; });
        auto level = static_cast<std::size_t>(free - freeAt.begin());
        if (free == freeAt.end()) {
            if (freeAt.size() < TimelineLane::mostLevels) freeAt.push_back(event.end);
            level = std::min(level, freeAt.size() - 1);
        }
        freeAt[level] = std::max(freeAt[level], event.end);
        lane.level.push_back(static_cast<std::uint8_t>(level));
        lane.longest = std::max(lane.longest, event.end - event.start);
    }
    lane.levels = std::max(1, static_cast<int>(freeAt.size()));
}

void add(AreaStatistics& statistics, const TimelineEvent& event, std::int64_t cycles) {
    const std::int64_t whole = std::max<std::int64_t>(event.end - event.start, 1);
    statistics.worked += (event.busy * cycles + whole / 2) / whole;
    statistics.minimum = statistics.count == 0 ? cycles : std::min(statistics.minimum, cycles);
    statistics.maximum = std::max(statistics.maximum, cycles);
    statistics.total += cycles;
    ++statistics.count;
    statistics.average = static_cast<double>(statistics.total) / static_cast<double>(statistics.count);
}

template <class Visit>
void visitArea(const Timeline& timeline, const std::vector<TimelineLane>& lanes, std::size_t firstLane,
               std::size_t lastLane, std::int64_t from, std::int64_t to, Visit&& visit) {
    for (std::size_t i = firstLane; i <= lastLane && i < lanes.size(); ++i) {
        for (const std::uint32_t index : lanes[i].events) {
            const TimelineEvent& event = timeline.events[index];
            if (event.start >= to) break;
            if (event.end <= from) continue;
            visit(event, std::min(event.end, to) - std::max(event.start, from));
        }
    }
}

}  // namespace

std::vector<TimelineLane> makeLanes(const Timeline& timeline) {
    std::map<std::pair<std::uint16_t, Unit>, TimelineLane> found;
    for (std::uint32_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        TimelineLane& lane = found[{event.core, event.unit}];
        lane.core = event.core;
        lane.unit = event.unit;
        lane.events.push_back(i);
    }
    std::vector<TimelineLane> lanes;
    lanes.reserve(found.size());
    for (auto& [key, lane] : found) {
        std::stable_sort(lane.events.begin(), lane.events.end(), [&](std::uint32_t a, std::uint32_t b) {
            return timeline.events[a].start < timeline.events[b].start;
        });
        assignLevels(timeline, lane);
        lanes.push_back(std::move(lane));
    }
    return lanes;
}

AreaStatistics areaStatistics(const Timeline& timeline, const std::vector<TimelineLane>& lanes,
                              std::size_t firstLane, std::size_t lastLane, std::int64_t from,
                              std::int64_t to) {
    AreaStatistics statistics;
    visitArea(timeline, lanes, firstLane, lastLane, from, to,
              [&](const TimelineEvent& event, std::int64_t cycles) { add(statistics, event, cycles); });
    return statistics;
}

std::vector<LabelledStatistics> areaStatisticsByOperator(const Timeline& timeline, const Program& program,
                                                         const std::vector<TimelineLane>& lanes,
                                                         std::size_t firstLane, std::size_t lastLane,
                                                         std::int64_t from, std::int64_t to) {
    std::map<std::string, AreaStatistics> byOperator;
    visitArea(timeline, lanes, firstLane, lastLane, from, to,
              [&](const TimelineEvent& event, std::int64_t cycles) {
                  const ProgramNode* node = nodeOfEvent(program, event);
                  add(byOperator[node ? node->op : std::string()], event, cycles);
              });
    std::vector<LabelledStatistics> rows;
    for (const auto& [label, statistics] : byOperator) rows.push_back({label, statistics});
    std::stable_sort(rows.begin(), rows.end(), [](const LabelledStatistics& a, const LabelledStatistics& b) {
        return a.statistics.total > b.statistics.total;
    });
    return rows;
}

const ProgramNode* nodeOfEvent(const Program& program, const TimelineEvent& event) {
    if (event.core >= program.cores.size()) return nullptr;
    const std::vector<std::uint32_t>& node_of = program.cores[event.core].node_of;
    if (event.instruction >= node_of.size()) return nullptr;
    const std::uint32_t node = node_of[event.instruction];
    return node < program.nodes.size() ? &program.nodes[node] : nullptr;
}

const Instruction* instructionOfEvent(const Program& program, const TimelineEvent& event) {
    if (event.core >= program.cores.size()) return nullptr;
    const std::vector<Instruction>& stream = program.cores[event.core].stream;
    return event.instruction < stream.size() ? &stream[event.instruction] : nullptr;
}

std::vector<bool> eventsOfNode(const Timeline& timeline, const Program& program, std::uint32_t nodeId) {
    std::vector<bool> wanted(program.nodes.size());
    for (std::size_t i = 0; i < program.nodes.size(); ++i) {
        if (program.nodes[i].id != nodeId) continue;
        wanted[i] = true;
        for (const std::uint32_t other : program.nodes[i].fused_into) {
            if (other < wanted.size()) wanted[other] = true;
        }
    }
    std::vector<bool> result(timeline.events.size());
    for (std::size_t i = 0; i < timeline.events.size(); ++i) {
        const ProgramNode* node = nodeOfEvent(program, timeline.events[i]);
        result[i] = node && wanted[static_cast<std::size_t>(node - program.nodes.data())];
    }
    return result;
}

std::vector<std::uint32_t> releaseChain(const Timeline& timeline, std::uint32_t event) {
    std::vector<std::uint32_t> chain;
    // A damaged timeline could hold a ring: no chain is longer than all events.
    while (event < timeline.events.size() && chain.size() < timeline.events.size()) {
        chain.push_back(event);
        event = timeline.events[event].released_by;
    }
    return chain;
}

std::vector<std::uint32_t> criticalPath(const Timeline& timeline) {
    std::uint32_t last = no_event;
    for (std::uint32_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        if (event.unit != Unit::output) continue;
        if (last == no_event || event.ready > timeline.events[last].ready) last = i;
    }
    return last == no_event ? std::vector<std::uint32_t>() : releaseChain(timeline, last);
}

std::vector<CriticalPart> criticalParts(const Timeline& timeline) {
    std::vector<CriticalPart> parts;
    std::int64_t end = timeline.spaced;
    for (const std::uint32_t event : criticalPath(timeline)) {
        parts.push_back({event, timeline.events[event].start, end});
        end = timeline.events[event].start;
    }
    return parts;
}

std::vector<std::uint32_t> releasedEvents(const Timeline& timeline, std::uint32_t event) {
    std::vector<std::uint32_t> released;
    for (std::uint32_t i = 0; i < timeline.events.size(); ++i) {
        if (timeline.events[i].released_by == event) released.push_back(i);
    }
    return released;
}

}  // namespace lockstep
