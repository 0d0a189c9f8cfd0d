#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// Activation functions of TorchScript that are composed of several nodes.
std::vector<nnir::ImportRule> composed_activation_imports();

}  // namespace lockstep::ops
