#pragma once

namespace lockstep {

/// The activation functions of the LSTM cell unit: fp32 to fp32, every operation a single IEEE fp32 operation
/// or fma in the order of help/numerics.md, "Functions", which gives method, constants and
/// measured error. NaN gives NaN; no input traps or leaves [0, 1] or [-1, 1].
float sigmoid(float x);
float hyperbolic_tangent(float x);

}  // namespace lockstep
