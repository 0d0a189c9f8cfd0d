#pragma once

#include <nlohmann/json.hpp>

#include "core/report/report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// The statistics that latency benchmarks ask for (MLPerf LoadGen, STAC-ML): min, mean, median, p90, p95,
/// p97, p99, p99.9, max and max ÷ median. Modelled compute is one figure, the same in every inference: min,
/// mean, median and max. Percentiles stand where they are published: the 99th of the IO round trip.
/// {"compute_us": {"min": …}, "end_to_end_us": {"mean": …, "p99": …}, "note": …} in microseconds, null for
/// what is not known.
nlohmann::json latency_distribution_json(const LatencyFigures& latency);
Section latency_distribution_section(const LatencyFigures& latency);

}  // namespace lockstep
