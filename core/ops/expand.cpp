#include <algorithm>
#include <map>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Expand final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Expand",
            "Repeats the one position of each axis of extent 1 that is wider in the result.",
            {{"shape", "shape of the result; as many axes as the input"}},
            {SupportLevel::published, "free except along the data dimension"},
            {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& from = inputs[0].type.shape;
        const Shape& to = attributes.integers("shape");
        bool fits = from.size() == to.size();
        for (std::size_t axis = 0; fits && axis < to.size(); ++axis)
            fits = to[axis] >= 0 && (from[axis] == 1 || from[axis] == to[axis]);
        if (!fits) bad_operand(info(), inputs[0], "it does not stretch to " + to_text(to));
        return {{.shape = to, .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (node.in()[at(axes[0])] != node.out()[at(axes[0])])
            return Refuse{
                "it repeats the only position along axis " + std::to_string(axes[0]) + ", the sequence",
                "stream another axis, or compile it without streaming"};
        return PassThrough{Attributes{{"shape", without_axis(node.out(), axes[0])}}, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& from = builder.type(node.inputs[0]);
        const ValueType& to = builder.type(node.outputs[0]);
        std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        if (to.shape.empty()) return builder.set_vectors(node.outputs[0], source);
        const std::int64_t length = to.shape[at(to.data_dim)];
        // Along the data dimension a value is repeated by a product with a column of ones.
        const Tensor ones = Tensor::filled({length, 1}, 1.0F);
        if (from.shape[at(from.data_dim)] != length)
            for (lowering::VectorId& vector : source) {
                lowering::LinearWork work{.result = builder.new_vector(length),
                                          .rows = length,
                                          .start = {},
                                          .products = {{ones, vector}},
                                          .epilogue = {}};
                vector = work.result;
                builder.add(std::move(work));
            }
        const Shape others = without_axis(from.shape, from.data_dim);
        const Shape wide = without_axis(to.shape, to.data_dim);
        std::vector<lowering::VectorId> results;
        for (const std::int64_t position : stretched_positions(others, wide))
            results.push_back(source[at(position)]);
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y;
        y.shape = attributes.integers("shape");
        for (const std::int64_t position : stretched_positions(inputs[0].shape, y.shape))
            y.values.push_back(inputs[0][position]);
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0,
                      "torch.broadcast_to(" + source.in(node) + ", " +
                          TorchSource::list(node.attributes().integers("shape")) + ")");
    }

    std::vector<ImportRule> imports() const override { return expand_imports(); }

    std::vector<Sample> samples() const override {
        const auto expanded = [](GraphBuilder& b, ValueId x, Shape shape) {
            return b.add("Expand", {{"shape", std::move(shape)}}, {x});
        };
        GraphBuilder rows("other axes");
        const ValueId x = rows.input("x", {4, 1, 3});
        rows.output(rows.linear(expanded(rows, x, {4, 5, 3}), sample_tensor({2, 3}, 104)));
        GraphBuilder features("data dimension");
        const ValueId y = features.linear(features.input("x", {4, 1, 3}), sample_tensor({1, 3}, 105));
        features.output(expanded(features, y, {4, 2, 6}));
        return {{"other axes", rows.finish(), {0}}, {"data dimension", features.finish(), {0}}};
    }
};

}  // namespace

const nnir::Op& expand_op() {
    static const Expand op;
    return op;
}

}  // namespace lockstep::ops
