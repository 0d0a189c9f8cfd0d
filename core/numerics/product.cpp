#include "core/numerics/product.h"

#include <algorithm>
#include <cmath>

#include "core/numerics/bf16.h"
#include "core/numerics/product_kernels.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using kernel::ProductJob;

void portable(const ProductJob& job) {
    const std::uint16_t* column = job.weights;
    for (std::size_t i = 0; i < job.inputs; ++i) {
        if (job.reduction) column = job.weights;
        for (std::size_t o = 0; o < job.outputs; ++o) {
            float* const acc = job.accumulators + o * job.block;
            for (std::size_t c = 0; c < job.block; ++c, column += job.block) {
                const float x = job.source[i * job.block + c];
                for (std::size_t r = 0; r < job.block; ++r)
                    acc[r] = std::fma(from_bf16(column[r]), x, acc[r]);
            }
        }
    }
}

void run(const ProductJob& job, [[maybe_unused]] std::size_t rows) {
#if defined(__x86_64__)
    if (rows == kernel::avx512_rows) return products_avx512(job);
    if (rows == kernel::avx2_rows) return products_avx2(job);
#endif
    portable(job);
}

ProductJob job_of(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                  std::span<const float> source, int block_size, bool reduction, bool ordered) {
    const auto block = static_cast<std::size_t>(block_size);
    if (block_size <= 0 || accumulators.size() % block != 0 || source.size() % block != 0 ||
        weights.size() != accumulators.size() * (reduction ? block : source.size())) {
        throw Error(FailureKind::internal,
                    "accumulate_products: the sizes of weights, source and accumulators do not match");
    }
    return {accumulators.data(),         weights.data(), source.data(), block, source.size() / block,
            accumulators.size() / block, reduction,      ordered};
}

}  // namespace

WeightOrder weight_order(SimdTarget target, int block_size) {
    if (target == SimdTarget::avx512 && block_size % static_cast<int>(kernel::avx512_rows) == 0)
        return {kernel::avx512_rows, kernel::avx512_strips};
    if (target != SimdTarget::portable && block_size % static_cast<int>(kernel::avx2_rows) == 0)
        return {kernel::avx2_rows, kernel::avx2_strips};
    return {};
}

void reorder_weights(std::span<const std::uint16_t> from, std::span<std::uint16_t> to, int block_size,
                     std::size_t accumulators, WeightOrder order) {
    if (order.rows == 0 || accumulators == 0) return void(std::ranges::copy(from, to.begin()));
    const auto block = static_cast<std::size_t>(block_size);
    const std::size_t per_output = block / order.rows;
    const std::size_t total = accumulators * per_output;
    const std::size_t inputs = from.size() / (accumulators * block * block);
    std::uint16_t* place = to.data();
    for (std::size_t first = 0, count = 0; first < total; first += count) {
        count = kernel::next_group(total - first, order.strips);
        for (std::size_t column = 0; column < inputs * block; ++column) {
            for (std::size_t strip = first; strip < first + count; ++strip, place += order.rows) {
                const std::size_t stored = column / block * accumulators + strip / per_output;
                std::copy_n(
                    from.data() + (stored * block + column % block) * block + strip % per_output * order.rows,
                    order.rows, place);
            }
        }
    }
}

void accumulate_products(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                         std::span<const float> source, int block_size, SimdTarget target, bool reduction) {
    run(job_of(accumulators, weights, source, block_size, reduction, false),
        weight_order(target, block_size).rows);
}

void accumulate_ordered(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                        std::span<const float> source, int block_size, SimdTarget target, bool reduction) {
    run(job_of(accumulators, weights, source, block_size, reduction, true),
        weight_order(target, block_size).rows);
}

}  // namespace lockstep
