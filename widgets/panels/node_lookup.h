#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/passes/pipeline.h"

namespace lockstep {

/// A node and the stage of the graph that it was found in.
struct FoundNode {
    const nnir::Graph* graph = nullptr;
    const nnir::Node* node = nullptr;
    std::size_t stage = 0;
};

/// The node of this id: in the compiled form if it is there, else in the canonical graph, else in any stage.
std::optional<FoundNode> findNode(const ModelGraphs& graphs, std::uint32_t id);

/// What stands for the node in the compiled form: itself, or what the passes made of it.
std::vector<std::uint32_t> compiledCounterparts(const ModelGraphs& graphs, std::uint32_t id);

/// The node that a failure's words are about (operator and module path as far as given); nullopt if none
/// fits.
std::optional<std::uint32_t> findFailureNode(const ModelGraphs& graphs, const FailureNode& failure);

/// "Lstm lstm · layer 0": the node as the graph calls it.
std::string nodeTitle(const nnir::Graph& graph, const nnir::Node& node);

}  // namespace lockstep
