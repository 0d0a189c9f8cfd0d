#include "core/numerics/real_function.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace lockstep {
namespace {

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Bendat; PyTorch's approximate='tanh'.
double gelu_tanh(double x) {
    constexpr double root = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    return 0.5 * x * (1 + std::tanh(root * (x + 0.044715 * x * x * x)));
}

}  // namespace

double real_function(Function function, double x) {
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
            return sigmoid(x);
        case Function::silu:
            return x * sigmoid(x);
        case Function::gelu:
            return 0.5 * x * std::erfc(-x / std::numbers::sqrt2);
        case Function::gelu_tanh:
            return gelu_tanh(x);
        case Function::softplus:
            return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lockstep
