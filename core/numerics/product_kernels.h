#pragma once

#include <cstddef>
#include <cstdint>

/// The SIMD kernels behind product.h. Internal to core/numerics.
namespace lockstep::kernel {

struct ProductJob {
    float* accumulators;
    const std::uint16_t* weights;
    const float* source;
    std::size_t block;    ///< b, a multiple of the kernel's rows
    std::size_t inputs;   ///< I
    std::size_t outputs;  ///< A
    bool reduction;
    bool ordered;  ///< weights in the kernel's own order
};

/// Rows of a strip: twice the fp32 lanes of a register.
inline constexpr std::size_t avx2_rows = 16;
inline constexpr std::size_t avx512_rows = 32;
/// Strips that are summed together: enough to hide the latency of the fma, few enough for the registers.
inline constexpr std::size_t avx2_strips = 4;
inline constexpr std::size_t avx512_strips = 8;

/// Strips of the next group when `left` are left to be put into groups of at most `most`.
constexpr std::size_t next_group(std::size_t left, std::size_t most) {
    const std::size_t groups = (left + most - 1) / most;
    return groups == 0 ? 0 : (left + groups - 1) / groups;
}

#if defined(__x86_64__)
void products_avx2(const ProductJob& job);
void products_avx512(const ProductJob& job);
#endif

}  // namespace lockstep::kernel
