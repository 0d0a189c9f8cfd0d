#pragma once

#include <vector>

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// The vectors that a work item reads, in order, repetitions kept; sources of initial products are not among
/// them.
std::vector<VectorId> reads(const WorkBody& body);
/// The vector that it makes; invalid for a partial sum.
VectorId result_of(const WorkBody& body);

}  // namespace lockstep::lowering
