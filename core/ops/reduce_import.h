#pragma once

#include <vector>

#include "core/nnir/import_context.h"
#include "core/nnir/op.h"

namespace lockstep::ops {

/// Sums, means, extremes, variances and norms of TorchScript.
std::vector<nnir::ImportRule> reduce_imports();

/// (sum |x|^p)^(1/p) over the axes; the largest or smallest for p = inf or -inf, how many are not 0 for p =
/// 0.
nnir::ValueId vector_norm(nnir::ImportContext& c, nnir::ValueId x, double p,
                          const std::vector<std::int64_t>& axes, bool keepdim);

}  // namespace lockstep::ops
