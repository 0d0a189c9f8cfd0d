#pragma once

#include <cstdint>

namespace lockstep {

/// Sets this thread's floating-point control to what the numerics contract needs for as long as it lives:
/// round to nearest, denormals kept as inputs and as results, exceptions masked. A library that flushes
/// denormals cannot change a result behind it.
class RoundingGuard {
  public:
    RoundingGuard();
    ~RoundingGuard();
    RoundingGuard(const RoundingGuard&) = delete;
    RoundingGuard& operator=(const RoundingGuard&) = delete;

  private:
#if defined(__x86_64__)
    std::uint32_t saved_;
#else
    alignas(16) unsigned char saved_[64];
#endif
};

}  // namespace lockstep
