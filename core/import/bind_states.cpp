#include "core/import/bind_states.h"

#include <algorithm>
#include <set>

#include "core/support/error.h"

namespace lockstep {
namespace {

std::string names(const ImportedGraph& graph, const std::vector<std::uint32_t>& values) {
    std::string text;
    for (const std::uint32_t value : values)
        text += (text.empty() ? "" : ", ") + graph.values.at(value).name + " (" +
                to_text(graph.values.at(value).shape) + ")";
    return text.empty() ? "none" : text;
}

std::uint32_t find(const ImportedGraph& graph, const std::vector<std::uint32_t>& values,
                   const std::string& name, const std::string& kind) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](std::uint32_t value) { return graph.values.at(value).name == name; });
    if (found != values.end()) return *found;
    throw Error(
        FailureKind::bad_shape,
        "the model has no " + kind + " '" + name + "'; its " + kind + "s are: " + names(graph, values),
        "Give pairs as --state INPUT=OUTPUT.");
}

}  // namespace

ImportedGraph bind_states(ImportedGraph graph,
                          const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::set<std::string> inputs;
    std::set<std::string> outputs;
    for (const auto& [input, output] : pairs) {
        const std::uint32_t read = find(graph, graph.inputs, input, "input");
        const std::uint32_t written = find(graph, graph.outputs, output, "output");
        if (!inputs.insert(input).second || !outputs.insert(output).second) {
            throw Error(FailureKind::bad_shape,
                        "the state " + input + "=" + output + " names an input or output for a second time");
        }
        const ImportedValue& before = graph.values.at(read);
        const ImportedValue& after = graph.values.at(written);
        if (before.shape != after.shape || before.dtype != after.dtype) {
            throw Error(FailureKind::bad_shape,
                        "the input '" + input + "' (" + to_text(before.shape) + ", " + before.dtype +
                            ") and the output '" + output + "' (" + to_text(after.shape) + ", " +
                            after.dtype + ") cannot be one state: they differ",
                        "Give the input the shape of the output with --input-shape.");
        }
        ImportedState state;
        state.name = input;
        state.initial = Tensor::filled(before.shape, 0.0F);
        state.read = read;
        state.written = written;
        graph.states.push_back(std::move(state));
        graph.notes.push_back("'" + input + "' is state: it begins with zeros and is then what '" + output +
                              "' was");
    }
    std::erase_if(graph.inputs,
                  [&](std::uint32_t value) { return inputs.contains(graph.values[value].name); });
    std::erase_if(graph.state_proposals, [&](const StateProposal& proposal) {
        return inputs.contains(proposal.input) || outputs.contains(proposal.output);
    });
    if (graph.inputs.empty())
        throw Error(FailureKind::usage, "all inputs of the model are named as state: none is left for data");
    return graph;
}

}  // namespace lockstep
