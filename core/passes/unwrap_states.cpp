#include <algorithm>
#include <optional>

#include "core/nnir/axes.h"
#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"
#include "core/passes/state_roles.h"

namespace lockstep {
namespace {

using namespace nnir;

/// A value that no node but only a state gives: outputs and other states must not be fed by it when it goes.
bool read_by_nodes_only(const Rewrite& rewrite, const State& state) {
    return !rewrite.graph.is_output(state.read) &&
           std::none_of(rewrite.graph.states.begin(), rewrite.graph.states.end(),
                        [&](const State& other) { return other.written == state.read; });
}

/// A state of another shape in place of one; its nodes are still to be led to it.
State reshaped_state(Graph& graph, const State& old, const std::string& name, Tensor initial,
                     ValueId written) {
    State made = old;
    made.id = graph.new_state_id();
    made.name = name;
    const NumberFormat format = graph.value(old.read).type.format;
    made.read = graph.add_value(name, {.shape = initial.shape(), .format = format});
    made.initial = std::move(initial);
    made.written = written;
    return made;
}

/// A state that is reshaped behind its reading and back in front of its writing is kept as it is used.
bool unwrap_reshape(Rewrite& rewrite, std::size_t index) {
    const State state = rewrite.graph.states[index];
    const Node* writer = rewrite.made_by(state.written, "Reshape");
    if (writer == nullptr || !read_by_nodes_only(rewrite, state)) return false;
    const ValueId inner = writer->inputs.front();
    const Shape& shape = rewrite.type(inner).shape;
    const std::vector<Node> nodes = rewrite.readers(state.read);
    const bool fits = !nodes.empty() && std::all_of(nodes.begin(), nodes.end(), [&](const Node& node) {
        return node.op->name() == "Reshape" && rewrite.type(node.outputs.front()).shape == shape;
    });
    if (!fits) return false;
    State made = reshaped_state(rewrite.graph, state, state.name, state.initial.reshaped(shape), inner);
    const ValueId read = made.read;
    rewrite.graph.states[index] = std::move(made);
    for (const Node& node : nodes) {
        rewrite.redirect(node.outputs.front(), read);
        rewrite.erase(node.id, "the state '" + state.name + "' is kept in the shape that it is used in");
    }
    return true;
}

/// Where each part of a Concat of values alone begins along its axis, and the end; nothing for other nodes.
std::optional<std::vector<std::int64_t>> part_bounds(const Rewrite& rewrite, const Node* concat) {
    if (concat == nullptr || concat->attributes.has("constants") || concat->inputs.size() < 2)
        return std::nullopt;
    const auto axis = concat->attributes.integer("axis");
    std::vector<std::int64_t> bounds{0};
    for (const ValueId part : concat->inputs)
        bounds.push_back(bounds.back() + rewrite.type(part).shape[at(axis)]);
    return bounds;
}

/// The part that a slice of the state lies in; nothing if it lies in several or is no such slice.
std::optional<std::size_t> part_of(const Node& node, std::int64_t axis,
                                   const std::vector<std::int64_t>& bounds) {
    if (node.op->name() != "Slice" || node.attributes.integer("axis") != axis) return std::nullopt;
    const std::int64_t first = node.attributes.integer("first");
    const std::int64_t end = first + node.attributes.integer("count");
    for (std::size_t k = 0; k + 1 < bounds.size(); ++k)
        if (bounds[k] <= first && end <= bounds[k + 1]) return k;
    return std::nullopt;
}

/// A state whose parts (layers) are read by slices and joined again is one state for each part.
bool split(Rewrite& rewrite, std::size_t index) {
    const State state = rewrite.graph.states[index];
    const Node* found = rewrite.made_by(state.written, "Concat");
    const auto bounds = part_bounds(rewrite, found);
    if (!bounds || !read_by_nodes_only(rewrite, state)) return false;
    const Node concat = *found;
    const std::int64_t axis = concat.attributes.integer("axis");
    const std::vector<Node> nodes = rewrite.readers(state.read);
    if (nodes.empty() || !std::all_of(nodes.begin(), nodes.end(), [&](const Node& node) {
            return part_of(node, axis, *bounds).has_value();
        }))
        return false;

    std::vector<State> parts;
    for (std::size_t k = 0; k < concat.inputs.size(); ++k)
        parts.push_back(reshaped_state(rewrite.graph, state, state.name + "." + std::to_string(k),
                                       tensor_slice(state.initial, static_cast<int>(axis), (*bounds)[k],
                                                    (*bounds)[k + 1] - (*bounds)[k]),
                                       concat.inputs[k]));
    const std::string reason = "the parts of the state '" + state.name + "' are states of their own";
    for (const Node& node : nodes) {
        const std::size_t part = *part_of(node, axis, *bounds);
        Attributes attributes = node.attributes;
        attributes.set("first", attributes.integer("first") - (*bounds)[part]);
        rewrite.replace(node.id, "Slice", attributes, {parts[part].read}, {node.id}, reason);
    }
    auto& states = rewrite.graph.states;
    states.erase(states.begin() + static_cast<std::ptrdiff_t>(index));
    states.insert(states.begin() + static_cast<std::ptrdiff_t>(index), parts.begin(), parts.end());
    return true;
}

}  // namespace

PassResult unwrap_states(const Graph& graph) {
    Rewrite rewrite(graph, "unwrap_states");
    for (std::size_t index = 0; index < rewrite.graph.states.size();)
        if (!unwrap_reshape(rewrite, index) && !split(rewrite, index)) ++index;
    PassResult result = rewrite.finish();
    name_roles(result.graph);
    return result;
}

}  // namespace lockstep
