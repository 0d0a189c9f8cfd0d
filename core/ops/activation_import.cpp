#include "core/ops/activation_import.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/ops/compose.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Import = std::function<void(ImportContext&)>;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Beyond it softplus(x) - x is below what fp32 keeps of x.
constexpr double linear_softplus = 17;

ValueId x_of(ImportContext& c) {
    return c.value("self");
}

Import direct(ValueId (*compose)(ImportContext&, ValueId)) {
    return [compose](ImportContext& c) { c.set_output(0, compose(c, x_of(c))); };
}

/// Below zero alpha * (exp(x * rate) - 1), above x; all times scale.
ValueId elu(ImportContext& c, ValueId x, double alpha, double scale, double rate) {
    ValueId below = clamp(c, x, -infinity, 0);
    if (rate != 1) below = pointwise(c, "multiply", below, rate);
    below = activation(c, "expm1", below);
    if (alpha != 1) below = pointwise(c, "multiply", below, alpha);
    const ValueId both = pointwise(c, "add", clamp(c, x, 0, infinity), below);
    return scale == 1 ? both : pointwise(c, "multiply", both, scale);
}

void import_elu(ImportContext& c) {
    c.set_output(
        0, elu(c, x_of(c), c.number("alpha", 1.0), c.number("scale", 1.0), c.number("input_scale", 1.0)));
}

void import_celu(ImportContext& c) {
    const double alpha = c.number("alpha", 1.0);
    if (alpha == 0) c.refuse("its alpha is 0");
    c.set_output(0, elu(c, x_of(c), alpha, 1, 1 / alpha));
}

/// Klambauer et al. 2017; the digits of PyTorch.
ValueId selu(ImportContext& c, ValueId x) {
    return elu(c, x, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1);
}

/// x above zero, slope * x below: the larger of both where no slope is above 1.
ValueId rectified(ImportContext& c, ValueId x, const Tensor& slope) {
    const Term scaled = pointwise(c, "multiply", Term(x), Term(slope));
    const auto values = slope.values();
    if (std::all_of(values.begin(), values.end(), [](float v) { return v <= 1; }))
        return computed(c, pointwise(c, "maximum", x, scaled));
    if (std::all_of(values.begin(), values.end(), [](float v) { return v >= 1; }))
        return computed(c, pointwise(c, "minimum", x, scaled));
    return choose(c, pointwise(c, "greater", x, number(0)), x, scaled);
}

void import_leaky_relu(ImportContext& c) {
    const auto slope = static_cast<float>(c.number("negative_slope", 0.01));
    c.set_output(0, rectified(c, x_of(c), Tensor({}, std::vector<float>{slope})));
}

void import_prelu(ImportContext& c) {
    if (c.is_value("weight")) c.refuse("its slopes are computed from the input; they must be constant");
    Tensor slope = std::get<Tensor>(term(c, "weight"));
    const Shape& shape = c.type(x_of(c)).shape;
    if (slope.size() == 1) {
        slope = slope.reshaped({});
    } else {
        // One slope per channel, axis 1.
        if (rank(shape) < 2 || shape[1] != slope.size())
            c.refuse("its " + std::to_string(slope.size()) + " slopes are not one per channel of " +
                     to_text(shape));
        Shape channels(shape.size() - 1, 1);
        channels[0] = slope.size();
        slope = slope.reshaped(channels);
    }
    c.set_output(0, rectified(c, x_of(c), slope));
}

ValueId softsign(ImportContext& c, ValueId x) {
    return pointwise(c, "divide", x, pointwise(c, "add", absolute(c, x), 1.0));
}

ValueId hardsigmoid(ImportContext& c, ValueId x) {
    return pointwise(c, "divide", clamp(c, pointwise(c, "add", x, 3.0), 0, 6), 6.0);
}

ValueId hardswish(ImportContext& c, ValueId x) {
    return pointwise(c, "multiply", x, hardsigmoid(c, x));
}

ValueId mish(ImportContext& c, ValueId x) {
    return pointwise(c, "multiply", x, activation(c, "tanh", activation(c, "softplus", x)));
}

ValueId logsigmoid(ImportContext& c, ValueId x) {
    return pointwise(c, "multiply", activation(c, "softplus", pointwise(c, "multiply", x, -1.0)), -1.0);
}

ValueId log1p(ImportContext& c, ValueId x) {
    return activation(c, "log", pointwise(c, "add", x, 1.0));
}

ValueId tanhshrink(ImportContext& c, ValueId x) {
    return pointwise(c, "subtract", x, activation(c, "tanh", x));
}

/// (e^x - e^-x) / 2; expm1 keeps what is near zero.
ValueId sinh(ImportContext& c, ValueId x) {
    const ValueId up = activation(c, "expm1", x);
    const ValueId down = activation(c, "expm1", pointwise(c, "multiply", x, -1.0));
    return pointwise(c, "multiply", pointwise(c, "subtract", up, down), 0.5);
}

ValueId cosh(ImportContext& c, ValueId x) {
    const ValueId up = activation(c, "exp", x);
    const ValueId down = activation(c, "exp", pointwise(c, "multiply", x, -1.0));
    return pointwise(c, "multiply", pointwise(c, "add", up, down), 0.5);
}

/// 2 * Phi(u) - 1 with u = x * sqrt(2), and Phi(u) = gelu(u) / u: away from zero, by a step that changes it
/// less than fp32 holds.
ValueId erf(ImportContext& c, ValueId x) {
    constexpr double step = 1e-9;
    const ValueId scaled = pointwise(c, "multiply", x, std::numbers::sqrt2);
    const Term zero = pointwise(c, "equal", Term(scaled), number(0));
    const ValueId u = choose(c, zero, number(step), scaled);
    const ValueId phi = pointwise(c, "divide", activation(c, "gelu", u), u);
    return pointwise(c, "subtract", pointwise(c, "multiply", phi, 2.0), 1.0);
}

