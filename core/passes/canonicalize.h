#pragma once

#include <vector>

#include "core/passes/pass.h"
#include "core/support/job_control.h"

namespace lockstep {

/// Every pass returns a graph that computes the same, and says what it changed. One file each.
PassResult remove_identities(
    const nnir::Graph& graph);  ///< reshapes, transposes, slices, pads, clamps that change nothing
PassResult merge_reshapes(const nnir::Graph& graph);  ///< a reshape of a reshape, a transpose of a transpose
PassResult merge_moves(
    const nnir::Graph& graph);  ///< slices of slices and of joined parts, joins of joined parts
PassResult unwrap_lstm(
    const nnir::Graph& graph);  ///< an axis of extent 1 added in front of an Lstm is added behind it
PassResult unwrap_states(
    const nnir::Graph& graph);  ///< states in the shape, and in the parts, that they are used in
PassResult fold_bias(
    const nnir::Graph& graph);  ///< a constant added to a Linear without bias becomes its bias
PassResult fold_negation(
    const nnir::Graph& graph);  ///< a sum with the opposite of a value becomes a difference
PassResult restore_cells(const nnir::Graph& graph);  ///< the parts of an LSTM's or GRU's cell become the cell
PassResult cut_to_causal(const nnir::Graph& graph);  ///< padding of a Conv1d that a slice cuts off again
PassResult pad_to_causal(const nnir::Graph& graph);  ///< a Pad becomes the history of the Conv1d behind it
PassResult remove_dead_nodes(const nnir::Graph& graph);  ///< nodes that no output needs

struct NamedPass {
    const char* name;
    PassResult (*run)(const nnir::Graph&);
};
/// The passes of canonicalize in the order of a round.
const std::vector<NamedPass>& canonical_passes();

/// Runs rounds of the passes until none changes anything; returns the result of each that did.
std::vector<PassResult> canonicalize(const nnir::Graph& graph, const JobControl& job = {});

/// The passes that a streaming form needs: what is left of an axis that is gone vanishes. Likewise in rounds.
std::vector<PassResult> tidy_streaming_form(const nnir::Graph& graph);

}  // namespace lockstep
