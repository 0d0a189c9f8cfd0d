#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vm/sum_style.h"

namespace lockstep {

/// accumulate_products() in another style than the default, of the first `valid` values of `source`; the
/// weights are as the program stores them. Sizes must match as there.
void accumulate_styled(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                       std::span<const float> source, std::size_t valid, std::size_t block, bool reduction,
                       const SumStyle& style);

}  // namespace lockstep
