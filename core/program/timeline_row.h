#pragma once

#include <cstdint>
#include <vector>

#include "core/program/timeline.h"

namespace lockstep {

/// Inferences one behind the other on one axis.
struct TimelineRow {
    Timeline timeline;                 ///< figures are those of one inference
    std::vector<std::int64_t> starts;  ///< cycle of the first input beat of each
    std::uint32_t events_each = 0;     ///< event i of inference k is k * events_each + i

    std::uint32_t base_of(std::uint32_t event) const { return event % events_each; }
};

/// `count` (from 1) inferences, each `period` cycles behind the one before. Timing does not depend on data,
/// so each is the same. Back to back the period is timeline.contiguous; a shorter one is raised to it, since
/// the next input is let in only then.
TimelineRow timeline_row(const Timeline& timeline, std::size_t count, std::int64_t period);

}  // namespace lockstep
