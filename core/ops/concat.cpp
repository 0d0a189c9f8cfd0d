#include <algorithm>
#include <utility>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// One entry per part: -1 is the next input, a count so many positions of the constants.
std::vector<std::int64_t> layout(const Attributes& attributes, std::size_t inputs) {
    return attributes.has("parts") ? attributes.integers("parts") : std::vector<std::int64_t>(inputs, -1);
}

/// The parts in order: inputs, and slices of the constants.
std::vector<RealTensor> parts(const Attributes& attributes, std::span<const RealTensor> inputs) {
    const auto axis = static_cast<int>(attributes.integer("axis"));
    std::vector<RealTensor> all;
    std::size_t input = 0;
    std::int64_t first = 0;
    for (const std::int64_t part : layout(attributes, inputs.size())) {
        if (part < 0) {
            all.push_back(inputs[input++]);
        } else {
            all.push_back(nnir::slice(RealTensor(attributes.tensor("constants")), axis, first, part));
            first += part;
        }
    }
    return all;
}

class Concat final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Concat",
            "Joins values, and constants between them, along one axis.",
            {{"axis", "the axis"},
             {"constants", "the constant parts, joined along the axis", true},
             {"parts", "one entry per part: -1 is the next input, else that many positions of the constants",
              true}},
            {SupportLevel::published, "free except along the data dimension"},
            {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        if (inputs.empty()) throw Error(FailureKind::bad_shape, "Concat needs an input");
        const std::int64_t axis = attributes.integer("axis");
        const Shape& first = inputs[0].type.shape;
        if (axis < 0 || axis >= rank(first))
            bad_operand(info(), inputs[0], "it has no axis " + std::to_string(axis));
        std::int64_t extent = 0;
        for (const Value& input : inputs) {
            const Shape& shape = input.type.shape;
            if (rank(shape) != rank(first) ||
                with_extent(shape, static_cast<int>(axis), first[at(axis)]) != first)
                bad_operand(info(), input,
                            "it must be as '" + inputs[0].name + "' (" + to_text(first) + ") but for axis " +
                                std::to_string(axis));
            extent += shape[at(axis)];
        }
        std::int64_t constant = 0;
        std::int64_t computed = 0;
        for (const std::int64_t part : layout(attributes, inputs.size())) {
            computed += part == -1 ? 1 : 0;
            constant += std::max<std::int64_t>(part, 0);
            if (part < -1) bad_operand(info(), inputs[0], "its list of parts is broken");
        }
        const bool fits = attributes.has("constants")
                              ? attributes.tensor("constants").shape() ==
                                    with_extent(first, static_cast<int>(axis), constant)
                              : constant == 0;
        if (!fits || std::cmp_not_equal(computed, inputs.size()))
            bad_operand(info(), inputs[0], "its list of parts does not fit the inputs and constants");
        return {{.shape = with_extent(first, static_cast<int>(axis), extent + constant),
                 .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        Attributes attributes = node.attributes();
        const auto axis = static_cast<int>(attributes.integer("axis"));
        for (std::size_t k = 0; k < axes.size(); ++k) {
            if (axes[k] == axes[0]) continue;
            if (axes[k] == no_axis || axes[0] == no_axis)
                return Refuse{"'" + node.inputs[axes[k] == no_axis ? k : 0].name +
                                  "' has no sequence, but what it is joined with has one",
                              "give every operand the streaming axis"};
            return Refuse{"the sequence is axis " + std::to_string(axes[0]) + " of '" + node.inputs[0].name +
                              "' but axis " + std::to_string(axes[k]) + " of '" + node.inputs[k].name + "'",
                          "stream axes that meet in the same place"};
        }
        if (axes[0] == axis)
            return Refuse{"it joins " + std::to_string(layout(attributes, axes.size()).size()) +
                              " parts along axis " + std::to_string(axis) +
                              ", the sequence, so its length changes",
                          "join along another axis, or compile it without streaming"};
        if (attributes.has("constants")) {
            const auto first = same_along(attributes.tensor("constants"), axes[0]);
            if (!first)
                return Refuse{
                    "its constants differ from position to position along axis " + std::to_string(axes[0]),
                    "stream an axis along which they are the same"};
            attributes.set("constants", *first);
        }
        attributes.set("axis", std::int64_t{axis_after_removal(axis, axes[0])});
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.outputs[0]);
        const auto axis = static_cast<int>(node.attributes.integer("axis"));
        std::vector<Part> all;
        std::size_t input = 0;
        std::int64_t first = 0;
        for (const std::int64_t part : layout(node.attributes, node.inputs.size())) {
            if (part < 0) {
                const ValueId id = node.inputs[input++];
                all.push_back({builder.type(id).shape, builder.vectors(id), {}});
            } else {
                const Tensor constant = tensor_slice(node.attributes.tensor("constants"), axis, first, part);
                all.push_back({constant.shape(), {}, lowering::cut_into_vectors(constant, type.data_dim)});
                first += part;
            }
        }
        builder.set_vectors(node.outputs[0], axis == type.data_dim ? join(builder, all)
                                                                   : take_turns(builder, all, axis, type));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        return {concatenate(parts(attributes, inputs), static_cast<int>(attributes.integer("axis")))};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        const auto axis = static_cast<int>(a.integer("axis"));
        std::string list;
        std::size_t input = 0;
        std::int64_t first = 0;
        for (const std::int64_t part : layout(a, node.inputs.size())) {
            list += list.empty() ? "" : ", ";
            if (part < 0) {
                list += source.in(node, input++);
            } else {
                list += source.weight(tensor_slice(a.tensor("constants"), axis, first, part));
                first += part;
            }
        }
        source.assign(node, 0, "torch.cat([" + list + "], " + std::to_string(axis) + ")");
    }

    std::vector<ImportRule> imports() const override { return concat_imports(); }

    std::vector<Sample> samples() const override {
        GraphBuilder rows("other axis");
        const ValueId a = rows.input("a", {4, 1, 3});
        const ValueId b = rows.input("b", {4, 2, 3});
        rows.output(rows.linear(rows.add("Concat", {{"axis", std::int64_t{1}}}, {a, b, a}),
                                sample_tensor({2, 3}, 94)));
        GraphBuilder features("data dimension");
        const ValueId x = features.linear(features.input("x", {5, 3}), sample_tensor({3, 3}, 95));
        const ValueId y = features.linear(features.input("y", {5, 2}), sample_tensor({4, 2}, 96));
        features.output(features.add("Concat", {{"axis", std::int64_t{1}}}, {x, y}));
        GraphBuilder constants("constants between");
        const ValueId z = constants.linear(constants.input("z", {2, 5}), sample_tensor({3, 5}, 97));
        constants.output(constants.add("Concat",
                                       {{"axis", std::int64_t{1}},
                                        {"constants", sample_tensor({2, 5}, 98)},
                                        {"parts", std::vector<std::int64_t>{2, -1, 3, -1}}},
                                       {z, z}));
        GraphBuilder same("constants, streamed");
        const ValueId u = same.linear(same.input("u", {4, 2}), sample_tensor({3, 2}, 99));
        same.output(same.add("Concat",
                             {{"axis", std::int64_t{1}},
                              {"constants", Tensor::filled({4, 2}, 0.5F)},
                              {"parts", std::vector<std::int64_t>{-1, 1, -1, 1}}},
                             {u, u}));
        return {{"other axis", rows.finish(), {0, 0}},
                {"data dimension", features.finish(), {0, 0}},
                {"constants between", constants.finish()},
                {"constants, streamed", same.finish(), {0}}};
    }

  private:
    /// A part of the result: computed vectors or constant ones.
    struct Part {
        Shape shape;
        std::vector<lowering::VectorId> vectors;
        std::vector<std::vector<float>> constants;
    };

    /// Along the data dimension: each result vector holds one vector of every part.
    static std::vector<lowering::VectorId> join(lowering::Builder& builder, const std::vector<Part>& parts) {
        Selector selector(builder);
        std::vector<lowering::VectorId> results;
        const std::size_t count = std::max(parts.front().vectors.size(), parts.front().constants.size());
        for (std::size_t v = 0; v < count; ++v) {
            std::vector<Piece> pieces;
            std::vector<float> background;
            for (const Part& part : parts) {
                if (part.vectors.empty()) {
                    background.insert(background.end(), part.constants[v].begin(), part.constants[v].end());
                    continue;
                }
                const std::int64_t length = builder.length(part.vectors[v]);
                const auto to = static_cast<std::int64_t>(background.size());
                pieces.push_back({part.vectors[v], 0, to, length});
                background.resize(at(to + length), 0.0F);
            }
            results.push_back(selector.select(std::move(background), pieces));
        }
        return results;
    }

    /// Along another axis: the vectors of the parts take turns.
    static std::vector<lowering::VectorId> take_turns(lowering::Builder& builder,
                                                      const std::vector<Part>& parts, int axis,
                                                      const ValueType& type) {
        const auto view = [&](const Shape& shape) {
            return axis_view(without_axis(shape, type.data_dim), axis_after_removal(axis, type.data_dim));
        };
        std::vector<lowering::VectorId> results;
        const std::int64_t outer = view(type.shape).outer;
        for (std::int64_t o = 0; o < outer; ++o) {
            for (const Part& part : parts) {
                const std::int64_t run = view(part.shape).extent * view(part.shape).inner;
                for (std::int64_t k = o * run; k < (o + 1) * run; ++k)
                    results.push_back(part.vectors.empty() ? builder.constant_vector(part.constants[at(k)])
                                                           : part.vectors[at(k)]);
            }
        }
        return results;
    }
};

}  // namespace

const nnir::Op& concat_op() {
    static const Concat op;
    return op;
}

}  // namespace lockstep::ops
