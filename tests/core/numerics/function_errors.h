#pragma once

#include <vector>

#include "core/numerics/function.h"

/// Errors of the activation functions against the C library's long double.
namespace function_errors {

/// The function's value, nearly.
long double exact(lockstep::Function function, long double x);

/// Distance in units of the last fp32 place of the exact value (2^-149 where it is denormal). 1e9 where a NaN
/// or an infinity is not met.
double ulps(float value, long double exact);

/// All bf16 patterns from the least finite one up to +inf.
std::vector<float> bf16_values();

struct Largest {
    double error = 0;
    float at = 0;  ///< the first input in order that has it
};
/// In ulps, over bf16_values().
Largest largest_ulps(lockstep::Function function);
/// Absolute, over the bf16 inputs from -16 to 16.
Largest largest_table_error(lockstep::Function function);

/// Functions that FunctionStyle::table changes.
std::vector<lockstep::Function> table_functions();

}  // namespace function_errors
