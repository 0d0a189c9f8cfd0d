#pragma once

#include <vector>

#include "core/lowering/lowering_builder.h"

namespace lockstep::ops {

/// A run of one vector that lands in another.
struct Piece {
    lowering::VectorId source;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t count = 0;
};

/// A new vector made of pieces of others on a constant background: products with 0/1 matrices, as the
/// matrix-vector unit is what can move values along a data dimension. Exact for finite values: 1 * x is added
/// to 0.
lowering::VectorId select(lowering::Builder& builder, std::vector<float> background,
                          const std::vector<Piece>& pieces);
/// On zeros.
lowering::VectorId select(lowering::Builder& builder, std::int64_t length, const std::vector<Piece>& pieces);

}  // namespace lockstep::ops
