#pragma once

#include <bit>
#include <cstdint>

#include "core/numerics/bf16.h"

/// fp32 values in memories and streams of 16-bit words: two words each, the lower half first.
namespace lockstep {

inline float from_words(const std::uint16_t* words) {
    return std::bit_cast<float>(std::uint32_t{words[1]} << 16U | words[0]);
}

/// Every NaN becomes the one NaN.
inline void to_words(float value, std::uint16_t* words) {
    const auto bits = std::bit_cast<std::uint32_t>(canonical_fp32(value));
    words[0] = static_cast<std::uint16_t>(bits);
    words[1] = static_cast<std::uint16_t>(bits >> 16U);
}

}  // namespace lockstep
