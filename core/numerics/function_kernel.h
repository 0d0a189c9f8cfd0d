#pragma once

#include <limits>

#include "core/numerics/activation_kernel.h"

/// The functions of function.h without branches, beside those of activation_kernel.h. Internal to
/// core/numerics; help/numerics.md, "Functions", says how each is computed. A NaN result may have any
/// pattern.
namespace lockstep::kernel {

inline constexpr float infinity = std::numeric_limits<float>::infinity();
inline constexpr float quiet_nan = std::numeric_limits<float>::quiet_NaN();

LOCKSTEP_INLINE float exp(float x) {
    return exponential(reduced_by_ln2(at_most(89.0F, at_least(-104.0F, x)))).value();
}

LOCKSTEP_INLINE float exp2(float x) {
    const float t = at_most(129.0F, at_least(-151.0F, x));
    const Rounded k = rounded_product(t, 1.0F);
    const float r = t - k.value;
    float q = __builtin_fmaf(0x1.fd99f6p-17F, r, 0x1.441e22p-13F);
    q = __builtin_fmaf(q, r, 0x1.5d8a2ap-10F);
    q = __builtin_fmaf(q, r, 0x1.3b2a4ep-7F);
    q = __builtin_fmaf(q, r, 0x1.c6b08cp-5F);
    q = __builtin_fmaf(q, r, 0x1.ebfbep-3F);
    q = __builtin_fmaf(r * r, q, r * -0x1.05c61p-29F);
    return Scaled{__builtin_fmaf(r, 0x1.62e43p-1F, q) + 1.0F, k.integer}.value();
}

LOCKSTEP_INLINE float expm1(float x) {
    const Reduced reduced = reduced_by_ln2(at_most(89.0F, at_least(-27.0F, x)));
    const float r = reduced.r;
    float q = __builtin_fmaf(0x1.9e68acp-13F, r, 0x1.6d3d18p-10F);
    q = __builtin_fmaf(q, r, 0x1.1112dep-7F);
    q = __builtin_fmaf(q, r, 0x1.5554f6p-5F);
    q = __builtin_fmaf(q, r, 0x1.555554p-3F);
    q = __builtin_fmaf(q, r, 0.5F);
    const float near = __builtin_fmaf(r * r, q, r);
    const float half = power_of_two(reduced.k - 1);
    const float far = 2.0F * __builtin_fmaf(half, near, half - 0.5F);
    return with_sign_of(x, magnitude(reduced.k == 0 ? near : far));
}

/// log to some base of 2^k: k times it in two parts; of e in two parts.
struct Base {
    float two_high, two_low, e_high, e_low;
};
inline constexpr Base base_e{0x1.62e43p-1F, -0x1.05c61p-29F, 1.0F, 0.0F};
inline constexpr Base base_2{1.0F, 0.0F, 0x1.715476p+0F, 0x1.4ae0cp-26F};
inline constexpr Base base_10{0x1.344136p-2F, -0x1.ec10cp-27F, 0x1.bcb7b2p-2F, -0x1.5b235ep-27F};

/// log(2^k (1 + f)), sqrt(1/2) - 1 <= f <= sqrt(2) - 1; log(1 + f) = f + f^2 q(f).
LOCKSTEP_INLINE float logarithm(float f, float k, const Base& base) {
    float q = __builtin_fmaf(-0x1.384fb2p-4F, f, 0x1.087dap-3F);
    q = __builtin_fmaf(q, f, -0x1.0f4cbcp-3F);
    q = __builtin_fmaf(q, f, 0x1.226b3p-3F);
    q = __builtin_fmaf(q, f, -0x1.542422p-3F);
    q = __builtin_fmaf(q, f, 0x1.99a428p-3F);
    q = __builtin_fmaf(q, f, -0x1.000438p-2F);
    q = __builtin_fmaf(q, f, 0x1.55555p-2F);
    q = __builtin_fmaf(q, f, -0x1.fffff8p-2F);
    const float y = (f * f) * q;
    float low = __builtin_fmaf(y, base.e_high, f * base.e_low);
    low = __builtin_fmaf(k, base.two_low, low);
    const float near = __builtin_fmaf(f, base.e_high, low);
    return __builtin_fmaf(k, base.two_high, near);
}

LOCKSTEP_INLINE float logarithm(float x, const Base& base) {
    const bool denormal = x < 0x1p-126F;
    const float normal = denormal ? x * 0x1p+23F : x;
    // Counted from sqrt(1/2), so that the exponent field of the difference is k.
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(normal) - 0x3F3504F3U;
    const float k = static_cast<float>((static_cast<std::int32_t>(bits) >> 23) - (denormal ? 23 : 0));
    const float f = std::bit_cast<float>((bits & 0x7FFFFFU) + 0x3F3504F3U) - 1.0F;
    const float result = logarithm(f, k, base);
    const float beyond = x == 0.0F ? -infinity : quiet_nan;
    return x > 0.0F ? (x < infinity ? result : x) : beyond;
}

LOCKSTEP_INLINE float log(float x) {
    return logarithm(x, base_e);
}
LOCKSTEP_INLINE float log2(float x) {
    return logarithm(x, base_2);
}
LOCKSTEP_INLINE float log10(float x) {
    return logarithm(x, base_10);
}

LOCKSTEP_INLINE float sqrt(float x) {
    return __builtin_sqrtf(x);
}
LOCKSTEP_INLINE float rsqrt(float x) {
    return 1.0F / __builtin_sqrtf(x);
}
LOCKSTEP_INLINE float reciprocal(float x) {
    return 1.0F / x;
}

/// x / (1 + 1 / e), e^-|v| given, for x and v of one sign: a negative result is rounded once where denormal.
/// -inf gives NaN.
LOCKSTEP_INLINE float times_sigmoid(float x, Scaled e, float cutoff) {
    const bool negative = x < 0.0F;
    const float numerator = negative ? at_least(-cutoff, x) * (e.factor * e.first()) : x;
    const float quotient = numerator / (1.0F + e.value());
    const float result = negative ? quotient * e.second() : quotient;
    return x == -infinity ? quiet_nan : result;
}

LOCKSTEP_INLINE float silu(float x) {
    const float a = at_most(110.0F, magnitude(x));
    return times_sigmoid(x, exponential(reduced_by_ln2(-a)), 110.0F);
}

/// 0.5 x (1 + tanh(v / 2)) with v = a (c + d a^2) in two parts, c = sqrt(8 / pi), d = 0.044715 c.
LOCKSTEP_INLINE float gelu_tanh(float x) {
    const float a = at_most(11.0F, magnitude(x));
    const float s = a * a;
    const float s_low = __builtin_fmaf(a, a, -s);
    const float h = 0x1.2444f2p-4F * s;
    float h_low = __builtin_fmaf(0x1.2444f2p-4F, s, -h);
    h_low = __builtin_fmaf(0x1.2444f2p-4F, s_low, h_low);
    h_low = __builtin_fmaf(0x1.49b16ap-29F, s, h_low);
    const float g = h + 0x1.988454p+0F;
    const float from_c = g - h;
    const float lost = (h - (g - from_c)) + (0x1.988454p+0F - from_c);
    const float g_low = lost + (h_low + -0x1.857936p-25F);
    const float v = a * g;
    const float v_low = __builtin_fmaf(a, g_low, __builtin_fmaf(a, g, -v));
    Reduced reduced = reduced_by_ln2(-v);
    reduced.r = reduced.r - v_low;
    return times_sigmoid(x, exponential(reduced), 11.0F);
}

/// x Phi(x); with a = |x|, Phi(-a) = e^(-a^2/2) q(t) / (a + 4), t = (a - 4) / (a + 4).
LOCKSTEP_INLINE float gelu(float x) {
    const float a = at_most(15.0F, magnitude(x));
    const float s = a * a;
    const float s_low = __builtin_fmaf(a, a, -s);
    Reduced reduced = reduced_by_ln2(-0.5F * s);
    reduced.r = __builtin_fmaf(-0.5F, s_low, reduced.r);
    const float d = a + 4.0F;
    const float t = (a - 4.0F) / d;
    float q = __builtin_fmaf(-0x1.00e864p-13F, t, 0x1.a53224p-13F);
    q = __builtin_fmaf(q, t, 0x1.9c647p-10F);
    q = __builtin_fmaf(q, t, -0x1.ceb4eep-9F);
    q = __builtin_fmaf(q, t, -0x1.ed86aap-8F);
    q = __builtin_fmaf(q, t, 0x1.eedeb6p-5F);
    q = __builtin_fmaf(q, t, -0x1.7dff6cp-3F);
    q = __builtin_fmaf(q, t, 0x1.8c6d7ap-2F);
    q = __builtin_fmaf(q, t, -0x1.373e3ap-1F);
    q = __builtin_fmaf(q, t, 0x1.82b4bcp-1F);
    const Scaled e = exponential(reduced);
    const Scaled tail{e.factor * (q / d), e.exponent};
    const float below = Scaled{at_least(-15.0F, x) * tail.factor, tail.exponent}.value();
    const float result = x < 0.0F ? below : x * (1.0F - tail.value());
    return x == -infinity ? quiet_nan : result;
}

LOCKSTEP_INLINE float softplus(float x) {
    const float e = exp_of_negative(-magnitude(x));
    // log(1 + e) = log 2 + log(1 + (e - 1) / 2) above sqrt(2) - 1.
    const bool upper = e > 0x1.a8279ap-2F;
    const float f = upper ? __builtin_fmaf(0.5F, e, -0.5F) : e;
    return (x > 0.0F ? x : 0.0F) + logarithm(f, upper ? 1.0F : 0.0F, base_e);
}

LOCKSTEP_INLINE float table_silu(float x) {
    return x * table_sigmoid(x);
}
LOCKSTEP_INLINE float table_softplus(float x) {
    return softplus(table_point(x));
}

}  // namespace lockstep::kernel
