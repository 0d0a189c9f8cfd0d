#include <algorithm>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool cuts_time(const Rewrite& rewrite, const Node& slice) {
    return slice.op->name() == "Slice" &&
           slice.attributes.integer("axis") == last_axis(rewrite.type(slice.inputs.front()).shape);
}

/// True if a Conv1d with padding on the right makes the value, seen through operators that a cut of the end
/// can pass.
bool padded_right_above(const Rewrite& rewrite, ValueId id) {
    while (rewrite.read_once(id)) {
        const Node* node = rewrite.producer(id);
        if (node == nullptr) return false;
        const std::string& op = node->op->name();
        if (op == "Conv1d" && node->attributes.has("stride")) return false;
        if (op == "Conv1d" && node->attributes.integer("pad_right") > 0) return true;
        if (op != "Conv1d" && op != "Clamp") return false;
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

/// Slice(node): cuts the end of the operand instead, for a Clamp or a Conv1d without padding on the right.
bool hoist(Rewrite& rewrite, const Node& slice, const Node& node) {
    const ValueId operand = node.inputs.front();
    if (slice.attributes.integer("first") != 0 || !padded_right_above(rewrite, operand)) return false;
    const std::int64_t removed =
        rewrite.type(node.outputs.front()).shape.back() - slice.attributes.integer("count");
    const std::int64_t kept = rewrite.type(operand).shape.back() - removed;
    if (kept < 0) return false;
    Attributes attributes = slice.attributes;
    attributes.set("count", kept);
    attributes.set("axis", std::int64_t{last_axis(rewrite.type(operand).shape)});
    const std::string reason =
        "the end is cut off in front of the " + node.op->name() + ", nearer to where it was padded";
    const ValueId cut = rewrite.insert(node.id, "Slice", attributes, {operand}, {slice.id}, reason);
    rewrite.replace(slice.id, node.op->name(), node.attributes, {cut}, {node.id}, reason);
    rewrite.erase(node.id, reason);
    return true;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node slice = rewrite.node(id);
    if (!cuts_time(rewrite, slice) || !rewrite.read_once(slice.inputs.front())) return false;
    const Node* found = rewrite.producer(slice.inputs.front());
    if (found == nullptr) return false;
    const Node node = *found;
    if (node.op->name() == "Conv1d") {
        if (node.attributes.has("stride")) return false;
        if (trim(rewrite, slice, node)) return true;
        return node.attributes.integer("pad_right") == 0 && hoist(rewrite, slice, node);
    }
    return node.op->name() == "Clamp" && hoist(rewrite, slice, node);
}

}  // namespace

PassResult cut_to_causal(const Graph& graph) {
    Rewrite rewrite(graph, "cut_to_causal");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
