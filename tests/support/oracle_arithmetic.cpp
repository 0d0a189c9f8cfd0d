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
