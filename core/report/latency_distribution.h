#pragma once

#include <nlohmann/json.hpp>

#include "core/report/report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// The statistics that latency benchmarks ask for (MLPerf LoadGen, STAC-ML): min, mean, median, p90, p95,
/// p97, p99, p99.9, max and max ÷ median. Compute is modelled and the same in every inference, so they are
/// one figure; of the IO round trip mean and 99th percentile are published, and nothing else is made up.
/// `latency_distribution`: {"compute_us": {"min": …}, "end_to_end_us": {"mean": …, "p99": …, the others
/// null}, "note": …}, microseconds; null without a clock.
nlohmann::json latency_distribution_json(const LatencyFigures& latency);
Section latency_distribution_section(const LatencyFigures& latency);

}  // namespace lockstep
