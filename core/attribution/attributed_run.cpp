#include "core/attribution/attributed_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void refuse(std::int64_t index, const std::string& reason, const std::string& advice) {
    throw Error(FailureKind::bad_input,
                fmt::format("the error of inference {} cannot be attributed: {}", index, reason), advice);
}

std::span<const float> row_of(const std::vector<float>& table, std::int64_t row, std::int64_t size) {
    if (table.empty()) return {};
    return std::span(table).subspan(static_cast<std::size_t>(row * size), static_cast<std::size_t>(size));
}

std::vector<float> flat_initial_states(const nnir::Graph& graph) {
    std::vector<float> values;
    for (const nnir::State& state : graph.states)
        values.insert(values.end(), state.initial.values().begin(), state.initial.values().end());
    return values;
}

/// All states of the graph from a row of the states of `traces`; nothing if one of them is not among those.
std::optional<std::vector<float>> states_from(const nnir::Graph& graph, const std::vector<StateTrace>& traces,
                                              std::span<const float> row) {
    std::vector<float> values;
    for (const nnir::State& state : graph.states) {
        const auto trace = std::ranges::find(traces, state.name, &StateTrace::name);
        if (trace == traces.end()) return std::nullopt;
        std::size_t first = 0;
        for (auto before = traces.begin(); before != trace; ++before)
            first += static_cast<std::size_t>(before->size);
        const std::span<const float> known = row.subspan(first, static_cast<std::size_t>(trace->size));
        values.insert(values.end(), known.begin(), known.end());
    }
    return values;
}

/// The VM's states after row `row`, in the order of the traces.
std::vector<float> states_after(const RecordedRows& rows, std::int64_t row) {
    std::vector<float> values;
    for (const StateTrace& trace : rows.states) {
        const std::span<const float> known = row_of(trace.vm, row, trace.size);
        values.insert(values.end(), known.begin(), known.end());
    }
    return values;
}

/// All states of the graph from those of the reference; nothing if it does not have all of them there.
std::optional<std::vector<float>> reference_states(const nnir::Graph& graph, const LockstepRun& run,
                                                   const std::vector<float>& all) {
    std::vector<float> values;
    for (const nnir::State& state : graph.states) {
        const std::int64_t offset = run.reference_offset(state.name);
        if (offset < 0 || offset + state.initial.size() > std::ssize(all)) return std::nullopt;
        values.insert(values.end(), all.begin() + offset, all.begin() + offset + state.initial.size());
    }
    return values;
}

bool all_finite(std::span<const float> values) {
    return std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
}

/// Refuses an inference that the run does not compare by its plan, and names one that it does.
void check_compared(const LockstepRun& run, std::int64_t index) {
    const ReferenceInfo info = run.recording()->reference;
    const std::int64_t behind = index - run.resets().start(index);
    if (behind < info.warm_up) {
        refuse(index,
               fmt::format("it was not compared: the first {} inferences behind a reset have no valid output "
                           "yet",
                           info.warm_up),
               fmt::format("The first one that has is {}.", index - behind + info.warm_up));
    }
    if (info.every > 1 && (index + 1) % info.every != 0) {
        refuse(
            index,
            fmt::format("it was not compared: one inference in {} is (--reference sampled:{})", info.every,
                        info.every),
            fmt::format("The next one that is: {}.", (index + 1) / info.every * info.every + info.every - 1));
    }
}

}  // namespace

AttributedRun attributed_run(LockstepRun& run, const nnir::Graph& graph, std::int64_t index,
                             std::int64_t inferences, const JobControl& job) {
    if (index < 0 || index >= run.position())
        refuse(index, fmt::format("the run has the inferences 0 to {}", run.position() - 1),
               "Name one of them.");
    const std::int64_t reset = run.resets().start(index);
    const auto edit = run.last_edit(index);
    const bool begins_edited = edit && edit->first >= reset;
    const std::int64_t start = begins_edited ? edit->first : reset;
    const std::int64_t first = graph.states.empty() ? index : std::max(start, index - inferences + 1);
    const RecordedRows rows = run.rows(first, index + 1 - first, job);
    const auto vm = row_of(rows.outputs, index - first, rows.output_size);
    const auto reference = row_of(rows.reference_outputs, index - first, rows.output_size);
    if (reference.empty())
        refuse(index, "it has no reference", "Give the model, and no --reference that leaves it out.");
    if (!all_finite(reference)) check_compared(run, index);
    if (!all_finite(vm) || !all_finite(reference)) {
        refuse(index, "an output is not finite in the VM or the reference, or it was not compared",
               "Look for where it arises with --break nan, and attribute an inference before it.");
    }
    const RunStand stand = run.stand(first, job);
    AttributedRun result;
    result.vm_memories = stand.vm;
    result.vm_outputs.assign(vm.begin(), vm.end());
    result.reference_outputs.assign(reference.begin(), reference.end());
    const std::vector<float> initial = flat_initial_states(graph);
    const bool is_initial = first == start && !begins_edited;
    auto known = reference_states(graph, run, stand.reference_states);
    if (!known && is_initial) known = initial;
    if (!known) {
        refuse(index,
               fmt::format("the states of the reference in front of inference {} are not known", first),
               "Run with --reference stepped.");
    }
    result.reference_states = std::move(*known);
    for (std::int64_t at = first; at <= index; ++at) {
        std::vector<float> input(static_cast<std::size_t>(run.compiled().program->input_values()));
        run.inputs().values(at, input);
        result.inputs.push_back(std::move(input));
        auto states = states_from(graph, rows.states,
                                  at == first ? stand.vm_states : states_after(rows, at - 1 - first));
        // What is kept as partial sums cannot be read, but is known where it was set.
        if (!states && at == start) states = begins_edited ? edit->second->vm_states : initial;
        result.vm_states.push_back(std::move(states).value_or(std::vector<float>()));
        if (!all_finite(result.vm_states.back()) || !all_finite(result.reference_states)) {
            refuse(
                index,
                fmt::format("a state in front of inference {} is not finite in the VM or the reference", at),
                "Look for where it arises with --break nan, and attribute an inference before it.");
        }
    }
    return result;
}

}  // namespace lockstep
