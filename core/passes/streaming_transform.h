#pragma once

#include <cstdint>
#include <vector>

#include "core/passes/pass.h"

namespace lockstep {

/// A graph that takes one position of the sequence per inference.
struct StreamedGraph {
    nnir::Graph graph;
    PassRecord record;
    /// Where the sequence stood in each input, and stands in each output of the whole graph; the axis is gone
    /// from the shapes. nnir::no_axis: the input has the same value in each inference; the output is a
    /// readout, one per inference.
    std::vector<int> input_axes;
    std::vector<int> output_axes;
    /// Inferences before the first valid output: what the whole graph's unpadded convolutions lack in front.
    std::int64_t warm_up = 0;
};

/// Step i + warm_up of the result returns what the whole graph returns at position i, for every i. `axes` has
/// one entry per input (a negative axis counts from the end); an input without one has the same value in each
/// inference. Node and value ids stay, except of the nodes that keep state. With Readout::every_step a
/// last-step readout is one output per step: the last step of a window returns what the whole graph returns
/// for it. Throws Error(cannot_stream) with every node along whose path the axis is lost, its reason, and
/// what would stream.
StreamedGraph streaming_transform(const nnir::Graph& graph, const StreamOptions& options);
StreamedGraph streaming_transform(const nnir::Graph& graph, const StreamingAxes& axes);

/// The axes along which the graph ends in a last-step readout and streams with Readout::every_step: those
/// that are given, or if none is, the first that works. Nothing if there are none.
std::optional<StreamingAxes> readout_axes(const nnir::Graph& graph, const StreamingAxes& axes);

}  // namespace lockstep
