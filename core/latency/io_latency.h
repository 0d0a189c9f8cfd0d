#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/accel/accelerator_config.h"

namespace lockstep {

/// How inputs and outputs get to the accelerator and back.
enum class IoPath : std::uint8_t {
    user,  ///< any buffer of the user, copied
    dma,   ///< raw DMA buffers both ways
    mmio,  ///< inputs written by the processor, outputs by raw DMA
    none,  ///< not counted
};
std::string_view name(IoPath path);
/// "user", "dma", "mmio", "none"; nullopt for another word.
std::optional<IoPath> io_path(std::string_view word);

/// The path whose published mean is lowest for short inputs: mmio up to 8 KiB of input, dma beyond.
IoPath default_io_path(std::int64_t input_bytes);

/// A published round trip without compute, in microseconds.
struct IoTime {
    double mean = 0;
    double p99 = 0;
};

/// Linear between the cells of resources/accuracy/io_*.csv (V80; both sizes from 64 bytes to 16 KiB); below
/// 64 bytes as 64 bytes. Beyond 16 KiB nothing is published: nullopt, no extrapolation. IoPath::none: zero.
std::optional<IoTime> io_round_trip_us(IoPath path, std::int64_t input_bytes, std::int64_t output_bytes);

/// What io_round_trip_us() may miss: half of the last published digit at a cell of the table; between cells
/// what linear interpolation misses nine inner cells in ten by, each from its neighbours (which are twice as
/// far apart as those of a size between cells). Of the sizes that io_round_trip_us() has; IoPath::none: zero.
IoTime io_table_residual_us(IoPath path, std::int64_t input_bytes, std::int64_t output_bytes);

struct EndToEnd {
    double mean = 0;  ///< compute + IO, in microseconds
    double p99 = 0;   ///< compute (which does not vary) + the IO's 99th percentile
    IoPath path = IoPath::none;
    std::string basis;  ///< where it comes from, for people
};

/// Either the figure or the reason why there is none.
struct EndToEndResult {
    std::optional<EndToEnd> value;
    std::string reason;
};

/// `compute_us`: latency of one spaced inference; absent if the clock is not known. `path` absent:
/// default_io_path.
EndToEndResult end_to_end(const AcceleratorConfig& config, std::optional<double> compute_us,
                          std::optional<IoPath> path, std::int64_t input_bytes, std::int64_t output_bytes);

}  // namespace lockstep
