#include "core/numerics/fp8.h"

#include <algorithm>

namespace lockstep {

std::uint8_t fp8_scale_of(std::span<const float> values) {
    float largest = 0;
    for (const float value : values)
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    if (largest == 0) return 127;
    // largest = fraction * 2^exponent with a fraction from 0.5 to 1, and 448 = 0.875 * 2^9.
    int exponent = 0;
    const float fraction = std::frexp(largest, &exponent);
    const int power = exponent - 9 + (fraction > 0.875F ? 1 : 0);
    return static_cast<std::uint8_t>(std::clamp(power + 127, least_fp8_scale, most_fp8_scale));
}

std::uint8_t to_fp8(float value, std::uint8_t scale) {
    return to_fp8(std::ldexp(value, 127 - scale));
}

}  // namespace lockstep
