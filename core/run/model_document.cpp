#include "core/run/model_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/compiler/compile_outputs.h"
#include "core/import/bind_states.h"
#include "core/nnir/op.h"
#include "core/ops/refusals.h"
#include "core/passes/io_precision.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

template <class Items, class Projection>
std::string joined_names(const Items& items, Projection projection) {
    std::string names;
    for (const auto& item : items) names += (names.empty() ? "" : ", ") + std::invoke(projection, item);
    return names;
}

const ImportedValue& input_value(const ImportedGraph& imported, std::size_t index) {
    return imported.values[imported.inputs[index]];
}

/// What the operator files take from TorchScript: a refusal names every other node together.
std::vector<std::string> known_operators() {
    std::vector<std::string> operators;
    for (const nnir::Op* op : nnir::all_ops())
        for (const nnir::ImportRule& rule : op->imports())
            if (rule.front_end == "torchscript") operators.push_back(rule.op);
    return operators;
}

}  // namespace

ImportOptions import_options(const ModelOptions& options, const ModelProbe& probe) {
    std::vector<std::string> names;
    for (const ModelProbe::Input& input : probe.inputs)
        if (input.type.find("Tensor") != std::string::npos) names.push_back(input.name);
    ImportOptions result;
    result.method = options.method;
    result.input_values = options.input_values;
    result.operators = known_operators();
    result.refusals = ops::known_refusals("torchscript");
    result.input_shapes.resize(names.size());
    const std::string known = joined_names(names, std::identity());
    const auto refuse = [&](const std::string& message) {
        throw Error(FailureKind::bad_shape, fmt::format("{}; the tensor inputs are: {}", message, known),
                    "Give one --input-shape NAME=SHAPE for each.");
    };
    for (const auto& [name, shape] : options.input_shapes) {
        if (name.empty()) continue;
        const auto at = std::ranges::find(names, name);
        if (at == names.end()) {
            // An optional input, or none: the import knows.
            if (!result.named_input_shapes.try_emplace(name, shape).second)
                refuse(fmt::format("the shape of input \"{}\" is given twice", name));
            continue;
        }
        std::optional<Shape>& place = result.input_shapes[static_cast<std::size_t>(at - names.begin())];
        if (place) refuse(fmt::format("the shape of input \"{}\" is given twice", name));
        place = shape;
    }
    for (const auto& [name, shape] : options.input_shapes) {
        if (!name.empty()) continue;
        const auto place =
            std::ranges::find_if(result.input_shapes, [](const auto& s) { return !s.has_value(); });
        if (place == result.input_shapes.end())
            refuse(fmt::format("the shape {} is one more than there are inputs", to_text(shape)));
        *place = shape;
    }
    if (!result.named_input_shapes.empty()) {
        // Optional inputs stand among the others: positions would count them.
        for (std::size_t i = 0; i < names.size(); ++i)
            if (result.input_shapes[i]) result.named_input_shapes[names[i]] = *result.input_shapes[i];
        result.input_shapes.clear();
    }
    return result;
}

StreamingAxes resolve_axes(const std::vector<AxisOption>& axes, const ImportedGraph& imported) {
    StreamingAxes result(imported.inputs.size());
    std::vector<bool> given(imported.inputs.size());
    const auto refuse = [](const std::string& message) {
        throw Error(FailureKind::cannot_stream, message,
                    "Give --streaming-axis NAME=AXIS, axes counted from 0.");
    };
    const auto set = [&](std::size_t index, std::optional<int> axis) {
        const ImportedValue& value = input_value(imported, index);
        if (given[index])
            refuse(fmt::format("the streaming axis of input \"{}\" is given twice", value.name));
        given[index] = true;
        const auto rank = static_cast<int>(value.shape.size());
        if (axis && (*axis < -rank || *axis >= rank)) {
            refuse(fmt::format("input \"{}\" ({}) has no axis {}", value.name, to_text(value.shape), *axis));
        }
        if (axis) result[index] = *axis < 0 ? *axis + rank : *axis;
    };
    for (const AxisOption& option : axes) {
        if (option.input.empty()) continue;
        std::size_t index = 0;
        while (index < result.size() && input_value(imported, index).name != option.input) ++index;
        if (index == result.size()) {
            refuse(fmt::format(
                "there is no input \"{}\" (inputs: {})", option.input,
                joined_names(imported.inputs, [&](std::uint32_t i) { return imported.values[i].name; })));
        }
        set(index, option.axis);
    }
    for (const AxisOption& option : axes) {
        if (!option.input.empty()) continue;
        const auto next = std::ranges::find(given, false);
        if (next == given.end()) {
            refuse(fmt::format("{} streaming axes for {} inputs", axes.size(), imported.inputs.size()));
        }
        set(static_cast<std::size_t>(next - given.begin()), option.axis);
    }
    return result;
}

std::vector<AxisOption> stored_axes(const ModelProbe& probe, const ImportedGraph& imported) {
    std::vector<AxisOption> axes;
    bool any = false;
    for (const std::uint32_t input : imported.inputs) {
        const std::string& name = imported.values[input].name;
        const auto told = std::ranges::find(probe.inputs, name, &ModelProbe::Input::name);
        AxisOption axis{.input = name, .axis = std::nullopt};
        if (told != probe.inputs.end() && told->streaming_axis.value_or(-1) >= 0)
            axis.axis = told->streaming_axis;
        any = any || axis.axis.has_value();
        axes.push_back(std::move(axis));
    }
    return any ? axes : std::vector<AxisOption>{};
}

