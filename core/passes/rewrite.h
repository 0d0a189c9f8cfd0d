#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/nnir/make_node.h"
#include "core/passes/pass.h"

namespace lockstep {

/// A graph that a pass is changing, and the account of what it changes. Steps may build on each other: the
/// record at the end speaks of the graph before the pass and the graph after it only.
class Rewrite {
  public:
    Rewrite(const nnir::Graph& graph, std::string pass);

    nnir::Graph graph;

    const nnir::ValueType& type(nnir::ValueId id) const { return graph.value(id).type; }
    /// The node of this operator that makes the value; null if it is made otherwise.
    const nnir::Node* made_by(nnir::ValueId id, std::string_view op) const;
    /// True if one node reads the value, once, and it is neither an output nor a state.
    bool read_once(nnir::ValueId id) const;

    /// Inserts a node in front of `before`, with the origins and provenance of `like`; returns its output.
    nnir::ValueId insert(nnir::NodeId before, const std::string& op, nnir::Attributes attributes,
                         std::vector<nnir::ValueId> inputs, const std::vector<nnir::NodeId>& like);
    /// Puts a node in place of `node` that makes the same value; origins are those of `like`, provenance that
    /// of its first. Returns the new node's id.
    nnir::NodeId replace(nnir::NodeId node, const std::string& op, nnir::Attributes attributes,
                         std::vector<nnir::ValueId> inputs, const std::vector<nnir::NodeId>& like);
    /// The node made last.
    nnir::NodeId newest() const { return newest_; }
    /// Everything that reads `from` reads `to`; an output keeps its name.
    void redirect(nnir::ValueId from, nnir::ValueId to);
    void erase(nnir::NodeId node);

    /// Accounts for one step: `before` gave way to `after` (nothing: removed).
    void note(const std::vector<nnir::NodeId>& before, const std::vector<nnir::NodeId>& after,
              const std::string& reason);

    /// Drops the values that nothing makes or reads any more.
    PassResult finish();

  private:
    struct Entry {
        std::set<nnir::NodeId> before;
        std::set<nnir::NodeId> after;
        std::vector<std::string> reasons;
    };
    nnir::Node fresh(const std::string& op, nnir::Attributes attributes, std::vector<nnir::ValueId> inputs,
                     const std::vector<nnir::NodeId>& like);
    std::size_t index_of(nnir::NodeId node) const;

    std::string pass_;
    std::set<nnir::NodeId> original_;
    std::vector<Entry> entries_;
    nnir::NodeId newest_;
};

/// Tries `step` on every node until none of them changes anything. `step` gets the id of a node that exists.
void rewrite_all(Rewrite& rewrite, const std::function<bool(Rewrite&, nnir::NodeId)>& step);

}  // namespace lockstep
