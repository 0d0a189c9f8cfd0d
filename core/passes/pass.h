#pragma once

#include "core/nnir/graph.h"
#include "core/passes/pipeline.h"

namespace lockstep {

/// What a pass returns: the new graph, and what it did and why. No changes: the graph is the one it was
/// given.
struct PassResult {
    nnir::Graph graph;
    PassRecord record;
};

}  // namespace lockstep
