#pragma once

#include <optional>
#include <vector>

#include "core/run/build_program.h"
#include "core/run/window_inputs.h"

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
    /// At every position where a window of the inputs ends; absent without inputs, and for `window` itself.
    std::optional<ReadoutDifference> difference;
    /// Of `reset`: at those of them where the state has seen just a window since it was put back.
    std::optional<ReadoutDifference> at_ends;
};

/// What the deployments answer where windows of the inputs end: of the output value that differs most.
struct ReadoutOutputs {
    std::string name;          ///< of the output
    std::int64_t element = 0;  ///< row-major in it
    std::vector<std::int64_t> positions;
    std::vector<float> window;
    std::vector<float> carried;
    std::vector<float> reset;
};

/// The deployments side by side. Carried state is another function than the one that was trained on windows:
/// it has seen more than a window from the second one on.
struct ReadoutComparison {
    StreamingAxes axes;
    std::int64_t window = 0;     ///< positions
    std::int64_t positions = 0;  ///< of the inputs that were run; 0: none
    std::string inputs;          ///< for people; empty: none
    bool random_inputs = false;
    std::string not_compared;  ///< why there are no differences, if inputs were given
    std::optional<ReadoutOutputs> outputs;
    std::vector<ReadoutDeployment> deployments;  ///< in the order of Kind
};

/// Windows that are compared at most.
inline constexpr std::int64_t readout_window_limit = 256;

/// True if the model ends in a last-step readout that can be deployed in three ways.
bool has_readout(const LoadedModel& model);

/// Compiles the deployments, each with these options. Throws Error(internal) if there is no readout.
ReadoutComparison compile_readouts(const LoadedModel& model, const AcceleratorConfig& config,
                                   const BuildOptions& options = {}, const JobControl& job = {});

/// Runs them on the same inputs and adds how far the outputs differ.
void compare_readouts(ReadoutComparison& comparison, const LoadedModel& model, const WindowInputs& inputs,
                      const JobControl& job = {});

}  // namespace lockstep
