#pragma once

#include <cstdint>

namespace lockstep {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): the same numbers
/// on every machine.
class SplitMix {
  public:
    static constexpr std::uint64_t step = 0x9E3779B97F4A7C15U;

    explicit constexpr SplitMix(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() { return mix(state_ += step); }
    /// 0 … bound - 1; `bound` is small against 2^64.
    constexpr std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }

    /// The output function.
    static constexpr std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

  private:
    std::uint64_t state_;
};

}  // namespace lockstep
