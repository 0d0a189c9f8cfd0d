#pragma once

#include <cstdint>
#include <span>

#include "core/numerics/function_style.h"
#include "core/numerics/simd_target.h"

namespace lockstep {

/// One hidden block of the LSTM cell unit; help/numerics.md, "lstm_cell". `gates` holds the fp32 accumulators
/// of i, f, g, o, b values each, one after the other; b = cell.size() = new_cell.size() = hidden.size().
///   c' = fma(sigmoid(f), c, sigmoid(i) * tanh(g)), kept as fp32;  h = bf16(sigmoid(o) * tanh(c'))
/// `new_cell` may be `cell`. NaN is written as the one NaN of either format. The same bits on every target.
/// `style` says how sigmoid and tanh are computed.
void lstm_cell(std::span<const float> gates, std::span<const float> cell, std::span<float> new_cell,
               std::span<std::uint16_t> hidden, SimdTarget target = best_simd_target(),
               FunctionStyle style = FunctionStyle::exact);

}  // namespace lockstep
