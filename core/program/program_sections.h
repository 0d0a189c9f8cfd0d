#pragma once

#include "core/program/byte_stream.h"
#include "core/program/program.h"

namespace lockstep {

// The parts of a program file that are no JSON. Readers throw Error(bad_program).

/// Images of the weight, accumulator, cell and clamp stores, core by core: common to all models of a file.
void write_memories(ByteWriter& writer, const Program& program);
/// Cores with these images and empty streams.
std::vector<CoreProgram> read_memories(ByteReader& reader);

/// Descriptors and their images.
void write_tensors(ByteWriter& writer, const Program& program);
void read_tensors(ByteReader& reader, Program& program);

/// The streams of inference and reset. The program's cores must be there.
void write_streams(ByteWriter& writer, const Program& program);
void read_streams(ByteReader& reader, Program& program);

}  // namespace lockstep
