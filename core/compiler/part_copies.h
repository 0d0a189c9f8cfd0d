#pragma once

#include "core/lowering/work.h"

namespace lockstep::compiler {

/// What a slice along the data dimension costs: the parts of a sum (Work::together) are copied by the vector
/// unit where they are made, and only the copies go to other cores; functions
/// are applied behind them. Published figures show these copies (a
/// SwiGLU is slower with one wide projection than with two); the values stay the same.
lowering::WorkList with_part_copies(lowering::WorkList list);

}  // namespace lockstep::compiler
