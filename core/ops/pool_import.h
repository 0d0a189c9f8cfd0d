#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Pooling along one axis, and the two-dimensional forms that are refused.
std::vector<nnir::ImportRule> pool_imports();

}  // namespace lockstep::ops
