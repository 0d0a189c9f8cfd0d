#include "core/nnir/torch_source.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/support/error.h"

namespace lockstep::nnir {

std::string TorchSource::variable(ValueId id) {
    return "v" + std::to_string(id.value);
}

std::string TorchSource::in(const BoundNode& node, std::size_t index) const {
    return variable(node.inputs.at(index).id);
}

std::string TorchSource::weight(const Tensor& tensor) {
    const auto [entry, fresh] = known_.try_emplace({tensor.storage().get(), tensor.shape()}, weights_.size());
    if (fresh) weights_.push_back(tensor);
    return "weights[" + std::to_string(entry->second) + "]";
}

void TorchSource::assign(const BoundNode& node, std::size_t index, const std::string& expression) {
    write(variable(node.outputs.at(index).id) + " = " + expression);
}

std::string TorchSource::number(double value) {
    if (!std::isfinite(value))
        throw Error(FailureKind::internal, "a number that is not finite has no TorchScript literal");
    std::string text = fmt::format("{:.17g}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string TorchSource::list(const std::vector<std::int64_t>& values) {
    return fmt::format("[{}]", fmt::join(values, ", "));
}

SteppedReference stepped_reference(const Graph& graph) {
    TorchSource source;
    for (std::size_t k = 0; k < graph.inputs.size(); ++k)
        source.write(fmt::format("{} = inputs[{}]", TorchSource::variable(graph.inputs[k]), k));
    for (std::size_t k = 0; k < graph.states.size(); ++k)
        source.write(fmt::format("{} = states[{}]", TorchSource::variable(graph.states[k].read), k));
    for (const Node& node : graph.nodes) node.op->torch_source(source, bind(graph, node));

    SteppedReference reference;
    std::string outputs;
    for (const ValueId id : graph.outputs)
        outputs += (outputs.empty() ? "" : ", ") + TorchSource::variable(id);
    std::string states;
    for (const State& state : graph.states)
        states += (states.empty() ? "" : ", ") + TorchSource::variable(state.written);
    // An empty list literal is a List[Tensor] in TorchScript.
    source.write(fmt::format("return ([{}], [{}])", outputs, states));
    reference.source =
        "def step(inputs: List[Tensor], states: List[Tensor], weights: List[Tensor]) -> "
        "Tuple[List[Tensor], List[Tensor]]:\n" +
        source.body();
    reference.weights = source.weights();
    for (const State& state : graph.states) reference.initial_states.push_back(state.initial);
    for (const ValueId id : graph.inputs) reference.input_shapes.push_back(graph.value(id).type.shape);
    for (const ValueId id : graph.outputs) reference.output_shapes.push_back(graph.value(id).type.shape);
    return reference;
}

}  // namespace lockstep::nnir
