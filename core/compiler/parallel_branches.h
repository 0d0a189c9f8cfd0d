#pragma once

#include <vector>

#include "core/lowering/work.h"
#include "core/program/instruction.h"

namespace lockstep::compiler {

/// Parallel branches of the work: parts that begin at values which they share, have nothing to do with one
/// another until their results are brought together (added, joined into one sum, chosen from), and do the
/// same kinds of work, whatever its sizes. Heads of an attention are such, groups of heads, experts. Of at
/// least three branches, and more than half as many as there are cores, each has one core for its home,
/// neighbours the same where there are fewer cores. By work: that core, or none (0). What updates a branch's
/// states is part of the branch. Work on one partial sum or cell has one home.
std::vector<CoreMask> homes_of_branches(const lowering::WorkList& list, std::uint32_t cores);

}  // namespace lockstep::compiler
