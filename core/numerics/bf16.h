#pragma once

#include <bit>
#include <cstdint>

/// bf16 as the accelerator stores it: sign, 8 exponent bits, 7 mantissa bits; help/numerics.md, "Formats".
namespace lockstep {

/// The one NaN that is ever written.
inline constexpr std::uint16_t bf16_nan = 0x7FC0;
inline constexpr std::uint32_t fp32_nan_bits = 0x7FC00000;

/// Exact: every bf16 value is an fp32 value, denormals included.
constexpr float from_bf16(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

/// Rounds to nearest, ties to even; overflow gives infinity, denormals stay (gradual underflow), every NaN
/// gives bf16_nan.
constexpr std::uint16_t to_bf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U) return bf16_nan;
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

/// The value after a round trip through bf16.
constexpr float round_to_bf16(float value) {
    return from_bf16(to_bf16(value));
}

/// What a memory of fp32 values keeps of `value`: the value itself, or the one NaN.
constexpr float canonical_fp32(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & 0x7FFFFFFFU) > 0x7F800000U ? std::bit_cast<float>(fp32_nan_bits) : value;
}

/// What a memory of bf16 values keeps of `value`.
constexpr std::uint16_t canonical_bf16(std::uint16_t value) {
    return (value & 0x7FFFU) > 0x7F80U ? bf16_nan : value;
}

}  // namespace lockstep
