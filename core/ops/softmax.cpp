#include <algorithm>
#include <cmath>

#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/reduction.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

void import_softmax(ImportContext& c, bool log) {
    const ValueId x = c.value("self");
    const int axis = c.axis("dim", rank(c.type(x).shape));
    c.set_output(0, c.add("Softmax", {{"axis", std::int64_t{axis}}, {"log", log}}, {x}));
}

class Softmax final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Softmax",
                                 "exp(x) divided by its sum over an axis, or the logarithm of that. The "
                                 "largest value is taken off "
                                 "first.",
                                 {{"axis", "the axis of the sum"}, {"log", "whether the logarithm is given"}},
                                 {SupportLevel::published, "in bf16 only; the logarithm is composed"}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (node.attributes().boolean("log"))
            return {SupportLevel::composed, "from maxima, exp, sum and log"};
        return {SupportLevel::published, "in bf16 only"};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const std::int64_t axis = attributes.integer("axis");
        if (axis < 0 || axis >= rank(inputs[0].type.shape))
            bad_operand(info(), inputs[0], "it has no axis " + std::to_string(axis));
        return {{.shape = inputs[0].type.shape, .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        Attributes attributes = node.attributes();
        const auto axis = static_cast<int>(attributes.integer("axis"));
        if (axes[0] == axis)
            return Refuse{
                "it divides by a sum over axis " + std::to_string(axis) +
                    ", the sequence, so every output needs all positions",
                "stream another axis, attend over a window that the model keeps as state, or compile "
                "it without streaming"};
        if (axes[0] != no_axis) attributes.set("axis", std::int64_t{axis_after_removal(axis, axes[0])});
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        using lowering::PointwiseOp;
        constexpr lowering::Epilogue exponential{.activation = lowering::Activation::exp};
        const std::vector<lowering::VectorId> sources = builder.vectors(node.inputs[0]);
        const bool log = node.attributes.boolean("log");
        Groups groups(builder, builder.type(node.inputs[0]), {node.attributes.integer("axis")});
        std::vector<lowering::VectorId> powers = sources;
        std::vector<lowering::VectorId> results = sources;
        for (std::size_t g = 0; g < groups.count(); ++g) {
            const lowering::VectorId largest = groups.extreme(g, sources, lowering::ReduceOp::maximum);
            for (const std::size_t v : groups.members(g)) {
                if (!log) {
                    powers[v] = combine(builder, PointwiseOp::subtract, sources[v], largest, exponential);
                    continue;
                }
                results[v] = combine(builder, PointwiseOp::subtract, sources[v], largest);
                powers[v] = new_like(builder, results[v]);
                builder.add(lowering::PointwiseWork{
                    .result = powers[v], .a = results[v], .b = {}, .epilogue = exponential});
            }
            const lowering::VectorId sum = groups.sum(
                g, powers, 1, 0,
                {.activation = log ? lowering::Activation::log : lowering::Activation::reciprocal});
            for (const std::size_t v : groups.members(g))
                results[v] = log ? combine(builder, PointwiseOp::subtract, results[v], sum)
                                 : combine(builder, PointwiseOp::multiply, powers[v], sum);
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y = inputs[0];
        const AxisView view = axis_view(y.shape, static_cast<int>(attributes.integer("axis")));
        const bool log = attributes.boolean("log");
        for (std::int64_t o = 0; o < view.outer; ++o) {
            for (std::int64_t i = 0; i < view.inner; ++i) {
                const auto place = [&](std::int64_t k) { return (o * view.extent + k) * view.inner + i; };
                double largest = y[place(0)];
                for (std::int64_t k = 1; k < view.extent; ++k) largest = std::max(largest, y[place(k)]);
                double sum = 0;
                for (std::int64_t k = 0; k < view.extent; ++k) sum += std::exp(y[place(k)] - largest);
                for (std::int64_t k = 0; k < view.extent; ++k) {
                    double& v = y[place(k)];
                    v = log ? v - largest - std::log(sum) : std::exp(v - largest) / sum;
                }
            }
        }
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(
            node, 0,
            std::string(node.attributes().boolean("log") ? "torch.log_softmax(" : "torch.softmax(") +
                source.in(node) + ", " + std::to_string(node.attributes().integer("axis")) + ")");
    }

    std::vector<ImportRule> imports() const override {
        const auto plain = [](ImportContext& c) { import_softmax(c, false); };
        const auto log = [](ImportContext& c) { import_softmax(c, true); };
        return {{"torchscript", "aten::softmax", plain},
                {"torchscript", "aten::_softmax", plain},
                {"torchscript", "aten::log_softmax", log},
                {"torchscript", "aten::_log_softmax", log}};
    }

    std::vector<Sample> samples() const override {
        std::vector<Sample> all;
        const auto add = [&](const std::string& name, const Shape& shape, std::int64_t axis, bool log,
                             std::vector<int> streams) {
            GraphBuilder builder(name);
            builder.output(
                builder.add("Softmax", {{"axis", axis}, {"log", log}}, {builder.input("x", shape)}));
            all.push_back({name, builder.finish(), std::move(streams)});
        };
        add("over features", {4, 35}, 1, false, {0});
        add("over rows", {5, 3}, 0, false, {1});
        add("logarithm over features", {3, 7}, 1, true, {0});
        add("logarithm over channels", {2, 3, 4}, 1, true, {2});
        add("of one value", {4, 1}, 1, false, {0});
        GraphBuilder rows("over rows of a Linear's result");
        const ValueId y = rows.linear(rows.input("x", {6, 3}), sample_tensor({4, 3}, 1));
        rows.output(rows.add("Softmax", {{"axis", std::int64_t{0}}, {"log", false}}, {y}));
        all.push_back({"over rows of a Linear's result", rows.finish()});
        return all;
    }
};

}  // namespace

const nnir::Op& softmax_op() {
    static const Softmax op;
    return op;
}

}  // namespace lockstep::ops
