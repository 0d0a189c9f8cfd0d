#include <algorithm>
#include <cmath>
#include <limits>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/compose.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

constexpr double infinity = std::numeric_limits<double>::infinity();

void add_clamp(ImportContext& c, double minimum, double maximum) {
    if (std::isnan(minimum) || std::isnan(maximum)) c.refuse("a limit is not a number");
    c.set_output(0, c.add("Clamp", {{"min", minimum}, {"max", maximum}}, {c.value("self")}));
}

/// One number, or no limit at all.
bool is_plain(ImportContext& c, const std::string& argument) {
    if (c.is_value(argument)) return false;
    return !c.has(argument) || shape_of(c, term(c, argument)).empty();
}

/// Limits that are numbers make a Clamp; others are compared with element by element.
void import_clamp(ImportContext& c) {
    if (is_plain(c, "min") && is_plain(c, "max"))
        return add_clamp(c, c.number("min", -infinity), c.number("max", infinity));
    Term x = c.value("self");
    if (c.has("min")) x = pointwise(c, "maximum", x, term(c, "min"));
    if (c.has("max")) x = pointwise(c, "minimum", x, term(c, "max"));
    c.set_output(0, computed(c, x));
}

class Clamp final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Clamp",
            "Limits every element to [min, max]; ReLU is min 0. Where min > max the result is max.",
            {{"min", "lower limit, -inf for none"}, {"max", "upper limit, inf for none"}},
            {SupportLevel::published, {}},
            {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        if (std::isnan(attributes.number("min")) || std::isnan(attributes.number("max")))
            bad_operand(info(), inputs[0], "a limit is not a number");
        return {{.shape = inputs[0].type.shape, .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        return PassThrough{node.attributes(), {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const lowering::Epilogue limits{lowering::Activation::clamp,
                                        static_cast<float>(node.attributes.number("min")),
                                        static_cast<float>(node.attributes.number("max"))};
        lower_epilogue(builder, node, limits);
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y = inputs[0];
        for (double& v : y.values)
            if (!std::isnan(v)) v = std::min(std::max(v, attributes.number("min")), attributes.number("max"));
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const double minimum = node.attributes().number("min");
        const double maximum = node.attributes().number("max");
        std::string x = source.in(node);
        if (std::isfinite(minimum)) x = "torch.clamp_min(" + x + ", " + TorchSource::number(minimum) + ")";
        if (std::isfinite(maximum)) x = "torch.clamp_max(" + x + ", " + TorchSource::number(maximum) + ")";
        source.assign(node, 0, x);
    }

    std::vector<ImportRule> imports() const override {
        const auto relu = [](ImportContext& c) { add_clamp(c, 0.0, infinity); };
        const auto relu6 = [](ImportContext& c) { add_clamp(c, 0.0, 6.0); };
        const auto hardtanh = [](ImportContext& c) {
            add_clamp(c, c.number("min_val", -1.0), c.number("max_val", 1.0));
        };
        return {{"torchscript", "aten::relu", relu},
                {"torchscript", "aten::relu6", relu6},
                {"torchscript", "aten::hardtanh", hardtanh},
                {"torchscript", "aten::clamp", import_clamp},
                {"torchscript", "aten::clip", import_clamp},
                {"torchscript", "aten::clamp_min", import_clamp},
                {"torchscript", "aten::clamp_max", import_clamp}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder relu("relu");
        relu.output(relu.relu(relu.input("x", {5, 4})));
        GraphBuilder both("both");
        both.output(both.clamp(both.input("x", {2, 3, 5}), -0.25, 0.5));
        return {{"relu", relu.finish(), {0}}, {"both", both.finish(), {2}}};
    }
};

}  // namespace

const nnir::Op& clamp_op() {
    static const Clamp op;
    return op;
}

}  // namespace lockstep::ops
