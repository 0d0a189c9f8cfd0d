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
    double spread = 0;            ///< standard deviation
    double step = 0;              ///< distance of bf16 values at the mean
    std::int64_t inferences = 0;  ///< the first so many of the run that this is of
    friend bool operator==(const InputSpread&, const InputSpread&) = default;
};

/// The columns of the first `inferences` inferences (of more than spread_inferences the first so many) that
/// change, but by less than `steps_needed` steps of bf16 in a standard deviation. What is not finite does not
/// count. fp32 inputs have none.
std::vector<InputSpread> lost_columns(const InputSource& source, const std::vector<IoTensor>& inputs,
                                      std::int64_t inferences);

inline constexpr std::int64_t spread_inferences = 10'000;
inline constexpr double steps_needed = 8;

/// "input x[3]: around 1000 with a spread of 0.5 over 200 inferences, …".
std::string to_text(const InputSpread& column);

}  // namespace lockstep
