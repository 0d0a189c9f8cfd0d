#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/support/job_control.h"

namespace lockstep {

struct ImportOptions {
    /// Shape per tensor input in the order of the signature; a name in front of "=" on the command line is
    /// resolved against ModelProbe::inputs. Empty: use the probe's proposal if it has one for every input.
    std::vector<std::optional<Shape>> input_shapes;
    std::map<std::string, Shape> named_input_shapes;
    std::map<std::string, double> input_values;  ///< scalar inputs
    std::string method = "forward";
    /// Open operator names that the next stage knows. When the import refuses something, the nodes of other
    /// operators are reported together with it, so that all there is to change is told at once. Empty: only
    /// what the import refuses.
    std::vector<std::string> operators;
    /// Why operators that are not among them are not taken, by operator, where there is more to say.
    std::map<std::string, std::string> refusals;
};

/// What a worker may take. A request that takes more is ended (the worker is killed).
struct SessionLimits {
    double seconds = 120;                   ///< wall time of one request
    double cpu_seconds = 0;                 ///< processor time over the worker's life; 0: no limit
    std::int64_t memory_bytes = 8LL << 30;  ///< resident memory
    bool trust = false;                     ///< go on where the kernel has no seccomp
};

/// What a file tells before it is imported.
struct ModelProbe {
    struct Input {
        std::string name;
        std::string type;               ///< as TorchScript prints it: "Tensor", "float", …
        std::optional<Shape> proposal;  ///< from traced_inputs.pkl, an extra file, or the first weight
        std::string proposal_basis;     ///< where the proposal comes from, for people
        /// What an axis of the proposal is ("time", "features"), parallel to it; empty where nothing tells.
        std::vector<std::string> axis_names;
        /// That the author stored with lockstep_export.py; -1: the author says that it has none.
        std::optional<int> streaming_axis;
        std::optional<double> value;  ///< of a scalar: its default, or what the author stored
    };
    /// An inference of the author's own PyTorch that lockstep_export.py stored in the file.
    struct TestVector {
        std::vector<Tensor> inputs;   ///< in the order of the tensor inputs, of the proposed shapes
        std::vector<Tensor> outputs;  ///< flattened as the graph's outputs are
    };
    std::vector<std::string> methods;
    std::vector<std::string>
        signatures;                   ///< parallel to methods: "forward(x: Tensor, gain: float) -> Tensor"
    std::vector<Input> inputs;        ///< of the chosen method; tuples flattened
    std::vector<TestVector> vectors;  ///< consecutive calls, from the initial state on
    std::string exported_by;          ///< "PyTorch 2.4.0", if lockstep_export.py wrote the file
    std::string model_sha256;
    std::int64_t parameter_count = 0;
};

/// "time = axis 1 (20), features = axis 2 (6)" from the axes that have a name; empty when none has.
std::string describe_axes(const ModelProbe::Input& input);

/// A stepped reference: TorchScript source of one function
///   def step(inputs: List[Tensor], states: List[Tensor], weights: List[Tensor]) -> Tuple[List[Tensor],
///   List[Tensor]]
/// (outputs, next states), made from the streaming graph (nnir/torch_source.h), with its weights and initial
/// states.
struct SteppedReference {
    std::string source;
    std::vector<Tensor> weights;
    std::vector<Tensor> initial_states;
    std::vector<Shape> input_shapes;   ///< per inference
    std::vector<Shape> output_shapes;  ///< per inference
};

/// One model file, held open by a `lockstep-torch` worker process under its sandbox. Not thread-safe; cheap
/// to destroy (the worker is killed). A worker that dies or hangs surfaces as Error(worker_failed); the
/// session then starts a new worker on the next call, so nothing else is lost.
class ModelSession {
  public:
    /// Reads the archive's directory and starts the worker. Throws Error(bad_file) with the reason.
    explicit ModelSession(const std::filesystem::path& file, const JobControl& job = {},
                          const SessionLimits& limits = {});
    ~ModelSession();
    ModelSession(ModelSession&&) noexcept;
    ModelSession& operator=(ModelSession&&) noexcept;

    ModelProbe probe(const std::string& method = "forward", const JobControl& job = {});

    /// Imports by partial evaluation. Throws Error(bad_shape), Error(unsupported) with all nodes at once,
    /// Error(bad_file). When it throws Error(unsupported) because of places in the model, `partial` receives
    /// what could be imported around them: a refused place is a node "lockstep::unsupported" whose argument
    /// "failure" is its index in Failure::nodes, whose argument "inputs" lists what it reads, and which has
    /// one output without a shape; the graph has no outputs. Otherwise `partial` is left empty.
    ImportedGraph import(const ImportOptions& options, const JobControl& job = {},
                         std::optional<ImportedGraph>* partial = nullptr);

    /// The file's own method on one set of inputs (flattened row-major, in order, of the imported shapes):
    /// the outputs likewise. After import() only. A model that keeps state carries it on from call to call;
    /// probing and importing don't touch it. Throws Error(worker_failed) when such a state was lost with a
    /// worker: reset_forward() then begins anew.
    std::vector<std::vector<float>> forward(const std::vector<std::vector<float>>& inputs,
                                            const JobControl& job = {});
    /// Puts the model's own state back to what the file holds.
    void reset_forward(const JobControl& job = {});
    /// Mean time of one forward call inside the worker, of the last forward() call, in microseconds.
    double forward_us() const;

    /// Loads the stepped reference; its states are at their initial values.
    void load_stepped(const SteppedReference& reference, const JobControl& job = {});
    struct SteppedResult {
        std::vector<float> outputs;  ///< `count` rows, each the outputs in order, flattened
        std::vector<float> states;   ///< `count` rows, each the states after the step in order, flattened
        double mean_us = 0;          ///< mean time of one call inside the worker, in microseconds
    };
    /// Steps `count` inferences; `inputs` holds `count` rows, each the inputs in order, flattened.
    SteppedResult step(std::span<const float> inputs, std::int64_t count, const JobControl& job = {});
    void reset_stepped(const JobControl& job = {});
    /// Replaces the states of the stepped reference (the values of all states in order, flattened).
    void set_stepped_states(std::span<const float> states, const JobControl& job = {});

    /// Bytes (whole pages) of the one fp32 weight image that tensors of the imported graph point into.
    std::int64_t weight_image_bytes() const;
    /// What the sandbox of the running worker enforces, for people ("seccomp, Landlock ABI 4, 8 GiB, 120 s a
    /// request").
    std::string sandbox() const;
    /// Process id of the running worker; -1 when none runs.
    int worker_pid() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
