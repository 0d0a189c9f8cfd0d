#include "core/run/run_watch.h"

#include <algorithm>
#include <cmath>

#include "core/run/run_codec.h"

namespace lockstep {
namespace {

constexpr int first_exponent = -40;

void count_margin(std::vector<MarginBin>& bins, double margin, bool differs) {
    int exponent = first_exponent;
    if (margin > 0 && std::isfinite(margin)) std::frexp(margin, &exponent);
    exponent = std::max(exponent, first_exponent);
    double from = exponent == first_exponent ? 0 : std::ldexp(0.5, exponent);
    double to = std::ldexp(1, exponent);
    if (std::isinf(margin)) from = to = margin;
    const auto place = std::ranges::lower_bound(bins, from, {}, &MarginBin::from);
    auto bin = place;
    if (place == bins.end() || place->from != from)
        bin = bins.insert(place, {.from = from, .to = to, .inferences = 0, .differing = 0});
    ++bin->inferences;
    if (differs) ++bin->differing;
}

void put_string(ByteWriter& writer, const std::string& text) {
    writer.put_count(text.size());
    writer.put_text(text);
}

std::string get_string(ByteReader& reader) {
    const auto bytes = reader.take(reader.get_count(1));
    return {bytes.begin(), bytes.end()};
}

}  // namespace

bool WatchResult::has_hits() const {
    return std::ranges::any_of(conditions, [](const ConditionResult& each) { return each.hits > 0; });
}

RunWatch::RunWatch(std::vector<Condition> conditions, std::vector<Decision> decisions)
    : conditions_(std::move(conditions)), decisions_(std::move(decisions)) {
    for (const Condition& condition : conditions_) {
        result_.conditions.emplace_back();
        result_.conditions.back().text = condition.rule().text;
    }
    for (const Decision& decision : decisions_) {
        result_.decisions.emplace_back();
        result_.decisions.back().text = decision.rule().text;
        result_.decisions.back().output = decision.output();
    }
}

bool RunWatch::needs_gates() const {
    return std::ranges::any_of(conditions_, &Condition::needs_gates);
}

bool RunWatch::needs_values() const {
    return std::ranges::any_of(conditions_, &Condition::needs_values);
}

bool RunWatch::looks_at_nodes() const {
    return std::ranges::any_of(conditions_,
                               [](const Condition& each) { return each.probed_node().has_value(); });
}

std::optional<ConditionHit> RunWatch::decide(const InferenceView& view) {
    if (view.reference_outputs.empty()) return std::nullopt;
    std::optional<ConditionHit> wrong;
    for (std::size_t k = 0; k < decisions_.size(); ++k) {
        DecisionOutcome outcome = decisions_[k].judge(view.outputs, view.reference_outputs);
        DecisionResult& result = result_.decisions[k];
        if (!outcome.decided) {
            ++result.undecided;
            continue;
        }
        ++result.compared;
        count_margin(result.margins, outcome.margin, outcome.differs);
        if (!outcome.differs) continue;
        if (!wrong || outcome.margin > wrong->value)
            wrong = ConditionHit{
                .where = result.text + " of " + result.output,
                .value = outcome.margin,
                .detail = "the reference's margin; VM " + outcome.vm + ", reference " + outcome.reference,
                .node = {}};
        ++result.differing;
        result.largest_margin = std::max(result.largest_margin, outcome.margin);
        if (result.listed.size() < listed_hits)
            result.listed.push_back({.index = view.record.index,
                                     .margin = outcome.margin,
                                     .place = outcome.place,
                                     .vm = std::move(outcome.vm),
                                     .reference = std::move(outcome.reference),
                                     .max_abs_error = view.record.max_abs_error});
    }
    return wrong;
}

void RunWatch::stop_by(const std::stop_token& stop) const {
    for (const Condition& condition : conditions_) condition.stop_by(stop);
}

bool RunWatch::see(const InferenceView& view) {
    wrong_ = decide(view);
    bool found = false;
    for (std::size_t k = 0; k < conditions_.size(); ++k) {
        std::optional<ConditionHit> hit = conditions_[k].look(view, wrong_.has_value());
        if (!hit) continue;
        if (wrong_ && conditions_[k].rule().kind == ConditionRule::Kind::wrong) hit = wrong_;
        found = true;
        ConditionResult& result = result_.conditions[k];
        if (result.hits++ == 0) result.first = view.record.index;
        result.last = view.record.index;
        if (result_.hits.size() < listed_hits)
            result_.hits.push_back({.index = view.record.index,
                                    .condition = k,
                                    .where = std::move(hit->where),
                                    .value = hit->value,
                                    .detail = std::move(hit->detail),
                                    .node = hit->node});
    }
    return found;
}

void RunWatch::save(ByteWriter& writer) const {
    for (const ConditionResult& condition : result_.conditions) {
        put_signed(writer, condition.hits);
        put_signed(writer, condition.first);
        put_signed(writer, condition.last);
    }
    writer.put_count(result_.hits.size());
    for (const Hit& hit : result_.hits) {
        put_signed(writer, hit.index);
        writer.put_count(hit.condition);
        put_string(writer, hit.where);
        put_double(writer, hit.value);
        put_string(writer, hit.detail);
        put_signed(writer, hit.node ? std::int64_t{*hit.node} : -1);
    }
    for (const DecisionResult& decision : result_.decisions) {
        put_signed(writer, decision.compared);
        put_signed(writer, decision.differing);
        put_signed(writer, decision.undecided);
        put_double(writer, decision.largest_margin);
        writer.put_count(decision.margins.size());
        for (const MarginBin& bin : decision.margins) {
            put_double(writer, bin.from);
            put_double(writer, bin.to);
            put_signed(writer, bin.inferences);
            put_signed(writer, bin.differing);
        }
        writer.put_count(decision.listed.size());
        for (const WrongDecision& wrong : decision.listed) {
            put_signed(writer, wrong.index);
            put_double(writer, wrong.margin);
            put_signed(writer, wrong.place);
            put_string(writer, wrong.vm);
            put_string(writer, wrong.reference);
            put_double(writer, wrong.max_abs_error);
        }
    }
}

void RunWatch::load(ByteReader& reader) {
    for (ConditionResult& condition : result_.conditions) {
        condition.hits = get_signed(reader);
        condition.first = get_signed(reader);
        condition.last = get_signed(reader);
    }
    result_.hits.resize(reader.get_count(1));
    for (Hit& hit : result_.hits) {
        hit.index = get_signed(reader);
        hit.condition = static_cast<std::size_t>(get_signed(reader));
        if (hit.condition >= conditions_.size()) reader.refuse("has a hit of an unknown condition");
        hit.where = get_string(reader);
        hit.value = get_double(reader);
        hit.detail = get_string(reader);
        const std::int64_t node = get_signed(reader);
        if (node >= 0) hit.node = static_cast<std::uint32_t>(node);
    }
    for (DecisionResult& decision : result_.decisions) {
        decision.compared = get_signed(reader);
        decision.differing = get_signed(reader);
        decision.undecided = get_signed(reader);
        decision.largest_margin = get_double(reader);
        decision.margins.resize(reader.get_count(32));
        for (MarginBin& bin : decision.margins) {
            bin.from = get_double(reader);
            bin.to = get_double(reader);
            bin.inferences = get_signed(reader);
            bin.differing = get_signed(reader);
        }
        decision.listed.resize(reader.get_count(1));
        for (WrongDecision& wrong : decision.listed) {
            wrong.index = get_signed(reader);
            wrong.margin = get_double(reader);
            wrong.place = get_signed(reader);
            wrong.vm = get_string(reader);
            wrong.reference = get_string(reader);
            wrong.max_abs_error = get_double(reader);
        }
    }
}

}  // namespace lockstep
