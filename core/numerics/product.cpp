#include "core/numerics/product.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "core/numerics/bf16.h"
#include "core/support/error.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define LOCKSTEP_X86 1
#endif

namespace lockstep {
namespace {

struct Products {
    float* accumulators;
    const std::uint16_t* weights;
    const float* source;
    std::size_t block;              ///< b
    std::size_t inputs;             ///< I
    std::size_t accumulator_count;  ///< A
};

void portable(const Products& p) {
    const std::uint16_t* column = p.weights;
    for (std::size_t i = 0; i < p.inputs; ++i) {
        for (std::size_t o = 0; o < p.accumulator_count; ++o) {
            float* const acc = p.accumulators + o * p.block;
            for (std::size_t c = 0; c < p.block; ++c, column += p.block) {
                const float x = p.source[i * p.block + c];
                for (std::size_t r = 0; r < p.block; ++r) acc[r] = std::fma(from_bf16(column[r]), x, acc[r]);
            }
        }
    }
}

#ifdef LOCKSTEP_X86

// A strip is the 2 L rows of an accumulator that one register of bf16 weights covers (L: fp32 lanes). Its
// even rows sum in one register and its odd rows in another, so that a weight becomes fp32 by one shift or
// one mask; rows are sorted apart before and together after. Strips are independent sums: several run
// interleaved to hide the latency of the fma.
constexpr std::size_t max_strips = 4;

using Words8 [[gnu::vector_size(32)]] = std::uint32_t;
using Words16 [[gnu::vector_size(64)]] = std::uint32_t;

template <std::size_t L>
struct Strips {
    std::array<const std::uint16_t*, max_strips> weights;  ///< of input block 0, column 0
    std::array<float*, max_strips> accumulators;
    alignas(64) std::array<std::array<float, L>, max_strips> even;
    alignas(64) std::array<std::array<float, L>, max_strips> odd;
};

template <std::size_t L>
void sort_apart(Strips<L>& strips, std::size_t count) {
    for (std::size_t s = 0; s < count; ++s) {
        for (std::size_t k = 0; k < L; ++k) {
            strips.even[s][k] = strips.accumulators[s][2 * k];
            strips.odd[s][k] = strips.accumulators[s][2 * k + 1];
        }
    }
}

template <std::size_t L>
void sort_together(const Strips<L>& strips, std::size_t count) {
    for (std::size_t s = 0; s < count; ++s) {
        for (std::size_t k = 0; k < L; ++k) {
            strips.accumulators[s][2 * k] = strips.even[s][k];
            strips.accumulators[s][2 * k + 1] = strips.odd[s][k];
        }
    }
}

template <std::size_t Count>
[[gnu::target("avx512f")]] void sum_avx512(const Products& p, Strips<16>& strips) {
    __m512 even[Count];
    __m512 odd[Count];
    for (std::size_t s = 0; s < Count; ++s) {
        even[s] = _mm512_load_ps(strips.even[s].data());
        odd[s] = _mm512_load_ps(strips.odd[s].data());
    }
    for (std::size_t i = 0; i < p.inputs; ++i) {
        const std::size_t first = i * p.accumulator_count * p.block * p.block;
        for (std::size_t c = 0; c < p.block; ++c) {
            const __m512 x = _mm512_set1_ps(p.source[i * p.block + c]);
            for (std::size_t s = 0; s < Count; ++s) {
                Words16 w;
                std::memcpy(&w, strips.weights[s] + first + c * p.block, sizeof w);
                even[s] = _mm512_fmadd_ps(reinterpret_cast<__m512>(w << 16), x, even[s]);
                odd[s] = _mm512_fmadd_ps(reinterpret_cast<__m512>(w & 0xFFFF0000U), x, odd[s]);
            }
        }
    }
    for (std::size_t s = 0; s < Count; ++s) {
        _mm512_store_ps(strips.even[s].data(), even[s]);
        _mm512_store_ps(strips.odd[s].data(), odd[s]);
    }
}

template <std::size_t Count>
[[gnu::target("avx2,fma")]] void sum_avx2(const Products& p, Strips<8>& strips) {
    __m256 even[Count];
    __m256 odd[Count];
    for (std::size_t s = 0; s < Count; ++s) {
        even[s] = _mm256_load_ps(strips.even[s].data());
        odd[s] = _mm256_load_ps(strips.odd[s].data());
    }
    for (std::size_t i = 0; i < p.inputs; ++i) {
        const std::size_t first = i * p.accumulator_count * p.block * p.block;
        for (std::size_t c = 0; c < p.block; ++c) {
            const __m256 x = _mm256_set1_ps(p.source[i * p.block + c]);
            for (std::size_t s = 0; s < Count; ++s) {
                Words8 w;
                std::memcpy(&w, strips.weights[s] + first + c * p.block, sizeof w);
                even[s] = _mm256_fmadd_ps(reinterpret_cast<__m256>(w << 16), x, even[s]);
                odd[s] = _mm256_fmadd_ps(reinterpret_cast<__m256>(w & 0xFFFF0000U), x, odd[s]);
            }
        }
    }
    for (std::size_t s = 0; s < Count; ++s) {
        _mm256_store_ps(strips.even[s].data(), even[s]);
        _mm256_store_ps(strips.odd[s].data(), odd[s]);
    }
}

template <std::size_t L>
using Sum = void (*)(const Products&, Strips<L>&);

/// Runs all strips of the instruction, max_strips at a time; sums[n - 1] runs n of them.
template <std::size_t L>
void run_strips(const Products& p, const std::array<Sum<L>, max_strips>& sums) {
    Strips<L> strips;
    const std::size_t per_accumulator = p.block / (2 * L);
    const std::size_t total = p.accumulator_count * per_accumulator;
    for (std::size_t first = 0; first < total; first += max_strips) {
        const std::size_t count = std::min(max_strips, total - first);
        for (std::size_t s = 0; s < count; ++s) {
            const std::size_t o = (first + s) / per_accumulator;
            const std::size_t row = (first + s) % per_accumulator * 2 * L;
            strips.weights[s] = p.weights + o * p.block * p.block + row;
            strips.accumulators[s] = p.accumulators + o * p.block + row;
        }
        sort_apart(strips, count);
        sums[count - 1](p, strips);
        sort_together(strips, count);
    }
}

#endif  // LOCKSTEP_X86

}  // namespace

void accumulate_products(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                         std::span<const float> source, int block_size, SimdTarget target) {
    const auto block = static_cast<std::size_t>(block_size);
    if (block_size <= 0 || accumulators.size() % block != 0 || source.size() % block != 0 ||
        weights.size() != accumulators.size() * source.size()) {
        throw Error(FailureKind::internal,
                    "accumulate_products: the sizes of weights, source and accumulators do not match");
    }
    const Products products{accumulators.data(),   weights.data(),
                            source.data(),         block,
                            source.size() / block, accumulators.size() / block};
#ifdef LOCKSTEP_X86
    if (target == SimdTarget::avx512 && block % 32 == 0) {
        return run_strips<16>(products, {sum_avx512<1>, sum_avx512<2>, sum_avx512<3>, sum_avx512<4>});
    }
    if (target != SimdTarget::portable && block % 16 == 0) {
        return run_strips<8>(products, {sum_avx2<1>, sum_avx2<2>, sum_avx2<3>, sum_avx2<4>});
    }
#endif
    portable(products);
}

}  // namespace lockstep
