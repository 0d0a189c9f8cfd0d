#include <algorithm>
#include <optional>
#include <variant>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

/// A part of what is joined along an axis: all of a value, some positions of it, or constants.
struct Piece {
    std::variant<ValueId, Tensor> from;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// What a Concat or a Pad joins along the axis; nothing for other nodes and axes.
std::optional<std::vector<Piece>> pieces_of(const Rewrite& rewrite, const Node* node, std::int64_t axis) {
    if (node == nullptr || (node->op->name() != "Concat" && node->op->name() != "Pad") ||
        node->attributes.integer("axis") != axis)
        return std::nullopt;
    std::vector<Piece> pieces;
    const auto value = [&](ValueId id) { pieces.push_back({id, 0, rewrite.type(id).shape[at(axis)]}); };
    const auto constant = [&](const Tensor& tensor, std::int64_t first, std::int64_t count) {
        if (count > 0) pieces.push_back({tensor, first, count});
    };
    const Attributes& attributes = node->attributes;
    if (node->op->name() == "Pad") {
        const auto filled = [&](std::int64_t count) {
            return Tensor::filled(
                with_extent(rewrite.type(node->inputs[0]).shape, static_cast<int>(axis), count),
                static_cast<float>(attributes.number("value")));
        };
        const std::int64_t left = attributes.integer("left");
        const std::int64_t right = attributes.integer("right");
        constant(attributes.has("columns") ? attributes.tensor("columns") : filled(left), 0, left);
        value(node->inputs[0]);
        constant(filled(right), 0, right);
    } else if (!attributes.has("parts")) {
        for (const ValueId input : node->inputs) value(input);
    } else {
        std::size_t next = 0;
        std::int64_t used = 0;
        for (const std::int64_t part : attributes.integers("parts")) {
            if (part < 0) {
                value(node->inputs.at(next++));
            } else {
                constant(attributes.tensor("constants"), used, part);
                used += part;
            }
        }
    }
    return pieces;
}

/// Positions [first, first + count) of what is joined.
std::vector<Piece> cut(const std::vector<Piece>& pieces, std::int64_t first, std::int64_t count) {
    std::vector<Piece> kept;
    std::int64_t place = 0;
    for (const Piece& piece : pieces) {
        const std::int64_t from = std::max(first, place);
        const std::int64_t to = std::min(first + count, place + piece.count);
        if (from < to) kept.push_back({piece.from, piece.first + from - place, to - from});
        place += piece.count;
    }
    return kept;
}

bool reads_one_axis(const Node& node, std::int64_t axis) {
    return node.op->name() == "Slice" && node.attributes.integer("axis") == axis;
}

/// Slice(Slice(x)) along one axis.
bool merge_slices(Rewrite& rewrite, const Node& slice) {
    const Node* found = rewrite.made_by(slice.inputs.front(), "Slice");
    if (found == nullptr || found->attributes.integer("axis") != slice.attributes.integer("axis"))
        return false;
    const Node inner = *found;
    const std::string reason = "a Slice of a Slice is one Slice";
    Attributes attributes = slice.attributes;
    attributes.set("first", slice.attributes.integer("first") + inner.attributes.integer("first"));
    const bool alone = rewrite.read_once(slice.inputs.front());
    rewrite.replace(slice.id, "Slice", attributes, inner.inputs, {slice.id, inner.id}, reason);
    if (alone) rewrite.erase(inner.id, reason);
    return true;
}

/// A Slice of one part of what is joined.
bool slice_the_part(Rewrite& rewrite, const Node& slice) {
    const std::int64_t axis = slice.attributes.integer("axis");
    const auto pieces = pieces_of(rewrite, rewrite.producer(slice.inputs.front()), axis);
    if (!pieces) return false;
    const std::vector<Piece> kept =
        cut(*pieces, slice.attributes.integer("first"), slice.attributes.integer("count"));
    if (kept.size() != 1) return false;
    const std::string reason = "what is sliced is a part of what was joined";
    if (const auto* tensor = std::get_if<Tensor>(&kept[0].from)) {
        const Tensor part = tensor_slice(*tensor, static_cast<int>(axis), kept[0].first, kept[0].count);
        rewrite.replace(slice.id, "Constant", {{"value", part}}, {}, {slice.id}, reason);
        return true;
    }
    Attributes attributes = slice.attributes;
    attributes.set("first", kept[0].first);
    rewrite.replace(slice.id, "Slice", attributes, {std::get<ValueId>(kept[0].from)}, {slice.id}, reason);
    return true;
}

/// The pieces of a join that this Slice takes to where they were before: a part of it is written in place.
std::optional<std::vector<Piece>> kept_in_place(const Rewrite& rewrite, const Node& join, ValueId part,
                                                std::int64_t place, std::int64_t axis) {
    const Node* slice = rewrite.made_by(part, "Slice");
    if (slice == nullptr || !reads_one_axis(*slice, axis) || slice->attributes.integer("first") != place)
        return std::nullopt;
    const ValueId before = slice->inputs.front();
    if (rewrite.type(before).shape != rewrite.type(join.outputs.front()).shape) return std::nullopt;
    const auto pieces = pieces_of(rewrite, rewrite.producer(before), axis);
    const std::vector<Node> readers = rewrite.readers(before);
    if (!pieces || rewrite.graph.is_output(before) ||
        !std::all_of(readers.begin(), readers.end(), [&](const Node& reader) {
            if (!reads_one_axis(reader, axis) || !rewrite.read_once(reader.outputs.front())) return false;
            return rewrite.readers(reader.outputs.front()).front().id == join.id;
        }))
        return std::nullopt;
    return cut(*pieces, place, slice->attributes.integer("count"));
}

/// The value that the pieces are all of, in order; nothing if they are not.
std::optional<ValueId> whole_value(const Rewrite& rewrite, const std::vector<Piece>& pieces,
                                   std::int64_t axis) {
    std::optional<ValueId> source;
    std::int64_t place = 0;
    for (const Piece& piece : pieces) {
        const auto* id = std::get_if<ValueId>(&piece.from);
        if (id == nullptr) return std::nullopt;
        const Node* slice = rewrite.made_by(*id, "Slice");
        if (slice == nullptr || !reads_one_axis(*slice, axis) ||
            slice->attributes.integer("first") != place || (source && *source != slice->inputs.front()))
            return std::nullopt;
        source = slice->inputs.front();
        place += piece.count;
    }
    if (!source || rewrite.type(*source).shape[at(axis)] != place) return std::nullopt;
    return source;
}

void erase_unread(Rewrite& rewrite, std::vector<NodeId> nodes, const std::string& reason) {
    for (const NodeId id : nodes) {
        if (!rewrite.has_node(id)) continue;
        const ValueId result = rewrite.node(id).outputs.front();
        const bool written = std::any_of(rewrite.graph.states.begin(), rewrite.graph.states.end(),
                                         [&](const State& state) { return state.written == result; });
        if (rewrite.readers(result).empty() && !rewrite.graph.is_output(result) && !written)
            rewrite.erase(id, reason);
    }
}

bool merge_joins(Rewrite& rewrite, const Node& join) {
    const std::int64_t axis = join.attributes.integer("axis");
    const std::vector<Piece> own = *pieces_of(rewrite, &join, axis);
    if (const auto source = whole_value(rewrite, own, axis)) {
        rewrite.redirect(join.outputs.front(), *source);
        rewrite.erase(join.id, "the parts that are joined are all of what they were sliced from");
        return true;
    }
    std::vector<Piece> all;
    std::vector<NodeId> like{join.id};
    std::vector<NodeId> replaced;
    std::int64_t place = 0;
    for (const Piece& piece : own) {
        const auto* id = std::get_if<ValueId>(&piece.from);
        const Node* maker = id == nullptr ? nullptr : rewrite.made_by(*id, "Concat");
        auto inner = maker != nullptr && rewrite.read_once(*id) ? pieces_of(rewrite, maker, axis)
                                                                : std::optional<std::vector<Piece>>();
        if (inner) {
            like.push_back(maker->id);
            replaced.push_back(maker->id);
        } else if (id != nullptr && (inner = kept_in_place(rewrite, join, *id, place, axis))) {
            const Node* slice = rewrite.producer(*id);
            const NodeId before = rewrite.producer(slice->inputs.front())->id;
            like.push_back(slice->id);
            like.push_back(before);
            replaced.insert(replaced.begin(), slice->id);
            replaced.push_back(before);
        }
        if (inner) {
            all.insert(all.end(), inner->begin(), inner->end());
        } else {
            all.push_back(piece);
        }
        place += piece.count;
    }
    if (like.size() == 1) return false;
    const std::string reason = "what is joined of joined parts is joined at once";
    std::vector<ValueId> inputs;
    std::vector<std::int64_t> parts;
    std::vector<RealTensor> constants;
    for (const Piece& piece : all) {
        if (const auto* tensor = std::get_if<Tensor>(&piece.from)) {
            constants.emplace_back(tensor_slice(*tensor, static_cast<int>(axis), piece.first, piece.count));
            parts.push_back(piece.count);
            continue;
        }
        const ValueId id = std::get<ValueId>(piece.from);
        parts.push_back(-1);
        inputs.push_back(
            piece.count == rewrite.type(id).shape[at(axis)]
                ? id
                : rewrite.insert(join.id, "Slice",
                                 {{"axis", axis}, {"first", piece.first}, {"count", piece.count}}, {id}, like,
                                 reason));
    }
    if (inputs.empty()) return false;
    Attributes attributes{{"axis", axis}};
    if (!constants.empty()) {
        attributes.set("constants", to_tensor(concatenate(constants, static_cast<int>(axis))));
        attributes.set("parts", parts);
    }
    rewrite.replace(join.id, "Concat", attributes, inputs, like, reason);
    erase_unread(rewrite, replaced, reason);
    return true;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node node = rewrite.node(id);
    if (node.op->name() == "Slice") return merge_slices(rewrite, node) || slice_the_part(rewrite, node);
    return node.op->name() == "Concat" && merge_joins(rewrite, node);
}

}  // namespace

PassResult merge_moves(const Graph& graph) {
    Rewrite rewrite(graph, "merge_moves");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