StreamOptions stream_options(const ModelOptions& options, const ImportedGraph& imported) {
    return {.axes = resolve_axes(options.streaming_axes, imported), .readout = options.readout};
}

LoadedModel load_model(const std::filesystem::path& file, const ModelOptions& options, const JobControl& job,
                       LoadAttempt* attempt) {
    LoadedModel model;
    model.file = file;
    model.name = file.stem().string();
    model.options = options;
    job.report(0.0, "reading the file");
    model.worker = std::make_shared<ModelWorker>(ModelSession(file, job, {.trust = options.trust}));
    const std::lock_guard lock(model.worker->mutex);
    model.probe = model.worker->session.probe(options.method, job);
    job.report(0.3, "importing");
    std::optional<ImportedGraph> partial;
    try {
        model.file_graph = std::make_shared<const ImportedGraph>(
            model.worker->session.import(import_options(options, model.probe), job, &partial));
    } catch (const Error&) {
        if (partial && attempt != nullptr)
            attempt->imported = std::make_shared<const ImportedGraph>(*std::move(partial));
        throw;
    }
    model.imported =
        options.states.empty()
            ? model.file_graph
            : std::make_shared<const ImportedGraph>(bind_states(*model.file_graph, options.states));
    if (attempt != nullptr) attempt->imported = model.imported;
    if (options.streaming_axes.empty() && options.use_stored_axes) {
        model.options.streaming_axes = stored_axes(model.probe, *model.imported);
        model.axes_are_stored = !model.options.streaming_axes.empty();
    }
    job.report(0.8, "making the graphs");
    model.graphs = std::make_shared<const ModelGraphs>(
        build_graphs(*model.imported, stream_options(model.options, *model.imported), job));
    return model;
}

LoadedModel with_streaming(const LoadedModel& model, const std::vector<AxisOption>& axes, Readout readout,
                           const JobControl& job) {
    LoadedModel result = model;
    result.options.streaming_axes = axes;
    result.options.readout = readout;
    result.axes_are_stored = false;
    result.graphs = std::make_shared<const ModelGraphs>(
        build_graphs(*model.imported, stream_options(result.options, *model.imported), job));
    return result;
}

std::shared_ptr<const nnir::Graph> compiled_graph(const LoadedModel& model) {
    std::shared_ptr<const nnir::Graph> graph = model.graphs->compiled_form();
    if (model.options.precision.empty()) return graph;
    return std::make_shared<const nnir::Graph>(with_precision(*graph, model.options.precision));
}

CompiledProgram compile_model(const LoadedModel& model, const AcceleratorConfig& config,
                              const JobControl& job, const SearchOptions& search) {
    CompileOptions options{.model_name = model.name,
                           .model_sha256 = model.imported->model_sha256,
                           .input_axes = {},
                           .output_axes = {},
                           .warm_up = model.graphs->warm_up,
                           .search = search,
                           .cores = model.options.cores};
    if (model.graphs->streaming) {
        options.input_axes = model.graphs->input_axes;
        options.output_axes = model.graphs->output_axes;
    }
    const std::shared_ptr<const nnir::Graph> graph = compiled_graph(model);
    return compile(*graph, fp32_outputs(*graph, model.options.precision), config, options, job);
}

std::vector<std::string> model_notes(const LoadedModel& model) {
    std::vector<std::string> notes = model.imported->notes;
    if (model.axes_are_stored) {
        std::string axes;
        for (const AxisOption& axis : model.options.streaming_axes) {
            axes += fmt::format("{}{} {}", axes.empty() ? "" : ", ", axis.input,
                                axis.axis ? std::to_string(*axis.axis) : "none");
        }
        notes.push_back(
            fmt::format("streamed along the axes that the author stored in the file ({}); "
                        "--streaming-axis none leaves that out",
                        axes));
    }
    for (const StateProposal& proposal : model.imported->state_proposals) {
        notes.push_back(
            fmt::format("{0} and {1} look like state passed in and out ({2}): --state {0}={1} keeps it "
                        "between inferences",
                        proposal.input, proposal.output, proposal.reason));
    }
    if (model.graphs->readout_axes && !model.graphs->streaming) {
        std::string axes;
        for (const std::optional<int>& axis : *model.graphs->readout_axes)
            axes += fmt::format(" --streaming-axis {}", axis ? std::to_string(*axis) : "none");
        notes.push_back(fmt::format(
            "the model answers with the last position of a window; with{} --readout every-step it "
            "takes one position per inference, its state carried on",
            axes));
    }
    return notes;
}

std::optional<std::int64_t> sequence_length(const LoadedModel& model) {
    if (!model.graphs->streaming) return std::nullopt;
    for (std::size_t i = 0; i < model.graphs->input_axes.size(); ++i) {
        const std::optional<int>& axis = model.graphs->input_axes[i];
        if (axis) return input_value(*model.imported, i).shape[static_cast<std::size_t>(*axis)];
    }
    return std::nullopt;
}

}  // namespace lockstep
