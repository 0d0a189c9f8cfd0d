#pragma once

#include <vector>

#include "core/nnir/graph.h"
#include "core/run/npz_writer.h"

namespace lockstep {

/// Every constant tensor of the graph's nodes, fp32, in graph order, named by module and attribute:
/// "encoder.lstm.weight_ih". A name that would stand twice ends in the node: ".n17".
std::vector<OutputArray> weight_arrays(const nnir::Graph& graph);

}  // namespace lockstep
