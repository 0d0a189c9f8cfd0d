#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Arithmetic, comparisons and truth values of TorchScript as Pointwise nodes.
std::vector<nnir::ImportRule> pointwise_imports();

}  // namespace lockstep::ops
