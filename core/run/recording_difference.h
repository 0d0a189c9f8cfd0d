#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run/recording.h"

namespace lockstep {

/// One value laid over the same value of another run: figures by inference.
struct TraceDifference {
    std::string name;             ///< of the state; empty: the outputs
    std::vector<double> max_abs;  ///< by inference; infinite where one of the two is not finite
    std::vector<double> rms;
    std::optional<std::int64_t> first;  ///< the first inference in which they differ in any bit of value
};

/// Two recordings of the same inferences, as of two configs, precisions or edited inputs: `a` minus `b`, both
/// in the VM.
struct RecordingDifference {
    std::int64_t first = 0;  ///< of the inferences that both hold
    std::int64_t rows = 0;
    TraceDifference outputs;
    std::vector<TraceDifference> states;   ///< those that both have, by name and size, in the order of `a`
    std::vector<std::string> only_in_one;  ///< names of other states
};

/// Throws Error(bad_input) if the outputs are of another size, or no inference is in both.
RecordingDifference difference(const RecordedRows& a, const RecordedRows& b);

}  // namespace lockstep
