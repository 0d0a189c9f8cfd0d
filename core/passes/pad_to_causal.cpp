#include <algorithm>
#include <optional>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The constant positions that a Pad puts in front of its input.
RealTensor left_columns(const Rewrite& rewrite, const Node& pad) {
    if (pad.attributes.has("columns")) return RealTensor(pad.attributes.tensor("columns"));
    const auto axis = static_cast<int>(pad.attributes.integer("axis"));
    return RealTensor(
        with_extent(rewrite.type(pad.inputs.front()).shape, axis, pad.attributes.integer("left")),
        pad.attributes.number("value"));
}

/// What a Conv1d has in front of its input.
RealTensor history_of(const Rewrite& rewrite, const Node& conv) {
    if (conv.attributes.has("history")) return RealTensor(conv.attributes.tensor("history"));
    const Shape& x = rewrite.type(conv.inputs.front()).shape;
    return RealTensor(with_extent(x, last_axis(x), conv.attributes.integer("pad_left")));
}

/// Attributes of a Conv1d with these constants in front; zeros need not be said.
Attributes with_history(Attributes attributes, const Tensor& history) {
    Attributes result;
    for (const auto& [key, value] : attributes.entries())
        if (key != "history") result.set(key, value);
    result.set("pad_left", history.shape().back());
    if (history.size() > 0 && !is_zero(history)) result.set("history", history);
    return result;
}

Attributes left_pad(int axis, const Tensor& columns) {
    Attributes attributes{{"axis", std::int64_t{axis}},
                          {"left", columns.shape()[at(axis)]},
                          {"right", std::int64_t{0}},
                          {"value", 0.0}};
    if (!is_zero(columns)) attributes.set("columns", columns);
    return attributes;
}

bool is_left_pad(const Node* pad) {
    return pad != nullptr && pad->attributes.integer("right") == 0;
}

/// Puts a Conv1d on `input` with `history` in front in place of `conv`. Of what stands in front it takes as
/// much as it needs; what it makes of the rest is constant: a Pad behind it, which stands for the nodes
/// `pad_like`.
void place(Rewrite& rewrite, const Node& conv, Attributes attributes, const RealTensor& history,
           ValueId input, const std::vector<NodeId>& like, const std::vector<NodeId>& pad_like,
           const std::string& reason) {
    const std::int64_t span =
        (conv.attributes.tensor("weight").shape()[2] - 1) * conv.attributes.integer("dilation");
    const int time = last_axis(history.shape);
    const std::int64_t extra = history.shape.back() - span;
    if (extra <= 0)
        return rewrite.replace(conv.id, "Conv1d", with_history(attributes, to_tensor(history)), {input}, like,
                               reason);
    Attributes valid = with_history(attributes, Tensor::filled(with_extent(history.shape, time, 0), 0.0F));
    valid.set("pad_right", std::int64_t{0});
    const Tensor first_outputs = to_tensor(conv.op->reference(valid, std::vector{history}).front());
    attributes = with_history(attributes, to_tensor(nnir::slice(history, time, extra, span)));
    const ValueId causal = rewrite.insert(conv.id, "Conv1d", attributes, {input}, like, reason);
    rewrite.replace(conv.id, "Pad", left_pad(time, first_outputs), {causal}, pad_like,
                    "of the padding the convolution needs " + std::to_string(span) +
                        " positions; what it makes of the others is constant");
}

/// The steps of an unrolled loop share a convolution that makes one position: the first ones, on what is
/// padded, stay like the others.
bool is_step_of_loop(const Rewrite& rewrite, const Node& conv) {
    if (rewrite.type(conv.outputs.front()).shape.back() != 1) return false;
    const std::vector<NodeId> all = rewrite.node_ids();
    return std::any_of(all.begin(), all.end(), [&](NodeId id) {
        const Node& other = rewrite.node(id);
        return id != conv.id && other.op->name() == "Conv1d" &&
               other.attributes.tensor("weight") == conv.attributes.tensor("weight");
    });
}

