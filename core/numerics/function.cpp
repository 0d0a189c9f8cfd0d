#include "core/numerics/function_style.h"

#include <algorithm>
#include <cstddef>

#include "core/numerics/bf16.h"
#include "core/numerics/function_kernel.h"
#include "core/numerics/real_function.h"

namespace lockstep {
namespace {

template <float (*Kernel)(float)>
LOCKSTEP_INLINE void apply(float* values, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) values[k] = canonical_fp32(Kernel(values[k]));
}

/// True if the function has a table.
LOCKSTEP_INLINE bool apply_table(Function function, float* values, std::size_t count) {
    switch (function) {
        case Function::tanh:
            apply<kernel::table_tanh>(values, count);
            return true;
        case Function::sigmoid:
            apply<kernel::table_sigmoid>(values, count);
            return true;
        case Function::silu:
            apply<kernel::table_silu>(values, count);
            return true;
        case Function::softplus:
            apply<kernel::table_softplus>(values, count);
            return true;
        default:
            return false;
    }
}

LOCKSTEP_INLINE void apply(Function function, FunctionStyle style, float* values, std::size_t count) {
    if (style == FunctionStyle::table && apply_table(function, values, count)) return;
    switch (function) {
        case Function::exp:
            return apply<kernel::exp>(values, count);
        case Function::exp2:
            return apply<kernel::exp2>(values, count);
        case Function::expm1:
            return apply<kernel::expm1>(values, count);
        case Function::log:
            return apply<kernel::log>(values, count);
        case Function::log2:
            return apply<kernel::log2>(values, count);
        case Function::log10:
            return apply<kernel::log10>(values, count);
        case Function::sqrt:
            return apply<kernel::sqrt>(values, count);
        case Function::rsqrt:
            return apply<kernel::rsqrt>(values, count);
        case Function::reciprocal:
            return apply<kernel::reciprocal>(values, count);
        case Function::tanh:
            return apply<kernel::hyperbolic_tangent>(values, count);
        case Function::sigmoid:
            return apply<kernel::sigmoid>(values, count);
        case Function::silu:
            return apply<kernel::silu>(values, count);
        case Function::gelu:
            return apply<kernel::gelu>(values, count);
        case Function::gelu_tanh:
            return apply<kernel::gelu_tanh>(values, count);
        case Function::softplus:
            return apply<kernel::softplus>(values, count);
    }
}

void apply_portable(Function function, FunctionStyle style, float* values, std::size_t count) {
    apply(function, style, values, count);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void apply_avx2(Function function, FunctionStyle style, float* values,
                                            std::size_t count) {
    apply(function, style, values, count);
}

[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,fma")]] void apply_avx512(Function function,
                                                                            FunctionStyle style,
                                                                            float* values,
                                                                            std::size_t count) {
    apply(function, style, values, count);
}
#endif

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

std::string_view name(FunctionStyle style) {
    switch (style) {
        case FunctionStyle::exact:
            return "exact";
        case FunctionStyle::table:
            return "table";
        case FunctionStyle::ideal:
            return "ideal";
    }
    return "";
}

std::optional<FunctionStyle> function_style_named(std::string_view text) {
    for (const FunctionStyle style : {FunctionStyle::exact, FunctionStyle::table})
        if (name(style) == text) return style;
    return std::nullopt;
}

void apply_function(Function function, std::span<float> values, SimdTarget target) {
    apply_function(function, values, target, FunctionStyle::exact);
}

void apply_function(Function function, std::span<float> values, SimdTarget target, FunctionStyle style) {
    if (style == FunctionStyle::ideal) {
        for (float& value : values)
            value = canonical_fp32(static_cast<float>(real_function(function, static_cast<double>(value))));
        return;
    }
#if defined(__x86_64__)
    if (target == SimdTarget::avx512) return apply_avx512(function, style, values.data(), values.size());
    if (target == SimdTarget::avx2) return apply_avx2(function, style, values.data(), values.size());
#endif
    apply_portable(function, style, values.data(), values.size());
}

}  // namespace lockstep
