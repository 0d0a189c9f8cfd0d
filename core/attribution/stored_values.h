#pragma once

#include <vector>

#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"

namespace lockstep {

/// The node's attributes with weights as the weight store holds them: bf16 or fp8. Biases are where an
/// accumulator starts, which is fp32 (help/numerics.md): they are kept.
nnir::Attributes stored_attributes(const nnir::Node& node);

/// The node's results as the tensors of the machine hold them: bf16 or fp32, which also an LSTM's cell is in.
std::vector<nnir::RealTensor> stored_results(const nnir::Graph& graph, const nnir::Node& node,
                                             std::vector<nnir::RealTensor> results);

}  // namespace lockstep
