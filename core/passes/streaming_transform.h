#pragma once

#include <vector>

#include "core/passes/pass.h"

namespace lockstep {

/// A graph that takes one position of the sequence per inference.
struct StreamedGraph {
    nnir::Graph graph;
    PassRecord record;
    std::vector<int>
        input_axes;  ///< where the sequence stood in each input; the axis is gone from the shapes
    std::vector<int> output_axes;  ///< where it stands in each output of the whole graph
};

/// Step i of the result returns what the whole graph returns at position i, for every i. `axes` has one entry
/// per input (a negative axis counts from the end); all inputs stream. Node and value ids stay, except of the
/// nodes that keep state. Throws Error(cannot_stream) with every node along whose path the axis is lost, its
/// reason, and what would stream.
StreamedGraph streaming_transform(const nnir::Graph& graph, const StreamingAxes& axes);

}  // namespace lockstep
