#pragma once

#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"

namespace lockstep {

/// The node's attributes with weights as the weight store holds them: bf16 or fp8. Biases are where an
/// accumulator starts, which is fp32 (help/numerics.md): they are kept.
nnir::Attributes stored_attributes(const nnir::Node& node);

/// A node's result as the tensors of the machine hold it: bf16 or fp32, which also an LSTM's cell is in.
nnir::RealTensor stored_result(const nnir::Graph& graph, nnir::ValueId id, nnir::RealTensor result);

}  // namespace lockstep
