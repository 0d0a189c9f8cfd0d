#include "core/ops/compose.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ops/broadcast.h"
#include "core/support/overloaded.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Products stand for powers up to this one; larger whole exponents are rare and lose more by rounding.
constexpr double largest_product = 16;

float folded(ImportContext& c, const std::string& op, float a, float b) {
    if (op == "add") return a + b;
    if (op == "subtract") return a - b;
    if (op == "multiply") return a * b;
    if (op == "divide") return a / b;
    c.refuse("both operands of '" + op + "' are constants");
}

Tensor folded(ImportContext& c, const std::string& op, const Tensor& a, const Tensor& b) {
    const auto shape = common_shape(a.shape(), b.shape());
    if (!shape) c.refuse("constants of " + to_text(a.shape()) + " and " + to_text(b.shape()) + " do not fit");
    const Tensor first = stretched(a, *shape);
    const Tensor second = stretched(b, *shape);
    std::vector<float> values;
    for (std::size_t k = 0; k < first.values().size(); ++k)
        values.push_back(folded(c, op, first.values()[k], second.values()[k]));
    return {*shape, std::move(values)};
}

/// True if 1 / value is exact for every value.
bool are_powers_of_two(const Tensor& tensor) {
    return std::all_of(tensor.values().begin(), tensor.values().end(), [](float v) {
        int exponent = 0;
        return std::isnormal(v) && std::isnormal(1 / v) && std::abs(std::frexp(v, &exponent)) == 0.5F;
    });
}

Tensor reciprocal(const Tensor& tensor) {
    std::vector<float> values;
    for (const float v : tensor.values()) values.push_back(1 / v);
    return {tensor.shape(), std::move(values)};
}

/// x ^ n by squaring.
ValueId product(ImportContext& c, ValueId x, int n) {
    if (n == 1) return x;
    const ValueId half = product(c, x, n / 2);
    const ValueId square = pointwise(c, "multiply", half, half);
    return n % 2 == 0 ? square : pointwise(c, "multiply", square, x);
}

}  // namespace

Term number(double value) {
    return Tensor({}, std::vector<float>{static_cast<float>(value)});
}

Term term(ImportContext& c, const std::string& argument) {
    if (c.is_value(argument)) return c.value(argument);
    if (!c.has(argument)) c.refuse("its argument '" + argument + "' is missing");
    const auto list = [](const auto& values) {
        return Tensor({static_cast<std::int64_t>(values.size())},
                      std::vector<float>(values.begin(), values.end()));
    };
    return std::visit(
        Overloaded{[&](bool v) { return number(v ? 1 : 0); },
                   [&](std::int64_t v) { return number(static_cast<double>(v)); },
                   [&](double v) { return number(v); }, [&](const Tensor& v) { return Term(v); },
                   [&](const std::vector<std::int64_t>& v) { return Term(list(v)); },
                   [&](const std::vector<double>& v) { return Term(list(v)); },
                   [&](const auto&) -> Term { c.refuse("its argument '" + argument + "' is no number"); }},
        std::get<ImportedAttribute>(c.node().find(argument)->value));
}

const Shape& shape_of(const ImportContext& c, const Term& term) {
    const auto* id = std::get_if<ValueId>(&term);
    return id != nullptr ? c.type(*id).shape : std::get<Tensor>(term).shape();
}

ValueId computed(const ImportContext& c, const Term& term) {
    const auto* id = std::get_if<ValueId>(&term);
    if (id == nullptr) c.refuse("it does not depend on the input");
    return *id;
}

Term pointwise(ImportContext& c, const std::string& op, const Term& a, const Term& b) {
    if (op == "greater") return pointwise(c, "less", b, a);
    if (op == "greater_equal") return pointwise(c, "less_equal", b, a);
    const auto* first = std::get_if<ValueId>(&a);
    const auto* second = std::get_if<ValueId>(&b);
    if (first == nullptr && second == nullptr) return folded(c, op, std::get<Tensor>(a), std::get<Tensor>(b));
    if (!common_shape(shape_of(c, a), shape_of(c, b)))
        c.refuse("operands of " + to_text(shape_of(c, a)) + " and " + to_text(shape_of(c, b)) +
                 " do not stretch to a common shape");
    if (first != nullptr && second != nullptr) return c.add("Pointwise", {{"op", op}}, {*first, *second});
    const Tensor& constant = std::get<Tensor>(first != nullptr ? b : a);
    if (op == "divide" && first != nullptr && are_powers_of_two(constant))
        return pointwise(c, "multiply", a, reciprocal(constant));
    Attributes attributes{{"op", op}, {"constant", constant}};
    const bool ordered = op == "subtract" || op == "divide" || op == "less" || op == "less_equal";
    if (first == nullptr && ordered) attributes.set("constant_first", true);
    return c.add("Pointwise", attributes, {first != nullptr ? *first : *second});
}

