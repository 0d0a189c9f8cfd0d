#pragma once

#include <vector>

#include "core/program/program.h"

namespace lockstep::compiler {

/// Cores whose tensor RAM holds each descriptor: they get its image or what instructions write to it.
std::vector<CoreMask> descriptor_holders(const Program& program);

/// Gives the models' tensors addresses in one tensor RAM: constants, states and what shows them apart from
/// everything (equal constants on the same blocks), the rest of each model as it shared memory before and on
/// the same blocks as that of the other models.
void link_tensors(std::vector<Program>& models);

}  // namespace lockstep::compiler
