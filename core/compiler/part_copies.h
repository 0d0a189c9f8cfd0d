#pragma once

#include "core/accel/accelerator_config.h"
#include "core/lowering/work.h"

namespace lockstep::compiler {

/// What a slice along the data dimension costs. The parts of a sum (Work::together) lie in the cores that the
/// whole sum is cut over. A part whose blocks lie as its own would costs nothing; any other is copied by the
/// vector unit, in the cores where its own blocks would lie. Published figures show this (a SwiGLU with one
/// wide projection is slower than with two, by far more where the halves lie in different cores); the values
/// stay the same.
lowering::WorkList with_part_copies(lowering::WorkList list, const AcceleratorConfig& config);

}  // namespace lockstep::compiler
