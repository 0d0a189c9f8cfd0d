#include "core/numerics/function.h"

#include <algorithm>
#include <cmath>

#include "core/numerics/activation.h"

namespace lockstep {
namespace {

double exact(Function function, double x) {
    switch (function) {
        case Function::exp:
            return std::exp(x);
        case Function::exp2:
            return std::exp2(x);
        case Function::expm1:
            return std::expm1(x);
        case Function::log:
            return std::log(x);
        case Function::log2:
            return std::log2(x);
        case Function::log10:
            return std::log10(x);
        case Function::sqrt:
            return std::sqrt(x);
        case Function::rsqrt:
            return 1 / std::sqrt(x);
        case Function::reciprocal:
            return 1 / x;
        case Function::tanh:
            return static_cast<double>(hyperbolic_tangent(static_cast<float>(x)));
        case Function::sigmoid:
            return static_cast<double>(sigmoid(static_cast<float>(x)));
        case Function::silu:
            return x / (1 + std::exp(-x));
        case Function::gelu:
            return 0.5 * x * std::erfc(-x * 0.70710678118654752440);
        case Function::gelu_tanh:
            return 0.5 * x * (1 + std::tanh(0.79788456080286535588 * (x + 0.044715 * x * x * x)));
        case Function::softplus:
            return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    }
    return x;
}

}  // namespace

std::string_view name(Function function) {
    constexpr std::array<std::string_view, all_functions.size()> names{
        "exp",        "exp2", "expm1",   "log",  "log2", "log10",     "sqrt",    "rsqrt",
        "reciprocal", "tanh", "sigmoid", "silu", "gelu", "gelu_tanh", "softplus"};
    return names.at(static_cast<std::size_t>(function));
}

std::optional<Function> function_named(std::string_view text) {
    const auto* const found = std::find_if(all_functions.begin(), all_functions.end(),
                                           [text](Function function) { return name(function) == text; });
    return found == all_functions.end() ? std::nullopt : std::optional(*found);
}

void apply_function(Function function, std::span<float> values, SimdTarget) {
    for (float& value : values) value = static_cast<float>(exact(function, static_cast<double>(value)));
}

}  // namespace lockstep
