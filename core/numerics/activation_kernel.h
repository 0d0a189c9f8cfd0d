#pragma once

#include <bit>
#include <cstdint>

/// Exponential, sigmoid and tanh without branches, to be inlined into loops of any instruction set. Internal
/// to core/numerics; help/numerics.md, "Functions", says how each is computed.
namespace lockstep::kernel {

#define LOCKSTEP_INLINE [[gnu::always_inline]] inline

LOCKSTEP_INLINE float magnitude(float x) {
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) & 0x7FFFFFFFU);
}

/// `value` >= 0 with the sign of `x`.
LOCKSTEP_INLINE float with_sign_of(float x, float value) {
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) |
                                (std::bit_cast<std::uint32_t>(x) & 0x80000000U));
}

/// The bounds of a range; NaN stays.
LOCKSTEP_INLINE float at_least(float bound, float x) {
    return x < bound ? bound : x;
}
LOCKSTEP_INLINE float at_most(float bound, float x) {
    return x > bound ? bound : x;
}

/// 2^k for -126 <= k <= 127.
LOCKSTEP_INLINE float power_of_two(std::int32_t k) {
    return std::bit_cast<float>((static_cast<std::uint32_t>(k) + 127U) << 23);
}

/// The nearest integer to a product a * b of size below 2^22, ties to even, as float and as integer. A NaN
/// gives any integer, which the NaN that comes with it hides.
struct Rounded {
    float value;
    std::int32_t integer;
};
LOCKSTEP_INLINE Rounded rounded_product(float a, float b) {
    const float shifted = __builtin_fmaf(a, b, 0x1.8p+23F);
    return {shifted - 0x1.8p+23F,
            static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(shifted) - 0x4B400000U)};
}

/// A number factor * 2^exponent whose factor is near 1, so that a product with it rounds at most once.
struct Scaled {
    float factor;
    std::int32_t exponent;

    /// The exponent in two parts, each of them in range.
    LOCKSTEP_INLINE float first() const { return power_of_two(exponent >> 1); }
    LOCKSTEP_INLINE float second() const { return power_of_two(exponent - (exponent >> 1)); }
    LOCKSTEP_INLINE float value() const { return (factor * first()) * second(); }
};

/// t = k ln 2 + r with |r| <= ln 2 / 2, nearly.
struct Reduced {
    float r;
    std::int32_t k;
};
LOCKSTEP_INLINE Reduced reduced_by_ln2(float t) {
    const Rounded k = rounded_product(t, 0x1.715476p+0F);
    const float r = __builtin_fmaf(k.value, -0x1.62e4p-1F, t);
    return {__builtin_fmaf(k.value, -0x1.7f7d1cp-20F, r), k.integer};
}

/// e^r 2^k = 2^k (1 + r + r^2 q(r)).
LOCKSTEP_INLINE Scaled exponential(Reduced reduced) {
    const float r = reduced.r;
    float q = __builtin_fmaf(0x1.6ac74ep-10F, r, 0x1.123dep-7F);
    q = __builtin_fmaf(q, r, 0x1.555858p-5F);
    q = __builtin_fmaf(q, r, 0x1.55548cp-3F);
    q = __builtin_fmaf(q, r, 0x1.fffffcp-2F);
    return {__builtin_fmaf(r * r, q, r) + 1.0F, reduced.k};
}

/// e^t for t <= 0; 0 below -104. A denormal result is rounded once.
LOCKSTEP_INLINE float exp_of_negative(float t) {
    return exponential(reduced_by_ln2(at_least(-104.0F, t))).value();
}

LOCKSTEP_INLINE float sigmoid(float x) {
    const float e = exp_of_negative(-magnitude(x));
    const float numerator = x < 0.0F ? e : 1.0F;
    return numerator / (1.0F + e);
}

LOCKSTEP_INLINE float hyperbolic_tangent(float x) {
    const float a = magnitude(x);
    const float u = a * a;
    float p = __builtin_fmaf(-0x1.750ce4p-8F, u, 0x1.51f8cep-6F);
    p = __builtin_fmaf(p, u, -0x1.b835a4p-5F);
    p = __builtin_fmaf(p, u, 0x1.1106f6p-3F);
    p = __builtin_fmaf(p, u, -0x1.555532p-2F);
    const float small = __builtin_fmaf(a * u, p, a);
    const float e = exp_of_negative(-2.0F * a);
    const float large = 1.0F - (2.0F * e) / (1.0F + e);
    return with_sign_of(x, a < 0.625F ? small : large);
}

/// The nearest multiple of 2^-7, ties to even: where a table of 7 fractional bits is read. From 2^15 on it is
/// x, where the functions are constant or x itself.
LOCKSTEP_INLINE float table_point(float x) {
    const float rounded = (x + 0x1.8p+16F) - 0x1.8p+16F;
    return magnitude(x) < 0x1p+15F ? rounded : x;
}
LOCKSTEP_INLINE float table_tanh(float x) {
    return hyperbolic_tangent(table_point(x));
}
LOCKSTEP_INLINE float table_sigmoid(float x) {
    return 0.5F * (table_tanh(0.5F * x) + 1.0F);
}

}  // namespace lockstep::kernel
