#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// Shell-like: * is any run of characters, ? any one. Linear in text times pattern.
bool glob_matches(std::string_view pattern, std::string_view text);

/// True for the path of the module itself and of modules inside it; every path is inside "".
bool is_inside(std::string_view path, std::string_view module);

/// Words that choose nodes of a graph:
///   encoder.lstm     the nodes of this module and of the modules inside it
///   encoder.*        a glob over the whole module path: * any characters, dots too, ? one character
///   *                every node
///   12, n12          the node of this id, unless a module is called so (as those of an nn.Sequential are)
///   #12              the node of this id, whatever modules are called
/// Case counts. Node ids are those of the graph that is given.
class NodePattern {
  public:
    explicit NodePattern(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    /// The nodes that it chooses, as indices into graph.nodes, ascending.
    std::vector<std::size_t> choose(const Graph& graph) const;

  private:
    std::string text_;
};

/// Per node of the graph the index of the last pattern that chooses it; nullopt: none does. Throws
/// Error(usage) for patterns that choose nothing, naming `option`, the pattern and the module paths or ids
/// that come near.
std::vector<std::optional<std::size_t>> last_matches(const Graph& graph,
                                                     const std::vector<NodePattern>& patterns,
                                                     std::string_view option);

/// The pattern that chooses this one node: "#12".
NodePattern pattern_of(NodeId node);

/// Every module path that has nodes, and the modules around them, in the order of the graph.
std::vector<std::string> module_paths(const Graph& graph);

}  // namespace lockstep::nnir