/// Conv1d(Pad): the constants become the convolution's history, zeros behind its padding on the right.
bool absorb(Rewrite& rewrite, const Node& conv) {
    const Node* found = rewrite.made_by(conv.inputs.front(), "Pad");
    if (found == nullptr) return false;
    const Node pad = *found;
    const int time = last_axis(rewrite.type(pad.inputs.front()).shape);
    const std::int64_t right = pad.attributes.integer("right");
    if (pad.attributes.integer("axis") != time || (right > 0 && pad.attributes.number("value") != 0) ||
        is_step_of_loop(rewrite, conv))
        return false;
    const RealTensor history = concatenate({history_of(rewrite, conv), left_columns(rewrite, pad)}, time);
    Attributes attributes = conv.attributes;
    attributes.set("pad_right", conv.attributes.integer("pad_right") + right);
    const std::string reason = "the padding is what the convolution starts from";
    const bool alone = rewrite.read_once(conv.inputs.front());
    place(rewrite, conv, attributes, history, pad.inputs.front(), {conv.id, pad.id}, {pad.id}, reason);
    if (alone) rewrite.erase(pad.id, reason);
    return true;
}

/// A Conv1d with more in front than it needs.
bool split_overhang(Rewrite& rewrite, const Node& conv) {
    const std::int64_t span =
        (conv.attributes.tensor("weight").shape()[2] - 1) * conv.attributes.integer("dilation");
    if (conv.attributes.integer("pad_left") <= span) return false;
    place(rewrite, conv, conv.attributes, history_of(rewrite, conv), conv.inputs.front(), {conv.id},
          {conv.id}, "the convolution keeps as much of its padding as it needs");
    return true;
}

/// Where the axis of a pad stands behind an operator that works on each position alone; nothing if it does
/// not.
std::optional<int> axis_behind(const Rewrite& rewrite, const Node& node, int axis) {
    const std::string& op = node.op->name();
    const Shape& in = rewrite.type(node.inputs.front()).shape;
    if (op == "Clamp") return axis;
    if (op == "Linear" && axis != last_axis(in)) return axis;
    if (op == "Transpose") {
        const auto& order = node.attributes.integers("order");
        return static_cast<int>(std::find(order.begin(), order.end(), axis) - order.begin());
    }
    if (op == "Pointwise") {
        if (!node.attributes.has("constant")) return axis;
        const Shape& constant = node.attributes.tensor("constant").shape();
        const int own = axis - rank(in) + rank(constant);
        if (own < 0 || constant[at(own)] == 1) return axis;
    }
    return std::nullopt;
}

/// node(Pad(x)): works on x and on the constants apart, so that the pad comes nearer to the next convolution.
bool sink(Rewrite& rewrite, const Node& node) {
    std::vector<Node> pads;
    for (const ValueId input : node.inputs) {
        const Node* pad = rewrite.made_by(input, "Pad");
        if (!is_left_pad(pad)) return false;
        if (!pads.empty() && (pad->attributes.integer("axis") != pads[0].attributes.integer("axis") ||
                              pad->attributes.integer("left") != pads[0].attributes.integer("left")))
            return false;
        pads.push_back(*pad);
    }
    if (pads.empty()) return false;
    const auto axis = axis_behind(rewrite, node, static_cast<int>(pads[0].attributes.integer("axis")));
    if (!axis) return false;
    std::vector<RealTensor> constants;
    std::vector<ValueId> operands;
    std::vector<NodeId> pad_ids;
    for (const Node& pad : pads) {
        constants.push_back(left_columns(rewrite, pad));
        operands.push_back(pad.inputs.front());
        pad_ids.push_back(pad.id);
    }
    const Tensor columns = to_tensor(node.op->reference(node.attributes, constants).front());
    const std::string reason =
        "the padding moves behind the " + node.op->name() + ", which works on each position alone";
    const ValueId narrow =
        rewrite.insert(node.id, node.op->name(), node.attributes, operands, {node.id}, reason);
    rewrite.replace(node.id, "Pad", left_pad(*axis, columns), {narrow}, pad_ids, reason);
    for (const NodeId id : pad_ids)
        if (rewrite.has_node(id) && rewrite.readers(rewrite.node(id).outputs.front()).empty() &&
            !rewrite.graph.is_output(rewrite.node(id).outputs.front()))
            rewrite.erase(id, reason);
    return true;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node node = rewrite.node(id);
    // A stride keeps its phase: nothing is taken from in front of it.
    if (node.op->name() == "Conv1d" && node.attributes.has("stride")) return false;
    if (node.op->name() == "Conv1d") return absorb(rewrite, node) || split_overhang(rewrite, node);
    return sink(rewrite, node);
}

}  // namespace

PassResult pad_to_causal(const Graph& graph) {
    Rewrite rewrite(graph, "pad_to_causal");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
