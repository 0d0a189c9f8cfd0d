#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// One row of the timeline: what one unit of one core does. Events that overlap in time (a pipeline) stand on
/// different levels; where more than `mostLevels` overlap, the rest share the last one.
struct TimelineLane {
    static constexpr int mostLevels = 3;

    std::uint16_t core = 0;
    Unit unit = Unit::matvec;
    std::vector<std::uint32_t> events;  ///< indices into Timeline::events, ascending by start
    std::vector<std::uint8_t> level;    ///< per entry of `events`
    int levels = 1;
    std::int64_t longest = 0;  ///< cycles: how far before a cycle an event can begin that covers it
};

/// Lanes core by core, units in their order; a unit without events has no lane.
std::vector<TimelineLane> makeLanes(const Timeline& timeline);

/// Durations of the events that touch a cycle range, each cut to the range, in cycles.
struct AreaStatistics {
    std::int64_t count = 0;
    std::int64_t total = 0;
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    double average = 0;
    /// Of `total` the cycles in which the units work; of an event that the range cuts the same share.
    std::int64_t worked = 0;
    friend bool operator==(const AreaStatistics&, const AreaStatistics&) = default;
};

/// The same, split by a label (the operator); by falling total.
struct LabelledStatistics {
    std::string label;
    AreaStatistics statistics;
};

/// Over lanes [firstLane, lastLane] and cycles [from, to).
AreaStatistics areaStatistics(const Timeline& timeline, const std::vector<TimelineLane>& lanes,
                              std::size_t firstLane, std::size_t lastLane, std::int64_t from,
                              std::int64_t to);
std::vector<LabelledStatistics> areaStatisticsByOperator(const Timeline& timeline, const Program& program,
                                                         const std::vector<TimelineLane>& lanes,
                                                         std::size_t firstLane, std::size_t lastLane,
                                                         std::int64_t from, std::int64_t to);

/// The node that an event works for; null where the program does not know it.
const ProgramNode* nodeOfEvent(const Program& program, const TimelineEvent& event);
/// The instruction of an event; null where the program does not have it.
const Instruction* instructionOfEvent(const Program& program, const TimelineEvent& event);
/// Per event: does it work for the node with this id, or for a node that took its work over?
std::vector<bool> eventsOfNode(const Timeline& timeline, const Program& program, std::uint32_t nodeId);

/// The event and what released it, back to one that waited for nothing; the latest event first.
std::vector<std::uint32_t> releaseChain(const Timeline& timeline, std::uint32_t event);
/// The release chain of the output event that leaves last: what bounds the spaced latency. Empty without
/// outputs.
std::vector<std::uint32_t> criticalPath(const Timeline& timeline);
/// A stretch of the critical path in one event, in cycles.
struct CriticalPart {
    std::uint32_t event = no_event;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    friend bool operator==(const CriticalPart&, const CriticalPart&) = default;
};
/// criticalPath() with each event up to the start of the one that it released, the latest first.
std::vector<CriticalPart> criticalParts(const Timeline& timeline);
/// The events whose wait this event ended, in order.
std::vector<std::uint32_t> releasedEvents(const Timeline& timeline, std::uint32_t event);

}  // namespace lockstep
