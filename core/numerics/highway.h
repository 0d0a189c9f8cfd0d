/// Google Highway for the kernels of core/numerics. Include it behind HWY_TARGET_INCLUDE in a source that is
/// compiled once for each target; no include guard, since what it includes has to be seen for each.
///
/// Only targets with a fused multiply-add have kernels: Highway's MulAdd rounds twice on the older ones,
/// where the portable code with std::fma serves. Its conversions to bf16 truncate and are not used.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#endif
// clang-format off: the order is Highway's
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

#undef LOCKSTEP_FUSED_TARGET
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
#define LOCKSTEP_FUSED_TARGET 1
#ifdef HWY_DISABLE_BMI2_FMA
#error "the kernels need a fused multiply-add"
#endif
#endif
