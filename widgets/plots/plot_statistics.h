#pragma once

#include <cstdint>
#include <stop_token>

#include "widgets/plots/plot_decimation.h"

namespace lockstep {

/// Figures of a curve over a range of inferences.
struct CurveStatistics {
    std::int64_t count = 0;      ///< values that are there and finite
    std::int64_t nonFinite = 0;  ///< NaN and infinities; not in the figures below
    double least = 0;
    double mean = 0;
    double most = 0;
    double rms = 0;
};

/// Of the inferences in [from, to]. Stops early, with what it has, when it is asked to.
CurveStatistics curveStatistics(const Curve& curve, double from, double to, const std::stop_token& stop = {});

}  // namespace lockstep
