#pragma once

#include <cstdint>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

struct InstructionRef {
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;  ///< index into the core's stream
    friend bool operator==(const InstructionRef&, const InstructionRef&) = default;
};

/// One order in which all instructions of an inference can be executed one after another. It keeps
///  - the order of each unit of each core,
///  - the order in a core's stream of what touches the same accumulator, accumulator store block, weight
///  block that is loaded, or state block,
///  - present flags: a block is written before it is read, whichever core writes it,
///  - the order of the output stream's blocks.
/// Among the instructions that may come next it takes those that the outputs need first, then the lowest
/// place in the stream, then the lowest core, so a program has exactly one order. Throws Error(bad_program)
/// if there is none (deadlock), a block is read that nothing writes, a block is written twice, or an
/// accumulator is read before it was started. The addresses must have been checked (check_addresses).
std::vector<InstructionRef> execution_order(const Program& program);

}  // namespace lockstep
