#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Attention that a front end names as one operator, composed of products and Softmax.
std::vector<nnir::ImportRule> attention_imports();

}  // namespace lockstep::ops
