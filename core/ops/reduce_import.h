#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Sums, means, extremes, variances and norms of TorchScript.
std::vector<nnir::ImportRule> reduce_imports();

}  // namespace lockstep::ops
