#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/compiler/compile.h"
#include "core/nnir/graph.h"
#include "core/run/lockstep_run.h"
#include "core/support/job_control.h"

namespace lockstep {

/// Values of the states of a graph, in its order; nothing where the run does not hold them.
using KnownStates = std::vector<std::optional<std::vector<float>>>;

/// What a run holds of an inference, and of those in front of it that states come from which it does not
/// hold: windows that the program keeps as partial sums.
struct InferenceStretch {
    std::vector<std::vector<float>> inputs;  ///< by inference, all inputs of the graph
    /// In front of each inference, and behind the last one.
    std::vector<KnownStates> vm_states;
    std::vector<KnownStates> reference_states;
    std::vector<float> vm_outputs;  ///< of the last inference
    bool from_reset = false;        ///< the first one is the first behind a reset
};

/// Inferences in front of one that are gone through again at most.
inline constexpr std::int64_t most_lead = 256;

/// The stretch of `run` that inference `index` (done) needs; `graph` is the form that was compiled. The run's
/// position stays. Throws Error(bad_input) for an inference that was not run, or that needs more than
/// most_lead others.
InferenceStretch inference_stretch(LockstepRun& run, const nnir::Graph& graph, std::int64_t index,
                                   const JobControl& job = {});

/// A value that a node computes.
struct NodeValue {
    nnir::ValueId value;
    /// It is an output of the program or a state, and these are the bits that the run itself wrote.
    bool recorded = false;
    Tensor vm;
    std::optional<Tensor> reference;  ///< float64 from the reference's state, rounded to fp32
};

struct NodeValues {
    /// Of the node's outputs, in order; not of a state that is kept as partial sums only.
    std::vector<NodeValue> values;
    /// The program that was made to show them gives the run's own outputs, bit for bit: its arithmetic is
    /// that of the run's program.
    bool same_outputs = true;
};

/// The values of a node in the last inference of the stretch. What the run does not hold is an output of a
/// program that is compiled for it, with the same options (an optimizing search is left out), begun with the
/// run's states. A node whose work the run's program does inside another one (ProgramNode::fused_into) then
/// gives what it gives when its result is written. Throws Error(bad_shape) if the stretch does not fit the
/// graph, Error(unsupported) and whatever compile() throws where the value can be no output,
/// Error(cancelled).
NodeValues node_values(const nnir::Graph& graph, const AcceleratorConfig& config,
                       const CompileOptions& options, const InferenceStretch& stretch, nnir::NodeId node,
                       const JobControl& job = {});

}  // namespace lockstep
