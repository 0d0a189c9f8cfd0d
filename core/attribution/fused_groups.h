#pragma once

#include <cstddef>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep {

/// Nodes that the machine computes as one: places in graph.nodes, rising.
struct FusedGroup {
    std::vector<std::size_t> nodes;
    /// Those of `nodes` that are folded into the work of several groups (a scale into the weights of all that
    /// read it): each of them computes it for itself, and none has its value.
    std::vector<std::size_t> copies;
    friend bool operator==(const FusedGroup&, const FusedGroup&) = default;
};

/// The nodes of a graph as their legalised work has been fused: what a node gives to another one of its group
/// is never rounded or written. The groups stand in an order in which each comes behind those that it reads.
/// A node that lies between two of a group belongs to it. A node whose value something else reads, too, has
/// a group of its own beside its copies. The data dimensions are solved. A graph that cannot be legalised has
/// a group per node.
std::vector<FusedGroup> fused_groups(const nnir::Graph& graph);

}  // namespace lockstep
