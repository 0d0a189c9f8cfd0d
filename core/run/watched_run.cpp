#include "core/run/watched_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/support/error.h"

namespace lockstep {
namespace {

bool compares(const ConditionRule& rule) {
    using enum ConditionRule::Kind;
    return rule.kind == error || rule.kind == rms || rule.kind == relative || rule.kind == not_close;
}

/// Gates and inner values are seen while a condition beside those that are watched needs them.
class Seen {
  public:
    Seen(LockstepRun& run, const Condition* until)
        : run_(run), gates_(run.keeps_gates()), values_(run.watches_values()) {
        if (until != nullptr && until->needs_gates()) run_.keep_gates(true);
        if (until != nullptr && until->needs_values()) run_.watch_values(true);
    }
    ~Seen() {
        run_.keep_gates(gates_);
        run_.watch_values(values_);
    }
    Seen(const Seen&) = delete;
    Seen& operator=(const Seen&) = delete;

  private:
    LockstepRun& run_;
    bool gates_;
    bool values_;
};

/// Throws Error(usage) where the run has nothing to compare with.
void check_rule(const ConditionRule& rule, const std::vector<DecisionRule>& decisions,
                const LockstepRun& run) {
    if (rule.kind == ConditionRule::Kind::wrong && decisions.empty()) {
        throw Error(FailureKind::usage, "--break wrong needs a --decision to be wrong about",
                    "As in --decision argmax --break wrong.");
    }
    if (compares(rule) && !run.has_reference()) {
        throw Error(FailureKind::usage,
                    fmt::format("--break \"{}\" compares with a reference, and there is none", rule.text),
                    "Give the model, or expected outputs: --reference FILE.npy.");
    }
}

/// One probe for all conditions that look at nodes.
void give_probe(std::vector<Condition>& conditions, const LockstepRun& run) {
    std::vector<nnir::NodeId> nodes;
    std::string asked;
    bool exact = false;
    for (const Condition& condition : conditions) {
        const auto node = condition.probed_node();
        if (!node) continue;
        nodes.push_back(*node);
        asked += fmt::format("{}--break \"{}\"", asked.empty() ? "" : ", ", condition.rule().text);
        exact = exact || condition.rule().kind == ConditionRule::Kind::node_error;
    }
    if (nodes.empty()) return;
    const auto probe = run.probe(nodes, exact, asked);
    for (Condition& condition : conditions)
        if (condition.probed_node()) condition.look_through(probe);
}

std::vector<float> cut(const std::vector<float>& values, std::int64_t skip, std::int64_t count,
                       std::int64_t size) {
    if (values.empty()) return {};
    const auto begin = values.begin() + skip * size;
    return {begin, begin + count * size};
}

}  // namespace

RunWatch make_watch(const std::vector<ConditionRule>& breaks, const std::vector<DecisionRule>& decisions,
                    const LockstepRun& run) {
    if (!decisions.empty() && !run.has_reference()) {
        throw Error(FailureKind::usage, "--decision compares with a reference, and there is none",
                    "Give the model, or expected outputs: --reference FILE.npy.");
    }
    const Program& program = *run.compiled().program;
    std::vector<Decision> decided;
    for (const DecisionRule& rule : decisions) decided.emplace_back(rule, program);
    const std::vector<StateTrace> states = run.states();
    std::vector<Condition> conditions;
    for (const ConditionRule& rule : breaks) {
        check_rule(rule, decisions, run);
        conditions.emplace_back(rule, program, states);
    }
    give_probe(conditions, run);
    return {std::move(conditions), std::move(decided)};
}

Condition make_condition(const ConditionRule& rule, const std::vector<DecisionRule>& decisions,
                         const LockstepRun& run) {
    check_rule(rule, decisions, run);
    std::vector<Condition> conditions = {Condition(rule, *run.compiled().program, run.states())};
    give_probe(conditions, run);
    return std::move(conditions.front());
}

WatchedRun::WatchedRun(std::unique_ptr<LockstepRun> run) : run_(std::move(run)), watch_({}, {}) {}

void WatchedRun::watch(std::vector<ConditionRule> breaks, std::vector<DecisionRule> decisions) {
    watch_ = make_watch(breaks, decisions, *run_);
    breaks_ = std::move(breaks);
    decisions_ = std::move(decisions);
    run_->keep_gates(watch_.needs_gates());
    run_->watch_values(watch_.needs_values());
    from_ = to_ = run_->position();
}

void WatchedRun::look_back(const JobControl& job) {
    const std::int64_t end = run_->position();
    RunWatch watch = make_watch(breaks_, decisions_, *run_);
    watch.stop_by(job.stop);
    const InferenceWatch see = [&watch](const InferenceView& view) {
        watch.see(view);
        return false;
    };
    run_->replay(0, end, see, job, LockstepRun::Replay::with_reference);
    watch_ = std::move(watch);
    from_ = 0;
    to_ = end;
}

std::optional<Hit> WatchedRun::stop_at(const InferenceView& view, RunWatch& watch, bool stops,
                                       const Condition* until) const {
    const std::int64_t index = view.record.index;
    const bool watches = !breaks_.empty() || !decisions_.empty();
    if (watches) {
        const std::size_t listed = watch.result().hits.size();
        if (watch.see(view) && stops) {
            // Beyond what is listed, the place is not kept: the first condition that counted it tells.
            const std::vector<Hit>& hits = watch.result().hits;
            if (hits.size() > listed) return hits[listed];
            const auto& conditions = watch.result().conditions;
            const auto held = std::ranges::find(conditions, index, &ConditionResult::last);
            return Hit{.index = index,
                       .condition = static_cast<std::size_t>(held - conditions.begin()),
                       .where = {},
                       .value = 0,
                       .detail = {},
                       .node = {}};
        }
    }
    if (until == nullptr) return std::nullopt;
    auto found = until->look(view, watches && watch.was_wrong());
    if (!found) return std::nullopt;
    if (until->rule().kind == ConditionRule::Kind::wrong) found = watch.wrong();
    return Hit{.index = index,
               .condition = breaks_.size(),
               .where = found->where,
               .value = found->value,
               .detail = found->detail,
               .node = found->node};
}

std::optional<Hit> WatchedRun::advance(std::int64_t inferences, bool stops, const Condition* until,
                                       const JobControl& job) {
    std::optional<Hit> stopped;
    // Inferences that were looked at before are looked at again by a watch that is thrown away: they count
    // once.
    std::optional<RunWatch> again;
    // Nothing of what is left of the run was looked at: all of what comes is.
    if (run_->position() < from_) watch(breaks_, decisions_);
    if (run_->position() < to_) again = make_watch(breaks_, decisions_, *run_);
    if (run_->position() > to_) from_ = to_ = run_->position();
    watch_.stop_by(job.stop);
    if (again) again->stop_by(job.stop);
    if (until != nullptr) until->stop_by(job.stop);
    const InferenceWatch see = [&](const InferenceView& view) {
        const std::int64_t index = view.record.index;
        RunWatch& watch = index < to_ ? *again : watch_;
        if (index == to_) ++to_;
        stopped = stop_at(view, watch, stops, until);
        return stopped.has_value();
    };
    const Seen seen(*run_, until);
    run_->run_until(inferences, see, job);
    return stopped;
}

std::optional<Hit> WatchedRun::search(std::int64_t first, std::int64_t end, const Condition* until,
                                      const JobControl& job) {
    std::optional<Hit> stopped;
    RunWatch watch = make_watch(breaks_, decisions_, *run_);
    watch.stop_by(job.stop);
    if (until != nullptr) until->stop_by(job.stop);
    const InferenceWatch see = [&](const InferenceView& view) {
        stopped = stop_at(view, watch, true, until);
        return stopped.has_value();
    };
    const auto compared = [](const ConditionRule& rule) {
        return compares(rule) || rule.kind == ConditionRule::Kind::wrong;
    };
    const bool reference =
        run_->has_reference() && (!decisions_.empty() || std::ranges::any_of(breaks_, compared) ||
                                  (until != nullptr && compared(until->rule())));
    const Seen seen(*run_, until);
    using enum LockstepRun::Replay;
    run_->replay(first, end - first, see, job, reference ? with_reference : vm_alone);
    return stopped;
}

WatchedRun::Found WatchedRun::find_hit(std::int64_t first, std::int64_t end) const {
    if (breaks_.empty() || first >= end) return {};
    const std::vector<Hit>& hits = watch_.result().hits;
    const auto hit = std::ranges::lower_bound(hits, first, {}, &Hit::index);
    const bool looked = first >= from_ && end <= to_;
    if (looked && hit != hits.end()) {
        if (hit->index < end) return {.known = true, .hit = *hit};
        return {};
    }
    const bool all = hits.size() < listed_hits;
    return {.known = looked && all, .hit = std::nullopt};
}

std::shared_ptr<const Recording> WatchedRun::recording_at(std::int64_t position, const JobControl& job) {
    const std::shared_ptr<const Recording> whole = run_->recording();
    if (position >= whole->total()) return whole;
    position = std::max<std::int64_t>(position, 0);
    const std::int64_t first = std::max<std::int64_t>(0, position - shown_rows);
    auto shown = std::make_shared<Recording>(*whole);
    static_cast<RecordedRows&>(*shown) = whole->first <= first
                                             ? cut_rows(*whole, whole->first, position - whole->first)
                                             : run_->rows(first, position - first, job);
    return shown;
}

RecordedRows cut_rows(const RecordedRows& rows, std::int64_t first, std::int64_t count) {
    const std::int64_t skip = first - rows.first;
    RecordedRows result;
    result.first = first;
    result.rows = count;
    result.output_size = rows.output_size;
    result.outputs = cut(rows.outputs, skip, count, rows.output_size);
    result.reference_outputs = cut(rows.reference_outputs, skip, count, rows.output_size);
    for (const StateTrace& state : rows.states) {
        result.states.push_back({.name = state.name,
                                 .role = state.role,
                                 .node = state.node,
                                 .module = state.module,
                                 .size = state.size,
                                 .vm = cut(state.vm, skip, count, state.size),
                                 .reference = cut(state.reference, skip, count, state.size)});
    }
    return result;
}

}  // namespace lockstep
