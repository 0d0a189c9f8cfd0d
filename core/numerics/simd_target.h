#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lockstep {

/// Instruction sets that the kernels are written for. All give the same bits; `portable` needs no more than
/// std::fma.
enum class SimdTarget : std::uint8_t { portable, avx2, avx512 };
std::string_view name(SimdTarget target);

/// What this machine can run, `portable` first, the widest last.
const std::vector<SimdTarget>& simd_targets();
/// The widest of simd_targets().
SimdTarget best_simd_target();

}  // namespace lockstep
