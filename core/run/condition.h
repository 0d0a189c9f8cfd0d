#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/lockstep_run.h"
#include "core/run/node_probe.h"
#include "core/run/non_finite_names.h"
#include "core/run/saturation.h"

namespace lockstep {

/// A breakpoint on data, as `--break EXPR` writes it:
///   nan, nan(NAME)              a NaN or an infinity in any input, in any value inside the inference, output
///   or
///                               state; or in one output, state, input or gate, or in what one node computes
///   saturated, saturated(NAME)  a unit of a cell state or gate is saturated (see saturation.h): of any cell
///                               state, of one value, or of any gate: saturated(gates)
///   saturated(NAME) > N         so many units of it are, or saturated > N: of some cell state
///   wrong                       a --decision that differs from the reference's
///   not-close                   beyond atol + rtol * |reference|
///   error > X, rms > X          max_abs and rms error of the inference, against its reference
///   relative > X                max_abs error over the largest reference output of the inference
///   cycles > N                  of the inference
///   value(NODE) > X             a value that a node computes, or one element of it: value(NODE[3]);
///                               abs(value(NODE)) > X
///   error(NODE) > X             the largest difference of a node's values from float64, or that of one
///                               element. NODE: the name of the node's first output, or the node's number
///   NAME > X, NAME[3] < X       a value of an output, state, gate or input, or one element of it;
///                               abs(NAME) > X
/// with >, >=, < or <=.
struct ConditionRule {
    enum class Kind : std::uint8_t {
        nan,
        saturated,
        wrong,
        not_close,
        error,
        rms,
        relative,
        cycles,
        value,
        node_value,
        node_error,
    };
    enum class Comparison : std::uint8_t { greater, greater_equal, less, less_equal };
    std::string text;  ///< as asked for
    Kind kind = Kind::nan;
    std::string name = {};  ///< of nan, saturated, value and those of nodes; empty: all
    std::optional<std::int64_t> element = {};
    bool absolute = false;
    Comparison comparison = Comparison::greater;
    double bound = 0;
    bool counts = false;  ///< saturated units are counted and compared with the bound
};

/// Throws Error(usage).
ConditionRule condition_rule(std::string_view text);

/// Where a condition holds: the place that is furthest beyond the bound.
struct ConditionHit {
    std::string where;  ///< "lstm.c0[17]"; empty for figures of the whole inference
    double value = 0;
    std::string detail = {};                 ///< "core 2, instruction 17 (store, exp)"; may be empty
    std::optional<std::uint32_t> node = {};  ///< NodeId of the compiled graph, of what a node computes
};

/// A rule with the values of a program that it looks at. Throws Error(bad_input): an unknown name (those that
/// are known are told), or an element beyond the value.
class Condition {
  public:
    /// `states`: LockstepRun::states(). Gates are those of map_gates().
    Condition(ConditionRule rule, const Program& program, const std::vector<StateTrace>& states);
    /// True if it looks at gates: they must be kept (LockstepRun::keep_gates), or it never holds.
    bool needs_gates() const;
    /// True if it looks at values inside an inference: they must be watched (LockstepRun::watch_values), or
    /// it never holds for these.
    bool needs_values() const { return rule_.kind == ConditionRule::Kind::nan && names_; }
    /// The node whose values it looks at, of `value(NODE)` and `error(NODE)`: they come from a probe, and it
    /// never holds without one.
    std::optional<nnir::NodeId> probed_node() const { return probed_; }
    /// Throws Error(bad_input) for an element that the node's value does not have.
    void look_through(std::shared_ptr<NodeProbe> probe);
    /// What its probe computes can be cancelled.
    void stop_by(const std::stop_token& stop) const;

    const ConditionRule& rule() const { return rule_; }
    /// `wrong`: some decision differs in this inference.
    std::optional<ConditionHit> look(const InferenceView& view, bool wrong) const;

  private:
    enum class Source : std::uint8_t { outputs, states, inputs, gates };
    struct Place {
        Source source = Source::outputs;
        std::string name;
        std::size_t first = 0;
        std::size_t size = 0;
        std::optional<UnitRange> range = {};  ///< of a cell state or gate
    };
    void choose_node(const Program& program);
    void choose_places(const std::vector<Place>& all);
    void check_element() const;
    bool holds(double value) const;
    std::optional<ConditionHit> look_at(const Place& place, const InferenceView& view) const;
    std::optional<ConditionHit> look_at_inputs(const InferenceView& view) const;
    std::optional<ConditionHit> look_at_node(const InferenceView& view) const;
    std::optional<ConditionHit> look_inside(const InferenceView& view) const;
    std::optional<ConditionHit> count_in(const Place& place, std::span<const float> values) const;

    ConditionRule rule_;
    std::vector<Place> places_;
    std::vector<Place> inputs_;                    ///< of nan alone
    std::shared_ptr<const NonFiniteNames> names_;  ///< of nan, alone or of a node
    std::optional<nnir::NodeId> probed_;
    std::string probed_name_;
    std::shared_ptr<NodeProbe> probe_;
    std::optional<std::uint32_t> node_;  ///< index into Program::nodes
};

}  // namespace lockstep
