#include "core/latency/end_to_end_band.h"

#include <fmt/format.h>

#include <cmath>

#include "core/latency/quantile.h"
#include "core/support/error.h"

namespace lockstep {

CardResidual card_residual(const HardwareResidual& row) {
    const AcceleratorConfig config = find_config(row.config);
    const std::optional<double> compute =
        config.clock_mhz ? std::optional(static_cast<double>(row.spaced) / config.clock_mhz->value)
                         : std::nullopt;
    const EndToEndResult predicted =
        end_to_end(config, compute, IoPath::mmio, row.input_bytes, row.output_bytes);
    if (!predicted.value)
        throw Error(FailureKind::internal,
                    fmt::format("{} on {}: {}", row.model, row.config, predicted.reason));
    return {.mean = row.measured_mean_us - predicted.value->mean,
            .p99 = row.measured_p99_us - predicted.value->p99};
}

CardResidual card_spread(const std::vector<HardwareResidual>& rows) {
    std::vector<double> means;
    std::vector<double> p99s;
    for (const HardwareResidual& row : rows) {
        const CardResidual residual = card_residual(row);
        means.push_back(std::abs(residual.mean));
        p99s.push_back(std::abs(residual.p99));
    }
    if (means.empty()) throw Error(FailureKind::internal, "no latencies measured on cards");
    return {.mean = bounding_quantile(means), .p99 = bounding_quantile(p99s)};
}

EndToEndBandResult end_to_end_band(const EndToEndResult& latency, double spaced_us,
                                   const LatencyBandResult& compute, std::int64_t input_bytes,
                                   std::int64_t output_bytes) {
    if (!latency.value) return {.value = std::nullopt, .reason = latency.reason};
    if (!compute.value) return {.value = std::nullopt, .reason = compute.reason};
    static const CardResidual card = card_spread(hardware_residuals());
    const double cycles = compute.value->spaced * spaced_us;
    const IoTime io = io_table_residual_us(latency.value->path, input_bytes, output_bytes);
    const std::string path = latency.value->path == IoPath::mmio
                                 ? ""
                                 : "; the cards were measured with MMIO in, none on this path";
    const auto basis = [&](double table, double cards) {
        return fmt::format(
            "{:.3f} µs modelled cycles, {:.3f} µs IO table, {:.3f} µs what {} latencies measured on cards "
            "differ by; root of the sum of squares{}",
            cycles, table, cards, hardware_residuals().size(), path);
    };
    EndToEndBand band{.mean = std::hypot(cycles, io.mean, card.mean),
                      .p99 = std::hypot(cycles, io.p99, card.p99),
                      .basis = basis(io.mean, card.mean),
                      .p99_basis = basis(io.p99, card.p99)};
    return {.value = std::move(band), .reason = {}};
}

}  // namespace lockstep
