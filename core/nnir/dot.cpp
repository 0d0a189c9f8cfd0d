#include "core/nnir/dot.h"

#include <fmt/format.h>

#include "core/nnir/op.h"
#include "core/nnir/text.h"

namespace lockstep::nnir {
namespace {

/// A quoted DOT string; names come from strangers' files.
std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n') {
            result += "\\n";
        } else {
            result += c;
        }
    }
    return result + "\"";
}

}  // namespace

std::string to_dot(const Graph& graph) {
    std::string text =
        "digraph " + quoted(graph.name) + " {\n  rankdir=TB;\n  node [shape=box, fontname=\"sans-serif\"];\n";
    std::map<ValueId, std::string> maker;
    for (const ValueId id : graph.inputs) {
        maker[id] = fmt::format("v{}", id.value);
        text += fmt::format("  {} [shape=ellipse, label={}];\n", maker[id], quoted(graph.value(id).name));
    }
    for (const State& state : graph.states) {
        maker[state.read] = fmt::format("s{}", state.id.value);
        text += fmt::format("  {} [shape=cylinder, label={}];\n", maker[state.read], quoted(state.name));
    }
    for (const Node& node : graph.nodes) {
        const std::string label =
            node.op->name() + (node.provenance.module.empty() ? "" : "\n" + node.provenance.module);
        text += fmt::format("  n{} [label={}];\n", node.id.value, quoted(label));
        for (const ValueId id : node.outputs) maker[id] = fmt::format("n{}", node.id.value);
    }
    const auto edge = [&](ValueId from, const std::string& to, const char* style) {
        text += fmt::format("  {} -> {} [label={}{}];\n", maker.at(from), to,
                            quoted(type_text(graph.value(from).type)), style);
    };
    for (const Node& node : graph.nodes)
        for (const ValueId id : node.inputs) edge(id, fmt::format("n{}", node.id.value), "");
    for (std::size_t k = 0; k < graph.outputs.size(); ++k) {
        text += fmt::format("  out{} [shape=ellipse, label={}];\n", k,
                            quoted(graph.value(graph.outputs[k]).name));
        edge(graph.outputs[k], fmt::format("out{}", k), "");
    }
    for (const State& state : graph.states)
        edge(state.written, fmt::format("s{}", state.id.value), ", style=dashed, constraint=false");
    return text + "}\n";
}

}  // namespace lockstep::nnir
