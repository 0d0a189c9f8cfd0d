#include "core/report/variants.h"
#include "core/report/comparison_words.h"
#include "core/report/memory_need.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <tuple>

#include "core/report/band_report.h"
#include "core/report/latency_budget.h"
#include "core/report/number_text.h"
#include "core/report/variant_figures.h"

namespace lockstep {
namespace {

constexpr const char* none = "–";

std::string signed_count(std::int64_t change) {
    if (change == 0) return "same";
    return fmt::format("{}{}", change > 0 ? "+" : "−", count_text(change > 0 ? change : -change));
}

/// "−29 (−11.4 %)".
std::string change_text(std::optional<double> before, std::optional<double> after, std::string text) {
    if (!before || !after) return none;
    if (*before == *after) return "same";
    if (*before == 0) return text;
    return fmt::format("{} ({}{} %)", text, *after > *before ? "+" : "−",
                       number_text(100 * std::abs(*after - *before) / std::abs(*before)));
}

std::string signed_number(double change) {
    return (change > 0 ? "+" : "−") + number_text(std::abs(change));
}

std::string latency_text(const Report& report) {
    const LatencyFigures& latency = report.latency;
    if (latency.end_to_end.value) {
        const double mean = latency.end_to_end.value->mean;
        std::string text = us_text(mean);
        if (latency.end_to_end_band.value)
            text += " " + plus_minus_us(latency.end_to_end_band.value->mean, mean);
        return text;
    }
    return latency.spaced_us ? us_text(latency.spaced_us) + " compute" : none;
}

std::string fits_text(const Variant& variant) {
    if (variant.report) return variant.report->program->warnings.empty() ? "yes" : "yes, see warnings";
    if (!variant.failure) return "not compiled yet";
    return variant.failure->kind == FailureKind::does_not_fit ? "no"
                                                              : "not compiled: " + variant.failure->message;
}

std::vector<std::string> cells(const Variant& variant, const Variant& base, bool is_base) {
    const VariantFigures own = variant_figures(variant);
    const VariantFigures from = variant_figures(base);
    const auto real = [](const std::optional<std::int64_t>& count) {
        return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
    };
    const auto count = [&](const std::optional<std::int64_t>& value) {
        return value ? count_text(*value) : none;
    };
    std::string cycles_change = is_base ? "baseline" : none;
    std::string latency_change = cycles_change;
    std::string error_change = cycles_change;
    if (!is_base) {
        if (own.cycles && from.cycles)
            cycles_change =
                change_text(real(from.cycles), real(own.cycles), signed_count(*own.cycles - *from.cycles));
        // Latencies of one kind only: a compute latency is no end-to-end one.
        const std::optional<VariantLatencies> both = common_latency(base, variant);
        if (both)
            latency_change =
                change_text(both->before, both->after, signed_number(both->after - both->before) + " µs");
        const std::optional<VariantErrors> errors = common_errors(base, variant);
        if (errors)
            error_change =
                change_text(errors->before, errors->after, signed_number(errors->after - errors->before));
    }
    return {variant.name,
            variant.model,
            variant.config,
            variant.options.empty() ? none : variant.options,
            fits_text(variant),
            count(own.cycles),
            cycles_change,
            variant.report ? latency_text(*variant.report) : none,
            latency_change,
            variant.report && variant.report->latency.target ? verdict_word(*variant.report->latency.target)
                                                             : none,
            own.weights_depth
                ? fmt::format("{} of {}", count_text(*own.weights), count_text(*own.weights_depth))
                : none,
            own.max_error ? number_text(*own.max_error) : none,
            error_change};
}

std::map<std::string, std::int64_t> module_cycles(const Report& report) {
    const Why why = report.why ? *report.why : explain(*report.program);
    LatencyFigures figures = report.latency;
    // Cycles alone are asked for: any clock and no host IO will do.
    figures.end_to_end = {};
    figures.clock_mhz = Figure<double>{1, "MHz", Basis::assumed, {}};
    figures.spaced_us = static_cast<double>(why.spaced);
    const LatencyBudgetResult budget = latency_budget(*report.program, why, figures, 1);
    std::map<std::string, std::int64_t> cycles;
    for (const BudgetPart& part : budget.value->parts) cycles[part_label(part)] += part.cycles;
    return cycles;
}

}  // namespace

VariantFigures variant_figures(const Variant& variant) {
    VariantFigures figures;
    if (!variant.report) return figures;
    const Report& report = *variant.report;
    figures.cycles = report.latency.spaced_cycles;
    if (const MemoryUse* fullest = fullest_use(report.program->memory, "weight_store")) {
        figures.weights = fullest->used;
        figures.weights_depth = fullest->depth;
    }
    if (report.run && report.run->recording && report.run->recording->error.inferences > 0)
        figures.max_error = report.run->recording->error.max_abs;
    return figures;
}

std::optional<VariantLatencies> common_latency(const Variant& before, const Variant& after) {
    if (!before.report || !after.report) return std::nullopt;
    const LatencyFigures& old = before.report->latency;
    const LatencyFigures& now = after.report->latency;
    if (old.end_to_end.value && now.end_to_end.value)
        return VariantLatencies{old.end_to_end.value->mean, now.end_to_end.value->mean, true};
    if (old.spaced_us && now.spaced_us) return VariantLatencies{*old.spaced_us, *now.spaced_us, false};
    return std::nullopt;
}

std::optional<VariantErrors> common_errors(const Variant& before, const Variant& after) {
    const std::optional<double> old = variant_figures(before).max_error;
    const std::optional<double> now = variant_figures(after).max_error;
    if (!old || !now) return std::nullopt;
    const auto made_on = [](const Variant& variant) {
        const RunPart& run = *variant.report->run;
        return std::tuple(run.inputs, run.reset_every, run.reset_column, run.recording->total(),
                          run.recording->reference.kind, run.recording->reference.every);
    };
    if (made_on(before) != made_on(after)) return std::nullopt;
    return VariantErrors{*old, *now};
}

DocumentTable variants_table(const std::vector<Variant>& variants, std::size_t baseline) {
    DocumentTable table{.columns = {{"Variant", false},
                                    {"Model", false},
                                    {"Accelerator", false},
                                    {"Options", false},
                                    {"Fits", false},
                                    {"Cycles", true},
                                    {"Change", true},
                                    {"Latency", true},
                                    {"Change", true},
                                    {"Target", false},
                                    {"Weight blocks", true},
                                    {"Worst error", true},
                                    {"Change", true}},
                        .rows = {}};
    for (std::size_t i = 0; i < variants.size(); ++i)
        table.rows.push_back(cells(variants[i], variants.at(baseline), i == baseline));
    return table;
}

VariantDifference variant_difference(const Variant& before, const Variant& after) {
    VariantDifference difference;
    if (before.graph && after.graph) difference.graph = nnir::graph_difference(*before.graph, *after.graph);
    if (!before.report || !after.report) return difference;
    const std::map<std::string, std::int64_t> old = module_cycles(*before.report);
    const std::map<std::string, std::int64_t> now = module_cycles(*after.report);
    const auto cycles_in = [](const std::map<std::string, std::int64_t>& cycles, const std::string& key) {
        const auto found = cycles.find(key);
        return found == cycles.end() ? 0 : found->second;
    };
    for (const auto& [key, cycles] : old)
        difference.modules.push_back({.name = key, .before = cycles, .after = cycles_in(now, key)});
    for (const auto& [key, cycles] : now)
        if (!old.contains(key)) difference.modules.push_back({.name = key, .before = 0, .after = cycles});
    std::ranges::stable_sort(difference.modules, std::greater(), [](const ModuleChange& change) {
        return std::abs(change.after - change.before);
    });
    return difference;
}

}  // namespace lockstep
