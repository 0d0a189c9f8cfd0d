#pragma once

#include <cstdint>
#include <vector>

namespace lockstep {

/// Work for one unit: it can't begin before `head`, takes `work`, and the end comes `tail` behind its
/// completion at the earliest (a negative tail: the end can come before it).
struct UnitJob {
    std::int64_t head = 0;
    std::int64_t work = 0;
    std::int64_t tail = 0;
};

/// The least end that a unit which does one job at a time allows: with the work interruptible, always the
/// ready job of the longest tail (Jackson's preemptive schedule, J. R. Jackson 1955; that it equals the
/// largest min(head) + sum(work) + min(tail) over all sets of jobs is due to J. Carlier 1982). A lower bound
/// for every real order. 0 for no jobs.
std::int64_t one_machine_bound(std::vector<UnitJob> jobs);

}  // namespace lockstep
