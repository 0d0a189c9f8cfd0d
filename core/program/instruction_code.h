#pragma once

#include "core/program/byte_stream.h"
#include "core/program/instruction.h"

namespace lockstep {

/// An instruction as bytes: its opcode, then its fields in the order of their declaration.
void write_instruction(ByteWriter& writer, const Instruction& instruction);
/// Throws Error(bad_program) for an unknown opcode or field value.
Instruction read_instruction(ByteReader& reader);

}  // namespace lockstep
