#pragma once

#include "core/nnir/graph.h"

namespace lockstep {

/// Solves the data dimension of every value of the graph: what operators demand is propagated in both
/// directions; what nothing demands becomes the last axis that works. Throws Error(unsupported) naming both
/// nodes where two demands meet.
nnir::Graph solve_data_dimensions(const nnir::Graph& graph);

}  // namespace lockstep
