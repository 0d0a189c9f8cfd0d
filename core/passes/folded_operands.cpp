#include "core/passes/folded_operands.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/nnir/axes.h"
#include "core/nnir/op.h"

namespace lockstep {
namespace {

using namespace nnir;

using Facing = std::vector<std::pair<FoldedOperand, ValueId>>;

/// An operator, what it is beside its operands, and these.
struct Unfolded {
    std::string op;
    Attributes rest;
    std::vector<FoldedOperand> operands;
};

Attributes without(const Attributes& attributes, std::initializer_list<const char*> keys) {
    Attributes rest;
    for (const auto& [key, value] : attributes.entries())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) rest.set(key, value);
    return rest;
}

Unfolded unfold_pointwise(const Node& node) {
    Unfolded result{"Pointwise", without(node.attributes, {"constant", "constant_first"}), {}};
    for (const ValueId input : node.inputs) result.operands.emplace_back(input);
    if (!node.attributes.has("constant")) return result;
    const bool first = node.attributes.has("constant_first") && node.attributes.boolean("constant_first");
    result.operands.insert(first ? result.operands.begin() : result.operands.end(),
                           node.attributes.tensor("constant"));
    return result;
}

Unfolded unfold_where(const Node& node) {
    constexpr std::array<const char*, 3> keys = {"condition", "a", "b"};
    Unfolded result{"Where", without(node.attributes, {"condition", "a", "b"}), {}};
    std::size_t next = 0;
    for (const char* key : keys) {
        if (node.attributes.has(key)) {
            result.operands.emplace_back(node.attributes.tensor(key));
        } else {
            result.operands.emplace_back(node.inputs.at(next++));
        }
    }
    return result;
}

Unfolded unfold_concat(const Node& node) {
    const Attributes& attributes = node.attributes;
    Unfolded result{"Concat", without(attributes, {"constants", "parts"}), {}};
    if (!attributes.has("parts")) {
        for (const ValueId input : node.inputs) result.operands.emplace_back(input);
        return result;
    }
    const auto axis = static_cast<int>(attributes.integer("axis"));
    std::size_t next = 0;
    std::int64_t first = 0;
    for (const std::int64_t part : attributes.integers("parts")) {
        if (part < 0) {
            result.operands.emplace_back(node.inputs.at(next++));
        } else {
            result.operands.emplace_back(tensor_slice(attributes.tensor("constants"), axis, first, part));
            first += part;
        }
    }
    return result;
}

/// A Pad joins constants in front and behind.
Unfolded unfold_pad(const Graph& graph, const Node& node) {
    const Attributes& attributes = node.attributes;
    const auto axis = static_cast<int>(attributes.integer("axis"));
    const Shape& shape = graph.value(node.inputs.front()).type.shape;
    const auto filled = [&](std::int64_t extent) {
        return Tensor::filled(with_extent(shape, axis, extent),
                              static_cast<float>(attributes.number("value")));
    };
    Unfolded result{"Concat", {{"axis", attributes.integer("axis")}}, {}};
    if (attributes.integer("left") > 0)
        result.operands.emplace_back(attributes.has("columns") ? attributes.tensor("columns")
                                                               : filled(attributes.integer("left")));
    result.operands.emplace_back(node.inputs.front());
    if (attributes.integer("right") > 0) result.operands.emplace_back(filled(attributes.integer("right")));
    return result;
}

std::optional<Unfolded> unfold(const Graph& graph, const Node& node) {
    const std::string& op = node.op->name();
    if (op == "Pointwise") return unfold_pointwise(node);
    if (op == "Where") return unfold_where(node);
    if (op == "Concat") return unfold_concat(node);
    if (op == "Pad") return unfold_pad(graph, node);
    return std::nullopt;
}

/// Constants that lie side by side are one part: cut into the parts that they face.
std::optional<Facing> face_parts(const Graph& graph, const Unfolded& folded, const Node& node) {
    const auto axis = static_cast<int>(folded.rest.integer("axis"));
    Facing facing;
    std::size_t part = 0;
    std::int64_t used = 0;
    for (const ValueId value : node.inputs) {
        if (part == folded.operands.size()) return std::nullopt;
        const std::int64_t extent = graph.value(value).type.shape[at(axis)];
        if (const auto* other = std::get_if<ValueId>(&folded.operands[part])) {
            facing.emplace_back(*other, value);
            ++part;
            continue;
        }
        const Tensor& constants = std::get<Tensor>(folded.operands[part]);
        const std::int64_t all = constants.shape()[at(axis)];
        if (used + extent > all) return std::nullopt;
        facing.emplace_back(tensor_slice(constants, axis, used, extent), value);
        used += extent;
        if (used < all) continue;
        ++part;
        used = 0;
    }
    return part == folded.operands.size() ? std::optional(facing) : std::nullopt;
}

/// A product with a constant matrix is a Linear.
std::optional<Facing> face_product(const Graph& graph, const Node& linear, const Node& product) {
    const Tensor& weight = linear.attributes.tensor("weight");
    const Shape& a = graph.value(linear.inputs[0]).type.shape;
    const Shape transposed{weight.shape()[1], weight.shape()[0]};
    if (linear.attributes.has("bias") || !product.attributes.entries().empty() ||
        graph.value(product.inputs[0]).type.shape != a ||
        graph.value(product.inputs[1]).type.shape != transposed)
        return std::nullopt;
    return Facing{{linear.inputs[0], product.inputs[0]}, {weight.permuted({1, 0}), product.inputs[1]}};
}

bool commutes(const Attributes& pointwise) {
    const std::string& op = pointwise.string("op");
    return op == "add" || op == "multiply" || op == "minimum" || op == "maximum" || op == "equal" ||
           op == "not_equal";
}

int fit(const Facing& facing, const std::function<int(ValueId, ValueId)>& weight) {
    int sum = 0;
    for (const auto& [first, second] : facing)
        if (const auto* value = std::get_if<ValueId>(&first)) sum += weight(*value, second);
    return sum;
}

}  // namespace

