#include "core/nnir/evaluate.h"

#include <algorithm>
#include <utility>

#include "core/nnir/op.h"
#include "core/nnir/streaming_rule.h"
#include "core/support/error.h"

namespace lockstep::nnir {
namespace {

void give(const Graph& graph, std::map<ValueId, RealTensor>& values, ValueId id, const RealTensor& tensor) {
    const Value& value = graph.value(id);
    if (tensor.shape != value.type.shape)
        throw Error(FailureKind::bad_shape, "'" + value.name + "' is " + to_text(value.type.shape) +
                                                ", not " + to_text(tensor.shape));
    values[id] = tensor;
}

}  // namespace

std::vector<RealTensor> initial_states(const Graph& graph) {
    std::vector<RealTensor> states;
    for (const State& state : graph.states) states.emplace_back(state.initial);
    return states;
}

Evaluation evaluate(const Graph& graph, const std::vector<RealTensor>& inputs,
                    const std::vector<RealTensor>& states) {
    if (inputs.size() != graph.inputs.size() || states.size() != graph.states.size())
        throw Error(FailureKind::bad_shape, "the graph takes " + std::to_string(graph.inputs.size()) +
                                                " inputs and " + std::to_string(graph.states.size()) +
                                                " states");
    Evaluation result;
    for (std::size_t k = 0; k < inputs.size(); ++k) give(graph, result.values, graph.inputs[k], inputs[k]);
    for (std::size_t k = 0; k < states.size(); ++k)
        give(graph, result.values, graph.states[k].read, states[k]);
    for (const Node& node : graph.nodes) {
        std::vector<RealTensor> operands;
        for (const ValueId id : node.inputs) operands.push_back(result.values.at(id));
        std::vector<RealTensor> made = node.op->reference(node.attributes, operands);
        for (std::size_t k = 0; k < node.outputs.size(); ++k)
            give(graph, result.values, node.outputs[k], made.at(k));
    }
    for (const ValueId id : graph.outputs) result.outputs.push_back(result.values.at(id));
    for (const State& state : graph.states) result.states.push_back(result.values.at(state.written));
    return result;
}

Evaluation evaluate(const Graph& graph, const std::vector<RealTensor>& inputs) {
    return evaluate(graph, inputs, initial_states(graph));
}

std::vector<RealTensor> evaluate_steps(const Graph& graph, const std::vector<RealTensor>& inputs,
                                       const std::vector<int>& input_axes,
                                       const std::vector<int>& output_axes, std::int64_t warm_up) {
    std::int64_t steps = 0;
    for (std::size_t k = 0; k < inputs.size(); ++k)
        if (input_axes.at(k) != no_axis) steps = inputs[k].shape.at(at(input_axes[k]));
    std::vector<RealTensor> states = initial_states(graph);
    std::vector<std::vector<RealTensor>> positions(graph.outputs.size());
    for (std::int64_t step = 0; step < steps; ++step) {
        std::vector<RealTensor> now;
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            if (input_axes[k] == no_axis) {
                now.push_back(inputs[k]);
                continue;
            }
            RealTensor position = slice(inputs[k], input_axes[k], step, 1);
            position.shape = without_axis(position.shape, input_axes[k]);
            now.push_back(std::move(position));
        }
        Evaluation result = evaluate(graph, now, states);
        states = std::move(result.states);
        for (std::size_t k = 0; k < result.outputs.size() && step >= warm_up; ++k) {
            RealTensor& output = result.outputs[k];
            output.shape = with_axis(output.shape, std::max(output_axes[k], 0), 1);
            positions[k].push_back(std::move(output));
        }
    }
    std::vector<RealTensor> joined;
    for (std::size_t k = 0; k < positions.size(); ++k)
        joined.push_back(concatenate(positions[k], std::max(output_axes[k], 0)));
    return joined;
}

}  // namespace lockstep::nnir
