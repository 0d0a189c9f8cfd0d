#include "core/latency/io_latency.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "core/latency/quantile.h"
#include "core/support/csv_line.h"
#include "core/support/error.h"
#include "core/support/resources.h"

namespace lockstep {
namespace {

constexpr std::int64_t smallest_bytes = 64;
constexpr std::array<std::pair<IoPath, std::string_view>, 4> path_names = {
    {{IoPath::user, "user"}, {IoPath::dma, "dma"}, {IoPath::mmio, "mmio"}, {IoPath::none, "none"}}};

/// One published table: microseconds by output bytes (rows) and input bytes (columns).
struct IoTable {
    std::vector<double> input_bytes;
    std::vector<double> output_bytes;
    std::vector<double> us;

    /// Index of the cell below and the share of the way to the next one; nullopt beyond the table.
    static std::optional<std::pair<std::size_t, double>> place(const std::vector<double>& axis,
                                                               double bytes) {
        if (bytes > axis.back()) return std::nullopt;
        if (bytes <= axis.front()) return std::pair{std::size_t{0}, 0.0};
        const auto above = static_cast<std::size_t>(std::ranges::lower_bound(axis, bytes) - axis.begin());
        return std::pair{above - 1, (bytes - axis[above - 1]) / (axis[above] - axis[above - 1])};
    }

    std::optional<double> at(double input, double output) const {
        const auto column = place(input_bytes, input);
        const auto row = place(output_bytes, output);
        if (!column || !row) return std::nullopt;
        const auto cell = [&](std::size_t r, std::size_t c) {
            return us[std::min(r, output_bytes.size() - 1) * input_bytes.size() +
                      std::min(c, input_bytes.size() - 1)];
        };
        const auto [c, x] = *column;
        const auto [r, y] = *row;
        return std::lerp(std::lerp(cell(r, c), cell(r, c + 1), x),
                         std::lerp(cell(r + 1, c), cell(r + 1, c + 1), x), y);
    }

    bool has_cell(double input, double output) const {
        return std::ranges::binary_search(input_bytes, input) &&
               std::ranges::binary_search(output_bytes, output);
    }

