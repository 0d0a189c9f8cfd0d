#pragma once

#include <string>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// What people call the node's operator: "Multiply" of the family Pointwise, "ReLU" or "ReLU6" of a Clamp
/// with those limits, else the operator's own name.
std::string operator_word(const Node& node);

/// Where the node stands in the model: its module with its number in a stack of layers, "lstm · layer 1"; the
/// name of its first output where it is in no module.
std::string node_place(const Graph& graph, const Node& node);

}  // namespace lockstep::nnir
