#pragma once

#include "core/nnir/graph.h"

namespace lockstep {

/// Gives states that a recurrent cell reads and writes itself their roles, "hidden" and "cell", in place of
/// "carried".
void name_roles(nnir::Graph& graph);

}  // namespace lockstep
