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

std::vector<float> initial_states(const nnir::Graph& graph) {
    std::vector<float> values;
    for (const nnir::State& state : graph.states)
        values.insert(values.end(), state.initial.values().begin(), state.initial.values().end());
    return values;
}

/// All states of the graph after row `row`; nothing if one of them is not known.
std::optional<std::vector<float>> states_at(const nnir::Graph& graph, const RecordedRows& rows,
                                            std::int64_t row, std::vector<float> StateTrace::*table) {
    std::vector<float> values;
    for (const nnir::State& state : graph.states) {
        const auto trace = std::ranges::find(rows.states, state.name, &StateTrace::name);
        if (trace == rows.states.end()) return std::nullopt;
        const std::span<const float> known = row_of((*trace).*table, row, trace->size);
        if (known.empty() || std::ranges::any_of(known, [](float v) { return std::isnan(v); }))
            return std::nullopt;
        values.insert(values.end(), known.begin(), known.end());
    }
    return values;
}

}  // namespace

AttributedRun attributed_run(LockstepRun& run, const nnir::Graph& graph, std::int64_t index,
                             std::int64_t inferences, const JobControl& job) {
    if (index < 0 || index >= run.position())
        refuse(index, fmt::format("the run has the inferences 0 to {}", run.position() - 1),
               "Name one of them.");
    const std::int64_t start = run.resets().start(index);
    std::int64_t first = std::max(start, index - inferences + 1);
    if (graph.states.empty()) first = index;
    const std::int64_t from = first > start ? first - 1 : first;
    const RecordedRows rows = run.rows(from, index + 1 - from, job);
    AttributedRun result;
    const std::vector<float> initial = initial_states(graph);
    result.reference_states = initial;
    if (first > start) {
        const auto known = states_at(graph, rows, 0, &StateTrace::reference);
        if (!known) {
            refuse(index, "the states of the reference are not known there",
                   "Run with --reference stepped; of a model whose states are kept as partial sums, "
                   "name an inference that lies closer to a reset.");
        }
        result.reference_states = *known;
    }
    for (std::int64_t at = first; at <= index; ++at) {
        std::vector<float> input(static_cast<std::size_t>(run.compiled().program->input_values()));
        run.inputs().values(at, input);
        result.inputs.push_back(std::move(input));
        if (at == start) {
            result.vm_states.push_back(initial);
        } else {
            result.vm_states.push_back(
                states_at(graph, rows, at - 1 - from, &StateTrace::vm).value_or(std::vector<float>()));
        }
    }
    const auto vm = row_of(rows.outputs, index - from, rows.output_size);
    const auto reference = row_of(rows.reference_outputs, index - from, rows.output_size);
    const auto finite = [](std::span<const float> values) {
        return std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
    };
    if (reference.empty())
        refuse(index, "it has no reference", "Give the model, and no --reference that leaves it out.");
    if (!finite(vm) || !finite(reference)) {
        refuse(index, "an output is not finite in the VM or the reference, or it was not compared",
               "Look for where it arises with --break nan, and attribute an inference before it.");
    }
    result.vm_outputs.assign(vm.begin(), vm.end());
    result.reference_outputs.assign(reference.begin(), reference.end());
    return result;
}

}  // namespace lockstep
