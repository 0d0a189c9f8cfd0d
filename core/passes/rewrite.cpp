#include "core/passes/rewrite.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

using namespace nnir;

Rewrite::Rewrite(const Graph& before, std::string pass) : graph(before), pass_(std::move(pass)) {
    for (Node& node : graph.nodes) {
        original_.push_back(node.id);
        place(nodes_.end(), std::move(node));
    }
    graph.nodes.clear();
}

std::list<Node>::iterator Rewrite::place(std::list<Node>::iterator before, Node node) {
    const auto placed = nodes_.insert(before, std::move(node));
    places_[placed->id] = placed;
    for (const ValueId output : placed->outputs) producers_[output] = placed->id;
    for (const ValueId input : placed->inputs) readers_[input].push_back(placed->id);
    return placed;
}

void Rewrite::forget_reads(const Node& node) {
    for (const ValueId input : node.inputs) std::erase(readers_[input], node.id);
}

const Node& Rewrite::node(NodeId id) const {
    return *place_of(id);
}

std::vector<NodeId> Rewrite::node_ids() const {
    std::vector<NodeId> ids;
    for (const Node& node : nodes_) ids.push_back(node.id);
    return ids;
}

const Node* Rewrite::producer(ValueId id) const {
    const auto found = producers_.find(id);
    return found == producers_.end() ? nullptr : &node(found->second);
}

std::vector<Node> Rewrite::readers(ValueId id) const {
    std::vector<Node> all;
    const auto found = readers_.find(id);
    if (found == readers_.end()) return all;
    std::set<NodeId> seen;
    for (const NodeId reader : found->second)
        if (seen.insert(reader).second) all.push_back(node(reader));
    return all;
}

const Node* Rewrite::made_by(ValueId id, std::string_view op) const {
    const Node* made = producer(id);
    return made != nullptr && made->op->name() == op ? made : nullptr;
}

bool Rewrite::read_once(ValueId id) const {
    if (graph.is_output(id)) return false;
    if (std::any_of(graph.states.begin(), graph.states.end(),
                    [&](const State& s) { return s.written == id; }))
        return false;
    const auto found = readers_.find(id);
    return found != readers_.end() && found->second.size() == 1;
}

std::list<Node>::iterator Rewrite::place_of(NodeId id) const {
    const auto found = places_.find(id);
    if (found == places_.end()) throw Error(FailureKind::internal, "a pass names a node that is gone");
    return found->second;
}

std::set<NodeId> Rewrite::ancestors(NodeId node) const {
    const auto made = made_.find(node);
    return made == made_.end() ? std::set{node} : made->second.before;
}

Node Rewrite::fresh(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                    const std::vector<NodeId>& like, const std::string& reason) {
    NewNode wanted{.op = op, .attributes = std::move(attributes), .inputs = std::move(inputs)};
    wanted.provenance = node(like.front()).provenance;
    Account account;
    for (const NodeId id : like) {
        wanted.origins = merged_origins(wanted.origins, node(id).origins);
        account.before.merge(ancestors(id));
        if (const auto made = made_.find(id); made != made_.end()) account.reasons = made->second.reasons;
    }
    if (std::find(account.reasons.begin(), account.reasons.end(), reason) == account.reasons.end())
        account.reasons.push_back(reason);
    Node made = make_node(graph, wanted);
    made_.emplace(made.id, std::move(account));
    return made;
}

ValueId Rewrite::insert(NodeId before, const std::string& op, Attributes attributes,
                        std::vector<ValueId> inputs, const std::vector<NodeId>& like,
                        const std::string& reason) {
    Node node = fresh(op, std::move(attributes), std::move(inputs), like, reason);
    const ValueId output = node.outputs.front();
    place(place_of(before), std::move(node));
    return output;
}

void Rewrite::replace(NodeId replaced, const std::string& op, Attributes attributes,
                      std::vector<ValueId> inputs, const std::vector<NodeId>& like,
                      const std::string& reason) {
    Node made = fresh(op, std::move(attributes), std::move(inputs), like, reason);
    const auto old = place_of(replaced);
    const ValueId output = old->outputs.front();
    if (type(made.outputs.front()).shape != type(output).shape)
        throw Error(FailureKind::internal,
                    "pass " + pass_ + " changes the shape of '" + graph.value(output).name + "'");
    graph.values.erase(made.outputs.front());
    made.outputs = {output};
    for (const NodeId id : ancestors(replaced)) removed_[id] = reason;
    forget_reads(*old);
    place(old, std::move(made));
    places_.erase(replaced);
    nodes_.erase(old);
}

void Rewrite::redirect(ValueId from, ValueId to) {
    const bool input = std::find(graph.inputs.begin(), graph.inputs.end(), to) != graph.inputs.end();
    if (graph.is_output(from) && !graph.is_output(to) && !input && graph.state_read_as(to) == nullptr)
        std::swap(graph.value(from).name, graph.value(to).name);
    for (const NodeId reader : std::exchange(readers_[from], {})) {
        Node& node = *place_of(reader);
        const auto operand = std::find(node.inputs.begin(), node.inputs.end(), from);
        *operand = to;
        readers_[to].push_back(reader);
    }
    std::replace(graph.outputs.begin(), graph.outputs.end(), from, to);
    for (State& state : graph.states)
        if (state.written == from) state.written = to;
}

void Rewrite::erase(NodeId id, const std::string& reason) {
    for (const NodeId before : ancestors(id)) removed_[before] = reason;
    const auto old = place_of(id);
    forget_reads(*old);
    for (const ValueId output : old->outputs) producers_.erase(output);
    places_.erase(id);
    nodes_.erase(old);
}

PassResult Rewrite::finish() {
    graph.nodes.assign(std::make_move_iterator(nodes_.begin()), std::make_move_iterator(nodes_.end()));
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
    std::set<NodeId> stood_for;
    for (const Node& node : graph.nodes) {
        const auto made = made_.find(node.id);
        if (made == made_.end()) continue;
        Change change{.kind = ChangeKind::added, .before = {}, .after = {node.id}, .reason = {}};
        for (const NodeId id : made->second.before) {
            // A node that is still there stands for itself.
            if (has_node(id)) continue;
            change.before.push_back(id);
            stood_for.insert(id);
        }
        if (!change.before.empty()) change.kind = ChangeKind::changed;
        for (const std::string& each : made->second.reasons)
            change.reason += (change.reason.empty() ? "" : "; ") + each;
        record.changes.push_back(std::move(change));
    }
    for (const NodeId id : original_)
        if (!has_node(id) && !stood_for.contains(id))
            record.changes.push_back({ChangeKind::removed, {id}, {}, removed_[id]});
    return {std::move(graph), std::move(record)};
}

void rewrite_all(Rewrite& rewrite, const std::function<bool(Rewrite&, NodeId)>& step) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const NodeId id : rewrite.node_ids())
            if (rewrite.has_node(id) && step(rewrite, id)) changed = true;
    }
}

}  // namespace lockstep
