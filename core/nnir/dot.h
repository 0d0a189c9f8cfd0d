#pragma once

#include <string>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// The graph in Graphviz's DOT language: a box per node, labelled edges, states read from and written to at
/// their nodes.
std::string to_dot(const Graph& graph);

}  // namespace lockstep::nnir
