#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// What a program's state reset costs.
struct ResetCost {
    /// From its first instruction until its last result is where it belongs; the first inference behind it
    /// begins then. Played; sums that move take a cycle of their core each at least (assumed: between
    /// inferences they move in the shadow of others).
    std::int64_t cycles = 0;
    /// Memory that only the reset reads, of every core that has some: tensor_ram, accumulator_store and
    /// descriptors. Constants that inferences read as well cost nothing.
    struct Extra {
        std::uint16_t core = 0;
        std::string name;
        std::int64_t blocks = 0;
    };
    std::vector<Extra> memory;
    std::int64_t instructions = 0;
    /// Cycles of an inference of the program with the reset minus those of the same model without; absent for
    /// a program that was read from a file.
    std::optional<std::int64_t> spaced_change = {};
    std::optional<std::int64_t> contiguous_change = {};
};

/// nullopt: the program has no state reset. Without the changes, which need the other program. Deterministic.
std::optional<ResetCost> reset_cost(const Program& program);

}  // namespace lockstep
