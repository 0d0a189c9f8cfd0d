#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/run/lockstep_run.h"
#include "core/run/saturation.h"

namespace lockstep {

/// One unit of a state or gate over the inferences that were looked at.
struct UnitActivity {
    std::int64_t saturated_low = 0;   ///< inferences; see saturation.h
    std::int64_t saturated_high = 0;  ///< inferences
    float min = 0;                    ///< of the values that are no NaN; both NaN if there is none
    float max = 0;
    /// Had one value in all inferences, of two at least: a dead unit (+0 and -0 are one, as are all NaN).
    bool never_moved = false;
    friend bool operator==(const UnitActivity&, const UnitActivity&) = default;
};

/// The units of one state or gate.
struct ActivityTrace {
    std::string name;                ///< "lstm.c0", "lstm.c0.f"
    std::string kind;                ///< "hidden", "cell", "history", "gate"
    std::optional<UnitRange> range;  ///< what can saturate: cells and gates
    std::uint32_t node = 0;          ///< NodeId of the compiled graph
    std::string module;
    std::vector<UnitActivity> units;

    std::int64_t dead_units() const;  ///< that never moved
    /// Of `inferences`: the share in which the unit is saturated, at either end.
    double saturated_share(std::size_t unit, std::int64_t inferences) const;
    friend bool operator==(const ActivityTrace&, const ActivityTrace&) = default;
};

/// What the units of a program's states and gates did: states first, then gates, in the order of
/// LockstepRun::states() and gates().
struct ActivityReport {
    std::int64_t inferences = 0;
    std::vector<ActivityTrace> traces;
    friend bool operator==(const ActivityReport&, const ActivityReport&) = default;
};

/// Counts what inferences show, in memory that does not grow with their number.
class ActivityCounter {
  public:
    /// `gates`: LockstepRun::gates() if the run keeps them, else none.
    ActivityCounter(const std::vector<StateTrace>& states, const std::vector<GateTrace>& gates);
    explicit ActivityCounter(const LockstepRun& run);

    void see(const InferenceView& view);
    const ActivityReport& report() const { return report_; }

    void save(ByteWriter& writer) const;
    /// Of a counter for the same program. Throws Error(bad_program).
    void load(ByteReader& reader);

  private:
    void count(std::span<const float> values, std::size_t first, std::size_t last);

    ActivityReport report_;
    std::size_t states_ = 0;  ///< the first so many traces
};

/// The units in the inferences [first, first + count) ∩ [0, position), run again with gates and without the
/// reference; the run is left as it was. Throws Error(cancelled).
ActivityReport unit_activity(LockstepRun& run, std::int64_t first, std::int64_t count,
                             const JobControl& job = {});

}  // namespace lockstep
