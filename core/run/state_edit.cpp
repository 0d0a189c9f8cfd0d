#include "core/run/state_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/support/error.h"

namespace lockstep {

namespace {

/// The graph with these values as its initial states.
nnir::Graph with_states(const nnir::Graph& graph, std::span<const float> values) {
    std::size_t size = 0;
    for (const nnir::State& state : graph.states) size += static_cast<std::size_t>(state.initial.size());
    if (values.size() != size) {
        throw Error(FailureKind::bad_input,
                    fmt::format("the states have {} values, and {} were given", size, values.size()),
                    "Give all states in the graph's order.");
    }
    nnir::Graph edited = graph;
    std::span<const float> rest = values;
    for (nnir::State& state : edited.states) {
        const std::span<const float> own = rest.first(static_cast<std::size_t>(state.initial.size()));
        state.initial = Tensor(state.initial.shape(), std::vector<float>(own.begin(), own.end()));
        rest = rest.subspan(own.size());
    }
    return edited;
}

StateEdit edit_of(const CompiledProgram& with, const CompiledProgram& compiled,
                  std::span<const float> values) {
    const bool same =
        std::ranges::equal(with.program->cores, compiled.program->cores,
                           [](const CoreProgram& a, const CoreProgram& b) { return a.stream == b.stream; });
    if (!same || with.program->descriptors != compiled.program->descriptors) {
        throw Error(FailureKind::unsupported,
                    "another program comes of these states than of the model's own initial ones",
                    "Compile the model with the states that you want to begin with.");
    }
    return {.vm = Vm(with.program).snapshot(),
            .vm_states = std::vector<float>(values.begin(), values.end()),
            .reference_states = std::vector<float>(values.begin(), values.end())};
}

/// The reference's own states with the changes, instead of the VM's with them.
void set_reference_states(LockstepRun& run, const nnir::Graph& graph, std::span<const StateChange> changes,
                          StateEdit& edit, const JobControl& job) {
    const std::vector<float> own = run.stand(run.position(), job).reference_states;
    std::vector<float> values;
    for (const nnir::State& state : graph.states) {
        const std::int64_t offset = run.reference_offset(state.name);
        if (offset < 0 || offset + state.initial.size() > std::ssize(own)) return;
        values.insert(values.end(), own.begin() + offset, own.begin() + offset + state.initial.size());
    }
    values = changed_states(graph, std::move(values), changes);
    edit.reference_states = own;
    auto from = values.begin();
    for (const nnir::State& state : graph.states) {
        const auto size = static_cast<std::ptrdiff_t>(state.initial.size());
        std::copy(
            from, from + size,
            edit.reference_states.begin() + static_cast<std::ptrdiff_t>(run.reference_offset(state.name)));
        from += size;
    }
}

}  // namespace

StateEdit edit_states(const nnir::Graph& graph, const CompiledProgram& compiled,
                      const CompileOptions& options, std::span<const float> values, const JobControl& job) {
    return edit_of(compile(with_states(graph, values), compiled.program->config, options, job), compiled,
                   values);
}

StateEdit edit_states(const LoadedModel& model, const CompiledProgram& compiled, const BuildOptions& options,
                      std::span<const float> values, const JobControl& job) {
    auto graphs = std::make_shared<ModelGraphs>(*model.graphs);
    GraphStage& stage = graphs->stages[graphs->streaming.value_or(graphs->canonical)];
    stage.graph = std::make_shared<const nnir::Graph>(with_states(*stage.graph, values));
    LoadedModel edited = model;
    edited.graphs = std::move(graphs);
    return edit_of(build_program(edited, compiled.program->config, options, job), compiled, values);
}

StateChange state_change(std::string_view text) {
    const auto fail = [text] {
        throw Error(FailureKind::usage,
                    fmt::format("--edit takes INFERENCE:STATE[ELEMENT]=VALUE, not \"{}\"", text),
                    "As in --edit '37:lstm.c0[17]=2.5'; without [ELEMENT] all values of the state are set.");
    };
    const auto number = [&fail](std::string_view word, auto& value) {
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc{} || end != word.data() + word.size()) fail();
    };
    StateChange change;
    const std::size_t colon = text.find(':');
    const std::size_t equals = text.rfind('=');
    if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon) fail();
    number(text.substr(0, colon), change.inference);
    number(text.substr(equals + 1), change.value);
    std::string_view state = text.substr(colon + 1, equals - colon - 1);
    if (state.ends_with(']')) {
        const std::size_t bracket = state.rfind('[');
        if (bracket == std::string_view::npos) fail();
        number(state.substr(bracket + 1, state.size() - bracket - 2), change.element);
        if (change.element < 0) fail();
        state = state.substr(0, bracket);
    }
    if (state.empty() || change.inference < 0) fail();
    change.state = state;
    return change;
}

