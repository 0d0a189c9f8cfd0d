#pragma once

#include "core/import/imported_graph.h"
#include "core/nnir/graph.h"

namespace lockstep {

/// Gives the outputs of a graph the names that the model's outputs have in the imported graph: what --state,
/// data files, tables and reports call them is one name. A value that had the name takes the output's old
/// one; an output that is an input or a state's value keeps its own, and so does what is an output twice.
void name_outputs(nnir::Graph& graph, const ImportedGraph& imported);

}  // namespace lockstep
