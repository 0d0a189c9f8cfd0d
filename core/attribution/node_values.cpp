#include "core/attribution/node_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "core/nnir/op.h"
#include "core/nnir/real_tensor.h"
#include "core/support/error.h"
#include "core/vm/vm.h"

namespace lockstep {
namespace {

using nnir::RealTensor;
using Values = std::map<nnir::ValueId, RealTensor>;

KnownStates states_in_row(const nnir::Graph& graph, const RecordedRows& rows, std::int64_t row,
                          std::vector<float> StateTrace::*table) {
    KnownStates known(graph.states.size());
    for (std::size_t k = 0; k < known.size(); ++k) {
        const auto trace = std::ranges::find(rows.states, graph.states[k].name, &StateTrace::name);
        if (trace == rows.states.end()) continue;
        const std::vector<float>& all = (*trace).*table;
        const auto begin = static_cast<std::size_t>(row * trace->size);
        const auto size = static_cast<std::size_t>(trace->size);
        if (begin + size > all.size()) continue;
        std::vector<float> values(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                  all.begin() + static_cast<std::ptrdiff_t>(begin + size));
        // A sampled reference has no numbers between its samples.
        const bool absent = table == &StateTrace::reference &&
                            std::ranges::any_of(values, [](float v) { return std::isnan(v); });
        if (!absent) known[k] = std::move(values);
    }
    return known;
}

/// Inferences after which a window that the run does not hold is full of what lies in the stretch.
std::int64_t lead_of(const LockstepRun& run, const nnir::Graph& graph, std::int64_t available) {
    const std::vector<StateTrace> traced = run.states();
    std::int64_t lead = 0;
    bool lost = false;
    bool carries = false;
    for (const nnir::State& state : graph.states) {
        lost = lost || std::ranges::find(traced, state.name, &StateTrace::name) == traced.end();
        if (state.role == "history")
            lead += state.initial.shape().front();  // its positions
        else
            carries = true;
    }
    if (!lost) return 0;
    // What is carried on goes its own way while windows fill: only from a reset is it the run's.
    return carries ? available : std::min(lead, available);
}

Values split(const nnir::Graph& graph, const std::vector<nnir::ValueId>& ids, std::span<const float> flat) {
    Values values;
    for (const nnir::ValueId id : ids) {
        RealTensor tensor(graph.value(id).type.shape);
        if (flat.size() < tensor.values.size())
            throw Error(FailureKind::bad_shape, "the run has too few values for " + graph.value(id).name);
        std::ranges::transform(flat.first(tensor.values.size()), tensor.values.begin(),
                               [](float v) { return static_cast<double>(v); });
        flat = flat.subspan(tensor.values.size());
        values.insert_or_assign(id, std::move(tensor));
    }
    if (!flat.empty()) throw Error(FailureKind::bad_shape, "the run has more values than the graph");
    return values;
}

/// A state that is neither known nor a window that fills itself needs a reset in front of it.
bool can_begin(const nnir::Graph& graph, const InferenceStretch& stretch, const KnownStates& known) {
    if (stretch.from_reset) return true;
    for (std::size_t k = 0; k < graph.states.size(); ++k)
        if (!known[k] && (graph.states[k].role != "history" || stretch.inputs.size() == 1)) return false;
    return true;
}

/// The last inference in float64; nothing where the reference's states are not known.
std::optional<Values> reference_values(const nnir::Graph& graph, const InferenceStretch& stretch,
                                       const JobControl& job) {
    if (!can_begin(graph, stretch, stretch.reference_states.front())) return std::nullopt;
    Values values;
    for (std::size_t step = 0; step < stretch.inputs.size(); ++step) {
        Values now = split(graph, graph.inputs, stretch.inputs[step]);
        for (std::size_t k = 0; k < graph.states.size(); ++k) {
            const nnir::State& state = graph.states[k];
            if (const auto& known = stretch.reference_states[step][k]; known) {
                now.merge(split(graph, {state.read}, *known));
            } else if (step > 0) {
                now.insert_or_assign(state.read, values.at(state.written));
            } else {
                now.insert_or_assign(state.read, RealTensor(state.initial));
            }
        }
        for (const nnir::Node& node : graph.nodes) {
            job.check();
            std::vector<RealTensor> operands;
            for (const nnir::ValueId id : node.inputs) operands.push_back(now.at(id));
            std::vector<RealTensor> results = node.op->reference(node.attributes, operands);
            for (std::size_t r = 0; r < results.size(); ++r)
                now.insert_or_assign(node.outputs[r], std::move(results[r]));
        }
        values = std::move(now);
    }
    return values;
}

/// What the program's own instructions wrote in the last inference.
std::map<nnir::ValueId, std::vector<float>> recorded_values(const nnir::Graph& graph,
                                                            const InferenceStretch& stretch) {
    std::map<nnir::ValueId, std::vector<float>> values;
    for (std::size_t k = 0; k < graph.states.size(); ++k)
        if (const auto& known = stretch.vm_states.back()[k]) values[graph.states[k].written] = *known;
    std::span<const float> rest = stretch.vm_outputs;
    for (const nnir::ValueId id : graph.outputs) {
        const auto size = static_cast<std::size_t>(element_count(graph.value(id).type.shape));
        if (rest.size() < size) throw Error(FailureKind::bad_shape, "the run has too few outputs");
        values[id] = std::vector<float>(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size));
        rest = rest.subspan(size);
    }
    return values;
}

struct Opened {
    std::map<nnir::ValueId, std::vector<float>> values;
    bool same_outputs = true;
};

/// These values by a program that has them as outputs too.
Opened open_values(nnir::Graph graph, const AcceleratorConfig& config, CompileOptions options,
                   const InferenceStretch& stretch, const std::vector<nnir::ValueId>& wanted,
                   const JobControl& job) {
    for (std::size_t k = 0; k < graph.states.size(); ++k) {
        if (const auto& known = stretch.vm_states.front()[k])
            graph.states[k].initial = Tensor(graph.states[k].initial.shape(), *known);
    }
    graph.outputs.insert(graph.outputs.end(), wanted.begin(), wanted.end());
    if (options.output_axes.size() + wanted.size() == graph.outputs.size())
        options.output_axes.resize(graph.outputs.size());
    options.search.optimize = false;
    Vm vm(compile(graph, config, options, job).program, VmOptions{.threads = 1});
    std::vector<float> outputs(static_cast<std::size_t>(vm.program().output_values()));
    for (const std::vector<float>& inputs : stretch.inputs) {
        job.check();
        vm.step(inputs, outputs);
    }
    Opened opened;
    const std::size_t own = stretch.vm_outputs.size();
    opened.same_outputs = outputs.size() >= own &&
                          std::memcmp(outputs.data(), stretch.vm_outputs.data(), own * sizeof(float)) == 0;
    auto at = outputs.begin() + static_cast<std::ptrdiff_t>(own);
    for (const nnir::ValueId id : wanted) {
        const auto size = static_cast<std::ptrdiff_t>(element_count(graph.value(id).type.shape));
        opened.values[id] = std::vector<float>(at, at + size);
        at += size;
    }
    return opened;
}

}  // namespace

