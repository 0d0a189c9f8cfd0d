#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/latency/end_to_end_band.h"

namespace lockstep {

enum class Verdict : std::uint8_t {
    under,      ///< the figure and its whole band lie at or below the target
    over,       ///< they lie above it
    too_close,  ///< the target lies within the band
};
/// "under", "over", "too_close": the words of the JSON.
std::string_view name(Verdict verdict);

/// A latency target against the end-to-end mean of an inference alone, and against nothing else.
struct TargetResult {
    double us = 0;                    ///< the target
    std::optional<Verdict> verdict;   ///< absent without an end-to-end figure or without its band
    std::string reason;               ///< of an absent verdict
    std::optional<double> margin_us;  ///< target - mean; negative: over
};
TargetResult judge_target(double target_us, const EndToEndResult& latency, const EndToEndBandResult& band);

/// "under 2 us", "over 2 us", "too close to 2 us to call", "2 us: not known (…)".
std::string target_text(const TargetResult& target);

}  // namespace lockstep
