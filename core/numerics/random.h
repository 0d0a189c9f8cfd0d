#pragma once

#include <cstdint>
#include <span>

namespace lockstep {

/// Random input values, the same bits everywhere; help/numerics.md, "Random inputs". Counter-based: any value
/// can be made without those before it. A value is (sum of twelve 16-bit draws - 393210) / 65536, exact in
/// fp32: mean 0, standard deviation 1 to 1e-9, at most 6 in size. `element` counts over all inputs of the
/// program in order, each row-major.
float random_input(std::uint64_t seed, std::uint64_t inference, std::uint64_t element);

/// values[e] = random_input(seed, inference, e).
void fill_random_input(std::uint64_t seed, std::uint64_t inference, std::span<float> values);

}  // namespace lockstep
