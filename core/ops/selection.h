#pragma once

#include <map>
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

/// Makes vectors of pieces of others on a constant background: products with 0/1 matrices, as the
/// matrix-vector unit is what can move values along a data dimension. Exact for finite values: 1 * x is added
/// to 0. Equal matrices are one tensor, so that they are stored once.
class Selector {
  public:
    explicit Selector(lowering::Builder& builder) : builder_(builder) {}

    lowering::VectorId select(std::vector<float> background, const std::vector<Piece>& pieces);
    /// On zeros.
    lowering::VectorId select(std::int64_t length, const std::vector<Piece>& pieces);

  private:
    Tensor matrix(std::int64_t rows, std::int64_t columns, const std::vector<Piece>& runs);

    lowering::Builder& builder_;
    std::map<std::vector<std::int64_t>, Tensor> matrices_;
};

/// One vector alone.
lowering::VectorId select(lowering::Builder& builder, std::vector<float> background,
                          const std::vector<Piece>& pieces);
lowering::VectorId select(lowering::Builder& builder, std::int64_t length, const std::vector<Piece>& pieces);

}  // namespace lockstep::ops
