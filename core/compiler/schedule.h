#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/compiler/assign_cores.h"
#include "core/lowering/work.h"

namespace lockstep::compiler {

/// A vector arrives with the inference.
struct InputStep {
    std::uint32_t vector = 0;
    std::uint32_t stream_block = 0;
    friend bool operator==(const InputStep&, const InputStep&) = default;
};
/// A run of a work item: sums and what becomes of them, or vector instructions.
struct WorkStep {
    std::uint32_t work = 0;
    std::uint32_t run = 0;  ///< index into Assignment::runs[work]
    friend bool operator==(const WorkStep&, const WorkStep&) = default;
};
/// Neighbouring blocks of a vector leave.
struct OutputStep {
    std::uint32_t vector = 0;
    std::uint32_t first = 0;
    std::uint32_t blocks = 0;
    std::uint32_t stream_block = 0;
    friend bool operator==(const OutputStep&, const OutputStep&) = default;
};
/// A state takes its next value in one core.
struct StateStep {
    std::uint32_t state = 0;   ///< index into WorkList::states
    std::uint32_t vector = 0;  ///< index into its vectors
    friend bool operator==(const StateStep&, const StateStep&) = default;
};
using Step = std::variant<InputStep, WorkStep, OutputStep, StateStep>;

/// The order of work, one list for all cores (a core's own order is the part of it that is the core's):
/// inputs, what the outputs need, outputs, then what only the next inference needs (unless decided
/// otherwise).
struct Schedule {
    struct Entry {
        std::uint16_t core = 0;
        bool state_update = false;
        Step step;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    std::vector<Entry> entries;
};

/// Keeps the order that the decisions want wherever dependences let it. A partial sum is read before it is
/// overwritten, and so is a state. Throws Error(unsupported) if states exchange their values in a ring.
Schedule make_schedule(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                       const Decisions& decisions);

/// Every run, input and output block once; nothing read before it is made; partial sums and states read
/// before they are overwritten; with `updates_last`, state updates behind the outputs. One line per finding.
std::vector<std::string> verify_schedule(const lowering::WorkList& list, const Tiling& tiling,
                                         const Assignment& assignment, const Schedule& schedule,
                                         bool updates_last = true);

}  // namespace lockstep::compiler
