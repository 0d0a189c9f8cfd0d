#pragma once

#include <string>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep::test {

struct CarriedGraph {
    std::string name;
    nnir::Graph graph;
};

/// Graphs that carry states of their own, as models do that keep buffers: recurrences of any cell, windows,
/// running figures, delay lines. One inference takes one position.
std::vector<CarriedGraph> carried_graphs();

}  // namespace lockstep::test
