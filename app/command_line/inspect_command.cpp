#include <fmt/format.h>

#include <array>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/layout/graph_scene.h"
#include "core/layout/graph_svg.h"
#include "core/layout/layout_client.h"
#include "core/nnir/dot.h"
#include "core/nnir/json.h"
#include "core/nnir/text.h"
#include "core/program/disassembly.h"
#include "core/program/program_file.h"
#include "core/report/operator_support.h"
#include "core/report/report.h"
#include "core/report/size_report.h"
#include "core/report/svg_plot.h"
#include "core/run/weight_arrays.h"

namespace lockstep::cli {
namespace {

constexpr std::array<std::string_view, 4> stages = {"imported", "canonical", "streaming", "scheduled"};

std::string_view kind_name(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::removed:
            return "removed";
        case ChangeKind::added:
            return "added";
        case ChangeKind::changed:
            return "changed";
    }
    return "changed";
}

Json json_ids(const std::vector<nnir::NodeId>& ids) {
    Json list = Json::array();
    for (const nnir::NodeId id : ids) list.push_back(id.value);
    return list;
}

/// What the passes up to a stage did.
Json json_passes(const ModelGraphs& graphs, std::size_t stage) {
    Json passes = Json::array();
    for (std::size_t i = 0; i <= stage; ++i) {
        const PassRecord& record = graphs.stages[i].record;
        Json changes = Json::array();
        for (const Change& change : record.changes) {
            changes.push_back({{"kind", kind_name(change.kind)},
                               {"before", json_ids(change.before)},
                               {"after", json_ids(change.after)},
                               {"reason", change.reason}});
        }
        passes.push_back({{"pass", record.pass}, {"changes", std::move(changes)}});
    }
    return passes;
}

std::string passes_text(const ModelGraphs& graphs, std::size_t stage) {
    std::string text;
    for (std::size_t i = 0; i <= stage; ++i) {
        const PassRecord& record = graphs.stages[i].record;
        // The import record says of every node only where it comes from, which stands with the nodes.
        if (i == graphs.imported) continue;
        for (const Change& change : record.changes)
            text += fmt::format("  {}: {}: {}\n", record.pass, kind_name(change.kind), change.reason);
    }
    return text.empty() ? text : "\npasses\n" + text;
}

/// What the published accelerators make of the graph: one sentence, and each node that is not theirs as it
/// is.
std::string support_lines(const nnir::Graph& graph) {
    std::vector<OpRow> rows;
    std::string nodes;
    for (const nnir::Node& node : graph.nodes) {
        OpRow row;
        row.op = node.op->name();
        row.support = node.op->support(nnir::bind(graph, node));
        if (row.support.level != nnir::SupportLevel::published) {
            nodes +=
                fmt::format("  n{} {}: {}{}{}\n", node.id.value, row.op, support_label(row.support.level),
                            row.support.note.empty() ? "" : ", ", row.support.note);
        }
        rows.push_back(std::move(row));
    }
    return "\nsupport: " + support_text(count_support(rows)) + "\n" + nodes;
}

std::size_t stage_index(const Arguments& arguments, const ModelGraphs& graphs) {
    if (arguments.stage.empty()) return graphs.streaming.value_or(graphs.canonical);
    if (arguments.stage == "imported") return graphs.imported;
    if (arguments.stage == "canonical") return graphs.canonical;
    if (!graphs.streaming) {
        fail_usage("--stage streaming needs a streaming axis",
                   fmt::format("Add --streaming-axis AXIS behind {}.", arguments.files.front().file));
    }
    return *graphs.streaming;
}

Json scheduled_json(const CompiledProgram& compiled) {
    const Program& program = *compiled.program;
    Json cores = Json::array();
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        Json instructions = Json::array();
        const CoreProgram& code = program.cores[core];
        for (std::size_t i = 0; i < code.stream.size(); ++i) {
            Json entry = {{"index", i},
                          {"mnemonic", mnemonic(code.stream[i])},
                          {"state_update", static_cast<bool>(code.state_update[i])}};
            if (code.node_of[i] < program.nodes.size()) {
                const ProgramNode& node = program.nodes[code.node_of[i]];
                entry["node"] = node.id;
                entry["op"] = node.op;
                entry["module"] = node.module;
                entry["source"] = {{"file", node.file}, {"line", node.line}, {"text", node.text}};
            }
            instructions.push_back(std::move(entry));
        }
        cores.push_back({{"core", core}, {"instructions", std::move(instructions)}});
    }
    for (const TimelineEvent& event : compiled.timeline->events) {
        Json& entry = cores[event.core]["instructions"][event.instruction];
        entry["events"].push_back({{"unit", name(event.unit)},
                                   {"start_cycle", event.start},
                                   {"end_cycle", event.end},
                                   {"ready_cycle", event.ready},
                                   {"waited_for", name(event.waited_for)}});
    }
    Json json = json_head(true);
    json["stage"] = "scheduled";
    json["model"] = program.model_name;
    json["model_sha256"] = program.model_sha256;
    json["config"] = program.config.name;
    json["comparable_with_published"] = program.departures().empty();
    json["departures"] = program.departures();
    json["cores"] = std::move(cores);
    return json;
}

std::string scheduled(const Arguments& arguments, const CompiledProgram& compiled) {
    if (arguments.format == "json") return to_text(scheduled_json(compiled));
    if (arguments.format == "svg") return timeline_plot(*compiled.program, *compiled.timeline).svg;
    return disassemble(*compiled.program, *compiled.timeline);
}

