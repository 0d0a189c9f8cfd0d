#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/numerics/simd_target.h"

namespace lockstep {

/// Products of one matvec instruction; help/numerics.md, "matvec". With b = block_size, I = source.size() / b
/// input blocks and A = accumulators.size() / b accumulators of b rows:
///   for i in 0..I-1, for column c in 0..b-1:  acc[o][r] = fma(w[i][o][c][r], source[i * b + c], acc[o][r])
/// in IEEE fp32, for every accumulator o and row r; every element sums in this order on every target.
/// weights[((i * A + o) * b + c) * b + r] is bf16: b x b blocks, column by column. A reduction has the blocks
/// of i = 0 only and takes them for every i. `source` holds bf16 values as fp32. The sizes must match:
/// weights.size() == I * A * b * b, of a reduction A * b * b. NaN results may have any payload.
void accumulate_products(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                         std::span<const float> source, int block_size,
                         SimdTarget target = best_simd_target(), bool reduction = false);

/// The order in which a target's kernel reads weights, so that they are one stream from the first to the
/// last. A strip is `rows` rows of an accumulator; strips are counted over all accumulators of the
/// instruction and taken in groups of equal size, as far as possible, of at most `strips`. A group's weights
/// come column by column, in each column strip by strip.
struct WeightOrder {
    std::size_t rows = 0;  ///< 0: as they are stored
    std::size_t strips = 0;
};
WeightOrder weight_order(SimdTarget target, int block_size);

/// Weights of one instruction with `accumulators` accumulators from the stored order to another one. `to` has
/// the size of `from`.
void reorder_weights(std::span<const std::uint16_t> from, std::span<std::uint16_t> to, int block_size,
                     std::size_t accumulators, WeightOrder order);

/// accumulate_products() with weights in weight_order(target, block_size), whose rows are not 0.
void accumulate_ordered(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                        std::span<const float> source, int block_size, SimdTarget target,
                        bool reduction = false);

}  // namespace lockstep
