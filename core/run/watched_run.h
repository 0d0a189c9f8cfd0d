#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/lockstep_run.h"
#include "core/run/run_watch.h"

namespace lockstep {

/// The watch of a run. Throws Error(usage) where a condition compares and there is no reference, or is about
/// decisions and there are none; Error(bad_input) for names that the program does not have.
RunWatch make_watch(const std::vector<ConditionRule>& breaks, const std::vector<DecisionRule>& decisions,
                    const LockstepRun& run);

/// One condition of this run, as of make_watch() and with the same errors.
Condition make_condition(const ConditionRule& rule, const std::vector<DecisionRule>& decisions,
                         const LockstepRun& run);

/// A run with breakpoints and decisions that are looked at on its way. Any inference that was run can be
/// shown again without giving up what lies behind it. Used by one thread at a time.
class WatchedRun {
  public:
    explicit WatchedRun(std::unique_ptr<LockstepRun> run);

    LockstepRun& run() { return *run_; }
    const LockstepRun& run() const { return *run_; }

    /// Watches these from the end of the run on; what was found before is forgotten. Throws as make_watch(),
    /// and goes on watching what it did.
    void watch(std::vector<ConditionRule> breaks, std::vector<DecisionRule> decisions);
    /// Inferences from here on have been looked at, as far as the run ever went.
    std::int64_t watched_from() const { return from_; }
    const WatchResult& result() const { return watch_.result(); }
    const std::vector<DecisionRule>& decisions() const { return decisions_; }
    /// Runs everything up to the end again and looks at it from inference 0 on. Where it is cancelled, the
    /// run and what was found are as before.
    void look_back(const JobControl& job);

    /// Runs on at the end, with `stops` until a condition holds: its hit, the run stands behind it.
    /// `until`: a condition beside those that are watched; its hit has their count as its condition.
    std::optional<Hit> advance(std::int64_t inferences, bool stops, const Condition* until = nullptr,
                               const JobControl& job = {});

    /// The first hit of the inferences [first, end) that were run already. `known` is false where the list of
    /// hits does not reach so far, or they were not looked at.
    struct Found {
        bool known = true;
        std::optional<Hit> hit;
    };
    Found find_hit(std::int64_t first, std::int64_t end) const;
    /// The same by running them again, for what find_hit() does not know, and for `until` (see advance()).
    /// The run and what was found stay as they are, also where it is cancelled.
    std::optional<Hit> search(std::int64_t first, std::int64_t end, const Condition* until,
                              const JobControl& job = {});

    /// Everything of the run; the rows are those up to `position`, replayed if they left the window.
    std::shared_ptr<const Recording> recording_at(std::int64_t position, const JobControl& job = {});

    /// Rows that are made again for a place that left the window.
    static constexpr std::int64_t shown_rows = 256;

  private:
    /// What stops a run in this inference, which `watch` sees now.
    std::optional<Hit> stop_at(const InferenceView& view, RunWatch& watch, bool stops,
                               const Condition* until) const;

    std::unique_ptr<LockstepRun> run_;
    std::vector<ConditionRule> breaks_;
    std::vector<DecisionRule> decisions_;
    RunWatch watch_;
    std::int64_t from_ = 0;  ///< inferences [from_, to_) were looked at
    std::int64_t to_ = 0;
};

/// The rows [first, first + count) of `rows`, which holds them.
RecordedRows cut_rows(const RecordedRows& rows, std::int64_t first, std::int64_t count);

}  // namespace lockstep
