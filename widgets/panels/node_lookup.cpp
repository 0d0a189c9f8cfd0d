#include "widgets/panels/node_lookup.h"

#include <algorithm>

#include "core/nnir/node_words.h"
#include "core/nnir/op.h"

namespace lockstep {
namespace {

const nnir::Node* findIn(const ModelGraphs& graphs, std::size_t stage, std::uint32_t id) {
    return graphs.stages[stage].graph->find_node(nnir::NodeId{id});
}

std::size_t compiledStage(const ModelGraphs& graphs) {
    return graphs.streaming.value_or(graphs.canonical);
}

}  // namespace

std::optional<FoundNode> findNode(const ModelGraphs& graphs, std::uint32_t id) {
    std::vector<std::size_t> order = {compiledStage(graphs), graphs.canonical};
    for (std::size_t stage = graphs.stages.size(); stage-- > 0;) order.push_back(stage);
    for (const std::size_t stage : order) {
        if (const nnir::Node* node = findIn(graphs, stage, id)) {
            return FoundNode{graphs.stages[stage].graph.get(), node, stage};
        }
    }
    return std::nullopt;
}

std::vector<std::uint32_t> compiledCounterparts(const ModelGraphs& graphs, std::uint32_t id) {
    const std::size_t compiled = compiledStage(graphs);
    if (findIn(graphs, compiled, id) != nullptr) return {id};
    const std::optional<FoundNode> found = findNode(graphs, id);
    if (!found || found->stage >= compiled) return {};
    const NodeMapping mapping = map_nodes(graphs, found->stage, compiled);
    std::vector<std::uint32_t> result;
    if (const auto entry = mapping.forward.find(nnir::NodeId{id}); entry != mapping.forward.end()) {
        for (const nnir::NodeId node : entry->second) result.push_back(node.value);
    }
    return result;
}

std::optional<std::uint32_t> findFailureNode(const ModelGraphs& graphs, const FailureNode& failure) {
    if (failure.op.empty() && failure.module.empty()) return std::nullopt;
    for (const std::size_t stage : {compiledStage(graphs), graphs.canonical}) {
        for (const nnir::Node& node : graphs.stages[stage].graph->nodes) {
            if (node.provenance.module != failure.module) continue;
            if (failure.op.empty() || node.op->name() == failure.op) return node.id.value;
        }
    }
    return std::nullopt;
}

std::string nodeTitle(const nnir::Graph& graph, const nnir::Node& node) {
    return nnir::operator_word(node) + " " + nnir::node_place(graph, node);
}

}  // namespace lockstep
