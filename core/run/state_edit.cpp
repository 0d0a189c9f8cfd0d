#include "core/run/state_edit.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/support/error.h"

namespace lockstep {

StateEdit edit_states(const nnir::Graph& graph, const CompiledProgram& compiled,
                      const CompileOptions& options, std::span<const float> values, const JobControl& job) {
    nnir::Graph edited = graph;
    std::span<const float> rest = values;
    for (nnir::State& state : edited.states) {
        const auto size = static_cast<std::size_t>(state.initial.size());
        if (rest.size() < size) break;
        const std::span<const float> own = rest.first(size);
        state.initial = Tensor(state.initial.shape(), std::vector<float>(own.begin(), own.end()));
        rest = rest.subspan(size);
    }
    std::size_t size = 0;
    for (const nnir::State& state : graph.states) size += static_cast<std::size_t>(state.initial.size());
    if (values.size() != size) {
        throw Error(FailureKind::bad_input,
                    fmt::format("the states have {} values, and {} were given", size, values.size()),
                    "Give all states in the graph's order.");
    }
    const CompiledProgram with = compile(edited, compiled.program->config, options, job);
    const bool same =
        std::ranges::equal(with.program->cores, compiled.program->cores,
                           [](const CoreProgram& a, const CoreProgram& b) { return a.stream == b.stream; });
    if (!same || with.program->descriptors != compiled.program->descriptors) {
        throw Error(FailureKind::unsupported,
                    "another program comes of these states than of the model's own initial ones",
                    "Compile the model with the states that you want to begin with.");
    }
    return {.vm = Vm(with.program).snapshot(),
            .reference_states = std::vector<float>(values.begin(), values.end())};
}

std::vector<float> vm_states(LockstepRun& run, const nnir::Graph& graph, const JobControl& job) {
    std::vector<float> values;
    if (run.position() == 0) {
        for (const nnir::State& state : graph.states)
            values.insert(values.end(), state.initial.values().begin(), state.initial.values().end());
        return values;
    }
    const RecordedRows rows = run.rows(run.position() - 1, 1, job);
    for (const nnir::State& state : graph.states) {
        const auto trace = std::ranges::find(rows.states, state.name, &StateTrace::name);
        if (trace == rows.states.end()) {
            throw Error(FailureKind::unsupported,
                        fmt::format("state \"{}\" is kept as partial sums, which cannot be read", state.name),
                        "Edit it at the beginning, where it has its initial value.");
        }
        values.insert(values.end(), trace->vm.begin(), trace->vm.end());
    }
    return values;
}

}  // namespace lockstep
