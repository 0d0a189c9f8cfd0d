#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "core/support/error.h"

namespace lockstep {

/// Lets the caller of long work cancel it and watch it. A default-made one does neither.
struct JobControl {
    std::stop_token stop = {};
    /// Called from the working thread with a share in [0, 1] and what is being done; may be empty.
    std::function<void(double share, std::string_view what)> progress = {};

    /// Throws Error(cancelled) once stop was requested.
    void check() const {
        if (stop.stop_requested()) throw Error(FailureKind::cancelled, "cancelled");
    }
    void report(double share, std::string_view what) const {
        if (progress) progress(share, what);
    }
};

}  // namespace lockstep
