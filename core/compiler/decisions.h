#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/lowering/work.h"
#include "core/program/instruction.h"

namespace lockstep::compiler {

/// Which of two pieces of work that do not depend on each other comes first.
enum class WorkOrder : std::uint8_t {
    as_written,  ///< as the work list has them
    by_depth,    ///< the one with the shorter chain of work in front of it
    by_path,     ///< the one with the longer chain of work behind it
};

/// What may be decided about a work list without changing it: a value, which one program follows from.
struct Decisions {
    std::vector<CoreMask> cores;       ///< by work: the cores that may make it
    std::vector<std::uint32_t> limit;  ///< by work: accumulators that one pass may take
    std::vector<bool> replicated;      ///< by work: every core that reads its result makes it for itself
    std::vector<std::uint32_t> ranks;  ///< by work: of what could come next, the smallest comes first
    bool updates_last = true;          ///< state updates stand behind the outputs
    bool whole_tensors = false;        ///< sums that make the vectors of one value are cut as one tensor
    /// By work, equal inside a group: of its cores, counted from 0, the one with which those begin that have
    /// a block more than the others where blocks don't come out even.
    std::vector<std::uint32_t> larger_from = {};
    friend bool operator==(const Decisions&, const Decisions&) = default;
};

/// The lowest `count` cores.
constexpr CoreMask lowest_cores(std::uint32_t count) {
    return count >= 32 ? ~CoreMask{0} : (CoreMask{1} << count) - 1;
}

/// Every work on all `cores` cores in this order, passes of `accumulators`, nothing replicated.
Decisions plain_decisions(const lowering::WorkList& list, std::uint32_t cores, std::uint32_t accumulators,
                          WorkOrder order = WorkOrder::as_written);

/// By work how many pieces of work stand in the longest chain in front of it.
std::vector<std::uint32_t> depths(const lowering::WorkList& list);
/// By work its place in this order; state updates come last.
std::vector<std::uint32_t> ranks(const lowering::WorkList& list, WorkOrder order);

/// By work the number of what it is bound to: that has to lie on the same cores in the same passes, as it
/// goes on with a partial sum or a cell that the other has left there.
std::vector<std::uint32_t> bound_work(const lowering::WorkList& list);
/// By work the number of its group: what it is bound to, and the parts of the same sum or tensor, which are
/// cut as one where they are allowed the same cores.
std::vector<std::uint32_t> work_groups(const lowering::WorkList& list, const std::vector<CoreMask>& allowed);
/// By work whether it is a part of a sum (or, of whole tensors, makes a vector of one) that is cut over the
/// cores as a whole: its parts have the same cores.
std::vector<bool> cut_as_parts(const lowering::WorkList& list, const Decisions& decisions);

/// Judges decisions against what is allowed by work: at least one core, all of them allowed ones, equal
/// for bound work, a limit of 1 … `accumulators` (4 at least for gates). One line per finding.
std::vector<std::string> verify_decisions(const lowering::WorkList& list, const Decisions& decisions,
                                          const std::vector<CoreMask>& allowed, std::uint32_t accumulators);

}  // namespace lockstep::compiler
