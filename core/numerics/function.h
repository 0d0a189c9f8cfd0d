#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/numerics/simd_target.h"

namespace lockstep {

/// The functions that a result path can apply to a value before it is rounded; help/numerics.md, "Functions",
/// gives method, constants, special values and measured errors of each.
enum class Function : std::uint8_t {
    exp,
    exp2,
    expm1,  ///< e^x - 1
    log,
    log2,
    log10,
    sqrt,
    rsqrt,       ///< 1 / sqrt(x)
    reciprocal,  ///< 1 / x
    tanh,
    sigmoid,
    silu,       ///< x * sigmoid(x)
    gelu,       ///< x * Phi(x), Phi the normal distribution
    gelu_tanh,  ///< PyTorch's approximate='tanh'
    softplus,   ///< log(1 + e^x)
};

/// Every function once, in the order of the enumeration.
inline constexpr std::array all_functions{
    Function::exp,     Function::exp2, Function::expm1, Function::log,        Function::log2,
    Function::log10,   Function::sqrt, Function::rsqrt, Function::reciprocal, Function::tanh,
    Function::sigmoid, Function::silu, Function::gelu,  Function::gelu_tanh,  Function::softplus,
};

/// As in the enumeration: "exp", "gelu_tanh".
std::string_view name(Function function);
/// The function with this name, if there is one.
std::optional<Function> function_named(std::string_view name);

/// Replaces every value by the function of it: fp32 to fp32, the same bits on every target. NaN stays NaN (of
/// any pattern); nothing traps.
void apply_function(Function function, std::span<float> values, SimdTarget target = best_simd_target());

}  // namespace lockstep
