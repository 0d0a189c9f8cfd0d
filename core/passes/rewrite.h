#pragma once

#include <functional>
#include <list>
#include <map>
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

    /// All but the nodes, which are asked for by the functions below and come back with finish().
    nnir::Graph graph;

    const nnir::Node& node(nnir::NodeId id) const;
    bool has_node(nnir::NodeId id) const { return places_.contains(id); }
    /// The ids of the nodes in order.
    std::vector<nnir::NodeId> node_ids() const;
    /// The node that makes the value; null for inputs and for values that a state gives.
    const nnir::Node* producer(nnir::ValueId id) const;
    /// The nodes that read the value, once each.
    std::vector<nnir::Node> readers(nnir::ValueId id) const;
    const nnir::ValueType& type(nnir::ValueId id) const { return graph.value(id).type; }
    /// The node of this operator that makes the value; null if it is made otherwise.
    const nnir::Node* made_by(nnir::ValueId id, std::string_view op) const;
    /// True if one node reads the value, once, and it is neither an output nor a state.
    bool read_once(nnir::ValueId id) const;

    /// Inserts a node in front of `before` that stands for the nodes `like`: their origins, the provenance of
    /// the first. `reason` is what the record says of it. Returns its output.
    nnir::ValueId insert(nnir::NodeId before, const std::string& op, nnir::Attributes attributes,
                         std::vector<nnir::ValueId> inputs, const std::vector<nnir::NodeId>& like,
                         const std::string& reason);
    /// Likewise, in place of `node`, whose output it makes.
    void replace(nnir::NodeId node, const std::string& op, nnir::Attributes attributes,
                 std::vector<nnir::ValueId> inputs, const std::vector<nnir::NodeId>& like,
                 const std::string& reason);
    /// Everything that reads `from` reads `to`; an output keeps its name.
    void redirect(nnir::ValueId from, nnir::ValueId to);
    /// Removes a node whose output nothing reads any more.
    void erase(nnir::NodeId node, const std::string& reason);

    /// Drops the values that nothing makes or reads any more. The record has one change per new node and one
    /// per removed node that nothing stands for.
    PassResult finish();

  private:
    nnir::Node fresh(const std::string& op, nnir::Attributes attributes, std::vector<nnir::ValueId> inputs,
                     const std::vector<nnir::NodeId>& like, const std::string& reason);
    std::list<nnir::Node>::iterator place_of(nnir::NodeId node) const;
    std::list<nnir::Node>::iterator place(std::list<nnir::Node>::iterator before, nnir::Node node);
    void forget_reads(const nnir::Node& node);
    /// The nodes of the graph before the pass that a node stands for.
    std::set<nnir::NodeId> ancestors(nnir::NodeId node) const;

    struct Account {
        std::set<nnir::NodeId> before;
        std::vector<std::string> reasons;
    };
    std::string pass_;
    std::list<nnir::Node> nodes_;
    std::map<nnir::NodeId, std::list<nnir::Node>::iterator> places_;
    std::map<nnir::ValueId, nnir::NodeId> producers_;
    std::map<nnir::ValueId, std::vector<nnir::NodeId>> readers_;  ///< once per operand
    std::vector<nnir::NodeId> original_;
    std::map<nnir::NodeId, Account> made_;
    std::map<nnir::NodeId, std::string> removed_;
};

/// Tries `step` on every node until none of them changes anything. `step` gets the id of a node that exists.
void rewrite_all(Rewrite& rewrite, const std::function<bool(Rewrite&, nnir::NodeId)>& step);

}  // namespace lockstep
