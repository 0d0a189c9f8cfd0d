#include "core/run/unit_activity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/run/run_codec.h"

namespace lockstep {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// Takes the value of inference number `before` into the unit's figures.
void take(UnitActivity& unit, const std::optional<UnitRange>& range, float value, std::int64_t before) {
    if (range) {
        const int end = saturation(*range, static_cast<double>(value));
        unit.saturated_low += end < 0 ? 1 : 0;
        unit.saturated_high += end > 0 ? 1 : 0;
    }
    if (before == 0) {
        unit.min = unit.max = value;
        return;
    }
    const bool is_same = std::isnan(value) ? std::isnan(unit.min) : value == unit.min && unit.min == unit.max;
    unit.never_moved = is_same && (before == 1 || unit.never_moved);
    if (std::isnan(value)) return;
    unit.min = std::isnan(unit.min) ? value : std::min(unit.min, value);
    unit.max = std::isnan(unit.max) ? value : std::max(unit.max, value);
}

}  // namespace

std::int64_t ActivityTrace::dead_units() const {
    return std::ranges::count_if(units, &UnitActivity::never_moved);
}

double ActivityTrace::saturated_share(std::size_t unit, std::int64_t inferences) const {
    if (inferences == 0) return 0;
    const UnitActivity& figures = units.at(unit);
    return static_cast<double>(figures.saturated_low + figures.saturated_high) /
           static_cast<double>(inferences);
}

ActivityCounter::ActivityCounter(const std::vector<StateTrace>& states, const std::vector<GateTrace>& gates)
    : states_(states.size()) {
    const auto units = [](std::int64_t size) {
        return std::vector<UnitActivity>(static_cast<std::size_t>(size), {.saturated_low = 0,
                                                                          .saturated_high = 0,
                                                                          .min = no_value,
                                                                          .max = no_value,
                                                                          .never_moved = false});
    };
    for (const StateTrace& state : states) {
        report_.traces.push_back(
            {.name = state.name,
             .kind = state.role,
             .range = state.role == "cell" ? std::optional(UnitRange::cell) : std::nullopt,
             .node = state.node,
             .module = state.module,
             .units = units(state.size)});
    }
    for (const GateTrace& gate : gates) {
        report_.traces.push_back({.name = gate.name,
                                  .kind = "gate",
                                  .range = range_of(gate),
                                  .node = gate.node,
                                  .module = gate.module,
                                  .units = units(gate.size)});
    }
}

ActivityCounter::ActivityCounter(const LockstepRun& run)
    : ActivityCounter(run.states(), run.keeps_gates() ? run.gates() : std::vector<GateTrace>()) {}

void ActivityCounter::count(std::span<const float> values, std::size_t first, std::size_t last) {
    std::size_t at = 0;
    for (std::size_t t = first; t < last; ++t) {
        ActivityTrace& trace = report_.traces[t];
        for (UnitActivity& unit : trace.units) take(unit, trace.range, values[at++], report_.inferences);
    }
}

void ActivityCounter::see(const InferenceView& view) {
    count(view.states, 0, states_);
    count(view.gates, states_, report_.traces.size());
    ++report_.inferences;
}

void ActivityCounter::save(ByteWriter& writer) const {
    put_signed(writer, report_.inferences);
    for (const ActivityTrace& trace : report_.traces)
        for (const UnitActivity& unit : trace.units) {
            put_signed(writer, unit.saturated_low);
            put_signed(writer, unit.saturated_high);
            put_double(writer, static_cast<double>(unit.min));
            put_double(writer, static_cast<double>(unit.max));
            put_signed(writer, unit.never_moved ? 1 : 0);
        }
}

void ActivityCounter::load(ByteReader& reader) {
    report_.inferences = get_signed(reader);
    for (ActivityTrace& trace : report_.traces)
        for (UnitActivity& unit : trace.units) {
            unit.saturated_low = get_signed(reader);
            unit.saturated_high = get_signed(reader);
            unit.min = static_cast<float>(get_double(reader));
            unit.max = static_cast<float>(get_double(reader));
            unit.never_moved = get_signed(reader) != 0;
        }
}

ActivityReport unit_activity(LockstepRun& run, std::int64_t first, std::int64_t count,
                             const JobControl& job) {
    const bool kept = run.keeps_gates();
    const auto restore = [&run, kept] { run.keep_gates(kept); };
    try {
        run.keep_gates(true);
        ActivityCounter counter(run);
        const InferenceWatch see = [&counter](const InferenceView& view) {
            counter.see(view);
            return false;
        };
        run.replay(first, count, see, job);
        restore();
        return counter.report();
    } catch (...) {
        restore();
        throw;
    }
}

}  // namespace lockstep
