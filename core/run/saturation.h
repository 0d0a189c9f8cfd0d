#pragma once

#include <cmath>
#include <cstdint>

#include "core/program/gates.h"

namespace lockstep {

/// What values a unit of a recurrent layer can take.
enum class UnitRange : std::uint8_t {
    cell,     ///< any; it leaves the layer as its tanh
    sigmoid,  ///< 0 to 1
    tanh,     ///< -1 to 1
};

inline UnitRange range_of(const GateTrace& gate) {
    return gate.function == Function::tanh ? UnitRange::tanh : UnitRange::sigmoid;
}

/// Nearer to the end of the range than this, a value is the end itself once it is rounded to bf16: the value
/// below 1 is 1 - 2^-8, and half of this step is 2^-9. The lower end of a sigmoid is judged as the upper one:
/// sigmoid(-x) = 1 - sigmoid(x). That is a sigmoid beyond |x| = 6.236, a tanh beyond 3.4655.
inline constexpr double saturation_margin = 0x1p-9;
/// atanh(1 - 2^-9): beyond it the tanh of a cell state is saturated.
inline constexpr double saturated_cell = 3.4655;

/// -1 or 1: saturated at the lower or upper end; 0: neither, or NaN.
inline int saturation(UnitRange range, double value) {
    switch (range) {
        case UnitRange::cell:
            return value > saturated_cell ? 1 : (value < -saturated_cell ? -1 : 0);
        case UnitRange::tanh:
            return value > 1 - saturation_margin ? 1 : (value < saturation_margin - 1 ? -1 : 0);
        case UnitRange::sigmoid:
            return value > 1 - saturation_margin ? 1 : (value < saturation_margin ? -1 : 0);
    }
    return 0;
}

}  // namespace lockstep
