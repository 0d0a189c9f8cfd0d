#include "core/numerics/rounding_guard.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#else
#include <cfenv>
#include <new>
#endif

namespace lockstep {

#if defined(__x86_64__)

namespace {
/// MXCSR after reset: nearest, no flush to zero, no denormals-are-zero, all exceptions masked.
constexpr std::uint32_t default_control = 0x1F80;
}  // namespace

RoundingGuard::RoundingGuard() : saved_(_mm_getcsr()) {
    _mm_setcsr(default_control);
}

RoundingGuard::~RoundingGuard() {
    _mm_setcsr(saved_);
}

#else

static_assert(sizeof(std::fenv_t) <= 64);

RoundingGuard::RoundingGuard() {
    std::fegetenv(new (saved_) std::fenv_t);
    std::fesetenv(FE_DFL_ENV);
}

RoundingGuard::~RoundingGuard() {
    std::fesetenv(std::launder(reinterpret_cast<std::fenv_t*>(saved_)));
}

#endif

}  // namespace lockstep