std::string to_text(const StateChange& change) {
    const std::string element = change.element < 0 ? std::string() : fmt::format("[{}]", change.element);
    return fmt::format("{}:{}{}={}", change.inference, change.state, element, change.value);
}

std::vector<float> changed_states(const nnir::Graph& graph, std::vector<float> values,
                                  std::span<const StateChange> changes) {
    for (const StateChange& change : changes) {
        std::size_t first = 0;
        std::string known;
        const nnir::State* found = nullptr;
        for (const nnir::State& state : graph.states) {
            if (state.name == change.state) found = &state;
            if (found != nullptr) break;
            first += static_cast<std::size_t>(state.initial.size());
            known += (known.empty() ? "" : ", ") + state.name;
        }
        if (found == nullptr) {
            throw Error(FailureKind::bad_input,
                        fmt::format("there is no state \"{}\" to edit (there {})", change.state,
                                    known.empty() ? "are none" : "are " + known),
                        "Name one of them.");
        }
        const std::int64_t size = found->initial.size();
        if (change.element >= size) {
            throw Error(FailureKind::bad_input,
                        fmt::format("state \"{}\" has {} values, and there is no [{}]", change.state, size,
                                    change.element),
                        "Count from 0.");
        }
        const auto value = static_cast<float>(change.value);
        if (std::isinf(value) && !std::isinf(change.value)) {
            throw Error(FailureKind::bad_input, fmt::format("{} is beyond the range of fp32", change.value),
                        "Give a smaller value.");
        }
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        if (change.element < 0)
            std::fill(begin, begin + size, value);
        else
            *(begin + change.element) = value;
    }
    return values;
}

void edit_run(LockstepRun& run, const LoadedModel& model, const BuildOptions& options,
              std::vector<StateChange> changes, const JobControl& job) {
    std::ranges::stable_sort(changes, {}, &StateChange::inference);
    const std::shared_ptr<const nnir::Graph> graph = compiled_graph(model);
    for (std::size_t begin = 0; begin < changes.size();) {
        const std::int64_t at = changes[begin].inference;
        std::size_t end = begin;
        while (end < changes.size() && changes[end].inference == at) ++end;
        run.go_to(at, job);
        const auto here = std::span<const StateChange>(changes).subspan(begin, end - begin);
        const std::vector<float> values = changed_states(*graph, vm_states(run, *graph, job), here);
        StateEdit edit = edit_states(model, run.compiled(), options, values, job);
        set_reference_states(run, *graph, here, edit, job);
        run.edit(at, std::move(edit), job);
        begin = end;
    }
}

std::vector<float> vm_states(LockstepRun& run, const nnir::Graph& graph, const JobControl& job) {
    std::vector<float> values;
    const std::int64_t at = run.position();
    const auto edit = run.last_edit(at);
    const bool is_edited = edit && edit->first == at;
    if (!is_edited && (at == 0 || run.resets().begins_anew(at))) {
        for (const nnir::State& state : graph.states)
            values.insert(values.end(), state.initial.values().begin(), state.initial.values().end());
        return values;
    }
    if (is_edited) return edit->second->vm_states;
    const std::vector<StateTrace> traces = run.states();
    const std::vector<float> known = run.stand(at, job).vm_states;
    for (const nnir::State& state : graph.states) {
        const auto trace = std::ranges::find(traces, state.name, &StateTrace::name);
        if (trace == traces.end()) {
            throw Error(FailureKind::unsupported,
                        fmt::format("state \"{}\" is kept as partial sums, which cannot be read", state.name),
                        "Edit it at the beginning, where it has its initial value.");
        }
        std::int64_t first = 0;
        for (auto before = traces.begin(); before != trace; ++before) first += before->size;
        values.insert(values.end(), known.begin() + first, known.begin() + first + trace->size);
    }
    return values;
}

}  // namespace lockstep