InferenceStretch inference_stretch(LockstepRun& run, const nnir::Graph& graph, std::int64_t index,
                                   const JobControl& job) {
    if (index < 0 || index >= run.position()) {
        throw Error(FailureKind::bad_input,
                    fmt::format("inference {} was not run: there are {}", index, run.position()),
                    "Run up to it.");
    }
    const std::int64_t start = run.resets().start(index);
    const std::int64_t first = index - lead_of(run, graph, index - start);
    if (index - first > most_lead) {
        throw Error(FailureKind::bad_input,
                    fmt::format("the values inside inference {} depend on windows that the program keeps as "
                                "partial sums, over {} inferences; at most {} are gone through again",
                                index, index - first, most_lead),
                    "Look at an inference that lies closer to a reset.");
    }
    if (const auto edit = run.last_edit(index); edit && edit->first >= first) {
        throw Error(
            FailureKind::unsupported,
            fmt::format("the states were edited in front of inference {}: what operators compute from "
                        "there is not recorded",
                        edit->first),
            "Look at an inference further behind the edit.");
    }
    const std::int64_t from = first > start ? first - 1 : first;
    const RecordedRows rows = run.rows(from, index + 1 - from, job);
    InferenceStretch stretch;
    stretch.from_reset = first == start;
    const auto add_states = [&](std::int64_t before) {
        if (before == start) {
            KnownStates initial;
            for (const nnir::State& state : graph.states)
                initial.emplace_back(
                    std::vector<float>(state.initial.values().begin(), state.initial.values().end()));
            stretch.vm_states.push_back(initial);
            stretch.reference_states.push_back(std::move(initial));
        } else {
            stretch.vm_states.push_back(states_in_row(graph, rows, before - 1 - from, &StateTrace::vm));
            stretch.reference_states.push_back(
                states_in_row(graph, rows, before - 1 - from, &StateTrace::reference));
        }
    };
    for (std::int64_t at = first; at <= index; ++at) {
        std::vector<float> input(static_cast<std::size_t>(run.compiled().program->input_values()));
        run.inputs().values(at, input);
        stretch.inputs.push_back(std::move(input));
        add_states(at);
    }
    // Behind the last one it is the states' own row, whatever is reset in front of the next.
    stretch.vm_states.push_back(states_in_row(graph, rows, index - from, &StateTrace::vm));
    stretch.reference_states.push_back(states_in_row(graph, rows, index - from, &StateTrace::reference));
    const auto outputs = std::span(rows.outputs)
                             .subspan(static_cast<std::size_t>((index - from) * rows.output_size),
                                      static_cast<std::size_t>(rows.output_size));
    stretch.vm_outputs.assign(outputs.begin(), outputs.end());
    return stretch;
}

