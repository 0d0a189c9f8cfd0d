#include "core/numerics/activation.h"

#include "core/numerics/activation_kernel.h"

namespace lockstep {

float sigmoid(float x) {
    return kernel::sigmoid(x);
}

float hyperbolic_tangent(float x) {
    return kernel::hyperbolic_tangent(x);
}

}  // namespace lockstep
