#include <fmt/format.h>

#include <cmath>

#include "core/report/latency_budget.h"
#include "core/report/number_text.h"

namespace lockstep {
namespace {

constexpr std::size_t label_columns = 40;

/// At most `label_columns` bytes, of whole UTF-8 characters.
std::string short_label(const BudgetPart& part) {
    std::string label = part_label(part);
    if (label.size() <= label_columns) return label;
    std::size_t end = label_columns - 2;
    while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U) --end;
    return label.substr(0, end) + "..";
}

std::string line(const std::string& label, const std::string& cycles, double us, double target_us) {
    return fmt::format("  {:<42}{:>8}{:>10}{:>11}\n", label, cycles, number_text(us),
                       percent_text(us / target_us));
}

}  // namespace

std::string budget_sentence(const LatencyBudget& budget) {
    const std::string basis = budget.with_host ? "" : ", compute alone";
    return budget.left_us < 0
               ? fmt::format("{} us over the {:g} us{}", number_text(-budget.left_us), budget.target_us,
                             basis)
               : fmt::format("{} us left of {:g} us{}", number_text(budget.left_us), budget.target_us, basis);
}

std::string budget_text(const LatencyBudgetResult& result, double target_us) {
    if (!result.value) return fmt::format("\nbudget of {:g} us\n  not known: {}\n", target_us, result.reason);
    const LatencyBudget& budget = *result.value;
    std::string text = fmt::format("\nbudget of {:g} us\n  {:<42}{:>8}{:>10}{:>11}\n", budget.target_us, "",
                                   "cycles", "us", "of target");
    for (const BudgetPart& part : budget.parts)
        text +=
            line(short_label(part), part.kind == BudgetPart::Kind::host ? "" : count_text(part.cycles, " "),
                 part.us, budget.target_us);
    text += line(budget.with_host ? "end to end" : "compute", count_text(budget.cycles, " "), budget.used_us,
                 budget.target_us);
    text += line(budget.left_us < 0 ? "over" : "left", "", std::abs(budget.left_us), budget.target_us);
    if (!budget.with_host && !budget.host_note.empty())
        text += fmt::format("  without host IO: {}\n", budget.host_note);
    return text;
}

Json budget_json(const LatencyBudgetResult& result, double target_us) {
    if (!result.value) return {{"target_us", json_number(target_us)}, {"reason", result.reason}};
    const LatencyBudget& budget = *result.value;
    Json parts = Json::array();
    for (const BudgetPart& part : budget.parts)
        parts.push_back({{"kind", name(part.kind)},
                         {"name", part_label(part)},
                         {"nodes", part.nodes},
                         {"cycles", part.cycles},
                         {"us", json_number(part.us)},
                         {"share_of_target", json_number(part.us / budget.target_us)}});
    return {{"target_us", json_number(budget.target_us)},
            {"clock_mhz", json_number(budget.clock_mhz)},
            {"cycles", budget.cycles},
            {"used_us", json_number(budget.used_us)},
            {"left_us", json_number(budget.left_us)},
            {"includes_host_io", budget.with_host},
            {"host_io", budget.host_note},
            {"least_cycles", budget.least_cycles},
            {"parts", std::move(parts)}};
}

Section budget_section(const LatencyBudgetResult& result, double target_us) {
    Section section{.title = "Latency budget", .blocks = {}};
    if (!result.value) {
        section.blocks.emplace_back(
            Paragraph{fmt::format("How the {:g} us are spent is not known: {}.", target_us, result.reason),
                      Paragraph::Tone::muted});
        return section;
    }
    const LatencyBudget& budget = *result.value;
    section.blocks.emplace_back(
        Paragraph{budget_sentence(budget) + ". The cycles are those of the critical path: they add up to the "
                                            "spaced figure, the microseconds to the latency.",
                  budget.left_us < 0 ? Paragraph::Tone::warning : Paragraph::Tone::normal});
    DocumentTable table{.columns = {{"Part", false}, {"Cycles", true}, {"µs", true}, {"Of the target", true}},
                        .rows = {}};
    for (const BudgetPart& part : budget.parts)
        table.rows.push_back({part_label(part),
                              part.kind == BudgetPart::Kind::host ? "–" : count_text(part.cycles),
                              number_text(part.us), percent_text(part.us / budget.target_us)});
    table.rows.push_back({budget.with_host ? "End to end" : "Compute", count_text(budget.cycles),
                          number_text(budget.used_us), percent_text(budget.used_us / budget.target_us)});
    table.rows.push_back({budget.left_us < 0 ? "Over" : "Left", "–", number_text(std::abs(budget.left_us)),
                          percent_text(std::abs(budget.left_us) / budget.target_us)});
    section.blocks.emplace_back(std::move(table));
    if (!budget.with_host && !budget.host_note.empty())
        section.blocks.emplace_back(
            Paragraph{"Host IO is not in it: " + budget.host_note + ".", Paragraph::Tone::muted});
    return section;
}

}  // namespace lockstep
