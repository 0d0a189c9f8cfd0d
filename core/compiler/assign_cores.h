#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/compiler/decisions.h"
#include "core/compiler/tile.h"
#include "core/lowering/work.h"
#include "core/program/instruction.h"

namespace lockstep::compiler {

/// Neighbouring result blocks that one core makes in one pass.
struct Run {
    std::uint16_t core = 0;
    std::uint32_t first = 0;
    std::uint32_t blocks = 0;
    friend bool operator==(const Run&, const Run&) = default;
};

/// Who makes what, and who reads it. Row-wise: a core makes whole result blocks, the contraction is never
/// split.
struct Assignment {
    std::uint32_t cores = 0;                        ///< cores 0 … cores-1; not all need take part
    bool whole_tensors = false;                     ///< sums of one value's vectors are cut as one tensor
    std::vector<std::vector<Run>> runs;             ///< by work, pass after pass, lower cores first
    std::vector<std::vector<std::uint16_t>> owner;  ///< by vector and block: the core that makes it
    std::vector<std::vector<CoreMask>> readers;     ///< by vector and block: the cores that read it
    /// By vector: each core that reads it makes it for itself, whole; nothing of it goes over the bus.
    std::vector<bool> replicated;
    /// By vector: the state vector in whose place it is written; elsewhere: it has a place of its own.
    static constexpr std::uint32_t elsewhere = 0xFFFFFFFFU;
    std::vector<std::uint32_t> in_place;
};

/// Result blocks over `cores` (machine model, section 2): o = ceil(blocks / cores) blocks for the fullest
/// core in ceil(o / limit) passes, as equal as possible, larger first; inside a pass contiguous runs, larger
/// on the lower cores, counted from core `larger_from` on and round.
std::vector<Run> split_rows(std::uint32_t blocks, std::uint32_t cores, std::uint32_t limit,
                            std::uint32_t larger_from = 0);

/// Sums are split row by row over the cores that the decisions give them. Pointwise work stays with the core
/// that made its newest operand if it may, work that makes a splat goes to the core of its own that made most
/// of what it reads. Replicated is what may lie on all cores that take part and is made in one pass. Of
/// whole tensors, a core makes neighbouring vectors of a value, as if they were one sum, which copies their
/// weights to more cores. What a block of a state becomes is read by every core that reads the block.
Assignment assign_cores(const lowering::WorkList& list, const Tiling& tiling, const Decisions& decisions);

/// The cores that a run of computed blocks goes to: all that read any of them, the owner as well if `keep` or
/// if nobody reads them.
CoreMask targets_of(const Assignment& assignment, std::uint32_t vector, const Run& run, bool keep);

/// Every block of every work is made once (by each core that reads it, if it is replicated) and on a core
/// that the decisions allow, no core holds more sums in a pass than they say, no core has more blocks of a
/// sum than an even share rounded up, readers are known where they read, work on one partial sum or cell lies
/// in the same runs. One line per finding.
std::vector<std::string> verify_assignment(const lowering::WorkList& list, const Tiling& tiling,
                                           const Assignment& assignment, const Decisions& decisions);

}  // namespace lockstep::compiler
