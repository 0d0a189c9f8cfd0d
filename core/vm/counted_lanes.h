#pragma once

#include <cstdint>
#include <vector>

#include "core/program/program.h"
#include "core/vm/memories.h"
#include "core/vm/operations.h"

namespace lockstep {

/// What is known of a lane of a value before anything runs; bits of a mark.
inline constexpr std::uint8_t lane_counts = 1;      ///< an output or a state that can be read depends on it
inline constexpr std::uint8_t may_be_minus = 2;     ///< the model's own constants may make it -inf here
inline constexpr std::uint8_t may_be_infinite = 4;  ///< or +inf

/// The marks of what an operation computes, a mark per lane; empty where it computes no such thing.
struct LaneMarks {
    /// What enters the activation: accumulators, the gates of an LSTM cell, or the result of a vector
    /// operation.
    std::vector<std::uint8_t> sums;
    std::vector<std::uint8_t> results;  ///< what it writes; of an LSTM cell h', of a load each lane
    std::vector<std::uint8_t> cells;    ///< c' of an LSTM cell
};

/// The marks of each operation. Lanes that only fill up a block don't count: it is followed backwards from
/// the program's outputs and states, over as many inferences as it takes, which lanes anything reads that
/// counts. An infinity that stands in a constant or in an initial state (a mask of -inf) is followed
/// forwards.
std::vector<LaneMarks> mark_lanes(const Program& program, const std::vector<Operation>& operations,
                                  const Memories& memories, const Streams& streams);

}  // namespace lockstep
