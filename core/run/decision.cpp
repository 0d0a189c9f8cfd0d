#include "core/run/decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/support/error.h"

namespace lockstep {
namespace {

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool read_kind(std::string_view text, DecisionRule& rule) {
    using enum DecisionRule::Kind;
    constexpr std::string_view threshold_name = "threshold=";
    constexpr std::string_view topk_name = "topk=";
    if (text == "argmax") {
        rule.kind = argmax;
    } else if (text == "sign") {
        rule.kind = sign;
    } else if (text.starts_with(threshold_name)) {
        const auto value = number<double>(text.substr(threshold_name.size()));
        if (!value || !std::isfinite(*value)) return false;
        rule.kind = threshold;
        rule.threshold = *value;
    } else if (text.starts_with(topk_name)) {
        const auto value = number<std::int64_t>(text.substr(topk_name.size()));
        if (!value || *value < 1) return false;
        rule.kind = topk;
        rule.k = *value;
    } else {
        return false;
    }
    return true;
}

/// As a sort takes it: larger first, NaN before everything, of equal ones the lower index.
std::vector<std::size_t> ranked(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        if (std::isnan(values[a]) || std::isnan(values[b]))
            return std::isnan(values[a]) && !std::isnan(values[b]);
        return values[a] > values[b];
    });
    return order;
}

std::string list(std::vector<std::size_t> places) {
    std::ranges::sort(places);
    std::string text;
    for (const std::size_t place : places) text += fmt::format("{}{}", text.empty() ? "" : ", ", place);
    return text;
}

/// The first k of the ranks.
std::vector<std::size_t> taken(const std::vector<std::size_t>& order, std::size_t k) {
    std::vector<std::size_t> first(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k));
    std::ranges::sort(first);
    return first;
}

DecisionOutcome judge_largest(std::span<const float> vm, std::span<const float> reference, std::size_t k) {
    const std::vector<std::size_t> expected = ranked(reference);
    const auto ours = taken(ranked(vm), k);
    const auto theirs = taken(expected, k);
    const double margin =
        static_cast<double>(reference[expected[k - 1]]) - static_cast<double>(reference[expected[k]]);
    return {.differs = ours != theirs,
            .margin = std::isnan(margin) ? 0 : margin,
            .place = 0,
            .vm = list(ours),
            .reference = list(theirs),
            .decided = true};
}

DecisionOutcome judge_threshold(float vm, float reference, double threshold) {
    const bool ours = static_cast<double>(vm) > threshold;
    const bool theirs = static_cast<double>(reference) > threshold;
    const double margin = std::abs(static_cast<double>(reference) - threshold);
    return {.differs = ours != theirs || std::isnan(vm) != std::isnan(reference),
            .margin = std::isnan(margin) ? 0 : margin,
            .place = 0,
            .vm = std::isnan(vm) ? "nan"
                  : ours         ? "+"
                                 : "-",
            .reference = std::isnan(reference) ? "nan"
                         : theirs              ? "+"
                                               : "-",
            .decided = true};
}

}  // namespace

DecisionRule decision_rule(std::string_view text) {
    DecisionRule rule;
    rule.text = text;
    if (read_kind(text, rule)) return rule;
    const std::size_t at = text.find('=');
    if (at != std::string_view::npos && at > 0 && read_kind(text.substr(at + 1), rule)) {
        rule.output = text.substr(0, at);
        return rule;
    }
    throw Error(
        FailureKind::usage,
        fmt::format("--decision takes [OUTPUT=]argmax, sign, threshold=X or topk=K, not \"{}\"", text),
        "As in --decision argmax, or --decision price=threshold=0.5.");
}

Decision::Decision(DecisionRule rule, const Program& program) : rule_(std::move(rule)) {
    std::string names;
    const IoTensor* found = nullptr;
    std::size_t first = 0;
    for (const IoTensor& output : program.outputs) {
        names += (names.empty() ? "" : ", ") + output.name;
        if (output.name == rule_.output || (rule_.output.empty() && program.outputs.size() == 1)) {
            found = &output;
            first_ = first;
        }
        first += static_cast<std::size_t>(element_count(output.shape));
    }
    if (found == nullptr) {
        throw Error(
            FailureKind::bad_input,
            rule_.output.empty()
                ? fmt::format("the program has {} outputs ({}): which is decided on?", program.outputs.size(),
                              names)
                : fmt::format("there is no output \"{}\" to decide on (outputs: {})", rule_.output, names),
            "Name it in front: --decision OUTPUT=argmax.");
    }
    output_ = found->name;
    size_ = static_cast<std::size_t>(element_count(found->shape));
    if (rule_.kind == DecisionRule::Kind::argmax || rule_.kind == DecisionRule::Kind::topk) {
        row_ = found->shape.empty() ? 1 : static_cast<std::size_t>(found->shape.back());
        if (std::cmp_less_equal(row_, rule_.k)) {
            throw Error(FailureKind::bad_input,
                        fmt::format("\"{}\" chooses {} of the {} value{} of output \"{}\"", rule_.text,
                                    rule_.k, row_, row_ == 1 ? "" : "s", output_),
                        "Choose fewer than there are, or decide by sign or threshold=X.");
        }
    }
}

DecisionOutcome Decision::judge(std::span<const float> vm, std::span<const float> reference) const {
    std::optional<DecisionOutcome> worst;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t at = 0; at < size_; at += row_) {
        const auto ours = vm.subspan(first_ + at, row_);
        const auto theirs = reference.subspan(first_ + at, row_);
        const auto is_nan = [](float value) { return std::isnan(value); };
        if (std::ranges::any_of(ours, is_nan) && std::ranges::any_of(theirs, is_nan)) continue;
        const bool by_rank =
            rule_.kind == DecisionRule::Kind::argmax || rule_.kind == DecisionRule::Kind::topk;
        DecisionOutcome outcome = by_rank ? judge_largest(ours, theirs, static_cast<std::size_t>(rule_.k))
                                          : judge_threshold(ours[0], theirs[0], rule_.threshold);
        outcome.place = static_cast<std::int64_t>(at / row_);
        least = std::min(least, outcome.margin);
        const bool tells_more =
            !worst ||
            (outcome.differs != worst->differs
                 ? outcome.differs
                 : (outcome.differs ? outcome.margin > worst->margin : outcome.margin < worst->margin));
        if (tells_more) worst = std::move(outcome);
    }
    if (worst) {
        worst->margin = least;
        return *std::move(worst);
    }
    DecisionOutcome none;
    none.decided = size_ == 0;
    return none;
}

}  // namespace lockstep
