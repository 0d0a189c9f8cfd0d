#include <algorithm>
#include <optional>
#include <vector>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool cuts_time(const Rewrite& rewrite, const Node& slice) {
    return slice.attributes.integer("axis") == last_axis(rewrite.type(slice.inputs.front()).shape);
}

/// The axis of `from` that a reshape leaves as axis `axis` of `to`: all others but those of extent 1 keep
/// their places beside it.
std::optional<int> kept_axis(const Shape& to, int axis, const Shape& from) {
    std::vector<int> sides[2];
    int found = -1;
    for (const Shape* shape : {&to, &from})
        for (int k = 0; k < rank(*shape); ++k)
            if ((*shape)[at(k)] != 1) sides[shape == &from].push_back(k);
    if (sides[0].size() != sides[1].size()) return std::nullopt;
    for (std::size_t k = 0; k < sides[0].size(); ++k) {
        if (to[at(sides[0][k])] != from[at(sides[1][k])]) return std::nullopt;
        if (sides[0][k] == axis) found = sides[1][k];
    }
    return found < 0 ? std::nullopt : std::optional(found);
}

/// The axis of a node's only operand whose end it gives as the end of `axis` of its result, every position
/// made alone; nothing if it does more.
std::optional<int> operand_axis(const Rewrite& rewrite, const Node& node, int axis) {
    const std::string& op = node.op->name();
    const Shape& out = rewrite.type(node.outputs.front()).shape;
    if (node.inputs.size() != 1) return std::nullopt;
    const Shape& in = rewrite.type(node.inputs.front()).shape;
    if (op == "Clamp" || op == "Activation") return axis;
    if (op == "Transpose") return static_cast<int>(node.attributes.integers("order")[at(axis)]);
    if (op == "Reshape") return kept_axis(out, axis, in);
    if (op == "Slice" && node.attributes.integer("axis") != axis) return axis;
    if (op == "Linear" && axis != last_axis(in)) return axis;
    if (op == "Pointwise" && in == out) {
        const Shape& constant = node.attributes.tensor("constant").shape();
        const int own = axis - rank(in) + rank(constant);
        if (own < 0 || constant[at(own)] == 1) return axis;
    }
    return std::nullopt;
}

/// True if a Conv1d with padding on the right makes the value, seen through operators that a cut of the end
/// can pass.
bool padded_right_above(const Rewrite& rewrite, ValueId id, int axis) {
    while (rewrite.read_once(id)) {
        const Node* node = rewrite.producer(id);
        if (node == nullptr) return false;
        if (node->op->name() == "Conv1d") {
            if (node->attributes.has("stride") || axis != last_axis(rewrite.type(id).shape)) return false;
            if (node->attributes.integer("pad_right") > 0) return true;
        } else {
            const std::optional<int> above = operand_axis(rewrite, *node, axis);
            if (!above) return false;
            axis = *above;
        }
        id = node->inputs.front();
    }
    return false;
}

/// Slice(Conv1d): takes from the convolution's padding what the slice cuts off of its output.
bool trim(Rewrite& rewrite, const Node& slice, const Node& conv) {
    const Attributes& cut = slice.attributes;
    const std::int64_t length = rewrite.type(conv.outputs.front()).shape.back();
    const std::int64_t behind = length - cut.integer("first") - cut.integer("count");
    const std::int64_t left = std::min(cut.integer("first"), conv.attributes.integer("pad_left"));
    const std::int64_t right = std::min(behind, conv.attributes.integer("pad_right"));
    if (left == 0 && right == 0) return false;
    Attributes attributes = conv.attributes;
    const std::int64_t pad_left = conv.attributes.integer("pad_left") - left;
    attributes.set("pad_left", pad_left);
    attributes.set("pad_right", conv.attributes.integer("pad_right") - right);
    if (attributes.has("history")) {
        const Tensor& history = conv.attributes.tensor("history");
        attributes.set("history", tensor_slice(history, last_axis(history.shape()), left, pad_left));
    }
    const std::string reason =
        "positions of the convolution's padding that the slice cuts off are not computed";
    if (left == cut.integer("first") && right == behind) {
        rewrite.replace(slice.id, "Conv1d", attributes, conv.inputs, {conv.id, slice.id}, reason);
    } else {
        const ValueId shorter =
            rewrite.insert(conv.id, "Conv1d", attributes, conv.inputs, {conv.id, slice.id}, reason);
        Attributes rest = cut;
        rest.set("first", cut.integer("first") - left);
        rewrite.replace(slice.id, "Slice", rest, {shorter}, {slice.id}, reason);
    }
    rewrite.erase(conv.id, reason);
    return true;
}

/// Slice(node): cuts the end of the operand instead, where that is nearer to the padding.
bool hoist(Rewrite& rewrite, const Node& slice, const Node& node) {
    const int axis = static_cast<int>(slice.attributes.integer("axis"));
    const bool conv = node.op->name() == "Conv1d";
    const std::optional<int> above = conv ? std::optional(axis) : operand_axis(rewrite, node, axis);
    const ValueId operand = node.inputs.front();
    if (slice.attributes.integer("first") != 0 || !above || !padded_right_above(rewrite, operand, *above))
        return false;
    const std::int64_t count = slice.attributes.integer("count");
    const std::int64_t removed = rewrite.type(node.outputs.front()).shape[at(axis)] - count;
    const std::int64_t kept = rewrite.type(operand).shape[at(*above)] - removed;
    if (kept < 0) return false;
    Attributes attributes = slice.attributes;
    attributes.set("count", kept);
    attributes.set("axis", std::int64_t{*above});
    const std::string reason =
        "the end is cut off in front of the " + node.op->name() + ", nearer to where it was padded";
    const ValueId cut = rewrite.insert(node.id, "Slice", attributes, {operand}, {slice.id}, reason);
    Attributes same = node.attributes;
    if (node.op->name() == "Reshape") same.set("shape", rewrite.type(slice.outputs.front()).shape);
    rewrite.replace(slice.id, node.op->name(), same, {cut}, {node.id}, reason);
    rewrite.erase(node.id, reason);
    return true;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node slice = rewrite.node(id);
    if (slice.op->name() != "Slice" || !rewrite.read_once(slice.inputs.front())) return false;
    const Node* found = rewrite.producer(slice.inputs.front());
    if (found == nullptr) return false;
    const Node node = *found;
    if (node.op->name() != "Conv1d") return hoist(rewrite, slice, node);
    if (node.attributes.has("stride") || !cuts_time(rewrite, slice)) return false;
    if (trim(rewrite, slice, node)) return true;
    return node.attributes.integer("pad_right") == 0 && hoist(rewrite, slice, node);
}

}  // namespace

PassResult cut_to_causal(const Graph& graph) {
    Rewrite rewrite(graph, "cut_to_causal");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
