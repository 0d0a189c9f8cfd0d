#pragma once

#include "core/compiler/compile_work.h"
#include "core/compiler/emit.h"

namespace lockstep::compiler {

/// Nodes, inputs, outputs and states of the graph as a program tells them. `list` is the graph legalised.
GraphView view_graph(const nnir::Graph& graph, const lowering::WorkList& list, const CompileOptions& options);

/// Stream positions of inputs or outputs.
std::vector<IoTensor> map_streams(std::vector<IoTensor> tensors,
                                  const std::vector<lowering::IoVectors>& vectors,
                                  const lowering::WorkList& list, const Tiling& tiling);

/// Where the states can be read.
std::vector<StateEntry> map_states(const Plan& plan, const GraphView& view);

/// The nodes with the weight blocks that they keep, over all cores, and what is fused into what.
std::vector<ProgramNode> map_nodes(const Plan& plan, const GraphView& view, const NodeIndex& index);

}  // namespace lockstep::compiler
