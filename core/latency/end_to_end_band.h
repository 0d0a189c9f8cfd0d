#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/latency/io_latency.h"
#include "core/latency/latency_band.h"

namespace lockstep {

/// By how much a measured latency of a program like this one differs from EndToEnd: nine in ten by no more.
/// Microseconds.
struct EndToEndBand {
    double mean = 0;
    double p99 = 0;
    std::string basis;      ///< the three parts of `mean`, for people
    std::string p99_basis;  ///< of `p99`
};

/// Either the band or the reason why there is none.
struct EndToEndBandResult {
    std::optional<EndToEndBand> value;
    std::string reason;
};

/// Three errors that have nothing to do with each other, as the root of the sum of their squares: of the
/// modelled cycles (the compute band), of the IO table between its cells, and what is left between latencies
/// measured on cards and those predicted for the same models (MMIO in, raw DMA out; the board's offset
/// included).
EndToEndBandResult end_to_end_band(const EndToEndResult& latency, double spaced_us,
                                   const LatencyBandResult& compute, std::int64_t input_bytes,
                                   std::int64_t output_bytes);

/// Measured minus predicted, in microseconds.
struct CardResidual {
    double mean = 0;
    double p99 = 0;
};
CardResidual card_residual(const HardwareResidual& row);

/// What nine measured latencies in ten differ by from predicted ones, over `rows`.
CardResidual card_spread(const std::vector<HardwareResidual>& rows);

}  // namespace lockstep
