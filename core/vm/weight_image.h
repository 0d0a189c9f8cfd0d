#pragma once

#include <span>

#include "core/numerics/simd_target.h"
#include "core/vm/memories.h"
#include "core/vm/operations.h"

namespace lockstep {

/// Puts the weights of all matvec operations that no instruction loads into one image, in the order in which
/// a step reads them (weight_order of the target), and points the operations to it. Operations with the same
/// weights in the same order share them. An operation stays with the weights as they are stored if the target
/// has no order of its own, or if instructions read the same weights in so many ways that the image would be
/// larger than twice the program's weights. Returns whether all such operations read the image.
bool order_weights(const Program& program, std::span<Operation> operations, Memories& memories,
                   SimdTarget target);

}  // namespace lockstep
