#include "core/numerics/lstm_cell.h"

#include <cstddef>

#include "core/numerics/activation_kernel.h"
#include "core/numerics/bf16.h"
#include "core/numerics/real_function.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

struct Cell {
    const float* gates;
    const float* cell;
    float* new_cell;
    std::uint16_t* hidden;
    std::size_t size;
    FunctionStyle style;
};

/// Rows that are computed before any is written, so that `new_cell` may be `cell` and the loop still
/// vectorises.
constexpr std::size_t chunk = 16;

struct Exact {
    LOCKSTEP_INLINE static float sigmoid(float x) { return kernel::sigmoid(x); }
    LOCKSTEP_INLINE static float tanh(float x) { return kernel::hyperbolic_tangent(x); }
};
struct Table {
    LOCKSTEP_INLINE static float sigmoid(float x) { return kernel::table_sigmoid(x); }
    LOCKSTEP_INLINE static float tanh(float x) { return kernel::table_tanh(x); }
};

struct Ideal {
    static float sigmoid(float x) {
        return static_cast<float>(real_function(Function::sigmoid, static_cast<double>(x)));
    }
    static float tanh(float x) {
        return static_cast<float>(real_function(Function::tanh, static_cast<double>(x)));
    }
};

/// Rows first … first + count - 1; count <= chunk.
template <class Functions>
LOCKSTEP_INLINE void update_rows(const Cell& cell, std::size_t first, std::size_t count) {
    const float* const in = cell.gates + first;
    const float* const forget = in + cell.size;
    const float* const candidate = forget + cell.size;
    const float* const out = candidate + cell.size;
    float next[chunk];
    float hidden[chunk];
    for (std::size_t r = 0; r < count; ++r) {
        const float added = Functions::sigmoid(in[r]) * Functions::tanh(candidate[r]);
        next[r] = __builtin_fmaf(Functions::sigmoid(forget[r]), cell.cell[first + r], added);
        hidden[r] = Functions::sigmoid(out[r]) * Functions::tanh(next[r]);
    }
    for (std::size_t r = 0; r < count; ++r) {
        cell.new_cell[first + r] = canonical_fp32(next[r]);
        cell.hidden[first + r] = to_bf16(hidden[r]);
    }
}

template <class Functions>
LOCKSTEP_INLINE void update_all(const Cell& cell) {
    std::size_t first = 0;
    for (; first + chunk <= cell.size; first += chunk) update_rows<Functions>(cell, first, chunk);
    if (first < cell.size) update_rows<Functions>(cell, first, cell.size - first);
}

LOCKSTEP_INLINE void update(const Cell& cell) {
    if (cell.style == FunctionStyle::exact)
        update_all<Exact>(cell);
    else
        update_all<Table>(cell);
}

void update_portable(const Cell& cell) {
    update(cell);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void update_avx2(const Cell& cell) {
    update(cell);
}

[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,fma")]] void update_avx512(const Cell& cell) {
    update(cell);
}
#endif

}  // namespace

void lstm_cell(std::span<const float> gates, std::span<const float> cell, std::span<float> new_cell,
               std::span<std::uint16_t> hidden, SimdTarget target, FunctionStyle style) {
    const std::size_t size = cell.size();
    if (gates.size() != 4 * size || new_cell.size() != size || hidden.size() != size) {
        throw Error(FailureKind::internal, "lstm_cell: the sizes of gates, cell and hidden do not match");
    }
    const Cell job{gates.data(), cell.data(), new_cell.data(), hidden.data(), size, style};
    if (style == FunctionStyle::ideal) return update_all<Ideal>(job);
#if defined(__x86_64__)
    if (target == SimdTarget::avx512) return update_avx512(job);
    if (target == SimdTarget::avx2) return update_avx2(job);
#endif
    update_portable(job);
}

}  // namespace lockstep
