#include "core/ops/pointwise_import.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/ops/compose.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Import = std::function<void(ImportContext&)>;

void give(ImportContext& c, const Term& result) {
    c.set_output(0, computed(c, result));
}

Import binary(const std::string& op) {
    return [op](ImportContext& c) { give(c, pointwise(c, op, term(c, "self"), term(c, "other"))); };
}

/// self op alpha * other; `reversed`: other op alpha * self.
Import scaled(const std::string& op, bool reversed) {
    return [op, reversed](ImportContext& c) {
        const Term first = term(c, reversed ? "other" : "self");
        Term second = term(c, reversed ? "self" : "other");
        if (const double alpha = c.number("alpha", 1.0); alpha != 1.0)
            second = pointwise(c, "multiply", second, number(alpha));
        give(c, pointwise(c, op, first, second));
    };
}

void import_divide(ImportContext& c) {
    if (c.has("rounding_mode"))
        c.refuse(
            "it rounds the quotient (rounding_mode); divide without rounding, or round before the model");
    give(c, pointwise(c, "divide", term(c, "self"), term(c, "other")));
}

/// Ones where the operand is not zero.
ValueId truth(ImportContext& c, const std::string& argument) {
    const ValueId x = computed(c, term(c, argument));
    return c.dtype(argument) == "bool" ? x : pointwise(c, "not_equal", x, 0.0);
}

Term truth_term(ImportContext& c, const std::string& argument) {
    if (c.is_value(argument)) return truth(c, argument);
    const Term constant = term(c, argument);
    std::vector<float> values;
    for (const float v : std::get<Tensor>(constant).values()) values.push_back(v != 0 ? 1.0F : 0.0F);
    return Tensor(shape_of(c, constant), std::move(values));
}

/// Truth values: both is a product, either is a maximum, one of them is a difference.
Import logical(const std::string& op, bool bits) {
    return [op, bits](ImportContext& c) {
        if (bits && c.output_dtype() != "bool")
            c.refuse("it works on the bits of whole numbers; only truth values are supported");
        const Term a = truth_term(c, "self");
        if (op == "not") return give(c, pointwise(c, "equal", a, number(0)));
        give(c, pointwise(c, op, a, truth_term(c, "other")));
    };
}

void import_power(ImportContext& c) {
    if (!c.is_value("exponent")) {
        const ValueId x = c.value("self");
        const Tensor exponent = std::get<Tensor>(term(c, "exponent"));
        if (exponent.size() == 1) {
            const ValueId result = power(c, x, double{exponent.values()[0]});
            return c.set_output(0, exponent.shape().size() > c.type(x).shape.size()
                                       ? reshape(c, result, exponent.shape())
                                       : result);
        }
        const Term logarithm = activation(c, "log2", x);
        return c.set_output(
            0, activation(c, "exp2", computed(c, pointwise(c, "multiply", logarithm, exponent))));
    }
    // base ^ x = 2 ^ (x * log2(base)).
    Term logarithm = number(1);
    if (c.is_value("self")) {
        logarithm = activation(c, "log2", c.value("self"));
    } else {
        const Tensor base = std::get<Tensor>(term(c, "self"));
        std::vector<float> values;
        for (const float v : base.values()) {
            if (!(v > 0)) c.refuse("its base " + std::to_string(v) + " is not positive");
            values.push_back(static_cast<float>(std::log2(double{v})));
        }
        logarithm = Tensor(base.shape(), std::move(values));
        if (base.size() == 1 && base.values()[0] == 2.0F && base.shape().empty())
            return c.set_output(0, activation(c, "exp2", c.value("exponent")));
    }
    const Term scaled_exponent = pointwise(c, "multiply", c.value("exponent"), logarithm);
    c.set_output(0, activation(c, "exp2", computed(c, scaled_exponent)));
}

/// self + value * (tensor1 op tensor2).
Import add_combined(const std::string& op) {
    return [op](ImportContext& c) {
        Term both = pointwise(c, op, term(c, "tensor1"), term(c, "tensor2"));
        if (const double value = c.number("value", 1.0); value != 1.0)
            both = pointwise(c, "multiply", both, number(value));
        give(c, pointwise(c, "add", term(c, "self"), both));
    };
}

void import_lerp(ImportContext& c) {
    const Term start = term(c, "self");
    const Term way = pointwise(c, "subtract", term(c, "end"), start);
    give(c, pointwise(c, "add", start, pointwise(c, "multiply", way, term(c, "weight"))));
}

void import_sign(ImportContext& c) {
    const ValueId x = c.value("self");
    const Term above = pointwise(c, "greater", x, number(0));
    give(c, pointwise(c, "subtract", above, pointwise(c, "less", x, number(0))));
}

/// sqrt(self^2 + other^2).
void import_hypot(ImportContext& c) {
    const auto squared = [&](const std::string& argument) {
        const Term x = term(c, argument);
        return pointwise(c, "multiply", x, x);
    };
    const ValueId sum = computed(c, pointwise(c, "add", squared("self"), squared("other")));
    c.set_output(0, activation(c, "sqrt", sum));
}

/// log(e^a + e^b) = max(a, b) + softplus(-|a - b|).
void import_logaddexp(ImportContext& c) {
    const Term a = term(c, "self");
    const Term b = term(c, "other");
    const ValueId way = absolute(c, computed(c, pointwise(c, "subtract", a, b)));
    const ValueId rest = activation(c, "softplus", pointwise(c, "multiply", way, -1.0));
    give(c, pointwise(c, "add", pointwise(c, "maximum", a, b), rest));
}

