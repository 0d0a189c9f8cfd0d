#include "core/attribution/activation_arrays.h"

#include <string>

#include "core/support/error.h"

namespace lockstep {
namespace {

OutputArray array_of(std::string name, const Tensor& tensor) {
    return {.name = std::move(name),
            .shape = tensor.shape(),
            .values = {tensor.values().begin(), tensor.values().end()},
            .integers = {}};
}

/// Rows of equal size; nothing where there are none.
void add_rows(std::vector<OutputArray>& arrays, std::string name, std::int64_t rows, std::int64_t size,
              const std::vector<float>& values) {
    if (values.size() != static_cast<std::size_t>(rows * size) || values.empty()) return;
    arrays.push_back({.name = std::move(name), .shape = {rows, size}, .values = values, .integers = {}});
}

}  // namespace

std::vector<OutputArray> activation_arrays(const nnir::Graph& graph, const AcceleratorConfig& config,
                                           const CompileOptions& options, const InferenceStretch& stretch,
                                           const JobControl& job) {
    std::vector<OutputArray> arrays;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        job.check();
        job.report(static_cast<double>(i) / static_cast<double>(graph.nodes.size()),
                   graph.value(graph.nodes[i].outputs.front()).name);
        NodeValues found;
        try {
            found = node_values(graph, config, options, stretch, graph.nodes[i].id, JobControl{job.stop, {}});
        } catch (const Error& error) {
            if (error.failure().kind == FailureKind::cancelled) throw;
            continue;
        }
        for (const NodeValue& value : found.values) {
            const std::string& name = graph.value(value.value).name;
            arrays.push_back(array_of(name + ".vm", value.vm));
            if (value.reference) arrays.push_back(array_of(name + ".reference", *value.reference));
        }
    }
    return arrays;
}

std::vector<OutputArray> recording_arrays(const RecordedRows& recording) {
    std::vector<OutputArray> arrays;
    if (recording.rows == 0) return arrays;
    OutputArray numbers{.name = "run.inferences", .shape = {recording.rows}, .values = {}, .integers = {}};
    for (std::int64_t i = 0; i < recording.rows; ++i) numbers.integers.push_back(recording.first + i);
    arrays.push_back(std::move(numbers));
    add_rows(arrays, "run.outputs.vm", recording.rows, recording.output_size, recording.outputs);
    add_rows(arrays, "run.outputs.reference", recording.rows, recording.output_size,
             recording.reference_outputs);
    for (const StateTrace& state : recording.states) {
        add_rows(arrays, "run." + state.name + ".vm", recording.rows, state.size, state.vm);
        add_rows(arrays, "run." + state.name + ".reference", recording.rows, state.size, state.reference);
    }
    return arrays;
}

}  // namespace lockstep
