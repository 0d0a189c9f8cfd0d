#pragma once

#include "core/numerics/function.h"

namespace lockstep {

/// The function itself in float64, by the C library: what reference evaluations take and what errors of the
/// specified functions are held against. Never on the VM's way to a result that is specified: its last bits
/// depend on the library. Domain errors give NaN or an infinity as IEEE's do.
double real_function(Function function, double x);

}  // namespace lockstep