/// The streams of a program file, which has no other stage.
std::string saved_program(const Arguments& arguments, const FileArgument& file) {
    if (file.has_options)
        fail_usage(fmt::format("\"{}\" is a program: model options belong to a MODEL", file.file),
                   "Leave them out, or give the model.");
    if (arguments.config || (!arguments.stage.empty() && arguments.stage != "scheduled"))
        fail_usage(fmt::format("\"{}\" is a program, which is compiled for its config already", file.file),
                   "Leave --config out; the only stage that a program has is scheduled.");
    refuse_recompiling(arguments, file);
    const ProgramSet set = load_programs(file.file);
    if (set.models.size() > 1 && arguments.format != "text")
        fail_usage(fmt::format("\"{}\" holds {} models: {}", file.file, set.models.size(), model_list(set)),
                   "Programs of several models are listed with --format text.");
    std::string text;
    for (const std::shared_ptr<const Program>& program : set.models)
        text += scheduled(arguments, {program, std::make_shared<const Timeline>(play(*program))});
    return text;
}

/// The stages of the graph are the same however it is compiled.
void refuse_build_options(const Arguments& arguments) {
    if (arguments.build == BuildOptions() && arguments.files.front().options.cores.empty()) return;
    fail_usage("--optimize, --quick, --seeds, --state-reset and --cores belong to --stage scheduled",
               "The other stages are the same however the model is compiled.");
}

Json json_streaming(const LoadedModel& model) {
    const auto axes = [](const std::vector<std::optional<int>>& list) {
        Json json = Json::array();
        for (const std::optional<int>& axis : list) json.push_back(axis ? Json(*axis) : Json(nullptr));
        return json;
    };
    const ModelGraphs& graphs = *model.graphs;
    Json proposals = Json::array();
    for (const StateProposal& proposal : model.imported->state_proposals)
        proposals.push_back(
            {{"input", proposal.input}, {"output", proposal.output}, {"reason", proposal.reason}});
    return {{"input_axes", axes(graphs.input_axes)},
            {"output_axes", axes(graphs.output_axes)},
            {"warm_up", graphs.warm_up},
            {"readout_axes", graphs.readout_axes ? axes(*graphs.readout_axes) : Json(nullptr)},
            {"state_proposals", std::move(proposals)}};
}

std::string graph_stage(const Arguments& arguments, const LoadedModel& model) {
    const ModelGraphs& graphs = *model.graphs;
    const std::size_t index = stage_index(arguments, graphs);
    const std::size_t compiled = graphs.streaming.value_or(graphs.canonical);
    const auto shown = index == compiled ? compiled_graph(model) : graphs.stages[index].graph;
    const nnir::Graph& graph = *shown;
    if (!arguments.weights.empty()) write_npz(arguments.weights, weight_arrays(graph));
    if (arguments.format == "dot") return nnir::to_dot(graph);
    if (arguments.format == "svg")
        return graph_to_svg(graph, layout_graph(layout_request(make_scene(graph)), interruptible()));
    if (arguments.format == "text") {
        std::string text = nnir::full_text(graph) + passes_text(graphs, index) + support_lines(graph) +
                           size_text(graph_size(graph));
        if (graphs.streaming == index && graphs.warm_up > 0)
            text += "warm-up: " + warm_up_text(graphs.warm_up) + "\n";
        for (const std::string& note : model_notes(model)) text += "note: " + note + "\n";
        return text;
    }
    Json json = json_head(true);
    json["stage"] = index == compiled && graphs.streaming ? "streaming"
                    : index == graphs.canonical           ? "canonical"
                                                          : "imported";
    json["model"] = model.name;
    json["model_sha256"] = model.imported->model_sha256;
    json.update(nnir::to_json(graph));
    add_sizes(json, graph_size(graph));
    json["passes"] = json_passes(graphs, index);
    json["notes"] = model_notes(model);
    json["streaming"] = json_streaming(model);
    return to_text(json);
}

}  // namespace

int inspect_command(const Arguments& arguments) {
    if (!arguments.stage.empty() && std::ranges::find(stages, arguments.stage) == stages.end()) {
        fail_usage(fmt::format("there is no stage \"{}\"", arguments.stage),
                   "The stages are imported, canonical, streaming and scheduled.");
    }
    const bool is_scheduled = arguments.stage == "scheduled";
    if (arguments.config && !is_scheduled && !looks_like_program(arguments.files.front().file))
        fail_usage("--config belongs to --stage scheduled",
                   "The other stages are the same for every accelerator.");
    if ((is_scheduled || looks_like_program(arguments.files.front().file)) && arguments.format == "dot")
        fail_usage("a schedule is no graph: --stage scheduled has no format dot",
                   "It has text, json and svg.");
    const FileArgument& file = arguments.files.front();
    if (!arguments.weights.empty() && (is_scheduled || looks_like_program(file.file)))
        fail_usage("--weights writes those of a graph, and a schedule has none of its own",
                   "Give the model, without --stage scheduled.");
    if (looks_like_program(file.file)) {
        write_standard_output(saved_program(arguments, file));
    } else if (is_scheduled) {
        write_standard_output(scheduled(arguments, prepare(arguments).compiled));
    } else {
        refuse_build_options(arguments);
        write_standard_output(graph_stage(arguments, load_model(file.file, file.options, interruptible())));
    }
    return exit_done;
}

}  // namespace lockstep::cli
