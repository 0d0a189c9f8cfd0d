#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lockstep {

/// What a histogram of a tensor shows. Above `sampleLimit` values, evenly spaced ones stand for all
/// (`sampled`).
struct TensorStatistics {
    static constexpr std::int64_t sampleLimit = 1 << 18;

    std::int64_t count = 0;     ///< values of the tensor
    std::int64_t examined = 0;  ///< values that were looked at
    bool sampled = false;
    std::int64_t zeros = 0;      ///< among the examined
    std::int64_t nonFinite = 0;  ///< NaN and infinities among the examined; not in the figures below
    double minimum = 0;
    double maximum = 0;
    double mean = 0;
    double deviation = 0;            ///< standard deviation (of the population)
    std::vector<std::int64_t> bins;  ///< of equal width over [minimum, maximum]; the last one is closed
};

TensorStatistics tensorStatistics(std::span<const float> values, int bins = 48);

}  // namespace lockstep