ValueId erfc(ImportContext& c, ValueId x) {
    return computed(c, pointwise(c, "subtract", number(1), Term(erf(c, x))));
}

/// log(|x| + sqrt(x^2 + 1)) with the sign of x.
ValueId asinh(ImportContext& c, ValueId x) {
    const ValueId size = absolute(c, x);
    const ValueId root = activation(c, "sqrt", pointwise(c, "add", pointwise(c, "multiply", x, x), 1.0));
    const ValueId result = activation(c, "log", pointwise(c, "add", size, root));
    const Term below = pointwise(c, "less", Term(x), number(0));
    return choose(c, below, pointwise(c, "multiply", result, -1.0), result);
}

/// (log(1 + x) - log(1 - x)) / 2.
ValueId atanh(ImportContext& c, ValueId x) {
    const ValueId above = log1p(c, x);
    const ValueId below = log1p(c, pointwise(c, "multiply", x, -1.0));
    return pointwise(c, "multiply", pointwise(c, "subtract", above, below), 0.5);
}

/// In evaluation the slope is the middle of its range.
void import_rrelu(ImportContext& c) {
    if (c.boolean("training", false)) c.refuse("its slopes are random in training mode; export model.eval()");
    const auto slope = static_cast<float>((c.number("lower", 0.125) + c.number("upper", 1.0 / 3)) / 2);
    c.set_output(0, rectified(c, x_of(c), Tensor({}, std::vector<float>{slope})));
}

/// log(x / (1 - x)), of x kept in [eps, 1 - eps] if eps is given: the result is kept between what it is
/// there, as 1 - eps is not a number of bf16.
void import_logit(ImportContext& c) {
    ValueId x = x_of(c);
    const double eps = c.number("eps", 0.0);
    if (eps > 0) x = clamp(c, x, eps / 2, 1 - eps / 2);
    const ValueId rest = computed(c, pointwise(c, "subtract", number(1), Term(x)));
    const ValueId y = pointwise(c, "subtract", activation(c, "log", x), activation(c, "log", rest));
    const double bound = std::log1p(-eps) - std::log(eps);
    c.set_output(0, eps > 0 ? clamp(c, y, -bound, bound) : y);
}

void import_softplus(ImportContext& c) {
    const double beta = c.number("beta", 1.0);
    const double threshold = c.number("threshold", 20.0);
    if (beta == 0) c.refuse("its beta is 0");
    const ValueId x = x_of(c);
    const ValueId scaled = beta == 1 ? x : pointwise(c, "multiply", x, beta);
    ValueId y = activation(c, "softplus", scaled);
    if (beta != 1) y = pointwise(c, "divide", y, beta);
    if (threshold < linear_softplus) y = choose(c, pointwise(c, "greater", scaled, number(threshold)), x, y);
    c.set_output(0, y);
}

void import_threshold(ImportContext& c) {
    const ValueId x = x_of(c);
    const Term above = pointwise(c, "greater", x, number(c.number("threshold")));
    c.set_output(0, choose(c, above, x, number(c.number("value"))));
}

void import_softshrink(ImportContext& c) {
    const double lambda = c.number("lambd", 0.5);
    c.set_output(0, pointwise(c, "subtract", x_of(c), clamp(c, x_of(c), -lambda, lambda)));
}

void import_hardshrink(ImportContext& c) {
    const double lambda = c.number("lambd", 0.5);
    const Term above = pointwise(c, "greater", absolute(c, x_of(c)), number(lambda));
    c.set_output(0, choose(c, above, x_of(c), number(0)));
}

/// The first half of an axis times the sigmoid of the second.
void import_glu(ImportContext& c) {
    const ValueId x = x_of(c);
    const Shape& shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape), -1);
    const std::int64_t half = shape[at(axis)] / 2;
    const auto part = [&](std::int64_t first) {
        return c.add("Slice", {{"axis", std::int64_t{axis}}, {"first", first}, {"count", half}}, {x});
    };
    const ValueId kept = part(0);
    c.set_output(0, pointwise(c, "multiply", kept, activation(c, "sigmoid", part(half))));
}

}  // namespace

std::vector<ImportRule> composed_activation_imports() {
    std::vector<ImportRule> rules;
    const auto add = [&](const std::string& name, const Import& import) {
        rules.push_back({"torchscript", "aten::" + name, import});
    };
    add("elu", import_elu);
    add("celu", import_celu);
    add("selu", direct(selu));
    add("leaky_relu", import_leaky_relu);
    add("prelu", import_prelu);
    add("softsign", direct(softsign));
    add("hardsigmoid", direct(hardsigmoid));
    add("hardswish", direct(hardswish));
    add("mish", direct(mish));
    add("log_sigmoid", direct(logsigmoid));
    add("log1p", direct(log1p));
    add("tanhshrink", direct(tanhshrink));
    add("erf", direct(erf));
    add("erfc", direct(erfc));
    add("asinh", direct(asinh));
    add("atanh", direct(atanh));
    add("rrelu", import_rrelu);
    add("sinh", direct(sinh));
    add("cosh", direct(cosh));
    add("logit", import_logit);
    add("softplus", import_softplus);
    add("threshold", import_threshold);
    add("softshrink", import_softshrink);
    add("hardshrink", import_hardshrink);
    add("glu", import_glu);
    return rules;
}

}  // namespace lockstep::ops
