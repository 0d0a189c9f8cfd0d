#pragma once

#include <vector>

#include "core/program/program.h"

namespace lockstep::compiler {

/// Moves the contents of the models' weight, accumulator, cell and clamp stores into common ones and changes
/// the addresses of their instructions: what no inference writes and is bit for bit equal lies there once per
/// core, everything else by itself. The first model's addresses stay. All models end with the same images.
/// The models have no reset yet.
void link_stores(std::vector<Program>& models);

}  // namespace lockstep::compiler
