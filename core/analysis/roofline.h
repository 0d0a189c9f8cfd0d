#pragma once

#include <cstdint>
#include <vector>

#include "core/program/play_record.h"

namespace lockstep {

/// The least cycles that parts of the machine allow for this program's work, beside what its schedule needs.
/// Each is a true bound: the spaced figure of the same work on the same cores can't be less in any order of
/// it. The balanced ones also hold for the products on other cores. "Needed" work is what an output depends
/// on.
struct Roofline {
    std::int64_t spaced = 0;  ///< what the schedule needs

    /// Needed products of each core, one weight block a cycle: W(c).
    std::vector<std::int64_t> products;
    /// max over cores of W(c): the reads of the fullest core's weight store.
    std::int64_t weights = 0;
    /// ceil(sum of W(c) / cores of the config): the same reads, spread evenly.
    std::int64_t weights_balanced = 0;

    /// The longest chain of data with as many units and cores as one likes and every transfer having the bus
    /// for itself. Kept are input_latency, product_latency, table_latency, cell_latency, vector_latency with
    /// the blocks of its own instruction, bus_latency where data changes cores, output_latency, and the 1 +
    /// (n - 1) * accumulator_spacing cycles of n products into one accumulator.
    std::int64_t dependences = 0;

    /// With everything computed in no time: input block i is at input_latency + i * input_interval, an output
    /// block leaves output_latency - 1 behind its newest input, and one cycle behind the one before it.
    std::int64_t io = 0;

    /// All of it together: the largest, over all units, of what a unit allows that does one piece at a time,
    /// none before its chain of data lets it begin, and with the chain behind it still to come
    /// (one_machine_bound), the chains being those of `dependences` and `io`.
    std::int64_t combined = 0;
    /// Of the matrix-vector units, with every product on whichever core is free: one unit of `cores` times
    /// the speed, between the same chains.
    std::int64_t combined_balanced = 0;

    /// The largest of weights, dependences and io; named in this order if equal.
    enum class Limit : std::uint8_t { weights, dependences, io };
    Limit limit = Limit::dependences;
};

Roofline roofline(const Program& program, const RecordedPlay& played);

}  // namespace lockstep
