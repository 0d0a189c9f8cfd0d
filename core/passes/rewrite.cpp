#include "core/passes/rewrite.h"

#include <algorithm>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

using namespace nnir;

Rewrite::Rewrite(const Graph& before, std::string pass) : graph(before), pass_(std::move(pass)) {
    for (const Node& node : before.nodes) original_.push_back(node.id);
}

const Node* Rewrite::made_by(ValueId id, std::string_view op) const {
    const Node* producer = graph.producer(id);
    return producer != nullptr && producer->op->name() == op ? producer : nullptr;
}

bool Rewrite::read_once(ValueId id) const {
    if (graph.is_output(id)) return false;
    if (std::any_of(graph.states.begin(), graph.states.end(),
                    [&](const State& s) { return s.written == id; }))
        return false;
    std::ptrdiff_t reads = 0;
    for (const Node& node : graph.nodes) {
        reads += std::count(node.inputs.begin(), node.inputs.end(), id);
        if (reads > 1) return false;
    }
    return reads == 1;
}

std::size_t Rewrite::index_of(NodeId id) const {
    const auto found =
        std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const Node& n) { return n.id == id; });
    if (found == graph.nodes.end()) throw Error(FailureKind::internal, "a pass names a node that is gone");
    return static_cast<std::size_t>(found - graph.nodes.begin());
}

std::set<NodeId> Rewrite::ancestors(NodeId node) const {
    const auto made = made_.find(node);
    return made == made_.end() ? std::set{node} : made->second.before;
}

Node Rewrite::fresh(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                    const std::vector<NodeId>& like, const std::string& reason) {
    NewNode wanted{.op = op, .attributes = std::move(attributes), .inputs = std::move(inputs)};
    wanted.provenance = graph.node(like.front()).provenance;
    Account account;
    for (const NodeId id : like) {
        wanted.origins = merged_origins(wanted.origins, graph.node(id).origins);
        account.before.merge(ancestors(id));
        if (const auto made = made_.find(id); made != made_.end()) account.reasons = made->second.reasons;
    }
    if (std::find(account.reasons.begin(), account.reasons.end(), reason) == account.reasons.end())
        account.reasons.push_back(reason);
    Node node = make_node(graph, wanted);
    made_.emplace(node.id, std::move(account));
    return node;
}

ValueId Rewrite::insert(NodeId before, const std::string& op, Attributes attributes,
                        std::vector<ValueId> inputs, const std::vector<NodeId>& like,
                        const std::string& reason) {
    Node node = fresh(op, std::move(attributes), std::move(inputs), like, reason);
    const ValueId output = node.outputs.front();
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(index_of(before)), std::move(node));
    return output;
}

void Rewrite::replace(NodeId replaced, const std::string& op, Attributes attributes,
                      std::vector<ValueId> inputs, const std::vector<NodeId>& like,
                      const std::string& reason) {
    Node node = fresh(op, std::move(attributes), std::move(inputs), like, reason);
    Node& old = graph.nodes[index_of(replaced)];
    const ValueId output = old.outputs.front();
    if (type(node.outputs.front()).shape != type(output).shape)
        throw Error(FailureKind::internal,
                    "pass " + pass_ + " changes the shape of '" + graph.value(output).name + "'");
    graph.values.erase(node.outputs.front());
    node.outputs = {output};
    for (const NodeId id : ancestors(replaced)) removed_[id] = reason;
    old = std::move(node);
}

void Rewrite::redirect(ValueId from, ValueId to) {
    const bool input = std::find(graph.inputs.begin(), graph.inputs.end(), to) != graph.inputs.end();
    if (graph.is_output(from) && !graph.is_output(to) && !input && graph.state_read_as(to) == nullptr)
        std::swap(graph.value(from).name, graph.value(to).name);
    for (Node& node : graph.nodes) std::replace(node.inputs.begin(), node.inputs.end(), from, to);
    std::replace(graph.outputs.begin(), graph.outputs.end(), from, to);
    for (State& state : graph.states)
        if (state.written == from) state.written = to;
}

void Rewrite::erase(NodeId id, const std::string& reason) {
    for (const NodeId before : ancestors(id)) removed_[before] = reason;
    graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(index_of(id)));
}

PassResult Rewrite::finish() {
    std::set<ValueId> used(graph.inputs.begin(), graph.inputs.end());
    used.insert(graph.outputs.begin(), graph.outputs.end());
    for (const State& state : graph.states) used.insert({state.read, state.written});
    for (const Node& node : graph.nodes) {
        used.insert(node.inputs.begin(), node.inputs.end());
        used.insert(node.outputs.begin(), node.outputs.end());
    }
    std::erase_if(graph.values, [&](const auto& value) { return !used.contains(value.first); });
    graph.tidy_names();

    PassRecord record{.pass = pass_, .changes = {}};
    std::set<NodeId> left;
    for (const Node& node : graph.nodes) left.insert(node.id);
    std::set<NodeId> stood_for;
    for (const Node& node : graph.nodes) {
        const auto made = made_.find(node.id);
        if (made == made_.end()) continue;
        Change change{.kind = ChangeKind::added, .before = {}, .after = {node.id}, .reason = {}};
        for (const NodeId id : made->second.before) {
            // A node that is still there stands for itself.
            if (left.contains(id)) continue;
            change.before.push_back(id);
            stood_for.insert(id);
        }
        if (!change.before.empty()) change.kind = ChangeKind::changed;
        for (const std::string& each : made->second.reasons)
            change.reason += (change.reason.empty() ? "" : "; ") + each;
        record.changes.push_back(std::move(change));
    }
    for (const NodeId id : original_)
        if (!left.contains(id) && !stood_for.contains(id))
            record.changes.push_back({ChangeKind::removed, {id}, {}, removed_[id]});
    return {std::move(graph), std::move(record)};
}

void rewrite_all(Rewrite& rewrite, const std::function<bool(Rewrite&, NodeId)>& step) {
    for (bool changed = true; changed;) {
        changed = false;
        std::vector<NodeId> ids;
        for (const Node& node : rewrite.graph.nodes) ids.push_back(node.id);
        for (const NodeId id : ids)
            if (rewrite.graph.find_node(id) != nullptr && step(rewrite, id)) changed = true;
    }
}

}  // namespace lockstep
