#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// Blocks of one core's memories.
struct CorePlaces {
    std::set<std::uint32_t> sums;     ///< of the accumulator store
    std::set<std::uint32_t> cells;    ///< of the cell store
    std::set<std::uint32_t> tensors;  ///< of the tensor RAM
};

/// By core: what a program keeps between two inferences. Partial sums that it saves, cells that it reads
/// before it writes them, and the tensors of state and of what shows a state.
std::vector<CorePlaces> state_places(const Program& program);

/// By core: every block that the program's instructions, of inferences or of the reset, or its images touch.
std::vector<CorePlaces> touched_places(const Program& program);

/// By core: every block that an inference or the reset writes.
std::vector<CorePlaces> written_places(const Program& program);

}  // namespace lockstep
