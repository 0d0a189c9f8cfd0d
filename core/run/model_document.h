#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/compiler/compile.h"
#include "core/import/model_session.h"
#include "core/passes/pipeline.h"
#include "core/passes/precision.h"
#include "core/run/input_source.h"
#include "core/run/reference.h"

namespace lockstep {

/// `--streaming-axis [NAME=]AXIS|none`. A negative axis counts from the last one.
struct AxisOption {
    std::string input;        ///< empty: the next input in order
    std::optional<int> axis;  ///< nullopt: this input does not stream
};

/// What the user says of a model file. Names are resolved when the file is read.
struct ModelOptions {
    std::vector<std::pair<std::string, Shape>> input_shapes;  ///< an empty name: the next input in order
    std::map<std::string, double> input_values;               ///< scalar inputs
    std::vector<AxisOption> streaming_axes;                   ///< empty: no streaming, or the author's
    bool use_stored_axes = true;  ///< if none is given: those that lockstep_export.py stored in the file
    std::vector<std::pair<std::string, std::string>> states;  ///< input and output that are one state
    Readout readout = Readout::refuse;                        ///< what becomes of a last-step readout
    std::vector<PrecisionRule> precision;                     ///< of nodes of the form that is compiled
    std::vector<CorePin> cores = {};                          ///< `--cores`
    std::string method = "forward";
    bool trust = false;  ///< go on where the sandbox has no seccomp
};

/// The worker of a file. Its session is used under the mutex only.
struct ModelWorker {
    explicit ModelWorker(ModelSession opened) : session(std::move(opened)) {}

    std::mutex mutex;
    ModelSession session;
    /// Whose stepped form the worker holds; 0: nobody's. Each reference has a number of its own.
    std::uint64_t stepped_for = 0;
    /// Whose calls the state of the file's own method comes from; 0: nobody's.
    std::uint64_t forward_for = 0;
};

/// A model file that has been read: the one value that the command line and the window share. Copies share
/// everything.
struct LoadedModel {
    std::filesystem::path file;
    std::string name;
    ModelOptions options;
    ModelProbe probe;
    std::shared_ptr<const ImportedGraph> file_graph;  ///< as the file's own method is called
    std::shared_ptr<const ImportedGraph> imported;    ///< the same with the states that were bound
    std::shared_ptr<const ModelGraphs> graphs;
    std::shared_ptr<ModelWorker> worker;
    bool axes_are_stored = false;  ///< the streaming axes are those that the author stored in the file
};

/// How far load_model() came.
struct LoadAttempt {
    /// The graph, or what could be imported around the places that were refused; null before that.
    std::shared_ptr<const ImportedGraph> imported;
};

/// Starts the worker, reads the file, imports it and makes its graphs. Throws Error: bad_file, bad_shape,
/// unsupported, cannot_stream; `attempt` then tells what there is to be looked at.
LoadedModel load_model(const std::filesystem::path& file, const ModelOptions& options,
                       const JobControl& job = {}, LoadAttempt* attempt = nullptr);

/// The same file streamed in another way; nothing is imported again.
LoadedModel with_streaming(const LoadedModel& model, const std::vector<AxisOption>& axes, Readout readout,
                           const JobControl& job = {});

/// The shapes by name and order as what import takes. Throws Error(bad_shape) for unknown names and shapes
/// too many.
ImportOptions import_options(const ModelOptions& options, const ModelProbe& probe);

/// What the options say of streaming, as build_graphs takes it.
StreamOptions stream_options(const ModelOptions& options, const ImportedGraph& imported);

/// The axes per input, counted from the front. Throws Error(cannot_stream) for unknown names and axes that
/// the input has not.
StreamingAxes resolve_axes(const std::vector<AxisOption>& axes, const ImportedGraph& imported);

/// The axes that the author stored in the file, an entry per input of the graph; empty if there are none.
std::vector<AxisOption> stored_axes(const ModelProbe& probe, const ImportedGraph& imported);

/// The form that is compiled, with the precisions that the options ask for. Throws as with_precision().
std::shared_ptr<const nnir::Graph> compiled_graph(const LoadedModel& model);

CompiledProgram compile_model(const LoadedModel& model, const AcceleratorConfig& config,
                              const JobControl& job = {}, const SearchOptions& search = {});

/// What there is to know of a model when it is used, for people: what import assumed, pairs of input and
/// output that look like state, a last-step readout.
std::vector<std::string> model_notes(const LoadedModel& model);

/// Inferences of the sequence that the model was imported with; nullopt if it is not streamed.
std::optional<std::int64_t> sequence_length(const LoadedModel& model);

/// The reference of the model on these inputs, reset as the run is (see ModelReference and RunOptions). The
/// program's inputs must be those of the model.
std::unique_ptr<Reference> make_reference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs,
                                          std::int64_t reset_every = 0,
                                          ReferenceChoice choice = ReferenceChoice::automatic);

}  // namespace lockstep
