#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/costs.h"

namespace lockstep {

/// The stretch of a critical path in one event of the timeline. The next entry begins where this one ends.
struct PathEntry {
    /// no_event: the cycle that lets the next inference in, or an input that is as long as the inference.
    std::uint32_t event = no_event;
    std::int64_t begin = 0;  ///< cycles from the first input beat; the first entry's is 0
    std::int64_t end = 0;    ///< begin of the next one; the last entry's is the figure
    /// Why it did not begin earlier: what it waited for, and the event that ended the wait (no_event: nothing
    /// before it).
    BoundKind reason = BoundKind::stream;
    std::uint32_t released_by = no_event;
    /// Of an entry that waited until all its blocks were there: cycles from the first one's arrival to the
    /// last one's.
    std::int64_t gathering = 0;
    std::vector<Spent> spent;  ///< adds up to end - begin; a cost stands once

    std::int64_t cycles() const { return end - begin; }
};

/// What binds a figure: from the first input beat to the point, each entry waiting for the one before it and
/// for nothing else. Where several waits end at the same time the path takes: the unit, operands, the
/// accumulator, in this order; the bus's block before the bus, the way out before the order of outputs.
struct CriticalPath {
    std::vector<PathEntry> entries;
    std::int64_t cycles = 0;  ///< sum of the entries'

    /// The events of the path, each once, in the order of time.
    std::vector<std::uint32_t> events() const;
};

/// `end`: PlayRecord::spaced or contiguous.
CriticalPath critical_path(const Program& program, const RecordedPlay& played, std::uint32_t end);

}  // namespace lockstep
