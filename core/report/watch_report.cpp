#include "core/report/watch_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

/// Hits and wrong decisions that the text lists; JSON has all that were kept.
constexpr std::size_t text_limit = 10;
constexpr std::size_t worst_in_text = 3;

Json json_decision(const DecisionResult& decision) {
    Json margins = Json::array();
    for (const MarginBin& bin : decision.margins)
        margins.push_back({{"from", json_number(bin.from)},
                           {"to", json_number(bin.to)},
                           {"inferences", bin.inferences},
                           {"differing", bin.differing}});
    Json wrong = Json::array();
    for (const WrongDecision& each : decision.listed)
        wrong.push_back({{"index", each.index},
                         {"place", each.place},
                         {"vm", each.vm},
                         {"reference", each.reference},
                         {"margin", json_number(each.margin)},
                         {"max_abs_error", json_number(each.max_abs_error)}});
    return {{"decision", decision.text},
            {"output", decision.output},
            {"inferences", decision.compared},
            {"undecided", decision.undecided},
            {"differing", decision.differing},
            {"largest_differing_margin",
             decision.differing > 0 ? json_number(decision.largest_margin) : Json(nullptr)},
            {"margins", std::move(margins)},
            {"wrong", std::move(wrong)}};
}

}  // namespace

void add_distribution(Json& json, const Recording& recording) {
    Json quantiles = Json::array();
    for (const auto& [share, error] : recording.quantiles)
        quantiles.push_back({{"share", share}, {"max_abs_error", json_number(error)}});
    json["error_quantiles"] = std::move(quantiles);
    Json histogram = Json::array();
    for (const ErrorBin& bin : recording.histogram)
        histogram.push_back(
            {{"from", json_number(bin.from)}, {"to", json_number(bin.to)}, {"inferences", bin.count}});
    json["error_histogram"] = std::move(histogram);
    Json worst = Json::array();
    for (const InferenceRecord& record : recording.worst) worst.push_back(json_inference(record));
    json["worst"] = std::move(worst);
}

void add_watch(Json& json, const WatchResult& watch) {
    Json breaks = Json::array();
    for (const ConditionResult& condition : watch.conditions)
        breaks.push_back({{"expression", condition.text},
                          {"hits", condition.hits},
                          {"first", condition.hits > 0 ? Json(condition.first) : Json(nullptr)},
                          {"last", condition.hits > 0 ? Json(condition.last) : Json(nullptr)}});
    json["breaks"] = std::move(breaks);
    Json hits = Json::array();
    for (const Hit& hit : watch.hits)
        hits.push_back({{"index", hit.index},
                        {"expression", watch.conditions[hit.condition].text},
                        {"where", hit.where.empty() ? Json(nullptr) : Json(hit.where)},
                        {"value", json_number(hit.value)},
                        {"detail", hit.detail.empty() ? Json(nullptr) : Json(hit.detail)},
                        {"node", hit.node ? Json(*hit.node) : Json(nullptr)}});
    json["hits"] = std::move(hits);
    Json decisions = Json::array();
    for (const DecisionResult& decision : watch.decisions) decisions.push_back(json_decision(decision));
    json["decisions"] = std::move(decisions);
}

std::vector<std::string> distribution_lines(const Recording& recording) {
    if (recording.error.inferences < 2) return {};
    std::string quantiles = "of the inferences' largest errors";
    for (const auto& [share, error] : recording.quantiles)
        quantiles += fmt::format(", {:g} % are within {}", 100 * share, number_text(error));
    std::string worst = "worst inferences:";
    for (std::size_t k = 0; k < std::min(worst_in_text, recording.worst.size()); ++k)
        worst += fmt::format("{} {} ({})", k == 0 ? "" : ",", recording.worst[k].index,
                             number_text(recording.worst[k].max_abs_error));
    return {quantiles, worst};
}

std::vector<std::pair<std::string, std::string>> watch_lines(const WatchResult& watch) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const DecisionResult& decision : watch.decisions) {
        std::string text = fmt::format("{} of {}: {} of {} inferences decided otherwise than the reference",
                                       decision.text, decision.output, decision.differing, decision.compared);
        if (decision.differing > 0)
            text += fmt::format("; never where its margin is above {}", number_text(decision.largest_margin));
        if (decision.undecided > 0)
            text += fmt::format("; {} left out, where both hold a NaN", decision.undecided);
        lines.emplace_back("decision", text);
        for (std::size_t k = 0; k < std::min(text_limit, decision.listed.size()); ++k) {
            const WrongDecision& wrong = decision.listed[k];
            lines.emplace_back("", fmt::format("inference {}: VM {}, reference {}, margin {}", wrong.index,
                                               wrong.vm, wrong.reference, number_text(wrong.margin)));
        }
    }
    for (const ConditionResult& condition : watch.conditions) {
        lines.emplace_back("break", condition.hits == 0
                                        ? fmt::format("{}: no hit", condition.text)
                                        : fmt::format("{}: {} hit{}, from inference {} to {}", condition.text,
                                                      condition.hits, condition.hits == 1 ? "" : "s",
                                                      condition.first, condition.last));
    }
    for (std::size_t k = 0; k < std::min(text_limit, watch.hits.size()); ++k) {
        const Hit& hit = watch.hits[k];
        lines.emplace_back(
            "", fmt::format("inference {}: {}{}{}{}", hit.index, watch.conditions[hit.condition].text,
                            hit.where.empty() ? "" : ", " + hit.where + " =",
                            hit.where.empty() ? ": " + number_text(hit.value) : " " + number_text(hit.value),
                            hit.detail.empty() ? "" : ", " + hit.detail));
    }
    return lines;
}

}  // namespace lockstep
