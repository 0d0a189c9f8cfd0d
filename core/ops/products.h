#pragma once

#include "core/ops/compose.h"

/// Matrix products as import rules write them: a constant side becomes the weight of a Linear, two computed
/// sides a MatMul.
namespace lockstep::ops {

/// PyTorch's matmul: axes of one vector, batch axes that stretch, either side constant. Refuses two
/// constants.
nnir::ValueId matrix_product(nnir::ImportContext& c, const Term& a, const Term& b);
/// x [.., m, k] times the transposed matrices `weight` [.., n, k]: [.., m, n]; batch axes stretch. x may be
/// one vector [k] if there is one matrix.
nnir::ValueId times_transposed(nnir::ImportContext& c, nnir::ValueId x, const Tensor& weight);

/// A matrix [n, extent] times every vector along an axis: n values there.
nnir::ValueId times_along(nnir::ImportContext& c, nnir::ValueId x, int axis, const Tensor& matrix);

/// The axes in this order.
Term permuted(nnir::ImportContext& c, const Term& term, const std::vector<std::int64_t>& order);
Term reshaped(nnir::ImportContext& c, const Term& term, const Shape& shape);
/// The last two axes change places.
Term transposed(nnir::ImportContext& c, const Term& term);

void import_einsum(nnir::ImportContext& c);

}  // namespace lockstep::ops