/// 0 below zero, 1 above, the value at zero.
void import_heaviside(ImportContext& c) {
    const ValueId x = c.value("self");
    const Term above = pointwise(c, "greater", x, number(0));
    c.set_output(0, choose(c, pointwise(c, "equal", x, number(0)), term(c, "values"), above));
}

/// NaN is the only value that differs from itself.
ValueId is_nan(ImportContext& c) {
    return pointwise(c, "not_equal", c.value("self"), c.value("self"));
}

Import of_size(const std::string& op) {
    return [op](ImportContext& c) {
        c.set_output(0,
                     pointwise(c, op, absolute(c, c.value("self")), std::numeric_limits<double>::infinity()));
    };
}

void import_nan_to_num(ImportContext& c) {
    constexpr double largest = std::numeric_limits<float>::max();
    const ValueId numbers =
        clamp(c, c.value("self"), c.number("neginf", -largest), c.number("posinf", largest));
    c.set_output(0, choose(c, is_nan(c), number(c.number("nan", 0.0)), numbers));
}

/// The part of the last two axes at and below a diagonal, or at and above it.
Import triangle(bool lower) {
    return [lower](ImportContext& c) {
        const ValueId x = c.value("self");
        const Shape& shape = c.type(x).shape;
        if (rank(shape) < 2) c.refuse("its input is no matrix");
        const std::int64_t diagonal = c.integer("diagonal", 0);
        const std::int64_t rows = shape[shape.size() - 2];
        std::vector<float> kept;
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < shape.back(); ++column) {
                const std::int64_t above = column - row - diagonal;
                kept.push_back((lower ? above <= 0 : above >= 0) ? 1.0F : 0.0F);
            }
        c.set_output(0, choose(c, Term(Tensor({rows, shape.back()}, std::move(kept))), x, number(0)));
    };
}

Import multiplied(double factor) {
    return [factor](ImportContext& c) { give(c, pointwise(c, "multiply", c.value("self"), number(factor))); };
}

/// Numbers stay what they are; truth values are ones and zeros already.
void import_cast(ImportContext& c) {
    const std::string& from = c.dtype("self");
    const std::string& to = c.output_dtype();
    if (to == "bool") return c.set_output(0, truth(c, "self"));
    const auto floating = [](const std::string& type) { return type.find("float") != std::string::npos; };
    if (floating(from) && !floating(to))
        c.refuse("it cuts numbers down to whole ones (" + to + "); keep them in floating point");
    c.set_output(0, c.value("self"));
}

}  // namespace

std::vector<ImportRule> pointwise_imports() {
    std::vector<ImportRule> rules;
    const auto add = [&](const Import& import, std::initializer_list<const char*> names) {
        for (const char* name : names) rules.push_back({"torchscript", std::string("aten::") + name, import});
    };
    add(scaled("add", false), {"add"});
    add(scaled("subtract", false), {"sub", "subtract"});
    add(scaled("subtract", true), {"rsub"});
    add(binary("multiply"), {"mul", "multiply"});
    add(import_divide, {"div", "divide", "true_divide"});
    add(binary("minimum"), {"minimum"});
    add(binary("maximum"), {"maximum"});
    add(binary("equal"), {"eq"});
    add(binary("not_equal"), {"ne", "not_equal"});
    add(binary("less"), {"lt", "less"});
    add(binary("less_equal"), {"le", "less_equal"});
    add(binary("greater"), {"gt", "greater"});
    add(binary("greater_equal"), {"ge", "greater_equal"});
    add(logical("multiply", false), {"logical_and"});
    add(logical("maximum", false), {"logical_or"});
    add(logical("not_equal", false), {"logical_xor"});
    add(logical("not", false), {"logical_not"});
    add(logical("multiply", true), {"bitwise_and", "__and__"});
    add(logical("maximum", true), {"bitwise_or", "__or__"});
    add(logical("not_equal", true), {"bitwise_xor", "__xor__"});
    add(logical("not", true), {"bitwise_not"});
    add([](ImportContext& c) { give(c, pointwise(c, "multiply", c.value("self"), number(-1))); },
        {"neg", "negative"});
    add([](ImportContext& c) { give(c, absolute(c, c.value("self"))); }, {"abs", "absolute"});
    add([](ImportContext& c) { give(c, power(c, c.value("self"), 2)); }, {"square"});
    add(import_power, {"pow"});
    add(import_sign, {"sign", "sgn"});
    add(add_combined("multiply"), {"addcmul"});
    add(add_combined("divide"), {"addcdiv"});
    add(import_lerp, {"lerp"});
    add(import_hypot, {"hypot"});
    add(import_logaddexp, {"logaddexp"});
    add(import_heaviside, {"heaviside"});
    add([](ImportContext& c) { c.set_output(0, is_nan(c)); }, {"isnan"});
    add(of_size("equal"), {"isinf"});
    add(of_size("less"), {"isfinite"});
    add(import_nan_to_num, {"nan_to_num"});
    add(triangle(true), {"tril"});
    add(triangle(false), {"triu"});
    add(multiplied(std::numbers::pi / 180), {"deg2rad"});
    add(multiplied(180 / std::numbers::pi), {"rad2deg"});
    add([](ImportContext& c) { c.set_output(0, c.value("self")); }, {"positive"});
    add(import_cast, {"to", "type_as", "_to_copy"});
    return rules;
}

}  // namespace lockstep::ops
