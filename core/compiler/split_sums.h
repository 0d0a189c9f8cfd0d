#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/compiler/candidate.h"

namespace lockstep::compiler {

/// Whether a sum may be split along its contraction: one bf16 product of a vector of several blocks, nothing
/// of it kept for the next inference, no part of a wider sum.
bool may_split(const CompileTask& task, std::uint32_t work);

/// A work list in which a sum is split, and the decisions for it.
struct SplitTask {
    std::shared_ptr<const CompileTask> task;
    Decisions decisions;
};

/// Cuts the sum's source into `parts` runs of blocks, sizes differing by at most one, larger first. Each of
/// as many allowed cores makes the partial sums of all rows over its run (the first one with the bias); these
/// are rounded to bf16, as what crosses cores is, and added in pairs by the vector unit, neighbours first;
/// the last addition has the epilogue. So the result is not that of the whole sum to the bit. `parts` is at
/// least 2, and at most the source's blocks and the cores allowed.
SplitTask split_sum(const CompileTask& task, const Decisions& decisions, std::uint32_t work,
                    std::uint32_t parts);

/// Judges a task with split sums against the list it was made from: every result of the list is made from
/// every block of its source once, with its bias and its epilogue once. One line per finding.
std::vector<std::string> verify_splits(const lowering::WorkList& list, const CompileTask& split);

}  // namespace lockstep::compiler
