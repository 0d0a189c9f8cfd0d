#pragma once

#include <optional>
#include <vector>

#include "core/run/model_document.h"

namespace lockstep {

/// How far a deployment's outputs are from those of the whole window, in LibTorch's fp32.
struct ReadoutDifference {
    std::int64_t compared = 0;  ///< outputs at so many positions
    double max_abs = 0;
    double rms = 0;
    double relative_rms = 0;  ///< rms over the rms of the whole window's outputs
};

/// One way to run a model that ends in a last-step readout.
struct ReadoutDeployment {
    enum class Kind : std::uint8_t {
        window,   ///< the whole window in each inference: what the model was trained as
        carried,  ///< one position in each, the state carried on without end
        reset,    ///< likewise, the state put back to its initial value behind each window
    };
    Kind kind = Kind::window;
    std::optional<CompiledProgram> compiled;  ///< or
    std::optional<Failure> failure;           ///< why the accelerator does not take it
    /// At every position that a whole window ends at; absent without inputs, and for `window` itself.
    std::optional<ReadoutDifference> difference;
    /// Of `reset`: at the positions where a reset window is complete.
    std::optional<ReadoutDifference> at_ends;
};

/// The deployments side by side. Carried state is another function than the one that was trained on windows:
/// it has seen more than a window from the second one on.
struct ReadoutComparison {
    StreamingAxes axes;
    std::int64_t window = 0;     ///< positions
    std::int64_t positions = 0;  ///< of the inputs that were run; 0: none
    std::string inputs;          ///< for people; empty: none
    bool random_inputs = false;
    std::vector<ReadoutDeployment> deployments;  ///< in the order of Kind
};

/// Windows that are compared at most.
inline constexpr std::int64_t readout_window_limit = 256;

/// True if the model ends in a last-step readout that can be deployed in three ways.
bool has_readout(const LoadedModel& model);

/// Compiles the deployments. Throws Error(internal) if there is no readout.
ReadoutComparison compile_readouts(const LoadedModel& model, const AcceleratorConfig& config,
                                   const JobControl& job = {});

/// Runs them on the same rows, `inputs` of the streamed program (`readout_inputs`), and adds how far the
/// outputs differ.
void compare_readouts(ReadoutComparison& comparison, const LoadedModel& model, const InputSource& inputs,
                      const JobControl& job = {});

/// The inputs of the streamed deployment, one position an inference; what an InputSource is made for. Empty
/// if it was not compiled.
std::vector<IoTensor> readout_inputs(const ReadoutComparison& comparison);

}  // namespace lockstep
