#pragma once

#include "core/numerics/function.h"

namespace lockstep {

/// How functions are computed; help/numerics.md, "Functions" and "Tables like the devices'".
enum class FunctionStyle : std::uint8_t {
    exact,  ///< as nearly as fp32 allows
    table,  ///< sigmoid, tanh, silu and softplus at inputs rounded to 7 fractional bits; the rest exact
    /// real_function() rounded to fp32 once: no error of its own but that. To compare with; not specified to
    /// the bit, so no user can choose it (function_style_named).
    ideal,
};
std::string_view name(FunctionStyle style);
/// The style with this name, if there is one.
std::optional<FunctionStyle> function_style_named(std::string_view name);

/// apply_function() in this style.
void apply_function(Function function, std::span<float> values, SimdTarget target, FunctionStyle style);

}  // namespace lockstep
