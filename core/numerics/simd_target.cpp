#include "core/numerics/simd_target.h"

#include <hwy/highway.h>

namespace lockstep {
namespace {

std::vector<SimdTarget> probe() {
    std::vector<SimdTarget> targets{SimdTarget::portable};
#if defined(__x86_64__)
    const auto supported = hwy::SupportedTargets();
    if ((supported & HWY_AVX2) != 0) targets.push_back(SimdTarget::avx2);
    if ((supported & HWY_AVX3) != 0) targets.push_back(SimdTarget::avx512);
#endif
    return targets;
}

}  // namespace

std::string_view name(SimdTarget target) {
    switch (target) {
        case SimdTarget::portable:
            return "portable";
        case SimdTarget::avx2:
            return "avx2";
        case SimdTarget::avx512:
            return "avx512";
    }
    return "unknown";
}

const std::vector<SimdTarget>& simd_targets() {
    static const std::vector<SimdTarget> targets = probe();
    return targets;
}

SimdTarget best_simd_target() {
    return simd_targets().back();
}

}  // namespace lockstep
