#include "core/run/test_vectors.h"

#include <algorithm>
#include <cmath>

#include "core/run/forward_call.h"
#include "core/run/sequence_rows.h"
#include "core/vm/vm.h"

namespace lockstep {
namespace {

using Values = std::vector<std::vector<float>>;

/// The vector's tensors that are inputs (or outputs) of the graph: states that were bound are none.
Values pick(const std::vector<Tensor>& tensors, const ImportedGraph& file,
            const std::vector<std::uint32_t>& of_file, const ImportedGraph& graph,
            const std::vector<std::uint32_t>& of_graph) {
    Values result;
    for (const std::uint32_t value : of_graph) {
        const std::string& name = graph.values[value].name;
        for (std::size_t i = 0; i < of_file.size() && i < tensors.size(); ++i) {
            const bool same =
                of_file.size() == of_graph.size() ? i == result.size() : file.values[of_file[i]].name == name;
            if (!same) continue;
            result.emplace_back(tensors[i].values().begin(), tensors[i].values().end());
            break;
        }
    }
    return result;
}

bool shapes_fit(const ModelProbe::TestVector& vector, const ImportedGraph& file) {
    const auto fits = [&](const std::vector<Tensor>& tensors, const std::vector<std::uint32_t>& values) {
        return std::ranges::equal(tensors, values, [&](const Tensor& tensor, std::uint32_t value) {
            return tensor.shape() == file.values[value].shape;
        });
    };
    return fits(vector.inputs, file.inputs) && fits(vector.outputs, file.outputs);
}

/// One call of the model in the VM: a step, or all positions of the sequence.
class VmCall {
  public:
    VmCall(const LoadedModel& model, const std::shared_ptr<const Program>& program)
        : model_(model), vm_(program) {}

    Values operator()(const Values& inputs) {
        const ImportedGraph& graph = *model_.imported;
        const ModelGraphs& graphs = *model_.graphs;
        if (!graphs.steps_itself()) vm_.reset();
        Values outputs;
        for (const std::uint32_t output : graph.outputs)
            outputs.emplace_back(static_cast<std::size_t>(element_count(graph.values[output].shape)));
        const std::int64_t length = sequence_length(model_).value_or(1);
        std::vector<float> row;
        std::vector<float> result(static_cast<std::size_t>(vm_.program().output_values()));
        for (std::int64_t step = 0; step < length; ++step) {
            row.clear();
            for (std::size_t i = 0; i < inputs.size(); ++i)
                append(row, inputs[i], graph.values[graph.inputs[i]].shape, graphs.input_axes[i], step);
            vm_.step(row, result);
            std::span<const float> rest = result;
            for (std::size_t o = 0; o < outputs.size(); ++o)
                rest = place(outputs[o], rest, graph.values[graph.outputs[o]].shape, graphs.output_axes[o],
                             step - graphs.warm_up);
        }
        return outputs;
    }

  private:
    static void append(std::vector<float>& row, const std::vector<float>& values, const Shape& shape,
                       const std::optional<int>& axis, std::int64_t step) {
        const std::size_t begin = row.size();
        if (!axis) {
            row.insert(row.end(), values.begin(), values.end());
            return;
        }
        row.resize(begin + values.size() / static_cast<std::size_t>(shape[static_cast<std::size_t>(*axis)]));
        copy_position(values, shape, *axis, step, std::span(row).subspan(begin));
    }

    static std::span<const float> place(std::vector<float>& output, std::span<const float> rest,
                                        const Shape& shape, const std::optional<int>& axis,
                                        std::int64_t position) {
        if (!axis) {
            std::ranges::copy(rest.first(output.size()), output.begin());
            return rest.subspan(output.size());
        }
        const std::int64_t extent = shape[static_cast<std::size_t>(*axis)];
        const std::size_t size = output.size() / static_cast<std::size_t>(extent);
        if (position >= 0 && position < extent)
            place_position(output, shape, *axis, position, rest.first(size));
        return rest.subspan(size);
    }

    const LoadedModel& model_;
    Vm vm_;
};

void add_errors(VectorCheck& check, const Values& values, const Values& expected, bool of_vm,
                const Tolerance& tolerance) {
    for (std::size_t i = 0; i < expected.size() && i < values.size(); ++i) {
        InferenceRecord record;
        set_errors(record, values[i], expected[i], tolerance);
        double& largest = of_vm ? check.vm_max_abs : check.reference_max_abs;
        largest = std::max(largest, record.max_abs_error);
        if (of_vm) check.allclose = check.allclose && record.allclose;
    }
}

}  // namespace

std::optional<VectorCheck> check_vectors(const LoadedModel& model,
                                         const std::shared_ptr<const Program>& program,
                                         const Tolerance& tolerance, const JobControl& job) {
    const std::vector<ModelProbe::TestVector>& vectors = model.probe.vectors;
    const ImportedGraph& file = *model.file_graph;
    const ImportedGraph& graph = *model.imported;
    if (vectors.empty() || !shapes_fit(vectors.front(), file)) return std::nullopt;
    VectorCheck check{.count = 0,
                      .reference_max_abs = 0,
                      .vm_max_abs = 0,
                      .allclose = true,
                      .made_by = model.probe.exported_by};
    ForwardCall forward(model, 0);
    forward.reset(job);
    VmCall vm(model, program);
    for (const ModelProbe::TestVector& vector : vectors) {
        job.check();
        if (!shapes_fit(vector, file)) continue;
        const Values inputs = pick(vector.inputs, file, file.inputs, graph, graph.inputs);
        const Values expected = pick(vector.outputs, file, file.outputs, graph, graph.outputs);
        add_errors(check, forward(inputs, job), expected, false, tolerance);
        add_errors(check, vm(inputs), expected, true, tolerance);
        ++check.count;
    }
    // Others who call the module begin anew.
    if (forward.has_state()) forward.reset(job);
    return check;
}

}  // namespace lockstep
