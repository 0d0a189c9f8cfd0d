#include <algorithm>

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

class Slice final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Slice",
            "Positions [first, first + count) along one axis.",
            {{"axis", "the axis"}, {"first", "first position"}, {"count", "number of positions"}},
            {SupportLevel::published, "free except along the data dimension"},
            {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = inputs[0].type.shape;
        const std::int64_t axis = attributes.integer("axis");
        const std::int64_t first = attributes.integer("first");
        const std::int64_t count = attributes.integer("count");
        if (axis < 0 || axis >= rank(shape))
            bad_operand(info(), inputs[0], "it has no axis " + std::to_string(axis));
        if (first < 0 || count < 0 || first + count > shape[at(axis)])
            bad_operand(info(), inputs[0],
                        "positions " + std::to_string(first) + " to " + std::to_string(first + count) +
                            " lie outside of axis " + std::to_string(axis));
        return {
            {.shape = with_extent(shape, static_cast<int>(axis), count), .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        Attributes attributes = node.attributes();
        const auto axis = static_cast<int>(attributes.integer("axis"));
        const std::int64_t first = attributes.integer("first");
        const std::int64_t count = attributes.integer("count");
        if (axis == axes[0]) {
            const Attributes position{{"shape", without_axis(node.in(), axis)}};
            if (count == 0)
                return Refuse{"it keeps no position of the sequence", "compile it without streaming"};
            if (count == 1 && node.in()[at(axis)] > 1)
                return PickPosition{first, Attributes{{"shape", node.out()}}, "Reshape"};
            // A result that ends before its operand is a shorter one: what comes later is further output.
            return PassThrough{position, {axis}, "Reshape", first};
        }
        attributes.set("axis", std::int64_t{axis_after_removal(axis, axes[0])});
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.inputs[0]);
        const auto axis = static_cast<int>(node.attributes.integer("axis"));
        const std::int64_t first = node.attributes.integer("first");
        const std::int64_t count = node.attributes.integer("count");
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        std::vector<lowering::VectorId> results;
        if (axis == type.data_dim) {
            Selector selector(builder);
            for (const lowering::VectorId vector : source)
                results.push_back(selector.select(count, {{vector, first, 0, count}}));
        } else {
            const AxisView view =
                axis_view(without_axis(type.shape, type.data_dim), axis_after_removal(axis, type.data_dim));
            for (std::int64_t o = 0; o < view.outer; ++o)
                for (std::int64_t k = first; k < first + count; ++k)
                    for (std::int64_t i = 0; i < view.inner; ++i)
                        results.push_back(source[at((o * view.extent + k) * view.inner + i)]);
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        return {nnir::slice(inputs[0], static_cast<int>(attributes.integer("axis")),
                            attributes.integer("first"), attributes.integer("count"))};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        source.assign(node, 0,
                      "torch.narrow(" + source.in(node) + ", " + std::to_string(a.integer("axis")) + ", " +
                          std::to_string(a.integer("first")) + ", " + std::to_string(a.integer("count")) +
                          ")");
    }

    std::vector<ImportRule> imports() const override { return slice_imports(); }

    std::vector<Sample> samples() const override {
        GraphBuilder rows("other axis");
        const ValueId x = rows.input("x", {4, 3, 5});
        rows.output(rows.linear(rows.slice(x, 1, 1, 2), sample_tensor({2, 5}, 8)));
        GraphBuilder features("data dimension");
        const ValueId y = features.linear(features.input("x", {4, 5}), sample_tensor({6, 5}, 9));
        features.output(features.slice(y, 1, 2, 3));
        return {{"other axis", rows.finish(), {0}}, {"data dimension", features.finish(), {0}}};
    }
};

}  // namespace

const nnir::Op& slice_op() {
    static const Slice op;
    return op;
}

}  // namespace lockstep::ops
