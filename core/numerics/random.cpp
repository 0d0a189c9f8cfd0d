#include "core/numerics/random.h"

#include "core/support/split_mix.h"

namespace lockstep {
namespace {

/// Start of the sequence of one inference.
constexpr std::uint64_t sequence_start(std::uint64_t seed, std::uint64_t inference) {
    return SplitMix::mix(SplitMix::mix(seed + SplitMix::step) + (inference + 1) * SplitMix::step);
}

constexpr std::uint32_t draws_of(std::uint64_t word) {
    return static_cast<std::uint32_t>((word & 0xFFFFU) + (word >> 16 & 0xFFFFU) + (word >> 32 & 0xFFFFU) +
                                      (word >> 48));
}

constexpr float value_at(std::uint64_t start, std::uint64_t element) {
    std::uint32_t sum = 0;
    for (std::uint64_t j = 1; j <= 3; ++j)
        sum += draws_of(SplitMix::mix(start + (3 * element + j) * SplitMix::step));
    return static_cast<float>(static_cast<std::int32_t>(sum) - 393210) * 0x1p-16F;
}

}  // namespace

float random_input(std::uint64_t seed, std::uint64_t inference, std::uint64_t element) {
    return value_at(sequence_start(seed, inference), element);
}

void fill_random_input(std::uint64_t seed, std::uint64_t inference, std::span<float> values) {
    const std::uint64_t start = sequence_start(seed, inference);
    for (std::size_t e = 0; e < values.size(); ++e) values[e] = value_at(start, e);
}

}  // namespace lockstep
