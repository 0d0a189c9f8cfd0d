#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// The normalisations of TorchScript: LayerNorm, and batch, group and instance norm composed of it and of
/// constants.
std::vector<nnir::ImportRule> norm_imports();

}  // namespace lockstep::ops
