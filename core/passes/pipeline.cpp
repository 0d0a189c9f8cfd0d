#include "core/passes/pipeline.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/nnir/streaming_rule.h"
#include "core/nnir/verify.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/import_nnir.h"
#include "core/passes/output_names.h"
#include "core/passes/streaming_transform.h"

namespace lockstep {
namespace {

using Mapping = std::map<nnir::NodeId, std::vector<nnir::NodeId>>;

PassRecord import_record(const nnir::Graph& graph) {
    PassRecord record{.pass = "import", .changes = {}};
    for (const nnir::Node& node : graph.nodes)
        record.changes.push_back(
            {.kind = ChangeKind::added, .before = {}, .after = {node.id}, .reason = "imported"});
    return record;
}

/// A pass that leaves a broken graph is our own bug: it ends here, not in a wrong number.
void judge(const nnir::Graph& graph, const std::string& pass, bool data_dims_solved) {
    const std::vector<std::string> findings = nnir::verify(graph, {.data_dims_solved = data_dims_solved});
    if (!findings.empty())
        throw Error(FailureKind::internal, "the graph behind " + pass + " is not sound: " + findings.front());
}

void add_stage(ModelGraphs& graphs, const ImportedGraph& imported, nnir::Graph graph, PassRecord record) {
    name_outputs(graph, imported);
    judge(graph, record.pass, false);
    graphs.stages.push_back({std::make_shared<const nnir::Graph>(std::move(graph)), std::move(record)});
}

/// Solves the data dimensions of the last stage. Nodes that this takes make one more stage, or, where they
/// are not wanted, leave the dimensions open.
void solve(ModelGraphs& graphs, bool new_nodes) {
    const nnir::Graph& before = *graphs.stages.back().graph;
    nnir::Graph solved = solve_data_dimensions(before);
    judge(solved, "solving the data dimensions", true);
    PassRecord record{.pass = "data_dimensions", .changes = {}};
    for (const nnir::Node& node : solved.nodes)
        if (before.find_node(node.id) == nullptr)
            record.changes.push_back({.kind = ChangeKind::added,
                                      .before = {},
                                      .after = {node.id},
                                      .reason = "the nodes around it need the value along different axes"});
    if (record.changes.empty()) {
        graphs.stages.back().graph = std::make_shared<const nnir::Graph>(std::move(solved));
    } else if (new_nodes) {
        graphs.stages.push_back({std::make_shared<const nnir::Graph>(std::move(solved)), std::move(record)});
    }
}

bool any_axis(const StreamingAxes& axes) {
    return std::any_of(axes.begin(), axes.end(), [](const auto& axis) { return axis.has_value(); });
}

std::vector<std::optional<int>> optional_axes(const std::vector<int>& axes) {
    std::vector<std::optional<int>> result;
    for (const int axis : axes) result.push_back(axis == nnir::no_axis ? std::nullopt : std::optional(axis));
    return result;
}

/// Nodes of `graph` that `ids` became by the record of the next stage.
std::set<nnir::NodeId> step_forward(const std::set<nnir::NodeId>& ids, const GraphStage& next) {
    std::set<nnir::NodeId> result;
    for (const nnir::NodeId id : ids) {
        bool mentioned = false;
        for (const Change& change : next.record.changes) {
            if (std::find(change.before.begin(), change.before.end(), id) == change.before.end()) continue;
            mentioned = true;
            result.insert(change.after.begin(), change.after.end());
        }
        if (!mentioned && next.graph->find_node(id) != nullptr) result.insert(id);
    }
    return result;
}

}  // namespace

ModelGraphs build_graphs(const ImportedGraph& imported, const StreamOptions& options, const JobControl& job) {
    ModelGraphs graphs;
    nnir::Graph graph = import_nnir(imported);
    PassRecord record = import_record(graph);
    add_stage(graphs, imported, std::move(graph), std::move(record));
    for (PassResult& result : canonicalize(*graphs.stages.front().graph, job))
        add_stage(graphs, imported, std::move(result.graph), std::move(result.record));
    graphs.canonical = graphs.stages.size() - 1;
    graphs.input_axes.assign(graphs.canonical_graph().inputs.size(), std::nullopt);
    graphs.output_axes.assign(graphs.canonical_graph().outputs.size(), std::nullopt);

    const bool streams = any_axis(options.axes);
    try {
        solve(graphs, !streams);
        graphs.canonical = graphs.stages.size() - 1;
    } catch (const Error& error) {
        if (!streams || error.failure().kind != FailureKind::unsupported) throw;
        // The whole graph is shown, not compiled: its data dimensions may stay open when only one position
        // runs at a time.
    }
    job.check();
    graphs.readout_axes = readout_axes(graphs.canonical_graph(), options.axes);
    if (!streams) return graphs;
    StreamedGraph streamed = streaming_transform(graphs.canonical_graph(), options);
    graphs.input_axes = optional_axes(streamed.input_axes);
    graphs.output_axes = optional_axes(streamed.output_axes);
    graphs.warm_up = streamed.warm_up;
    add_stage(graphs, imported, std::move(streamed.graph), std::move(streamed.record));
    for (PassResult& result : tidy_streaming_form(*graphs.stages.back().graph))
        add_stage(graphs, imported, std::move(result.graph), std::move(result.record));
    solve(graphs, true);
    graphs.streaming = graphs.stages.size() - 1;
    return graphs;
}

ModelGraphs build_graphs(const ImportedGraph& imported, const StreamingAxes& axes, const JobControl& job) {
    return build_graphs(imported, StreamOptions{.axes = axes}, job);
}

NodeMapping map_nodes(const ModelGraphs& graphs, std::size_t from, std::size_t to) {
    if (from > to) {
        NodeMapping reversed = map_nodes(graphs, to, from);
        return {std::move(reversed.backward), std::move(reversed.forward)};
    }
    NodeMapping mapping;
    for (const nnir::Node& node : graphs.stages[to].graph->nodes) mapping.backward[node.id] = {};
    for (const nnir::Node& node : graphs.stages[from].graph->nodes) {
        std::set<nnir::NodeId> ids{node.id};
        for (std::size_t stage = from + 1; stage <= to; ++stage)
            ids = step_forward(ids, graphs.stages[stage]);
        mapping.forward[node.id] = {ids.begin(), ids.end()};
        for (const nnir::NodeId id : ids) mapping.backward[id].push_back(node.id);
    }
    return mapping;
}

}  // namespace lockstep
