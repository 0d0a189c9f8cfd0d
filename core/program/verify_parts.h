#pragma once

#include <string>
#include <vector>

#include "core/program/program.h"

/// The parts of verify_program. The later ones may rely on what the earlier ones found sound.
namespace lockstep::verify {

using Findings = std::vector<std::string>;

/// "core 1, instruction 12 (store)".
std::string place(const Program& program, std::size_t core, std::size_t instruction);

/// Counts, sizes, addresses and indices: everything that an access could go out of.
void memories(const Program& program, Findings& findings);
void instructions(const Program& program, Findings& findings);
void maps(const Program& program, Findings& findings);  ///< inputs, outputs, states, nodes
/// Units that take bf16 get bf16, streams and tensors agree, no weight is read in two formats.
void formats(const Program& program, Findings& findings);

/// Accumulators, partial sums, and reductions that go on.
void accumulators(const Program& program, Findings& findings);
/// Computed weights: each column or row filled once, in front of the products that use it; from a state
/// behind them, for the next inference.
void weights(const Program& program, Findings& findings);
/// Tensor blocks: one writer each, no read of what nothing writes, state, and reuse of memory.
void tensors(const Program& program, Findings& findings);
/// The state reset: sound as a program of its own, and it puts back every place that an inference leaves
/// changed, each to what its image holds.
void reset(const Program& program, Findings& findings);

}  // namespace lockstep::verify
