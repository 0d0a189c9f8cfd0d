#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/run/condition.h"
#include "core/run/decision.h"

namespace lockstep {

/// Hits and wrong decisions that are listed at most; all of them are counted.
inline constexpr std::size_t listed_hits = 1000;

/// An inference at which a condition held.
struct Hit {
    std::int64_t index = 0;
    std::size_t condition = 0;  ///< index into WatchResult::conditions
    std::string where;
    double value = 0;
    std::string detail = {};                 ///< as of a ConditionHit
    std::optional<std::uint32_t> node = {};  ///< NodeId of the compiled graph
    friend bool operator==(const Hit&, const Hit&) = default;
};

struct ConditionResult {
    std::string text;
    std::int64_t hits = 0;  ///< inferences
    std::int64_t first = -1;
    std::int64_t last = -1;
    friend bool operator==(const ConditionResult&, const ConditionResult&) = default;
};

/// An inference whose decision differs from the reference's.
struct WrongDecision {
    std::int64_t index = 0;
    double margin = 0;  ///< see DecisionOutcome
    std::int64_t place = 0;
    std::string vm;
    std::string reference;
    double max_abs_error = 0;
    friend bool operator==(const WrongDecision&, const WrongDecision&) = default;
};

/// Inferences whose margin is in [from, to).
struct MarginBin {
    double from = 0;
    double to = 0;
    std::int64_t inferences = 0;
    std::int64_t differing = 0;
    friend bool operator==(const MarginBin&, const MarginBin&) = default;
};

struct DecisionResult {
    std::string text;
    std::string output;
    std::int64_t compared = 0;
    std::int64_t differing = 0;
    std::int64_t undecided = 0;  ///< inferences that are not compared: see DecisionOutcome::decided
    double largest_margin = 0;   ///< of those that differ: a margin beyond it was always decided alike
    std::vector<MarginBin>
        margins;  ///< by octaves, rising; the first holds all below 2^-40, the last infinite ones
    std::vector<WrongDecision> listed;  ///< the first ones
    friend bool operator==(const DecisionResult&, const DecisionResult&) = default;
};

struct WatchResult {
    std::vector<ConditionResult> conditions;
    std::vector<Hit> hits;  ///< the first ones, in order
    std::vector<DecisionResult> decisions;
    bool has_hits() const;
    friend bool operator==(const WatchResult&, const WatchResult&) = default;
};

/// Looks at every inference of a run and keeps what was found, in bounded memory.
class RunWatch {
  public:
    RunWatch(std::vector<Condition> conditions, std::vector<Decision> decisions);

    /// True if a condition held.
    bool see(const InferenceView& view);
    /// A decision of the inference that was seen last differs from the reference's.
    bool was_wrong() const { return wrong_.has_value(); }
    /// Which it is, with the reference's margin as the value: of several the one with the largest. Nothing if
    /// none was wrong.
    const std::optional<ConditionHit>& wrong() const { return wrong_; }
    const WatchResult& result() const { return result_; }
    /// True if a condition looks at gates, which the run must keep then (LockstepRun::keep_gates).
    bool needs_gates() const;
    /// True if a condition looks at values inside an inference (LockstepRun::watch_values).
    bool needs_values() const;
    /// True if a condition looks at what a node computes, which nothing knows behind an edit of the states.
    bool looks_at_nodes() const;
    /// What see() computes can be cancelled.
    void stop_by(const std::stop_token& stop) const;

    void save(ByteWriter& writer) const;
    /// Of a watch with the same conditions and decisions. Throws Error(bad_program).
    void load(ByteReader& reader);

  private:
    std::optional<ConditionHit> decide(const InferenceView& view);

    std::vector<Condition> conditions_;
    std::vector<Decision> decisions_;
    WatchResult result_;
    std::optional<ConditionHit> wrong_;
};

}  // namespace lockstep