std::optional<Facing> facing_operands(const Graph& graph, const Node& folded, const Node& node,
                                      const std::function<int(ValueId, ValueId)>& weight) {
    if (folded.op->name() == "Linear" && node.op->name() == "MatMul")
        return face_product(graph, folded, node);
    const auto first = unfold(graph, folded);
    const auto second = unfold(graph, node);
    if (!first || !second || first->op != second->op || !(first->rest == second->rest)) return std::nullopt;
    // The later iteration has values where it has operands.
    if (second->operands.size() != node.inputs.size()) return std::nullopt;
    if (first->op == "Concat") return face_parts(graph, *first, node);
    if (first->operands.size() != second->operands.size()) return std::nullopt;
    Facing straight;
    for (std::size_t k = 0; k < node.inputs.size(); ++k)
        straight.emplace_back(first->operands[k], node.inputs[k]);
    if (first->op != "Pointwise" || !commutes(first->rest)) return straight;
    const Facing crossed{{first->operands[1], node.inputs[0]}, {first->operands[0], node.inputs[1]}};
    return fit(crossed, weight) > fit(straight, weight) ? crossed : straight;
}

std::optional<std::pair<ValueId, std::pair<Tensor, ValueId>>> facing_neutral(
    ValueId value, const Node& node, const std::function<int(ValueId, ValueId)>& weight) {
    if (node.op->name() != "Pointwise" || node.inputs.size() != 2) return std::nullopt;
    const std::string& op = node.attributes.string("op");
    if (op != "add" && op != "multiply") return std::nullopt;
    const bool swapped = weight(value, node.inputs[1]) > weight(value, node.inputs[0]);
    const Tensor neutral = Tensor::filled({}, op == "add" ? 0.0F : 1.0F);
    return std::pair{node.inputs[swapped ? 1 : 0], std::pair{neutral, node.inputs[swapped ? 0 : 1]}};
}

}  // namespace lockstep