ValueId pointwise(ImportContext& c, const std::string& op, ValueId a, double b) {
    return computed(c, pointwise(c, op, Term(a), number(b)));
}

ValueId pointwise(ImportContext& c, const std::string& op, ValueId a, ValueId b) {
    return computed(c, pointwise(c, op, Term(a), Term(b)));
}

ValueId activation(ImportContext& c, const std::string& function, ValueId x) {
    return c.add("Activation", {{"function", function}}, {x});
}

ValueId clamp(ImportContext& c, ValueId x, double minimum, double maximum) {
    return c.add("Clamp", {{"min", minimum}, {"max", maximum}}, {x});
}

ValueId absolute(ImportContext& c, ValueId x) {
    return pointwise(c, "maximum", x, pointwise(c, "multiply", x, -1.0));
}

ValueId power(ImportContext& c, ValueId x, double exponent) {
    if (exponent == 0) return clamp(c, x, 1, 1);
    if (exponent == 0.5) return activation(c, "sqrt", x);
    if (exponent == -0.5) return activation(c, "rsqrt", x);
    if (std::trunc(exponent) == exponent && std::abs(exponent) <= largest_product) {
        const ValueId result = product(c, x, static_cast<int>(std::abs(exponent)));
        return exponent > 0 ? result : activation(c, "reciprocal", result);
    }
    if (std::trunc(2 * exponent) == 2 * exponent && std::abs(exponent) <= largest_product) {
        const ValueId root = activation(c, "sqrt", x);
        const ValueId result =
            pointwise(c, "multiply", root, product(c, x, static_cast<int>(std::abs(exponent) - 0.5)));
        return exponent > 0 ? result : activation(c, "reciprocal", result);
    }
    if (std::trunc(exponent) == exponent)
        c.refuse("its exponent is " + std::to_string(exponent) +
                 "; whole exponents up to 16 are supported: multiply powers");
    return activation(c, "exp2", pointwise(c, "multiply", activation(c, "log2", x), exponent));
}

ValueId choose(ImportContext& c, const Term& condition, const Term& a, const Term& b) {
    Attributes attributes;
    std::vector<ValueId> inputs;
    const auto add = [&](const std::string& key, const Term& term) {
        if (const auto* id = std::get_if<ValueId>(&term)) {
            inputs.push_back(*id);
        } else {
            attributes.set(key, std::get<Tensor>(term));
        }
    };
    add("condition", condition);
    add("a", a);
    add("b", b);
    if (inputs.empty()) c.refuse("it does not depend on the input");
    return c.add("Where", attributes, inputs);
}

ValueId reduce(ImportContext& c, const std::string& function, ValueId x, std::vector<std::int64_t> axes,
               bool keepdim) {
    return c.add("Reduce", {{"function", function}, {"axes", std::move(axes)}, {"keepdim", keepdim}}, {x});
}

ValueId reshape(ImportContext& c, ValueId x, Shape shape) {
    if (c.type(x).shape == shape) return x;
    return c.add("Reshape", {{"shape", std::move(shape)}}, {x});
}

std::vector<std::int64_t> axes_argument(const ImportContext& c, const std::string& argument, int rank) {
    std::vector<std::int64_t> axes;
    for (const std::int64_t given : c.integers(argument)) {
        const int axis = normal_axis(given, rank);
        if (axis < 0)
            c.refuse("its argument '" + argument + "' names axis " + std::to_string(given) +
                     " of a value with " + std::to_string(rank) + " axes");
        axes.push_back(axis);
    }
    std::sort(axes.begin(), axes.end());
    if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
        c.refuse("its argument '" + argument + "' names an axis twice");
    if (axes.empty())
        for (int axis = 0; axis < rank; ++axis) axes.push_back(axis);
    return axes;
}

}  // namespace lockstep::ops
