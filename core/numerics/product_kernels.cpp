#include "core/numerics/product_kernels.h"

#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/numerics/product_kernels.cpp"
#include "core/numerics/highway.h"

HWY_BEFORE_NAMESPACE();
namespace lockstep::kernel::HWY_NAMESPACE {

#ifdef LOCKSTEP_FUSED_TARGET

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr hn::ScalableTag<float> floats;
inline constexpr hn::ScalableTag<std::uint16_t> halves;
inline constexpr hn::ScalableTag<std::uint32_t> words;
inline constexpr std::size_t rows = 2 * hn::MaxLanes(floats);
inline constexpr std::size_t most_strips = HWY_TARGET == HWY_AVX3 ? avx512_strips : avx2_strips;
static_assert(rows == (HWY_TARGET == HWY_AVX3 ? avx512_rows : avx2_rows));

/// Weights of the strips `first` … of one instruction: strip s of a column lies `strips[s]` behind it.
struct Places {
    const std::uint16_t* weights;
    std::size_t column;  ///< from one column to the next
    std::size_t input;   ///< from one input block to the next
    std::array<std::size_t, most_strips> strips;
};

/// A strip's even rows sum in one register and its odd rows in another, so that a weight becomes fp32 by one
/// shift or one mask; rows are sorted apart before and together after.
template <std::size_t Count, bool Ordered>
void sum(const ProductJob& job, const Places& places, float* accumulators) {
    using V = hn::Vec<decltype(floats)>;
    const auto upper_half = hn::Set(words, 0xFFFF0000U);
    V even[Count];
    V odd[Count];
    for (std::size_t s = 0; s < Count; ++s)
        hn::LoadInterleaved2(floats, accumulators + s * rows, even[s], odd[s]);
    for (std::size_t i = 0; i < job.inputs; ++i) {
        const std::uint16_t* column = places.weights + i * places.input;
        const float* const source = job.source + i * job.block;
        for (std::size_t c = 0; c < job.block; ++c) {
            const V x = hn::Set(floats, source[c]);
            for (std::size_t s = 0; s < Count; ++s) {
                const std::size_t strip = Ordered ? s * rows : places.strips[s];
                const auto pairs = hn::BitCast(words, hn::LoadU(halves, column + strip));
                even[s] = hn::MulAdd(hn::BitCast(floats, hn::ShiftLeft<16>(pairs)), x, even[s]);
                odd[s] = hn::MulAdd(hn::BitCast(floats, hn::And(pairs, upper_half)), x, odd[s]);
            }
            column += Ordered ? Count * rows : places.column;
        }
    }
    for (std::size_t s = 0; s < Count; ++s)
        hn::StoreInterleaved2(even[s], odd[s], floats, accumulators + s * rows);
}

using Sum = void (*)(const ProductJob&, const Places&, float*);

template <bool Ordered>
Sum sum_of(std::size_t count) {
    static constexpr std::array<Sum, 8> sums {
        sum<1, Ordered>, sum<2, Ordered>, sum<3, Ordered>, sum<4, Ordered>,
#if HWY_TARGET == HWY_AVX3
            sum<5, Ordered>, sum<6, Ordered>, sum<7, Ordered>, sum<8, Ordered>
#endif
    };
    return sums[count - 1];
}

void products(const ProductJob& job) {
    const std::size_t per_output = job.block / rows;
    const std::size_t total = job.outputs * per_output;
    const std::size_t blocks = job.reduction ? 1 : job.inputs;
    for (std::size_t first = 0, count = 0; first < total; first += count) {
        count = next_group(total - first, most_strips);
        Places places{};
        if (job.ordered) {
            places.weights = job.weights + first * rows * blocks * job.block;
            places.input = job.reduction ? 0 : count * rows * job.block;
        } else {
            places.weights = job.weights;
            places.column = job.block;
            places.input = job.reduction ? 0 : job.outputs * job.block * job.block;
            for (std::size_t s = 0; s < count; ++s)
                places.strips[s] =
                    (first + s) / per_output * job.block * job.block + (first + s) % per_output * rows;
        }
        const Sum sum = job.ordered ? sum_of<true>(count) : sum_of<false>(count);
        sum(job, places, job.accumulators + first * rows);
    }
}

#endif

}  // namespace lockstep::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE && defined(__x86_64__)
namespace lockstep::kernel {

void products_avx2(const ProductJob& job) {
    N_AVX2::products(job);
}

void products_avx512(const ProductJob& job) {
    N_AVX3::products(job);
}

}  // namespace lockstep::kernel
#endif
