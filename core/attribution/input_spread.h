#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/run/input_source.h"

namespace lockstep {

/// A column of the inputs whose offset is so large against its spread that bf16 keeps little of it.
struct InputSpread {
    std::string input;
    std::int64_t element = 0;  ///< row-major in it
    double mean = 0;
    double spread = 0;  ///< standard deviation
    double step = 0;    ///< distance of bf16 values at the mean
    friend bool operator==(const InputSpread&, const InputSpread&) = default;
};

/// The columns of inferences [first, first + count) that change, but by less than `steps_needed` steps of
/// bf16 in a standard deviation. fp32 inputs have none.
std::vector<InputSpread> lost_columns(const InputSource& source, const std::vector<IoTensor>& inputs,
                                      std::int64_t first, std::int64_t count);

inline constexpr double steps_needed = 8;

/// "input x[3]: around 1000 with a spread of 0.5, …".
std::string to_text(const InputSpread& column);

}  // namespace lockstep
