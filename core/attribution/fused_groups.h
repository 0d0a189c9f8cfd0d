#pragma once

#include <cstddef>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep {

/// The nodes of a graph in groups that the machine computes as one, as their legalised work has been fused:
/// what a node gives to another one of its group is never rounded or written. Places in graph.nodes, rising
/// in each group; the groups in an order in which each comes behind those that it reads. A node that lies
/// between two of a group belongs to it. The data dimensions are solved. A graph that cannot be legalised has
/// a group per node.
std::vector<std::vector<std::size_t>> fused_groups(const nnir::Graph& graph);

}  // namespace lockstep
