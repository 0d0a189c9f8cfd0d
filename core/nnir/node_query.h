#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"
#include "core/support/job_control.h"

namespace lockstep::nnir {

/// One find: the nodes of a chain in its order, or one node.
struct NodeMatch {
    std::vector<NodeId> nodes;
    friend bool operator==(const NodeMatch&, const NodeMatch&) = default;
};

struct QueryTerms;

/// A search over the nodes of a graph, as people type it. Case never counts.
///   lstm             name, operator or module holds the word
///   name:h0          a name of an output holds it
///   op:linear        the operator's name holds it, or that of its family's member (Pointwise: add)
///   module:encoder   the module path holds it
///   shape:20x128     an input or output has these extents next to each other; * is any extent
///   attr:pad_left=2  an attribute has this value; attr:pad_left: it has the attribute
///   -op:clamp        not so
///   op:add module:a  all of them hold
///   linear > * > add a chain of nodes, each reading the one before: words are whole operator names, * is any
///                    one node, ... any number of nodes, also none; other terms can stand at every place
/// In words outside chains, and in name:, op: and module:, * and ? make it a glob over the whole text; quotes
/// keep spaces, colons and > in a word. As regular expressions (ECMAScript without back references and
/// lookaheads) words match any part of the text.
class NodeQuery {
  public:
    static constexpr std::size_t longest = 200;  ///< characters of the query
    static constexpr std::size_t most_matches = 10'000;
    static constexpr std::size_t most_nodes = 1'000'000;  ///< over all matches

    /// Throws Error(usage) for what cannot be read: an unknown key, a step without words, a broken
    /// expression.
    explicit NodeQuery(std::string_view text, bool regular_expressions = false);
    ~NodeQuery();
    NodeQuery(NodeQuery&&) noexcept;
    NodeQuery& operator=(NodeQuery&&) noexcept;

    /// Nothing was asked for: it finds nothing.
    bool empty() const;
    bool is_chain() const;
    /// In the order of the graph, by the first node; a way over "..." is a shortest one. At most
    /// most_matches, of most_nodes. Linear in the graph for each step.
    std::vector<NodeMatch> find(const Graph& graph, const JobControl& job = {}) const;
    /// There may be more matches than these.
    static bool is_cut(const std::vector<NodeMatch>& matches);

  private:
    std::vector<QueryTerms> steps_;
};

}  // namespace lockstep::nnir
