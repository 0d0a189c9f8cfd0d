#include "core/report/remedies.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "core/report/comparison_words.h"
#include "core/support/shell_word.h"

namespace lockstep {
namespace {

constexpr std::size_t most_modules = 8;  ///< that are tried in another precision

Remedy as_now(const RemedyQuestion& question, Remedy::Kind kind) {
    return {.kind = kind,
            .what = {},
            .config = question.config,
            .precision = question.model.options.precision,
            .pins = question.model.options.cores,
            .build = question.build};
}

void add_policies(const RemedyQuestion& question, std::vector<Remedy>& remedies) {
    const SearchOptions& search = question.build.search;
    if (search.quick) {
        Remedy remedy = as_now(question, Remedy::Kind::policy);
        remedy.build.search.quick = false;
        remedy.what = "without --quick";
        remedies.push_back(std::move(remedy));
    }
    if (search.optimize) return;
    Remedy remedy = as_now(question, Remedy::Kind::policy);
    remedy.build.search.optimize = true;
    remedy.build.search.quick = false;
    remedy.what = "--optimize";
    remedies.push_back(std::move(remedy));
}

bool has_weights(const Program& program, const BudgetPart& part) {
    return std::ranges::any_of(program.nodes, [&](const ProgramNode& node) {
        return node.weight_blocks > 0 && node.precision != "fp8" &&
               std::ranges::find(part.nodes, node.id) != part.nodes.end();
    });
}

bool is_module(const Program& program, const std::string& path) {
    return std::ranges::any_of(program.nodes, [&](const ProgramNode& node) {
        return node.module == path || node.module.starts_with(path + ".");
    });
}

void add_precisions(const RemedyQuestion& question, const Program& now, const LatencyBudget* budget,
                    std::vector<Remedy>& remedies) {
    const auto add = [&](const PrecisionRule& rule) {
        Remedy remedy = as_now(question, Remedy::Kind::precision);
        std::erase_if(remedy.precision,
                      [&](const PrecisionRule& given) { return given.pattern == rule.pattern; });
        // bf16 is what holds without a rule, unless another rule chooses the same nodes.
        if (rule.precision != nnir::Precision::bf16 || !remedy.precision.empty())
            remedy.precision.push_back(rule);
        remedy.what = to_text(rule);
        remedies.push_back(std::move(remedy));
    };
    for (const PrecisionRule& rule : question.model.options.precision)
        if (rule.precision == nnir::Precision::fp32) add({rule.pattern, nnir::Precision::bf16});
    if (budget == nullptr || !now.config.fp8_weights.value) return;
    std::vector<const BudgetPart*> parts;
    for (const BudgetPart& part : budget->parts)
        if (part.kind == BudgetPart::Kind::module && has_weights(now, part)) parts.push_back(&part);
    std::ranges::stable_sort(parts, std::greater(), &BudgetPart::cycles);
    if (parts.size() > most_modules) parts.resize(most_modules);
    for (const BudgetPart* part : parts) {
        if (is_module(now, part->name)) {
            add({part->name, nnir::Precision::fp8});
        } else {
            add({"#" + std::to_string(part->nodes.front()), nnir::Precision::fp8});
        }
    }
}

/// Lower is better; what has no figure of a kind stands behind all that have it.
std::tuple<int, double> effect(const LatencyFigures& latency) {
    if (latency.end_to_end.value) return {0, latency.end_to_end.value->mean};
    if (latency.spaced_us) return {1, *latency.spaced_us};
    return {2, static_cast<double>(latency.spaced_cycles)};
}

std::tuple<int, double> effect(const RemedyAnswer& answer) {
    return answer.report ? effect(answer.report->latency) : std::tuple(3, 0.0);
}

}  // namespace

std::string_view name(Remedy::Kind kind) {
    switch (kind) {
        case Remedy::Kind::accelerator:
            return "accelerator";
        case Remedy::Kind::policy:
            return "policy";
        case Remedy::Kind::precision:
            return "precision";
        case Remedy::Kind::joint:
            break;
    }
    return "joint";
}

std::vector<Remedy> single_remedies(const RemedyQuestion& question, const Program& now, const Why& why) {
    std::vector<Remedy> remedies;
    add_policies(question, remedies);
    LatencyFigures figures;
    figures.spaced_cycles = why.spaced;
    figures.clock_mhz = now.config.clock_mhz;
    // Where the clock is not known the modules are asked for all the same: any one does.
    if (!figures.clock_mhz) figures.clock_mhz = Figure<double>{1, "MHz", Basis::assumed, {}};
    figures.spaced_us = static_cast<double>(why.spaced) / figures.clock_mhz->value;
    const LatencyBudgetResult budget =
        latency_budget(now, why, figures, question.target_us, 2 * most_modules);
    add_precisions(question, now, budget.value ? &*budget.value : nullptr, remedies);
    for (const AcceleratorConfig& config : preset_configs()) {
        if (config.name == question.config) continue;
        Remedy remedy = as_now(question, Remedy::Kind::accelerator);
        remedy.config = config.name;
        remedy.what = config.name;
        remedies.push_back(std::move(remedy));
    }
    return remedies;
}

std::vector<Remedy> joint_remedies(const RemedyQuestion& question, const LatencyFigures& now,
                                   const std::vector<RemedyAnswer>& singles) {
    const auto best = [&](Remedy::Kind kind) {
        const RemedyAnswer* found = nullptr;
        for (const RemedyAnswer& answer : singles)
            if (answer.remedy.kind == kind && answer.report && effect(answer) < effect(now) &&
                (found == nullptr || effect(answer) < effect(*found)))
                found = &answer;
        return found;
    };
    const RemedyAnswer* accelerator = best(Remedy::Kind::accelerator);
    const RemedyAnswer* policy = best(Remedy::Kind::policy);
    const RemedyAnswer* precision = best(Remedy::Kind::precision);
    std::vector<Remedy> remedies;
    const auto join = [&](const RemedyAnswer* a, const RemedyAnswer* b) {
        if (a == nullptr || b == nullptr) return;
        Remedy remedy = as_now(question, Remedy::Kind::joint);
        for (const RemedyAnswer* part : {a, b}) {
            if (part->remedy.kind == Remedy::Kind::accelerator) remedy.config = part->remedy.config;
            if (part->remedy.kind == Remedy::Kind::policy) remedy.build = part->remedy.build;
            if (part->remedy.kind == Remedy::Kind::precision) remedy.precision = part->remedy.precision;
        }
        remedy.what = a->remedy.what + " and " + b->remedy.what;
        remedies.push_back(std::move(remedy));
    };
    join(accelerator, policy);
    join(accelerator, precision);
    join(policy, precision);
    return remedies;
}

RemedyAnswer try_remedy(const RemedyQuestion& question, const Remedy& remedy, const JobControl& job) {
    LoadedModel model = question.model;
    model.options.precision = remedy.precision;
    SweptConfig swept =
        sweep_config(model, find_config(remedy.config), remedy.build, question.io, question.target_us, job);
    return {.remedy = remedy, .report = std::move(swept.report), .failure = std::move(swept.failure)};
}

std::vector<std::size_t> remedy_order(const std::vector<RemedyAnswer>& answers) {
    std::vector<std::size_t> order(answers.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return effect(answers[a]) < effect(answers[b]); });
    return order;
}

std::string remedy_options(const Remedy& remedy) {
    const std::string words = option_words(remedy.build, remedy.precision, remedy.pins);
    return "--config " + shell_quoted(remedy.config) + (words.empty() ? "" : " " + words);
}

}  // namespace lockstep
