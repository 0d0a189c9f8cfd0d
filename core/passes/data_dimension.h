#pragma once

#include "core/nnir/graph.h"

namespace lockstep {

/// Solves the data dimension of every value of the graph: what operators demand is propagated in both
/// directions; what nothing demands becomes the last axis that works. Where two demands meet, a Realign turns
/// the value for one of the two. Throws Error(unsupported) naming the nodes where that is not enough.
nnir::Graph solve_data_dimensions(const nnir::Graph& graph);

}  // namespace lockstep
