#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Realign final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Realign",
            "The same value with another data dimension. It is put where an operator needs one and what "
            "makes "
            "its operand another.",
            {{"from", "data dimension of the operand"}, {"to", "data dimension of the result"}},
            {SupportLevel::composed, "from products with matrices that pick single values"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const ValueType& x = inputs[0].type;
        for (const char* side : {"from", "to"})
            if (attributes.integer(side) < 0 || attributes.integer(side) >= rank(x.shape))
                bad_operand(info(), inputs[0], "it has no axis " + std::to_string(attributes.integer(side)));
        return {{.shape = x.shape, .format = x.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        return {{static_cast<int>(node.attributes().integer("from"))},
                {static_cast<int>(node.attributes().integer("to"))}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const auto from = static_cast<int>(node.attributes().integer("from"));
        const auto to = static_cast<int>(node.attributes().integer("to"));
        if (from == axes[0] || to == axes[0])
            return Refuse{
                "it moves the data dimension from or to axis " + std::to_string(axes[0]) + ", the sequence",
                "stream another axis"};
        return PassThrough{Attributes{{"from", std::int64_t{axis_after_removal(from, axes[0])}},
                                      {"to", std::int64_t{axis_after_removal(to, axes[0])}}},
                           {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.inputs[0]);
        const std::vector<lowering::VectorId> sources = builder.vectors(node.inputs[0]);
        const auto from = static_cast<int>(node.attributes.integer("from"));
        const auto to = static_cast<int>(node.attributes.integer("to"));
        if (from == to) return builder.set_vectors(node.outputs[0], sources);
        const Shape others = without_axis(type.shape, to);
        // Of a vector of the result: where it lies along the operand's data dimension is a lane of the
        // operand's vectors, of which it takes one value each.
        const AxisView rows = axis_view(without_axis(type.shape, from), axis_after_removal(to, from));
        const AxisView lanes = axis_view(others, axis_after_removal(from, to));
        Selector selector(builder);
        std::vector<lowering::VectorId> results;
        for (std::int64_t v = 0; v < element_count(others); ++v) {
            const std::int64_t lane = v / lanes.inner % lanes.extent;
            const std::int64_t place = place_without(type.shape, from, to, v);
            std::vector<Piece> pieces;
            for (std::int64_t k = 0; k < rows.extent; ++k)
                pieces.push_back({sources[at(place + k * rows.inner)], lane, k, 1});
            results.push_back(selector.select(rows.extent, pieces));
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes&, std::span<const RealTensor> inputs) const override {
        return {inputs[0]};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0, "torch.clone(" + source.in(node) + ")");
    }

    std::vector<ImportRule> imports() const override { return {}; }

    std::vector<Sample> samples() const override {
        const auto between = [](const char* name, Shape shape, std::int64_t from, std::int64_t to,
                                std::vector<int> axes) {
            GraphBuilder b(name);
            b.output(b.add("Realign", {{"from", from}, {"to", to}}, {b.input("x", std::move(shape))}));
            return Sample{name, b.finish(), std::move(axes)};
        };
        return {between("columns to rows", {3, 5}, 0, 1, {}), between("rows to columns", {3, 5}, 1, 0, {}),
                between("inner axes", {2, 3, 4}, 2, 1, {0}), between("outer axes", {4, 2, 3}, 0, 2, {1})};
    }

  private:
    /// The operand's vector at the first position of axis `to` that the result's vector `v` takes from.
    static std::int64_t place_without(const Shape& shape, int from, int to, std::int64_t v) {
        std::vector<std::int64_t> index(shape.size(), 0);
        for (int axis = rank(shape); axis-- > 0;) {
            if (axis == to) continue;
            index[at(axis)] = v % shape[at(axis)];
            v /= shape[at(axis)];
        }
        std::int64_t place = 0;
        for (int axis = 0; axis < rank(shape); ++axis)
            if (axis != from) place = place * shape[at(axis)] + index[at(axis)];
        return place;
    }
};

}  // namespace

const nnir::Op& realign_op() {
    static const Realign op;
    return op;
}

}  // namespace lockstep::ops
