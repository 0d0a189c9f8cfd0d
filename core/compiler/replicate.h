#pragma once

#include <vector>

#include "core/lowering/work.h"

namespace lockstep::compiler {

/// Which work every core that needs its result does for itself, by work: sums over a vector (the means of
/// norms), and the pointwise work around them whose operands those cores read anyway and whose result they
/// need whole. It saves a round trip over the bus. Outputs and next states are never among it.
std::vector<bool> replicated_work(const lowering::WorkList& list);

}  // namespace lockstep::compiler
