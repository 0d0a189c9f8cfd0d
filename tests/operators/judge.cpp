#include "judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/accel/accelerator_config.h"
#include "core/compiler/compile.h"
#include "core/vm/vm.h"

using namespace lockstep;
using nnir::RealTensor;

namespace judge {
namespace {

RealTensor position(const RealTensor& tensor, int axis, std::int64_t index) {
    RealTensor part = nnir::slice(tensor, axis, index, 1);
    part.shape.erase(part.shape.begin() + axis);
    return part;
}

void append(std::vector<float>& to, const RealTensor& tensor) {
    for (const double value : tensor.values) to.push_back(static_cast<float>(value));
}

}  // namespace

std::vector<Inference> positions(const Tensors& inputs, const Tensors& outputs,
                                 const std::vector<std::optional<int>>& input_axes,
                                 const std::vector<std::optional<int>>& output_axes, std::int64_t warm_up) {
    std::int64_t length = 0;
    for (std::size_t k = 0; k < inputs.size(); ++k)
        if (input_axes[k]) length = inputs[k].shape[static_cast<std::size_t>(*input_axes[k])];
    std::vector<Inference> all;
    for (std::int64_t i = 0; i < length; ++i) {
        Inference one;
        for (std::size_t k = 0; k < inputs.size(); ++k)
            one.inputs.push_back(input_axes[k] ? position(inputs[k], *input_axes[k], i) : inputs[k]);
        for (std::size_t k = 0; k < outputs.size() && i >= warm_up; ++k) {
            one.outputs.push_back(output_axes[k] ? position(outputs[k], *output_axes[k], i - warm_up)
                                                 : outputs[k]);
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<Inference> calls(const Tensors& inputs, const Tensors& outputs) {
    const std::vector<std::optional<int>> in(inputs.size(), 0);
    const std::vector<std::optional<int>> out(outputs.size(), 0);
    return positions(inputs, outputs, in, out, 0);
}

std::vector<Tensors> in_float64(const nnir::Graph& graph, const std::vector<Inference>& inferences) {
    std::vector<Tensors> results;
    Tensors states = nnir::initial_states(graph);
    for (const Inference& inference : inferences) {
        nnir::Evaluation evaluation = nnir::evaluate(graph, inference.inputs, states);
        states = std::move(evaluation.states);
        results.push_back(std::move(evaluation.outputs));
    }
    return results;
}

std::vector<Tensors> in_vm(const ModelGraphs& graphs, const std::vector<Inference>& inferences) {
    CompileOptions options;
    options.model_name = "fixture";
    if (graphs.streaming) {
        options.input_axes = graphs.input_axes;
        options.output_axes = graphs.output_axes;
    }
    const CompiledProgram compiled = compile(*graphs.compiled_form(), find_config("v80_c6b32"), options);
    Vm vm(compiled.program);
    std::vector<float> outputs(static_cast<std::size_t>(compiled.program->output_values()));
    std::vector<Tensors> results;
    for (const Inference& inference : inferences) {
        std::vector<float> inputs;
        for (const RealTensor& input : inference.inputs) append(inputs, input);
        vm.step(inputs, outputs);
        Tensors split;
        auto next = outputs.begin();
        for (const IoTensor& output : compiled.program->outputs) {
            const auto end = next + element_count(output.shape);
            split.emplace_back(output.shape, std::vector<double>(next, end));
            next = end;
        }
        results.push_back(std::move(split));
    }
    return results;
}

Distance distance(const std::vector<Tensors>& found, const std::vector<Inference>& expected, double atol,
                  double rtol) {
    Distance result;
    result.beyond = -std::numeric_limits<double>::infinity();
    std::vector<double> counts;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Tensors& wanted = expected[i].outputs;
        if (wanted.empty()) continue;
        result.rms.resize(wanted.size());
        result.expected_rms.resize(wanted.size());
        counts.resize(wanted.size());
        if (i >= found.size() || found[i].size() != wanted.size()) {
            result.same_shapes = false;
            break;
        }
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            if (found[i][k].shape != wanted[k].shape) {
                result.same_shapes = false;
                break;
            }
            for (std::size_t e = 0; e < wanted[k].values.size(); ++e) {
                const double right = wanted[k].values[e];
                double off = std::abs(found[i][k].values[e] - right);
                if (std::isnan(off)) off = std::numeric_limits<double>::infinity();
                result.max_abs = std::max(result.max_abs, off);
                result.beyond = std::max(result.beyond, off - atol - rtol * std::abs(right));
                result.rms[k] += off * off;
                result.expected_rms[k] += right * right;
                counts[k] += 1;
            }
        }
    }
    for (std::size_t k = 0; k < counts.size(); ++k) {
        result.rms[k] = std::sqrt(result.rms[k] / counts[k]);
        result.expected_rms[k] = std::sqrt(result.expected_rms[k] / counts[k]);
    }
    if (counts.empty()) result.same_shapes = false;
    return result;
}

}  // namespace judge
