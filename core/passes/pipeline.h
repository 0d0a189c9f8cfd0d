#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/nnir/graph.h"
#include "core/support/job_control.h"

namespace lockstep {

enum class ChangeKind : std::uint8_t { removed, added, changed };

/// One thing that a pass did and why. `before` are node ids of the graph before, `after` of the graph after
/// (removed: before only; added: after only; changed or replaced: both; many to many).
struct Change {
    ChangeKind kind = ChangeKind::changed;
    std::vector<nnir::NodeId> before;
    std::vector<nnir::NodeId> after;
    std::string reason;  ///< a sentence for people
};

struct PassRecord {
    std::string pass;  ///< "import", "pad_to_causal", "streaming_transform", …
    std::vector<Change> changes;
};

/// One graph of the way through, and how it came from the one before. Weights are shared between all of them.
struct GraphStage {
    std::shared_ptr<const nnir::Graph> graph;
    PassRecord record;
};

/// Streaming axis per graph input: the user's wish. An input without one has the same value in each
/// inference.
using StreamingAxes = std::vector<std::optional<int>>;

/// What becomes of a readout: a result of the last position of a window alone.
enum class Readout : std::uint8_t {
    refuse,      ///< the model does not stream; its whole window is one inference
    every_step,  ///< it is made of every position: one output per step, with the state carried on
};

struct StreamOptions {
    StreamingAxes axes;
    Readout readout = Readout::refuse;
};

struct ModelGraphs {
    std::vector<GraphStage>
        stages;  ///< imported first; only stages that changed something, and the last of each part
    std::size_t imported = 0;              ///< index of the graph as imported
    std::size_t canonical = 0;             ///< index of the NNIR that is shown and compiled without streaming
    std::optional<std::size_t> streaming;  ///< index of the streaming form
    /// Of the compiled form; all nullopt if it is not streamed.
    std::vector<std::optional<int>> input_axes;
    std::vector<std::optional<int>> output_axes;
    /// Inferences of the streaming form before its first valid output.
    std::int64_t warm_up = 0;
    /// The axes along which the model ends in a last-step readout and streams with Readout::every_step; the
    /// given ones if there are such. Nothing if it has no such readout.
    std::optional<StreamingAxes> readout_axes;

    /// True if the model carries its own state: each inference is one step already, without a streaming form.
    bool steps_itself() const { return canonical_graph().has_state(); }
    const nnir::Graph& canonical_graph() const { return *stages[canonical].graph; }
    /// The form that is compiled: the streaming form if there is one, else the canonical graph.
    std::shared_ptr<const nnir::Graph> compiled_form() const {
        return stages[streaming.value_or(canonical)].graph;
    }
};

/// ImportedGraph -> NNIR -> canonicalize -> streaming_transform (if any axis is given) -> data dimensions.
/// Throws Error(unsupported) with all nodes that no operator takes, Error(cannot_stream) with the node and
/// the reason, Error(unsupported) for a data dimension conflict, naming both nodes.
ModelGraphs build_graphs(const ImportedGraph& imported, const StreamOptions& options,
                         const JobControl& job = {});
ModelGraphs build_graphs(const ImportedGraph& imported, const StreamingAxes& axes,
                         const JobControl& job = {});

/// Which node of `from` stands for which nodes of `to` (ids), composed from the records between two stages.
/// Nodes that no record mentions stand for themselves. Nodes with an empty list have no counterpart.
struct NodeMapping {
    std::map<nnir::NodeId, std::vector<nnir::NodeId>> forward;
    std::map<nnir::NodeId, std::vector<nnir::NodeId>> backward;
};
NodeMapping map_nodes(const ModelGraphs& graphs, std::size_t from, std::size_t to);

}  // namespace lockstep
