#pragma once

#include <cstdint>
#include <span>

#include "core/numerics/simd_target.h"

namespace lockstep {

/// Products of one matvec instruction; help/numerics.md, "matvec". With b = block_size, I = source.size() / b
/// input blocks and A = accumulators.size() / b accumulators of b rows:
///   for i in 0..I-1, for column c in 0..b-1:  acc[o][r] = fma(w[i][o][c][r], source[i * b + c], acc[o][r])
/// in IEEE fp32, for every accumulator o and row r; every element sums in this order on every target.
/// weights[((i * A + o) * b + c) * b + r] is bf16: b x b blocks, column by column. `source` holds bf16 values
/// as fp32. The sizes must match: weights.size() == I * A * b * b. NaN results may have any payload.
void accumulate_products(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                         std::span<const float> source, int block_size,
                         SimdTarget target = best_simd_target());

}  // namespace lockstep
