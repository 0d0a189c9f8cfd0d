#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/lockstep_run.h"

namespace lockstep {

/// A breakpoint on data, as `--break EXPR` writes it:
///   nan, nan(NAME)              a NaN or an infinity in any output or state, or in one value
///   saturated, saturated(NAME)  a cell state so large that tanh of it is 1 in bf16 (|c| > 3.46)
///   wrong                       a --decision that differs from the reference's
///   not-close                   beyond atol + rtol * |reference|
///   error > X, rms > X          max_abs and rms error of the inference, against its reference
///   relative > X                max_abs error over the largest reference output of the inference
///   cycles > N                  of the inference
///   NAME > X, NAME[3] < X       a value of an output, state or input, or one element of it; abs(NAME) > X
/// with >, >=, < or <=.
struct ConditionRule {
    enum class Kind : std::uint8_t { nan, saturated, wrong, not_close, error, rms, relative, cycles, value };
    enum class Comparison : std::uint8_t { greater, greater_equal, less, less_equal };
    std::string text;  ///< as asked for
    Kind kind = Kind::nan;
    std::string name = {};  ///< of nan, saturated and value; empty: all
    std::optional<std::int64_t> element = {};
    bool absolute = false;
    Comparison comparison = Comparison::greater;
    double bound = 0;
};

/// Throws Error(usage).
ConditionRule condition_rule(std::string_view text);

/// Where a condition holds: the place that is furthest beyond the bound.
struct ConditionHit {
    std::string where;  ///< "lstm.c0[17]"; empty for figures of the whole inference
    double value = 0;
};

/// A rule with the values of a program that it looks at. Throws Error(bad_input): an unknown name (those that
/// are known are told), or an element beyond the value.
class Condition {
  public:
    /// `states`: LockstepRun::states().
    Condition(ConditionRule rule, const Program& program, const std::vector<StateTrace>& states);

    const ConditionRule& rule() const { return rule_; }
    /// `wrong`: some decision differs in this inference.
    std::optional<ConditionHit> look(const InferenceView& view, bool wrong) const;

  private:
    enum class Source : std::uint8_t { outputs, states, inputs };
    struct Place {
        Source source = Source::outputs;
        std::string name;
        std::size_t first = 0;
        std::size_t size = 0;
        bool cell = false;  ///< a cell state
    };
    bool holds(double value) const;
    std::optional<ConditionHit> look_at(const Place& place, const InferenceView& view) const;

    ConditionRule rule_;
    std::vector<Place> places_;
};

}  // namespace lockstep
