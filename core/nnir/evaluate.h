#pragma once

#include <map>
#include <vector>

#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"

namespace lockstep::nnir {

/// What a graph gives in float64.
struct Evaluation {
    std::vector<RealTensor> outputs;       ///< in the graph's order
    std::vector<RealTensor> states;        ///< after the inference, in the graph's order
    std::map<ValueId, RealTensor> values;  ///< every value of the graph
};

std::vector<RealTensor> initial_states(const Graph& graph);

/// Evaluates the whole graph by its operators' references. `inputs` and `states` are in the graph's order and
/// of its shapes. Throws Error(bad_shape) if they are not.
Evaluation evaluate(const Graph& graph, const std::vector<RealTensor>& inputs,
                    const std::vector<RealTensor>& states);
/// With the states' initial values.
Evaluation evaluate(const Graph& graph, const std::vector<RealTensor>& inputs);

/// Steps a streaming graph over a sequence: position k of the inputs' axes is inference k; an input with
/// no_axis has its value in each. Returns the outputs from inference `warm_up` on, the positions joined along
/// `output_axes`; an output with no_axis (a readout) along a new axis in front.
std::vector<RealTensor> evaluate_steps(const Graph& graph, const std::vector<RealTensor>& inputs,
                                       const std::vector<int>& input_axes,
                                       const std::vector<int>& output_axes, std::int64_t warm_up = 0);

}  // namespace lockstep::nnir
