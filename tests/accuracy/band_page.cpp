#include "tests/accuracy/band_page.h"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/latency/end_to_end_band.h"
#include "core/latency/latency_band.h"

namespace lockstep::accuracy {
namespace {

std::string share(std::size_t part, std::size_t whole) {
    return fmt::format("{} of {} ({:.0f} %)", part, whole,
                       100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string coverage_table(const std::vector<PublishedResidual>& rows) {
    const std::array<std::pair<LeaveOut, const char*>, 3> ways = {
        {{LeaveOut::row, "the row itself"},
         {LeaveOut::model, "its model, on all cards"},
         {LeaveOut::family, "its whole family"}}};
    std::string text =
        "| left out | spaced within the band | contiguous within it | no band | half of the bands are at "
        "most "
        "|\n|---|---|---|---|---|\n";
    for (const auto& [leave_out, name] : ways) {
        const BandCoverage coverage = band_coverage(rows, leave_out);
        text += fmt::format("| {} | {} | {} | {} | ± {:.1f} % |\n", name,
                            share(coverage.spaced, coverage.rows), share(coverage.contiguous, coverage.rows),
                            coverage.without_band, 100 * coverage.median_width);
    }
    return text;
}

std::string measured_table(const std::vector<HardwareResidual>& measured) {
    std::string text =
        "| model | card | measured mean | predicted | difference | within the spread of the others "
        "|\n|---|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < measured.size(); ++i) {
        const double difference = card_residual(measured[i]).mean;
        std::vector<HardwareResidual> others = measured;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const double spread = card_spread(others).mean;
        text += fmt::format("| {} | {} | {:.1f} µs | {:.3f} µs | {}{:.3f} µs | {}, ± {:.3f} µs |\n",
                            measured[i].model, measured[i].config, measured[i].measured_mean_us,
                            measured[i].measured_mean_us - difference, difference < 0 ? "−" : "+",
                            std::abs(difference), std::abs(difference) <= spread ? "yes" : "no", spread);
    }
    return text;
}

}  // namespace

std::string band_page(const std::vector<PublishedResidual>& rows,
                      const std::vector<HardwareResidual>& measured) {
    return fmt::format(
        "# How far the ± can be trusted\n\n"
        "## Cycles\n\n"
        "The ± that stands behind a latency (see [Latency](latency.md)) is made to hold nine published "
        "figures "
        "in ten. Here it is made for each published row without that row, and held against what was "
        "published. "
        "Rows without a band, since the rows around them are predicted too badly, count as outside.\n\n{}\n"
        "## End to end\n\nLatencies measured on cards (published means of one digit, inputs written by the "
        "processor) beside "
        "the end-to-end figure of the same model: V80 by its own IO table, the other boards by it and their "
        "one "
        "fitted offset.\n\n{}\n"
        "Every figure of this page is computed by `accuracy tests/data/zoo --residuals resources`.\n",
        coverage_table(rows), measured_table(measured));
}

}  // namespace lockstep::accuracy
