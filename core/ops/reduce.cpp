#include <algorithm>
#include <cmath>
#include <limits>

#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/reduce_import.h"
#include "core/ops/reduction.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

bool contains(const std::vector<std::int64_t>& axes, int axis) {
    return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

bool is_extreme(const std::string& function) {
    return function == "max" || function == "min";
}

Shape reduced_shape(const Shape& shape, const std::vector<std::int64_t>& axes, bool keepdim) {
    Shape result;
    for (int axis = 0; axis < rank(shape); ++axis) {
        if (!contains(axes, axis)) {
            result.push_back(shape[at(axis)]);
        } else if (keepdim) {
            result.push_back(1);
        }
    }
    return result;
}

/// Where an axis that stays stands in the result.
int axis_in_result(const Attributes& attributes, int axis) {
    if (attributes.boolean("keepdim")) return axis;
    const auto& axes = attributes.integers("axes");
    return axis - static_cast<int>(std::count_if(axes.begin(), axes.end(), [&](auto a) { return a < axis; }));
}

/// Where the element of a value goes in the result: its place over the axes that stay.
std::int64_t target_of(const Shape& shape, const std::vector<std::int64_t>& axes, std::size_t element) {
    const std::vector<std::int64_t> steps = strides(shape);
    std::int64_t target = 0;
    auto rest = static_cast<std::int64_t>(element);
    for (int axis = 0; axis < rank(shape); ++axis) {
        if (!contains(axes, axis)) target = target * shape[at(axis)] + rest / steps[at(axis)];
        rest %= steps[at(axis)];
    }
    return target;
}

class Reduce final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Reduce",
            "The sum, mean, variance, largest or smallest value over some axes.",
            {{"function", "sum, mean, variance, max or min"},
             {"axes", "the axes, ascending"},
             {"keepdim", "whether they stay, with extent 1"},
             {"divisor", "what a mean or a variance divides by, if not the number of values", true}},
            {SupportLevel::published,
             "sums and means, in bf16; variances are built from sums and products, maximum and minimum from "
             "slices "
             "and pairwise maxima"}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (is_extreme(node.attributes().string("function")))
            return {SupportLevel::composed, "from slices and pairwise maxima"};
        if (node.attributes().string("function") == "variance")
            return {SupportLevel::composed, "from sums and products"};
        const bool drops_data = node.inputs[0].type.data_dim != no_data_dim &&
                                contains(node.attributes().integers("axes"), node.inputs[0].type.data_dim) &&
                                !node.attributes().boolean("keepdim") && !node.out().empty();
        return {SupportLevel::published,
                drops_data ? "in bf16 only, and with keepdim on the data dimension" : "in bf16 only"};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const std::string& function = attributes.string("function");
        if (function != "sum" && function != "mean" && function != "variance" && !is_extreme(function))
            bad_operand(info(), inputs[0], "the function '" + function + "' is unknown");
        const Shape& shape = inputs[0].type.shape;
        const auto& axes = attributes.integers("axes");
        for (std::size_t k = 0; k < axes.size(); ++k)
            if (axes[k] < 0 || axes[k] >= rank(shape) || (k > 0 && axes[k] <= axes[k - 1]))
                bad_operand(info(), inputs[0], "it has no axes " + TorchSource::list(axes));
        if (element_count(shape) == 0) bad_operand(info(), inputs[0], "there is nothing in it");
        return {{.shape = reduced_shape(shape, axes, attributes.boolean("keepdim")),
                 .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        const Attributes& attributes = node.attributes();
        DataDims demanded = known;
        const int in = known.inputs[0];
        if (in != no_data_dim && !contains(attributes.integers("axes"), in)) {
            demanded.outputs[0] = axis_in_result(attributes, in);
        } else if (in != no_data_dim && attributes.boolean("keepdim") && known.outputs[0] == no_data_dim) {
            // One value per vector, which pointwise operators take as it is.
            demanded.outputs[0] = in;
        }
        return demanded;
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (axes[0] == no_axis) return PassThrough{node.attributes(), {no_axis}};
        Attributes attributes = node.attributes();
        std::vector<std::int64_t> rest;
        for (const std::int64_t axis : attributes.integers("axes")) {
            if (axis == axes[0])
                return Refuse{
                    "its " + attributes.string("function") + " over axis " + std::to_string(axis) +
                        " needs all positions of the sequence",
                    "stream another axis, reduce over a window kept by a convolution, or compile it "
                    "without streaming"};
            rest.push_back(axis_after_removal(static_cast<int>(axis), axes[0]));
        }
        attributes.set("axes", rest);
        return PassThrough{attributes, {axis_in_result(node.attributes(), axes[0])}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const std::vector<lowering::VectorId> sources = builder.vectors(node.inputs[0]);
        const ValueType& type = builder.type(node.outputs[0]);
        Groups groups(builder, builder.type(node.inputs[0]), node.attributes.integers("axes"));
        const std::string& function = node.attributes.string("function");
        const double scale = factor(node.attributes, groups.size());
        const lowering::VectorLayout layout = lowering::vector_layout(type);
        std::vector<lowering::VectorId> results;
        if (!groups.within() || layout.length == 1) {
            for (std::size_t g = 0; g < groups.count(); ++g)
                results.push_back(reduced(builder, groups, g, sources, function, scale));
            return builder.set_vectors(node.outputs[0], std::move(results));
        }
        // The single values are lanes of the result.
        const std::int64_t inner = axis_view(type.shape, type.data_dim).inner;
        for (std::int64_t v = 0; v < layout.count; ++v) {
            std::vector<Piece> pieces;
            for (std::int64_t k = 0; k < layout.length; ++k) {
                const std::int64_t group = (v / inner * layout.length + k) * inner + v % inner;
                pieces.push_back({reduced(builder, groups, at(group), sources, function, scale), 0, k, 1});
            }
            results.push_back(select(builder, layout.length, pieces));
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        const auto& axes = attributes.integers("axes");
        const std::string& function = attributes.string("function");
        constexpr double infinity = std::numeric_limits<double>::infinity();
        RealTensor y(reduced_shape(x.shape, axes, attributes.boolean("keepdim")),
                     function == "max"   ? -infinity
                     : function == "min" ? infinity
                                         : 0);
        for (std::size_t k = 0; k < x.values.size(); ++k) {
            double& result = y[target_of(x.shape, axes, k)];
            const double v = x.values[k];
            if (!is_extreme(function)) {
                result += v;
            } else if (std::isnan(v) || (function == "max" ? v > result : v < result)) {
                result = v;
            }
        }
        const auto size =
            static_cast<std::int64_t>(x.values.size()) / std::max<std::int64_t>(1, element_count(y.shape));
        if (function == "mean")
            for (double& v : y.values) v *= factor(attributes, size);
        if (function == "variance") take_squares(attributes, x, y);
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& attributes = node.attributes();
        const std::string& function = attributes.string("function");
        const auto& axes = attributes.integers("axes");
        if (axes.empty()) return source.assign(node, 0, source.in(node) + " + 0.0");
        const std::string arguments = "(" + source.in(node) + ", " + TorchSource::list(axes) + ", " +
                                      (attributes.boolean("keepdim") ? "True" : "False") + ")";
        if (is_extreme(function)) return source.assign(node, 0, "torch.a" + function + arguments);
        if (function == "variance") {
            const std::string tail =
                "torch.var(" + source.in(node) + ", " + TorchSource::list(axes) +
                ", unbiased=False, keepdim=" + (attributes.boolean("keepdim") ? "True)" : "False)");
            std::int64_t size = 1;
            for (const std::int64_t axis : axes) size *= node.in()[at(axis)];
            const double share = static_cast<double>(size) * factor(attributes, size);
            return source.assign(
                node, 0, share == 1 ? tail : "torch.mul(" + tail + ", " + TorchSource::number(share) + ")");
        }
        std::string text = "torch.sum" + arguments;
        if (function == "mean")
            text = attributes.has("divisor")
                       ? "torch.div(" + text + ", " + TorchSource::number(attributes.number("divisor")) + ")"
                       : "torch.mean" + arguments;
        source.assign(node, 0, text);
    }

    std::vector<ImportRule> imports() const override { return reduce_imports(); }

    std::vector<Sample> samples() const override {
        const auto sample = [](const std::string& name, const std::string& function, const Shape& shape,
                               const std::vector<std::int64_t>& axes, bool keepdim,
                               std::vector<int> streams) {
            GraphBuilder builder(name);
            builder.output(builder.add("Reduce",
                                       {{"function", function}, {"axes", axes}, {"keepdim", keepdim}},
                                       {builder.input("x", shape)}));
            return Sample{name, builder.finish(), std::move(streams)};
        };
        GraphBuilder centred("mean taken off");
        const ValueId x = centred.linear(centred.input("x", {5, 6}), sample_tensor({37, 6}, 1));
        const ValueId mean = centred.add(
            "Reduce",
            {{"function", std::string("mean")}, {"axes", std::vector<std::int64_t>{1}}, {"keepdim", true}},
            {x});
        centred.output(centred.pointwise("subtract", x, mean));
        return {sample("sum over features", "sum", {4, 37}, {1}, true, {0}),
                sample("mean over features, dropped", "mean", {5, 3, 7}, {2}, false, {}),
                sample("mean over rows", "mean", {6, 5}, {0}, false, {}),
                sample("sum over all", "sum", {3, 4}, {0, 1}, false, {}),
                sample("variance of features", "variance", {4, 37}, {1}, true, {0}),
                sample("variance of many features", "variance", {2, 300}, {1}, false, {}),
                sample("variance over rows", "variance", {6, 5}, {0}, false, {}),
                sample("variance over two axes", "variance", {3, 4, 5}, {0, 2}, false, {1}),
                sample("max over features", "max", {4, 9}, {1}, true, {0}),
                sample("max over channels", "max", {5, 3, 4}, {1}, false, {0}),
                sample("min over two axes", "min", {2, 3, 5}, {0, 2}, false, {1}),
                {"mean taken off", centred.finish(), {0}}};
    }

  private:
    static double factor(const Attributes& attributes, std::int64_t size) {
        const std::string& function = attributes.string("function");
        if (function != "mean" && function != "variance") return 1;
        return 1 / (attributes.has("divisor") ? attributes.number("divisor") : static_cast<double>(size));
    }

    /// From sums to variances: the mean squares of what is left without the mean.
    static void take_squares(const Attributes& attributes, const RealTensor& x, RealTensor& y) {
        const auto& axes = attributes.integers("axes");
        const std::int64_t results = element_count(y.shape);
        const std::int64_t size = static_cast<std::int64_t>(x.values.size()) / results;
        std::vector<double> means = y.values;
        for (double& v : means) v /= static_cast<double>(size);
        std::fill(y.values.begin(), y.values.end(), 0.0);
        for (std::size_t k = 0; k < x.values.size(); ++k) {
            const std::int64_t target = target_of(x.shape, axes, k);
            const double rest = x.values[k] - means[at(target)];
            y[target] += rest * rest * factor(attributes, size);
        }
    }

    static lowering::VectorId reduced(lowering::Builder& builder, Groups& groups, std::size_t group,
                                      const std::vector<lowering::VectorId>& sources,
                                      const std::string& function, double scale) {
        if (function == "variance") {
            std::vector<lowering::VectorId> rest = sources;
            const double unit = groups.centre(group, rest);
            for (const std::size_t v : groups.members(group))
                rest[v] = combine(builder, lowering::PointwiseOp::multiply, rest[v], rest[v]);
            return groups.scaled_sum(group, rest, scale / (unit * unit));
        }
        if (!is_extreme(function)) return groups.sum(group, sources, scale);
        return groups.extreme(group, sources,
                              function == "max" ? lowering::ReduceOp::maximum : lowering::ReduceOp::minimum);
    }
};

}  // namespace

const nnir::Op& reduce_op() {
    static const Reduce op;
    return op;
}

}  // namespace lockstep::ops
