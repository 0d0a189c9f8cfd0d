#include "core/report/band_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

/// As many rows stand in the lines of the text report; JSON and documents have all of them.
constexpr std::size_t rows_in_text = 3;

Json json_rows(const LatencyBand& band) {
    Json rows = Json::array();
    for (const NearestRow& row : band.nearest) {
        rows.push_back({{"row", row.name},
                        {"distance", json_number(row.distance)},
                        {"spaced_residual_percent", json_number(100 * row.spaced)},
                        {"contiguous_residual_percent", json_number(100 * row.contiguous)}});
    }
    return rows;
}

Json json_range(const LatencyBand& band) {
    return {{"inside", band.outside.empty()}, {"outside", band.outside}, {"basis", band.basis}};
}

/// Into one of the groups of figures.
void add_band(Json& group, Json plus_minus, const std::optional<LatencyBand>& band) {
    group["plus_minus"] = std::move(plus_minus);
    group["nearest_rows"] = band ? json_rows(*band) : Json::array();
    group["calibrated_range"] = band ? json_range(*band) : Json(nullptr);
}

std::string row(std::string_view label, const std::string& text) {
    return fmt::format("{:<18}{}\n", label, text);
}

}  // namespace

std::string plus_minus_us(double half_width, double of) {
    const int digits = of >= 100 ? 0 : of >= 10 ? 1 : of >= 1 ? 2 : 3;
    const double unit = std::pow(10.0, -digits);
    // Rounded up; what is a whole number of digits but for the last bits stays.
    return fmt::format("± {:.{}f} µs", std::ceil(half_width / unit - 1e-9) * unit, digits);
}

std::int64_t band_cycles(double share, std::int64_t cycles) {
    return std::llround(std::ceil(share * static_cast<double>(cycles) - 1e-9));
}

std::string plus_minus_cycles(double share, std::int64_t cycles) {
    return fmt::format("± {} cycles", count_text(band_cycles(share, cycles), " "));
}

std::string nearest_row_text(const NearestRow& near) {
    return fmt::format("{}: published {:+.1f} % of predicted", near.name, 100 * near.spaced);
}

std::string band_text(const LatencyBandResult& band) {
    if (!band.value) return "no ±: " + band.reason;
    return fmt::format("± holds nine in ten published figures of programs like this one: {}",
                       band.value->basis);
}

std::string range_text(const LatencyBand& band) {
    if (band.outside.empty()) return "inside the calibrated range";
    return fmt::format("OUTSIDE the calibrated range: {}", fmt::join(band.outside, "; "));
}

std::string verdict_text(const TargetResult& target, const EndToEndBandResult& band) {
    const std::string goal = us_text(target.us);
    if (!target.verdict) return fmt::format("{}: not known, {}", goal, target.reason);
    const double mean = target.us - *target.margin_us;
    const std::string figure =
        fmt::format("end to end {} {}", us_text(mean), plus_minus_us(band.value->mean, mean));
    switch (*target.verdict) {
        case Verdict::under:
            return fmt::format("UNDER {} ({})", goal, figure);
        case Verdict::over:
            return fmt::format("OVER {} ({})", goal, figure);
        case Verdict::too_close:
            break;
    }
    return fmt::format("TOO CLOSE to {} to call ({})", goal, figure);
}

void add_bands(Json& json, const LatencyFigures& latency) {
    const std::optional<LatencyBand>& band = latency.band.value;
    Json cycles = nullptr;
    Json compute = nullptr;
    if (band) {
        cycles = {{"spaced", band_cycles(band->spaced, latency.spaced_cycles)},
                  {"contiguous", band_cycles(band->contiguous, latency.contiguous_cycles)}};
        if (latency.spaced_us && latency.contiguous_us)
            compute = {{"spaced", json_number(band->spaced * *latency.spaced_us)},
                       {"contiguous", json_number(band->contiguous * *latency.contiguous_us)}};
    }
    json["cycles_per_inference"]["plus_minus"] = std::move(cycles);
    add_band(json["latency_us"], std::move(compute), band);
    if (latency.end_to_end.value) {
        const auto& end = latency.end_to_end_band.value;
        add_band(json["end_to_end_us"],
                 end ? Json{{"mean", json_number(end->mean)}, {"p99", json_number(end->p99)}} : Json(nullptr),
                 band);
        json["end_to_end_us"]["plus_minus_basis"] = end ? end->basis : latency.end_to_end_band.reason;
    }
    json["band_note"] = band_text(latency.band);
    if (!latency.target) return;
    const TargetResult& target = *latency.target;
    json["target"] = {{"us", json_number(target.us)},
                      {"verdict", target.verdict ? Json(name(*target.verdict)) : Json(nullptr)},
                      {"margin_us", target.margin_us ? json_number(*target.margin_us) : Json(nullptr)},
                      {"against", "end_to_end_us.mean"},
                      {"reason", target.reason}};
}

std::string band_lines(const LatencyFigures& latency) {
    std::string text = row("how sure", band_text(latency.band));
    if (const auto& band = latency.band.value) {
        text += row("", range_text(*band));
        for (std::size_t i = 0; i < std::min(rows_in_text, band->nearest.size()); ++i)
            text += row(i == 0 ? "  nearest rows" : "", nearest_row_text(band->nearest[i]));
    }
    if (latency.end_to_end_band.value) text += row("  end to end ±", latency.end_to_end_band.value->basis);
    if (latency.target) text += row("target", verdict_text(*latency.target, latency.end_to_end_band));
    return text;
}

Section band_section(const LatencyFigures& latency) {
    Section section{.title = "How sure the latency is", .blocks = {}};
    section.blocks.emplace_back(Paragraph{band_text(latency.band), Paragraph::Tone::normal});
    const auto& band = latency.band.value;
    if (!band) return section;
    section.blocks.emplace_back(
        Paragraph{"The program lies " + range_text(*band) + ".",
                  band->outside.empty() ? Paragraph::Tone::normal : Paragraph::Tone::warning});
    if (latency.end_to_end_band.value)
        section.blocks.emplace_back(
            Paragraph{"End to end: " + latency.end_to_end_band.value->basis + ".", Paragraph::Tone::normal});
    DocumentTable table{.columns = {{"Nearest published rows", false},
                                    {"Distance", true},
                                    {"Published, spaced", true},
                                    {"Published, contiguous", true}},
                        .rows = {}};
    for (const NearestRow& near : band->nearest)
        table.rows.push_back({near.name, fmt::format("{:.2f}", near.distance),
                              fmt::format("{:+.1f} %", 100 * near.spaced),
                              fmt::format("{:+.1f} %", 100 * near.contiguous)});
    section.blocks.emplace_back(std::move(table));
    section.blocks.emplace_back(Paragraph{
        "Per cent of what is predicted for the row. Distance 0 is a program that the machine cannot "
        "tell from this one; the help page Latency says how it is measured.",
        Paragraph::Tone::muted});
    return section;
}

}  // namespace lockstep
