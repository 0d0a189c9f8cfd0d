#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/program/play_record.h"

namespace lockstep {

/// What a unit waited for before its next piece of work.
enum class Wait : std::uint8_t {
    input,        ///< for the input stream
    result,       ///< for a result of its own core, on its way through a pipeline
    transfer,     ///< for a block over the bus (the bus itself: never)
    accumulator,  ///< for the distance between products into one accumulator
    order,        ///< for its turn: output blocks in order, partial sums that move, a state still read
};
inline constexpr int wait_count = static_cast<int>(Wait::order) + 1;
std::string_view name(Wait wait);

/// Cycles by Wait.
struct WaitCycles {
    std::int64_t cycles[wait_count] = {};
    std::int64_t& operator[](Wait wait) { return cycles[static_cast<std::size_t>(wait)]; }
    std::int64_t operator[](Wait wait) const { return cycles[static_cast<std::size_t>(wait)]; }
    std::int64_t sum() const;
    friend bool operator==(const WaitCycles&, const WaitCycles&) = default;
};

/// How busy a unit is. The result path takes no unit time and is left out.
struct UnitUse {
    Unit unit = Unit::matvec;
    std::optional<std::uint16_t> core;  ///< absent: one for all cores (input, bus, output)
    std::int64_t busy_spaced = 0;       ///< cycles in which it works before the inference alone is done
    std::int64_t busy = 0;              ///< of one inference, state update included
    double share_spaced = 0;            ///< busy_spaced / spaced
    double share_contiguous = 0;        ///< busy / contiguous
    /// Of the cycles before the inference alone is done: free, but what it does next was not there.
    /// busy_spaced + waits + idle = spaced, to the cycle.
    WaitCycles waits;
    std::int64_t idle = 0;  ///< behind its last work
};

/// Units that do nothing are listed too: matvec and vector of every core of the program (and its loader, if
/// it loads), then input, bus, output.
std::vector<UnitUse> utilisation(const Program& program, const RecordedPlay& played);

/// The waits of the matrix-vector, vector and load units before the work of each node of the program, before
/// the inference alone is done.
std::vector<WaitCycles> waits_of_nodes(const Program& program, const RecordedPlay& played);

}  // namespace lockstep
