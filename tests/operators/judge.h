#pragma once

#include <vector>

#include "core/nnir/evaluate.h"
#include "core/passes/pipeline.h"

/// Runs graphs inference by inference, in float64 and in the VM.
namespace judge {

using Tensors = std::vector<lockstep::nnir::RealTensor>;

/// What one inference takes and what it must give.
struct Inference {
    Tensors inputs;
    Tensors outputs;  ///< empty: nothing to compare (warming up)
};

/// Inputs and expected outputs of a streaming form: position i of the axes, `warm_up` positions without
/// outputs.
std::vector<Inference> positions(const Tensors& inputs, const Tensors& outputs,
                                 const std::vector<std::optional<int>>& input_axes,
                                 const std::vector<std::optional<int>>& output_axes, std::int64_t warm_up);
/// Entry i of the leading axis of every array.
std::vector<Inference> calls(const Tensors& inputs, const Tensors& outputs);

/// The outputs of every inference by the float64 reference, states carried from the initial values.
std::vector<Tensors> in_float64(const lockstep::nnir::Graph& graph, const std::vector<Inference>& inferences);
/// The outputs of every inference by the VM, compiled for v80_c6b32.
std::vector<Tensors> in_vm(const lockstep::ModelGraphs& graphs, const std::vector<Inference>& inferences);

/// Over all inferences that have expected outputs.
struct Distance {
    double max_abs = 0;
    double beyond =
        0;  ///< largest |found - expected| - (atol + rtol * |expected|); at most 0 if all are close
    std::vector<double> rms;           ///< per output
    std::vector<double> expected_rms;  ///< per output
    bool same_shapes = true;
};
Distance distance(const std::vector<Tensors>& found, const std::vector<Inference>& expected, double atol,
                  double rtol);

}  // namespace judge