    /// Each inner cell against the four diagonal neighbours that stand around it.
    double interpolation_residual() const {
        std::vector<double> residuals;
        const std::size_t width = input_bytes.size();
        for (std::size_t r = 1; r + 1 < output_bytes.size(); ++r) {
            for (std::size_t c = 1; c + 1 < width; ++c) {
                const auto between = [](const std::vector<double>& axis, std::size_t i) {
                    return (axis[i] - axis[i - 1]) / (axis[i + 1] - axis[i - 1]);
                };
                const double x = between(input_bytes, c);
                const double above = std::lerp(us[(r - 1) * width + c - 1], us[(r - 1) * width + c + 1], x);
                const double below = std::lerp(us[(r + 1) * width + c - 1], us[(r + 1) * width + c + 1], x);
                residuals.push_back(
                    std::abs(us[r * width + c] - std::lerp(above, below, between(output_bytes, r))));
            }
        }
        return bounding_quantile(residuals);
    }
};

IoTable parse_table(std::string_view path) {
    IoTable table;
    for (const std::string_view line : csv_lines(resource(path))) {
        const std::vector<std::string> fields = csv_fields(line);
        if (table.input_bytes.empty()) {
            for (std::size_t i = 1; i < fields.size(); ++i)
                table.input_bytes.push_back(csv_number(fields[i].substr(fields[i].find('_') + 1), path));
            continue;
        }
        if (fields.size() != table.input_bytes.size() + 1)
            throw Error(FailureKind::internal, fmt::format("{}: a row of {} fields", path, fields.size()));
        table.output_bytes.push_back(csv_number(fields[0], path));
        for (std::size_t i = 1; i < fields.size(); ++i) table.us.push_back(csv_number(fields[i], path));
    }
    if (table.us.empty()) throw Error(FailureKind::internal, fmt::format("{}: no rows", path));
    return table;
}

struct PathTables {
    IoTable mean;
    IoTable p99;
};

const PathTables& tables(IoPath path) {
    static const PathTables user = {parse_table("accuracy/io_user_mean.csv"),
                                    parse_table("accuracy/io_user_p99.csv")};
    static const PathTables dma = {parse_table("accuracy/io_raw_dma_mean.csv"),
                                   parse_table("accuracy/io_raw_dma_p99.csv")};
    static const PathTables mmio = {parse_table("accuracy/io_mmio_mean.csv"),
                                    parse_table("accuracy/io_mmio_p99.csv")};
    return path == IoPath::user ? user : path == IoPath::dma ? dma : mmio;
}

std::string path_text(IoPath path) {
    switch (path) {
        case IoPath::user:
            return "user buffers";
        case IoPath::dma:
            return "raw DMA buffers";
        case IoPath::mmio:
            return "MMIO in, raw DMA out";
        case IoPath::none:
            break;
    }
    return "no IO counted";
}

}  // namespace

std::string_view name(IoPath path) {
    return std::ranges::find(path_names, path, &std::pair<IoPath, std::string_view>::first)->second;
}

std::optional<IoPath> io_path(std::string_view word) {
    const auto found = std::ranges::find(path_names, word, &std::pair<IoPath, std::string_view>::second);
    if (found == path_names.end()) return std::nullopt;
    return found->first;
}

IoPath default_io_path(std::int64_t input_bytes) {
    return input_bytes <= 8192 ? IoPath::mmio : IoPath::dma;
}

std::optional<IoTime> io_round_trip_us(IoPath path, std::int64_t input_bytes, std::int64_t output_bytes) {
    if (path == IoPath::none) return IoTime{};
    const auto input = static_cast<double>(std::max(input_bytes, smallest_bytes));
    const auto output = static_cast<double>(std::max(output_bytes, smallest_bytes));
    const std::optional<double> mean = tables(path).mean.at(input, output);
    const std::optional<double> p99 = tables(path).p99.at(input, output);
    if (!mean || !p99) return std::nullopt;
    return IoTime{.mean = *mean, .p99 = *p99};
}

IoTime io_table_residual_us(IoPath path, std::int64_t input_bytes, std::int64_t output_bytes) {
    if (path == IoPath::none) return IoTime{};
    constexpr double half_digit = 0.005;
    const PathTables& found = tables(path);
    if (found.mean.has_cell(static_cast<double>(std::max(input_bytes, smallest_bytes)),
                            static_cast<double>(std::max(output_bytes, smallest_bytes))))
        return IoTime{.mean = half_digit, .p99 = half_digit};
    return IoTime{.mean = found.mean.interpolation_residual(), .p99 = found.p99.interpolation_residual()};
}

EndToEndResult end_to_end(const AcceleratorConfig& config, std::optional<double> compute_us,
                          std::optional<IoPath> path, std::int64_t input_bytes, std::int64_t output_bytes) {
    const IoPath chosen = path.value_or(default_io_path(input_bytes));
    if (chosen == IoPath::none) return {.value = std::nullopt, .reason = "IO is not counted (--io none)"};
    if (!compute_us)
        return {.value = std::nullopt, .reason = "the clock of " + config.name + " is not known"};
    if (config.io_tables.empty())
        return {.value = std::nullopt, .reason = "no IO figures are published for " + config.board};
    const std::optional<IoTime> io = io_round_trip_us(chosen, input_bytes, output_bytes);
    if (!io) {
        return {.value = std::nullopt,
                .reason = fmt::format(
                    "{} bytes in and {} bytes out are beyond the published IO tables (16384 bytes)",
                    input_bytes, output_bytes)};
    }
    const double offset = config.io_offset_us ? config.io_offset_us->value : 0.0;
    std::string basis = fmt::format("modelled compute + published {} IO round trip ({}, {} B in, {} B out)",
                                    config.io_tables, path_text(chosen), input_bytes, output_bytes);
    if (!path) {
        basis += chosen == IoPath::mmio ? "; the fastest published path up to 8 KiB of input"
                                        : "; the fastest published path beyond 8 KiB of input";
    }
    if (offset != 0)
        basis += fmt::format("; {:+g} us for this board ({})", offset, name(config.io_offset_us->basis));
    return {.value = EndToEnd{.mean = *compute_us + io->mean + offset,
                              .p99 = *compute_us + io->p99 + offset,
                              .path = chosen,
                              .basis = std::move(basis)},
            .reason = {}};
}

}  // namespace lockstep
