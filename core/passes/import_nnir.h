#pragma once

#include "core/import/imported_graph.h"
#include "core/nnir/graph.h"

namespace lockstep {

/// Maps every imported node that an output needs to NNIR by the operators' import rules. Node origins and
/// provenance are kept; tensors share the importer's storage. Throws Error(unsupported) with every node that
/// no rule takes, all at once.
nnir::Graph import_nnir(const ImportedGraph& imported);

}  // namespace lockstep
