#pragma once

#include <bit>
#include <cstdint>

/// The activation functions without branches, to be inlined into loops of any instruction set. Internal to
/// core/numerics.
namespace lockstep::kernel {

#define LOCKSTEP_INLINE [[gnu::always_inline]] inline

LOCKSTEP_INLINE float magnitude(float x) {
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) & 0x7FFFFFFFU);
}

/// 2^-k for 0 <= k <= 126.
LOCKSTEP_INLINE float negative_power_of_two(std::uint32_t k) {
    return std::bit_cast<float>((127U - k) << 23);
}

/// exp(t) for t <= 0: t = k ln 2 + r, exp(t) = 2^k (1 + r + r^2 q(r)). Below -104 the result is 0; denormal
/// results are rounded once, by the last product.
LOCKSTEP_INLINE float exp_of_negative(float t) {
    t = t < -104.0F ? -104.0F : t;
    const float shifted = __builtin_fmaf(t, 0x1.715476p+0F, 0x1.8p+23F);
    const float k = shifted - 0x1.8p+23F;
    float r = __builtin_fmaf(k, -0x1.62e4p-1F, t);
    r = __builtin_fmaf(k, -0x1.7f7d1cp-20F, r);
    float q = __builtin_fmaf(0x1.6ac74ep-10F, r, 0x1.123dep-7F);
    q = __builtin_fmaf(q, r, 0x1.555858p-5F);
    q = __builtin_fmaf(q, r, 0x1.55548cp-3F);
    q = __builtin_fmaf(q, r, 0x1.fffffcp-2F);
    const float p = __builtin_fmaf(r * r, q, r) + 1.0F;
    // The low bits of `shifted` count from those of 0x1.8p+23; a NaN gives any count, and NaN times anything
    // is NaN.
    const std::uint32_t n = (0x4B400000U - std::bit_cast<std::uint32_t>(shifted)) & 0xFFU;
    return (p * negative_power_of_two(n / 2)) * negative_power_of_two(n - n / 2);
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
    const float result = a < 0.625F ? small : large;
    const std::uint32_t sign = std::bit_cast<std::uint32_t>(x) & 0x80000000U;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(result) | sign);
}

}  // namespace lockstep::kernel
