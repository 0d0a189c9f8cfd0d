#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/input_source.h"

namespace lockstep {

/// Input values that are made: `--generate [NAME=]WHAT`. Value e (of n, row-major) of the input in inference
/// i is, rounded to fp32:
///   random              as random inputs have it: random_input(seed, i, element over all inputs)
///   constant:X          X
///   sine:PERIOD[,SIZE]  SIZE * sin(2 pi (i / PERIOD + e / n)), PERIOD in inferences; SIZE is 1 if absent
///   walk:STEP           STEP * (the sum of random_input(seed, k, element) over k = 0 … i): each value walks
///                       by itself
struct InputGenerator {
    enum class Kind : std::uint8_t { random, constant, sine, walk };
    std::string name;  ///< of the input; empty: every input that nothing else is said of
    Kind kind = Kind::random;
    double value = 0;  ///< X, PERIOD or STEP
    double size = 1;   ///< of a sine
    std::string text;  ///< as given
};

/// Throws Error(usage).
InputGenerator input_generator(std::string_view text);

/// Inputs that are made or come from files, each named once; without a generator for all, files without a
/// name go to the inputs that no generator names. Any number of inferences if no file is there. Throws
/// Error(bad_input) as file_inputs(), and for a generator of an input that there is not, or a second one.
std::shared_ptr<const InputSource> generated_inputs(const std::vector<IoTensor>& inputs,
                                                    const std::vector<InputGenerator>& generators,
                                                    const std::vector<InputFile>& files, std::uint64_t seed);

/// sin(2 pi turns) to 1e-12, the same bits on every machine.
double sine_of_turns(double turns);

}  // namespace lockstep
