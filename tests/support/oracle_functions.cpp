#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/support/oracle.h"

/// "Functions" of numerics.md, step by step. std::fma, std::sqrt and division are IEEE's: one rounding.
namespace oracle {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();

template <class... Coefficients>
float horner(float x, float highest, Coefficients... rest) {
    float q = highest;
    ((q = std::fma(q, x, rest)), ...);
    return q;
}

std::pair<int, float> reduce(float t) {
    const float s = std::fma(t, 0x1.715476p+0F, 0x1.8p+23F);
    const float k = s - 0x1.8p+23F;
    const float r = std::fma(k, -0x1.62e4p-1F, t);
    return {static_cast<int>(k), std::fma(k, -0x1.7f7d1cp-20F, r)};
}

float factor(float r) {
    const float q = horner(r, 0x1.6ac74ep-10F, 0x1.123dep-7F, 0x1.555858p-5F, 0x1.55548cp-3F, 0x1.fffffcp-2F);
    const float square = r * r;
    return std::fma(square, q, r) + 1.0F;
}

/// The page's two products round once, as this does: the first of them is exact.
float scaled(float p, int k) {
    return std::ldexp(p, k);
}

float between(float low, float high, float x) {
    if (x < low) return low;
    return x > high ? high : x;
}

float exp(float x) {
    if (std::isnan(x)) return x;
    const auto [k, r] = reduce(between(-104, 89, x));
    return scaled(factor(r), k);
}

float exp2(float x) {
    const float t = between(-151, 129, x);
    // Ties to even, as adding 0x1.8p+23 does.
    const float k = std::nearbyint(t);
    const float r = t - k;
    const float q = horner(r, 0x1.fd99f6p-17F, 0x1.441e22p-13F, 0x1.5d8a2ap-10F, 0x1.3b2a4ep-7F,
                           0x1.c6b08cp-5F, 0x1.ebfbe0p-3F);
    const float square = r * r;
    const float low = r * -0x1.05c610p-29F;
    const float all = std::fma(square, q, low);
    return scaled(std::fma(r, 0x1.62e430p-1F, all) + 1.0F, static_cast<int>(k));
}

float expm1(float x) {
    const auto [k, r] = reduce(between(-27, 89, x));
    const float q =
        horner(r, 0x1.9e68acp-13F, 0x1.6d3d18p-10F, 0x1.1112dep-7F, 0x1.5554f6p-5F, 0x1.555554p-3F, 0.5F);
    const float square = r * r;
    const float n = std::fma(square, q, r);
    if (k == 0) return std::copysign(n, x);
    const float h = std::ldexp(1.0F, k - 1);
    const float lower = h - 0.5F;
    return 2.0F * std::fma(h, n, lower);
}

struct Constants {
    float t1, t2, e1, e2;
};
constexpr Constants natural{0x1.62e430p-1F, -0x1.05c610p-29F, 1, 0};
constexpr Constants binary{1, 0, 0x1.715476p+0F, 0x1.4ae0c0p-26F};
constexpr Constants decimal{0x1.344136p-2F, -0x1.ec10c0p-27F, 0x1.bcb7b2p-2F, -0x1.5b235ep-27F};

float logarithm(float f, float k, const Constants& base) {
    const float q = horner(f, -0x1.384fb2p-4F, 0x1.087da0p-3F, -0x1.0f4cbcp-3F, 0x1.226b30p-3F,
                           -0x1.542422p-3F, 0x1.99a428p-3F, -0x1.000438p-2F, 0x1.555550p-2F, -0x1.fffff8p-2F);
    const float square = f * f;
    const float y = square * q;
    const float second = f * base.e2;
    float l = std::fma(y, base.e1, second);
    l = std::fma(k, base.t2, l);
    const float n = std::fma(f, base.e1, l);
    return std::fma(k, base.t1, n);
}

float logarithm(float x, const Constants& base) {
    if (x == 0.0F) return -infinite;
    if (x < 0.0F) return std::numeric_limits<float>::quiet_NaN();
    if (x == infinite) return x;
    int k = 0;
    float m = std::frexp(x, &k);
    if (m < 0x1.6a09e6p-1F) m *= 2, --k;
    return logarithm(m - 1.0F, static_cast<float>(k), base);
}

float softplus(float x) {
    const float e = exp(-std::abs(x));
    const float l =
        e > 0x1.a8279ap-2F ? logarithm(std::fma(0.5F, e, -0.5F), 1, natural) : logarithm(e, 0, natural);
    return (x > 0.0F ? x : 0.0F) + l;
}

float gated(float x, int k, float p, float limit) {
    const int m = static_cast<int>(std::floor(k / 2.0));
    const float e = scaled(p, k);
    if (!(x < 0.0F)) return x / (1.0F + e);
    const float n = std::fmax(x, -limit) * std::ldexp(p, m);
    const float quotient = n / (1.0F + e);
    return std::ldexp(quotient, k - m);
}

float silu(float x) {
    const auto [k, r] = reduce(-std::fmin(std::abs(x), 110.0F));
    return gated(x, k, factor(r), 110);
}

float gelu_tanh(float x) {
    const float a = std::fmin(std::abs(x), 11.0F);
    const float s = a * a;
    const float s2 = std::fma(a, a, -s);
    const float h = 0x1.2444f2p-4F * s;
    float h2 = std::fma(0x1.2444f2p-4F, s, -h);
    h2 = std::fma(0x1.2444f2p-4F, s2, h2);
    h2 = std::fma(0x1.49b16ap-29F, s, h2);
    const float g = h + 0x1.988454p+0F;
    const float d = g - h;
    const float rest = g - d;
    const float lost = (h - rest) + (0x1.988454p+0F - d);
    const float g2 = lost + (h2 + -0x1.857936p-25F);
    const float v = a * g;
    const float v2 = std::fma(a, g2, std::fma(a, g, -v));
    const auto [k, r] = reduce(-v);
    return gated(x, k, factor(r - v2), 11);
}

float gelu(float x) {
    const float a = std::fmin(std::abs(x), 15.0F);
    const float s = a * a;
    const float s2 = std::fma(a, a, -s);
    auto [k, r] = reduce(-0.5F * s);
    r = std::fma(-0.5F, s2, r);
    const float d = a + 4.0F;
    const float t = (a - 4.0F) / d;
    const float q =
        horner(t, -0x1.00e864p-13F, 0x1.a53224p-13F, 0x1.9c6470p-10F, -0x1.ceb4eep-9F, -0x1.ed86aap-8F,
               0x1.eedeb6p-5F, -0x1.7dff6cp-3F, 0x1.8c6d7ap-2F, -0x1.373e3ap-1F, 0x1.82b4bcp-1F);
    const float p = factor(r) * (q / d);
    if (x < 0.0F) return scaled(std::fmax(x, -15.0F) * p, k);
    return x * (1.0F - scaled(p, k));
}

float of(lockstep::Function function, float x) {
    using F = lockstep::Function;
    if (function == F::exp) return exp(x);
    if (function == F::exp2) return exp2(x);
    if (function == F::expm1) return expm1(x);
    if (function == F::log) return logarithm(x, natural);
    if (function == F::log2) return logarithm(x, binary);
    if (function == F::log10) return logarithm(x, decimal);
    if (function == F::sqrt) return std::sqrt(x);
    if (function == F::rsqrt) return 1.0F / std::sqrt(x);
    if (function == F::reciprocal) return 1.0F / x;
    if (function == F::tanh) return oracle::tanh(x, Style::exact);
    if (function == F::sigmoid) return oracle::sigmoid(x, Style::exact);
    if (function == F::softplus) return softplus(x);
    if (x == -infinite) return std::numeric_limits<float>::quiet_NaN();
    if (function == F::silu) return silu(x);
    if (function == F::gelu) return gelu(x);
    if (function == F::gelu_tanh) return gelu_tanh(x);
    throw std::runtime_error("no function " + std::to_string(static_cast<int>(function)));
}

float exact_sigmoid(float x) {
    const float e = exp(-std::abs(x));
    return x < 0.0F ? e / (1.0F + e) : 1.0F / (1.0F + e);
}

float exact_tanh(float x) {
    const float a = std::abs(x);
    if (a < 0.625F) {
        const float u = a * a;
        const float p =
            horner(u, -0x1.750ce4p-8F, 0x1.51f8cep-6F, -0x1.b835a4p-5F, 0x1.1106f6p-3F, -0x1.555532p-2F);
        const float cube = a * u;
        return std::copysign(std::fma(cube, p, a), x);
    }
    const float e = exp(-2.0F * a);
    const float doubled = 2.0F * e;
    const float quotient = doubled / (1.0F + e);
    return std::copysign(1.0F - quotient, x);
}

/// The nearest multiple of 1/128, ties to the even multiple; +0 where that is 0.
float table_point(float x) {
    if (!(std::abs(x) < 32768.0F)) return x;
    const double multiple = std::nearbyint(static_cast<double>(x) * 128.0);
    return static_cast<float>(multiple / 128.0) + 0.0F;
}

float table_tanh(float x) {
    return exact_tanh(table_point(x));
}

float table_sigmoid(float x) {
    const float half = 0.5F * x;
    const float raised = table_tanh(half) + 1.0F;
    return 0.5F * raised;
}

float of_style(lockstep::Function function, float x, Style style) {
    using F = lockstep::Function;
    if (style == Style::exact) return of(function, x);
    if (function == F::tanh) return table_tanh(x);
    if (function == F::sigmoid) return table_sigmoid(x);
    if (function == F::silu) return x * table_sigmoid(x);
    if (function == F::softplus) return softplus(table_point(x));
    return of(function, x);
}

}  // namespace

float sigmoid(float x, Style style) {
    return style == Style::exact ? exact_sigmoid(x) : table_sigmoid(x);
}

float tanh(float x, Style style) {
    return style == Style::exact ? exact_tanh(x) : table_tanh(x);
}

float apply(lockstep::Function function, float x, Style style) {
    const float result = std::isnan(x) ? x : of_style(function, x, style);
    return std::isnan(result) ? from_bf16(0x7FC0) : result;
}

}  // namespace oracle
