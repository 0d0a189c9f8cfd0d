#include <algorithm>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

ValueId add_slice(ImportContext& c, ValueId x, int axis, std::int64_t first, std::int64_t count) {
    return c.add("Slice", {{"axis", std::int64_t{axis}}, {"first", first}, {"count", count}}, {x});
}

/// An end of a Python slice as a position in [0, extent].
std::int64_t bound(std::int64_t given, std::int64_t extent) {
    return std::clamp<std::int64_t>(given < 0 ? given + extent : given, 0, extent);
}

void import_slice(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    if (c.integer("step", 1) != 1) c.refuse("its step must be 1");
    const int axis = c.axis("dim", rank(shape), 0);
    const std::int64_t extent = shape[at(axis)];
    const std::int64_t first = bound(c.integer("start", 0), extent);
    const std::int64_t end = std::max(first, bound(c.integer("end", extent), extent));
    c.set_output(0, add_slice(c, x, axis, first, end - first));
}

void import_narrow(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape));
    const std::int64_t first = bound(c.integer("start"), shape[at(axis)]);
    c.set_output(0, add_slice(c, x, axis, first, c.integer("length")));
}

void import_select(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape));
    const int index = normal_axis(c.integer("index"), static_cast<int>(shape[at(axis)]));
    if (index < 0) c.refuse("its index lies outside of axis " + std::to_string(axis));
    const ValueId row = add_slice(c, x, axis, index, 1);
    c.set_output(0, c.add("Reshape", {{"shape", without_axis(shape, axis)}}, {row}));
}

class Slice final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Slice",
            "Positions [first, first + count) along one axis.",
            {{"axis", "the axis"}, {"first", "first position"}, {"count", "number of positions"}},
            {SupportLevel::published, "free except along the data dimension"}};
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
        if (axis == axes[0])
            return Refuse{"it keeps positions " + std::to_string(attributes.integer("first")) + " to " +
                              std::to_string(attributes.integer("first") + attributes.integer("count")) +
                              " of the " + std::to_string(node.in()[at(axis)]) +
                              " along the sequence, so its length changes",
                          attributes.integer("count") == 1
                              ? "export the model without picking one position: streamed, it gives every "
                                "position's output"
                              : "export the model so that each position in gives one position out"};
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
            for (const lowering::VectorId vector : source)
                results.push_back(select(builder, count, {{vector, first, 0, count}}));
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

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", "aten::slice", import_slice},
                {"torchscript", "aten::narrow", import_narrow},
                {"torchscript", "aten::select", import_select}};
    }

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
