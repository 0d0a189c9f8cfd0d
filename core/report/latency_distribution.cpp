#include "core/report/latency_distribution.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

struct Statistic {
    const char* key;
    const char* title;
    bool percentile;
};

constexpr std::array<Statistic, 9> statistics{{{"min", "Min", false},
                                               {"mean", "Mean", false},
                                               {"median", "Median", false},
                                               {"p90", "p90", true},
                                               {"p95", "p95", true},
                                               {"p97", "p97", true},
                                               {"p99", "p99", true},
                                               {"p99_9", "p99.9", true},
                                               {"max", "Max", false}}};

constexpr const char* note =
    "Modelled compute is one figure, the same in every inference. Of the IO round trip only mean and 99th "
    "percentile are "
    "published.";

/// Of the end-to-end latency; nullopt: not published.
std::optional<double> end_to_end_of(const EndToEndResult& result, std::string_view key) {
    if (!result.value) return std::nullopt;
    if (key == "mean") return result.value->mean;
    if (key == "p99") return result.value->p99;
    return std::nullopt;
}

}  // namespace

nlohmann::json latency_distribution_json(const LatencyFigures& latency) {
    nlohmann::json compute = nullptr;
    nlohmann::json end_to_end = nullptr;
    for (const Statistic& statistic : statistics) {
        if (latency.spaced_us)
            compute[statistic.key] =
                statistic.percentile ? nlohmann::json(nullptr) : nlohmann::json(*latency.spaced_us);
        if (!latency.end_to_end.value) continue;
        const std::optional<double> us = end_to_end_of(latency.end_to_end, statistic.key);
        end_to_end[statistic.key] = us ? nlohmann::json(*us) : nlohmann::json(nullptr);
    }
    if (latency.spaced_us) compute["max_over_median"] = 1.0;
    return {{"compute_us", compute}, {"end_to_end_us", end_to_end}, {"note", note}};
}

Section latency_distribution_section(const LatencyFigures& latency) {
    const bool clock = latency.spaced_us.has_value();
    DocumentTable table{.columns = {{clock ? "µs" : "Cycles", false}}, .rows = {}};
    std::vector<std::string> compute{"Compute, spaced"};
    std::vector<std::string> end_to_end{"End to end"};
    for (const Statistic& statistic : statistics) {
        table.columns.push_back({statistic.title, true});
        compute.push_back(statistic.percentile ? "–"
                          : clock              ? number_text(*latency.spaced_us)
                                               : count_text(latency.spaced_cycles));
        const std::optional<double> us = end_to_end_of(latency.end_to_end, statistic.key);
        end_to_end.push_back(us ? number_text(*us) : "–");
    }
    table.columns.push_back({"Max ÷ median", true});
    compute.emplace_back("1");
    end_to_end.emplace_back("–");
    table.rows.push_back(std::move(compute));
    if (latency.end_to_end.value) table.rows.push_back(std::move(end_to_end));
    return {.title = "Distribution of the latency",
            .blocks = {std::move(table), Paragraph{note, Paragraph::Tone::muted}}};
}

}  // namespace lockstep
