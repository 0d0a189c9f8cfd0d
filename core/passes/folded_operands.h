#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep {

using FoldedOperand = std::variant<nnir::ValueId, Tensor>;

/// The operands of two nodes, side by side, that are one operator where constants among the operands stand
/// for values: a sum with a constant and a sum of two values, a Pad and a Concat, a Linear and
/// a MatMul. `weight` says how well two
/// values go together, for operators whose operands may change places. Nothing if they are not alike.
std::optional<std::vector<std::pair<FoldedOperand, nnir::ValueId>>> facing_operands(
    const nnir::Graph& graph, const nnir::Node& folded, const nnir::Node& node,
    const std::function<int(nnir::ValueId, nnir::ValueId)>& weight);

/// Likewise where the neutral element of the second node's operator is missing: a value facing its sum with
/// what the first iteration had as zero, or its product with one.
std::optional<std::pair<nnir::ValueId, std::pair<Tensor, nnir::ValueId>>> facing_neutral(
    nnir::ValueId value, const nnir::Node& node,
    const std::function<int(nnir::ValueId, nnir::ValueId)>& weight);

}  // namespace lockstep
