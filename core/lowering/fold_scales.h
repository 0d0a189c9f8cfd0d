#pragma once

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// Multiplies weights by the constant vectors that their operands were multiplied by just before (the weights
/// of norms), where nothing else reads the product.
void fold_scales(WorkList& list);

}  // namespace lockstep::lowering
