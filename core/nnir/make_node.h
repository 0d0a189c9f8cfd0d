#pragma once

#include <string>
#include <vector>

#include "core/nnir/op.h"

namespace lockstep::nnir {

/// What a new node is; its outputs are inferred.
struct NewNode {
    std::string op;
    Attributes attributes;
    std::vector<ValueId> inputs;
    std::string name = {};  ///< of its first output; made from the operator if empty
    std::vector<ImportedId> origins = {};
    Provenance provenance = {};
};

/// A node with fresh output values in the graph; the caller places it. Throws what the operator's infer
/// throws.
Node make_node(Graph& graph, const NewNode& node);
/// make_node at the end of the graph; returns its first output.
ValueId append_node(Graph& graph, const NewNode& node);

/// Sorted union without repetitions.
std::vector<ImportedId> merged_origins(const std::vector<ImportedId>& a, const std::vector<ImportedId>& b);

}  // namespace lockstep::nnir
