#pragma once

#include <span>
#include <vector>

#include "core/run/recording.h"

namespace lockstep {

struct Tolerance {
    double atol = 1e-2;
    double rtol = 1e-2;
};

/// Sets the error fields of `record` from one inference's outputs (`vm` and `reference` have the same count).
/// Sums are made in fp64 in the order of the values.
void set_errors(InferenceRecord& record, std::span<const float> vm, std::span<const float> reference,
                const Tolerance& tolerance);

/// The figures over all records that have a reference.
ErrorSummary summarize_errors(const std::vector<InferenceRecord>& records);

}  // namespace lockstep
