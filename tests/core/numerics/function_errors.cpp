#include "tests/core/numerics/function_errors.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numerics/bf16.h"
#include "core/numerics/function_style.h"

namespace function_errors {

using namespace lockstep;

long double exact(Function function, long double x) {
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
            return std::tanh(x);
        case Function::sigmoid:
            return 1 / (1 + std::exp(-x));
        case Function::silu:
            return x / (1 + std::exp(-x));
        case Function::gelu:
            return x * 0.5L * std::erfc(-x / std::sqrt(2.0L));
        case Function::gelu_tanh: {
            const long double scale = std::sqrt(8 / 3.14159265358979323846264338328L);
            return x / (1 + std::exp(-scale * (x + 0.044715L * x * x * x)));
        }
        case Function::softplus:
            return std::max(x, 0.0L) + std::log1p(std::exp(-std::abs(x)));
    }
    return x;
}

double ulps(float value, long double exact) {
    if (std::isnan(exact)) return std::isnan(value) ? 0 : 1e9;
    if (std::abs(exact) >= 0x1.ffffffp+127L) return std::isinf(value) && (value > 0) == (exact > 0) ? 0 : 1e9;
    if (!std::isfinite(value)) return 1e9;
    int exponent = 0;
    std::frexp(exact, &exponent);
    const long double unit = std::ldexp(1.0L, std::max(exponent - 24, -149));
    return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / unit);
}

std::vector<float> bf16_values() {
    std::vector<float> values;
    for (unsigned pattern = 0; pattern < 0x10000; ++pattern) {
        const float x = from_bf16(static_cast<std::uint16_t>(pattern));
        if (x >= -std::numeric_limits<float>::max()) values.push_back(x);
    }
    std::ranges::stable_sort(values);
    return values;
}

Largest largest_ulps(Function function) {
    Largest largest;
    for (const float x : bf16_values()) {
        float value = x;
        apply_function(function, {&value, 1});
        const double error = ulps(value, exact(function, x));
        if (error > largest.error) largest = {error, x};
    }
    return largest;
}

Largest largest_table_error(Function function) {
    Largest largest;
    for (const float x : bf16_values()) {
        if (std::abs(x) > 16) continue;
        float value = x;
        apply_function(function, {&value, 1}, best_simd_target(), FunctionStyle::table);
        const auto error = static_cast<double>(std::abs(value - exact(function, x)));
        if (error > largest.error) largest = {error, x};
    }
    return largest;
}

std::vector<Function> table_functions() {
    return {Function::sigmoid, Function::tanh, Function::silu, Function::softplus};
}

}  // namespace function_errors
