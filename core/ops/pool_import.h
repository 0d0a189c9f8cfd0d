#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Pooling along one axis.
std::vector<nnir::ImportRule> pool_imports();

}  // namespace lockstep::ops
