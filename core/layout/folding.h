#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/nnir/graph.h"

/// Modules of a graph that are drawn as one box each. A module is a path ("encoder.layers.0"); its nodes are
/// those with this path and those of the modules inside it.
namespace lockstep {

struct Folding {
    std::set<std::string>
        folded;        ///< paths that are one box; of those inside each other the outermost counts
    std::string root;  ///< only this module's nodes are drawn; empty: all
    friend bool operator==(const Folding&, const Folding&) = default;
};

/// The folded module that a node of this path is drawn in; nullopt: it has a box of its own.
std::optional<std::string> fold_of(const Folding& folding, const std::string& path);

/// The nodes that are drawn, by the folded module; in graph order.
std::map<std::string, std::vector<nnir::NodeId>> folded_nodes(const nnir::Graph& graph,
                                                              const Folding& folding);

/// For each of the modules the others of them with the same operators, attributes, shapes and connections
/// (constants' values may differ). Modules without such a twin are left out.
std::map<std::string, std::set<std::string>> identical_modules(
    const nnir::Graph& graph, const std::map<std::string, std::vector<nnir::NodeId>>& modules);

/// What to fold so that at most about `most` boxes are drawn: the deepest level of modules at which there are
/// no more, else the top one. Empty if that many nodes are drawn as they are. Modules of one node stay open.
std::set<std::string> folds_for(const nnir::Graph& graph, std::size_t most);

}  // namespace lockstep
