#pragma once

#include <vector>

#include "core/program/program.h"

namespace lockstep::compiler {

/// Gives every model that keeps state a reset: instructions that copy constants of the tensor RAM to its
/// states and to what shows them, and sums of the accumulator store to its partial sums and cells. What the
/// memories lack for it is added to the images of all models; equal blocks, and what lies there already and
/// is written by no inference, serve all. The models lie on one set of memories (see ProgramSet).
void add_state_reset(std::vector<Program>& models);

}  // namespace lockstep::compiler
