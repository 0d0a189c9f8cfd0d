#pragma once

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// Multiplies weights by the constant vectors that their operands were multiplied by just before (the weights
/// of norms), and adds to biases what constant vectors that were added to their operands come to, where
/// nothing else reads the product or the sum.
void fold_scales(WorkList& list);

}  // namespace lockstep::lowering
