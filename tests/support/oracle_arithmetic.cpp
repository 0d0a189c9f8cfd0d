#include <bit>
#include <cmath>

#include "tests/support/oracle.h"

/// Conversions, activation functions and random inputs of numerics.md.
namespace oracle {
namespace {

/// e^t for t <= 0. std::fma is IEEE's: one rounding.
float expneg(float t) {
    if (std::isnan(t)) return t;
    if (t < -104.0F) t = -104.0F;
    const float s = std::fma(t, 0x1.715476p+0F, 0x1.8p+23F);
    const float k = s - 0x1.8p+23F;
    float r = std::fma(k, -0x1.62e4p-1F, t);
    r = std::fma(k, -0x1.7f7d1cp-20F, r);
    float q = std::fma(0x1.6ac74ep-10F, r, 0x1.123dep-7F);
    for (const float coefficient : {0x1.555858p-5F, 0x1.55548cp-3F, 0x1.fffffcp-2F})
        q = std::fma(q, r, coefficient);
    const float square = r * r;
    const float p = std::fma(square, q, r) + 1.0F;
    // p * 2^k rounded once is what the page's two products give: the first of them is exact.
    return std::ldexp(p, static_cast<int>(k));
}

std::uint64_t mix(std::uint64_t z) {
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9U;
    z ^= z >> 27;
    z *= 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

}  // namespace

std::uint16_t to_bf16(float value) {
    if (std::isnan(value)) return 0x7FC0;
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t kept = bits >> 16;
    const std::uint32_t cut = bits & 0xFFFFU;
    const bool up = cut > 0x8000U || (cut == 0x8000U && (kept & 1U) == 1U);
    return static_cast<std::uint16_t>(up ? kept + 1 : kept);
}

float from_bf16(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

float sigmoid(float x) {
    const float e = expneg(-std::abs(x));
    return x < 0.0F ? e / (1.0F + e) : 1.0F / (1.0F + e);
}

float tanh(float x) {
    const float a = std::abs(x);
    float result = 0;
    if (a < 0.625F) {
        const float u = a * a;
        float p = -0x1.750ce4p-8F;
        for (const float coefficient : {0x1.51f8cep-6F, -0x1.b835a4p-5F, 0x1.1106f6p-3F, -0x1.555532p-2F})
            p = std::fma(p, u, coefficient);
        const float cube = a * u;
        result = std::fma(cube, p, a);
    } else {
        const float e = expneg(-2.0F * a);
        const float doubled = 2.0F * e;
        const float quotient = doubled / (1.0F + e);
        result = 1.0F - quotient;
    }
    return std::copysign(result, x);
}

float random_value(std::uint64_t seed, std::uint64_t inference, std::uint64_t element) {
    const std::uint64_t g = 0x9E3779B97F4A7C15U;
    const std::uint64_t start = mix(mix(seed + g) + (inference + 1) * g);
    std::int64_t sum = -393210;
    for (std::uint64_t j = 1; j <= 3; ++j) {
        for (std::uint64_t word = mix(start + (3 * element + j) * g); word != 0; word /= 65536)
            sum += static_cast<std::int64_t>(word % 65536);
    }
    return static_cast<float>(static_cast<double>(sum) / 65536.0);
}

}  // namespace oracle
