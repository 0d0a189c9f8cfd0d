#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "core/numerics/bf16.h"

/// fp8 as weights are stored: E4M3 with a power of two as scale; help/numerics.md, "fp8 weights".
namespace lockstep {

/// Sign, 4 exponent bits of bias 7, 3 mantissa bits; denormals; no infinities. 0x7F and 0xFF are NaN.
inline constexpr std::uint8_t fp8_nan = 0x7F;
inline constexpr float largest_fp8 = 448;

/// What an instruction's `fp8_scale` may be: 2^(scale - 127) keeps every product with a code's value a normal
/// bf16 number, or zero.
inline constexpr int least_fp8_scale = 10;
inline constexpr int most_fp8_scale = 246;

/// Exact.
constexpr float from_fp8(std::uint8_t code) {
    const std::uint32_t sign = std::uint32_t{code & 0x80U} << 24U;
    const std::uint32_t exponent = code >> 3U & 0xFU;
    const std::uint32_t mantissa = code & 0x7U;
    if ((code & 0x7FU) == fp8_nan) return std::bit_cast<float>(fp32_nan_bits);
    if (exponent == 0) {
        const float value = static_cast<float>(mantissa) * 0x1p-9F;
        return sign != 0 ? -value : value;
    }
    return std::bit_cast<float>(sign | (exponent + 120U) << 23U | mantissa << 20U);
}

/// The nearest fp8 value, ties to the even mantissa; beyond the largest one it is that (infinities too); a
/// value that rounds to zero keeps its sign; NaN is fp8_nan.
inline std::uint8_t to_fp8(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint8_t>(bits >> 24U & 0x80U);
    const float size = std::bit_cast<float>(bits & 0x7FFFFFFFU);
    if (std::isnan(value)) return fp8_nan;
    if (size >= largest_fp8) return sign | 0x7EU;
    if (size < 0x1p-6F)  // denormal: a multiple of 2^-9, whose code is the multiple
        return sign | static_cast<std::uint8_t>((size + 0x1p+14F) * 0x1p+9F - 0x1p+23F);
    const std::uint32_t own = bits & 0x7FFFFFFFU;
    const std::uint32_t rounded = own + 0x7FFFFU + (own >> 20U & 1U);
    return sign | static_cast<std::uint8_t>((rounded >> 20U) - (120U << 3U));
}

/// The bf16 weight that a code stands for.
inline std::uint16_t fp8_weight(std::uint8_t code, std::uint8_t scale) {
    return to_bf16(from_fp8(code) * std::bit_cast<float>(std::uint32_t{scale} << 23U));
}

/// The scale of a weight: the smallest power of two that brings its largest finite value to at most
/// largest_fp8, within the limits above; 127 (a factor of 1) if all are zero or none is finite.
std::uint8_t fp8_scale_of(std::span<const float> values);

/// The code of a value under a scale.
std::uint8_t to_fp8(float value, std::uint8_t scale);

}  // namespace lockstep
