#include <algorithm>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Gather final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Gather",
                                 "Constant positions along one axis, in any order, with repetitions.",
                                 {{"axis", "the axis"}, {"positions", "input position per output position"}},
                                 {SupportLevel::published, "free except along the data dimension"},
                                 {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = inputs[0].type.shape;
        const std::int64_t axis = attributes.integer("axis");
        const std::vector<std::int64_t>& positions = attributes.integers("positions");
        if (axis < 0 || axis >= rank(shape))
            bad_operand(info(), inputs[0], "it has no axis " + std::to_string(axis));
        for (const std::int64_t position : positions)
            if (position < 0 || position >= shape[at(axis)])
                bad_operand(
                    info(), inputs[0],
                    "position " + std::to_string(position) + " lies outside of axis " + std::to_string(axis));
        return {
            {.shape = with_extent(shape, static_cast<int>(axis), static_cast<std::int64_t>(positions.size())),
             .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        Attributes attributes = node.attributes();
        const auto axis = static_cast<int>(attributes.integer("axis"));
        if (axis == axes[0]) {
            const std::vector<std::int64_t>& positions = attributes.integers("positions");
            if (positions.size() == 1)
                return PickPosition{positions[0], Attributes{{"shape", node.out()}}, "Reshape"};
            return Refuse{"it takes " + std::to_string(positions.size()) + " positions of the " +
                              std::to_string(node.in()[at(axis)]) +
                              " along the sequence in an order of its own",
                          "stream another axis, or compile it without streaming"};
        }
        attributes.set("axis", std::int64_t{axis_after_removal(axis, axes[0])});
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.inputs[0]);
        const auto axis = static_cast<int>(node.attributes.integer("axis"));
        const std::vector<std::int64_t>& positions = node.attributes.integers("positions");
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        std::vector<lowering::VectorId> results;
        if (axis == type.data_dim) {
            Selector selector(builder);
            for (const lowering::VectorId vector : source) {
                std::vector<Piece> pieces;
                for (std::size_t k = 0; k < positions.size(); ++k)
                    pieces.push_back({vector, positions[k], static_cast<std::int64_t>(k), 1});
                results.push_back(selector.select(static_cast<std::int64_t>(positions.size()), pieces));
            }
        } else {
            const AxisView view =
                axis_view(without_axis(type.shape, type.data_dim), axis_after_removal(axis, type.data_dim));
            for (std::int64_t o = 0; o < view.outer; ++o)
                for (const std::int64_t position : positions)
                    for (std::int64_t i = 0; i < view.inner; ++i)
                        results.push_back(source[at((o * view.extent + position) * view.inner + i)]);
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const auto axis = static_cast<int>(attributes.integer("axis"));
        const RealTensor& x = inputs[0];
        const std::vector<std::int64_t>& positions = attributes.integers("positions");
        RealTensor y(with_extent(x.shape, axis, static_cast<std::int64_t>(positions.size())));
        const AxisView from = axis_view(x.shape, axis);
        const AxisView to = axis_view(y.shape, axis);
        for (std::int64_t o = 0; o < to.outer; ++o)
            for (std::int64_t k = 0; k < to.extent; ++k)
                for (std::int64_t i = 0; i < to.inner; ++i)
                    y[(o * to.extent + k) * to.inner + i] =
                        x[(o * from.extent + positions[at(k)]) * from.inner + i];
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        source.assign(node, 0,
                      "torch.index_select(" + source.in(node) + ", " + std::to_string(a.integer("axis")) +
                          ", torch.tensor(" + TorchSource::list(a.integers("positions")) + "))");
    }

    std::vector<ImportRule> imports() const override {
        std::vector<ImportRule> rules = gather_imports();
        for (ImportRule& rule : window_imports()) rules.push_back(std::move(rule));
        return rules;
    }

    std::vector<Sample> samples() const override {
        const auto gathered = [](GraphBuilder& b, ValueId x, int axis, std::vector<std::int64_t> positions) {
            return b.add("Gather", {{"axis", std::int64_t{axis}}, {"positions", std::move(positions)}}, {x});
        };
        GraphBuilder rows("other axis");
        const ValueId x = rows.input("x", {4, 3, 5});
        rows.output(rows.linear(gathered(rows, x, 1, {2, 0, 2, 1}), sample_tensor({2, 5}, 100)));
        GraphBuilder features("data dimension");
        const ValueId y = features.linear(features.input("x", {4, 3}), sample_tensor({7, 3}, 101));
        features.output(gathered(features, y, 1, {6, 5, 4, 3, 0}));
        return {{"other axis", rows.finish(), {0}}, {"data dimension", features.finish(), {0}}};
    }
};

}  // namespace

const nnir::Op& gather_op() {
    static const Gather op;
    return op;
}

}  // namespace lockstep::ops
