#include <bit>
#include <cmath>
#include <stdexcept>

#include "tests/support/oracle.h"

/// Conversions, clamp, vector operations and random inputs of numerics.md.
namespace oracle {
namespace {

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

float from_fp8(std::uint8_t code) {
    const int exponent = code >> 3 & 15;
    const int mantissa = code & 7;
    if (exponent == 15 && mantissa == 7) return from_bf16(0x7FC0);
    const float size = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -9)
                                     : std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
    return (code & 0x80) != 0 ? -size : size;
}

std::uint8_t to_fp8(float value) {
    if (std::isnan(value)) return 0x7F;
    const std::uint8_t sign = std::signbit(value) ? 0x80 : 0;
    std::uint8_t best = 0;
    for (std::uint8_t code = 0; code < 0x7F; ++code) {
        const double here =
            std::abs(std::abs(static_cast<double>(value)) - static_cast<double>(from_fp8(code)));
        const double there =
            std::abs(std::abs(static_cast<double>(value)) - static_cast<double>(from_fp8(best)));
        if (here < there || (here == there && code % 2 == 0)) best = code;
    }
    if (std::isinf(value)) best = 0x7E;
    return sign | best;
}

float clamped(float x, const lockstep::ClampSetting& setting) {
    float t = x;
    if (t < setting.minimum) t = setting.minimum;
    if (t > setting.maximum) t = setting.maximum;
    return t;
}

float combined(lockstep::VectorOpcode op, float a, float b, float c) {
    using lockstep::VectorOpcode;
    const bool nan = std::isnan(a) || std::isnan(b);
    const auto truth = [](bool value) { return value ? 1.0F : 0.0F; };
    switch (op) {
        case VectorOpcode::copy:
            return a;
        case VectorOpcode::add:
            return a + b;
        case VectorOpcode::subtract:
            return a - b;
        case VectorOpcode::multiply:
            return a * b;
        case VectorOpcode::divide:
            return a / b;
        case VectorOpcode::minimum:
            if (nan) return from_bf16(0x7FC0);
            return a < b ? a : b;
        case VectorOpcode::maximum:
            if (nan) return from_bf16(0x7FC0);
            return a > b ? a : b;
        case VectorOpcode::equal:
            return truth(!nan && a == b);
        case VectorOpcode::not_equal:
            return truth(nan || a != b);
        case VectorOpcode::less:
            return truth(!nan && a < b);
        case VectorOpcode::less_equal:
            return truth(!nan && a <= b);
        case VectorOpcode::select:
            return std::isnan(c) || c != 0.0F ? a : b;
    }
    throw std::runtime_error("no such vector operation");
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
