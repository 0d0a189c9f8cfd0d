#pragma once

#include <cstdint>
#include <optional>

#include "core/report/variants.h"

namespace lockstep {

/// The figures by which variants are told apart; absent: not known.
struct VariantFigures {
    std::optional<std::int64_t> cycles;         ///< of an inference alone
    std::optional<std::int64_t> weights;        ///< blocks in the fullest core
    std::optional<std::int64_t> weights_depth;  ///< of it
    std::optional<double> max_error;            ///< of the run, against its reference
};
VariantFigures variant_figures(const Variant& variant);

/// Latencies of the same kind, in microseconds.
struct VariantLatencies {
    double before = 0;
    double after = 0;
    bool end_to_end = false;  ///< otherwise of the compute alone
};
/// End to end where both have it, else compute where both have a clock.
std::optional<VariantLatencies> common_latency(const Variant& before, const Variant& after);

/// Worst errors of two runs that can be held against each other.
struct VariantErrors {
    double before = 0;
    double after = 0;
};
/// Where both were run on the same inputs, as long, reset alike and against the same kind of reference.
std::optional<VariantErrors> common_errors(const Variant& before, const Variant& after);

}  // namespace lockstep