NodeValues node_values(const nnir::Graph& graph, const AcceleratorConfig& config,
                       const CompileOptions& options, const InferenceStretch& stretch, nnir::NodeId id,
                       const JobControl& job) {
    const nnir::Node* node = graph.find_node(id);
    const auto whole = [&](const KnownStates& states) { return states.size() == graph.states.size(); };
    const bool fits =
        node != nullptr && !stretch.inputs.empty() && stretch.vm_states.size() == stretch.inputs.size() + 1 &&
        stretch.reference_states.size() == stretch.vm_states.size() &&
        std::ranges::all_of(stretch.vm_states, whole) && std::ranges::all_of(stretch.reference_states, whole);
    if (!fits) throw Error(FailureKind::bad_shape, "there is no inference whose values could be shown");
    std::map<nnir::ValueId, std::vector<float>> known = recorded_values(graph, stretch);
    NodeValues found;
    std::vector<nnir::ValueId> wanted;
    for (const nnir::ValueId value : node->outputs) {
        const bool kept = std::ranges::find(graph.states, value, &nnir::State::written) != graph.states.end();
        if (kept && !known.contains(value) && graph.consumers(value).empty()) continue;
        found.values.push_back(
            {.value = value, .recorded = known.contains(value), .vm = {}, .reference = {}});
        if (!known.contains(value)) wanted.push_back(value);
    }
    if (!wanted.empty()) {
        if (!can_begin(graph, stretch, stretch.vm_states.front())) {
            throw Error(FailureKind::unsupported,
                        "the run does not hold all states in front of this inference",
                        "Look at the first inference behind a reset.");
        }
        Opened opened = open_values(graph, config, options, stretch, wanted, job);
        known.merge(opened.values);
        found.same_outputs = opened.same_outputs;
    }
    const std::optional<Values> reference = reference_values(graph, stretch, job);
    for (NodeValue& value : found.values) {
        value.vm = Tensor(graph.value(value.value).type.shape, std::move(known.at(value.value)));
        if (reference) value.reference = nnir::to_tensor(reference->at(value.value));
    }
    return found;
}

}  // namespace lockstep
