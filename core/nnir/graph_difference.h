#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// One node of two graphs laid over each other.
struct NodeDifference {
    enum class Kind : std::uint8_t { same, changed, added, removed };
    Kind kind = Kind::same;
    std::optional<NodeId> before;  ///< absent: added
    std::optional<NodeId> after;   ///< absent: removed
    std::string name;              ///< operator and first output
    std::string module;
    /// Of a changed one: "weight 64 x 32 -> 128 x 32", "weight: other values", "output 1 x 64 -> 1 x 128",
    /// "reads relu instead of linear".
    std::vector<std::string> what;
};
std::string_view name(NodeDifference::Kind kind);

/// In the order of the graph after; a removed node stands behind the one before it in its own graph.
struct GraphDifference {
    std::vector<NodeDifference> nodes;
    std::int64_t changed = 0;
    std::int64_t added = 0;
    std::int64_t removed = 0;

    bool same() const { return changed + added + removed == 0; }
    /// "2 changed, 1 added"; "the same operators, attributes and weights".
    std::string summary() const;
};

/// Nodes are matched by module, operator and output's name; then by operator and what they read, as far as
/// that is matched; then by module and operator in order. A matched node is changed if its attributes or
/// weights, the shape or format of an output, its precision, or the nodes that it reads are others. Ids of
/// the two graphs have nothing to do with each other.
GraphDifference graph_difference(const Graph& before, const Graph& after);

}  // namespace lockstep::nnir
