#pragma once

#include <optional>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/nnir/graph.h"
#include "core/support/error.h"

namespace lockstep {

/// An imported graph as something to look at where no NNIR could be made of it: nodes have no Op, their
/// attribute "op" is the front end's operator without its namespace, and constants are left out. It goes to
/// views only; no pass takes it.
struct ImportedPicture {
    nnir::Graph graph;
    /// Per node of the failure: where it stands in the graph; absent if it stands nowhere.
    std::vector<std::optional<nnir::NodeId>> places;
};

/// `imported` is a whole graph whose nodes were refused later, or what could be imported around the refused
/// places (see ModelSession::import).
ImportedPicture picture_of(const ImportedGraph& imported, const Failure& failure);

}  // namespace lockstep
