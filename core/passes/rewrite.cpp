#include "core/passes/rewrite.h"

#include <algorithm>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

using namespace nnir;

Rewrite::Rewrite(const Graph& before, std::string pass) : graph(before), pass_(std::move(pass)) {
    for (const Node& node : before.nodes) original_.insert(node.id);
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
    for (const Node& node : graph.nodes) reads += std::count(node.inputs.begin(), node.inputs.end(), id);
    return reads == 1;
}

std::size_t Rewrite::index_of(NodeId id) const {
    const auto found =
        std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const Node& n) { return n.id == id; });
    if (found == graph.nodes.end()) throw Error(FailureKind::internal, "a pass names a node that is gone");
    return static_cast<std::size_t>(found - graph.nodes.begin());
}

Node Rewrite::fresh(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                    const std::vector<NodeId>& like) {
    NewNode wanted{.op = op, .attributes = std::move(attributes), .inputs = std::move(inputs)};
    wanted.provenance = graph.node(like.front()).provenance;
    for (const NodeId id : like) wanted.origins = merged_origins(wanted.origins, graph.node(id).origins);
    Node node = make_node(graph, wanted);
    newest_ = node.id;
    return node;
}

ValueId Rewrite::insert(NodeId before, const std::string& op, Attributes attributes,
                        std::vector<ValueId> inputs, const std::vector<NodeId>& like) {
    Node node = fresh(op, std::move(attributes), std::move(inputs), like);
    const ValueId output = node.outputs.front();
    graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(index_of(before)), std::move(node));
    return output;
}

NodeId Rewrite::replace(NodeId replaced, const std::string& op, Attributes attributes,
                        std::vector<ValueId> inputs, const std::vector<NodeId>& like) {
    Node node = fresh(op, std::move(attributes), std::move(inputs), like);
    Node& old = graph.nodes[index_of(replaced)];
    const ValueId output = old.outputs.front();
    if (type(node.outputs.front()).shape != type(output).shape)
        throw Error(FailureKind::internal,
                    "pass " + pass_ + " changes the shape of '" + graph.value(output).name + "'");
    graph.values.erase(node.outputs.front());
    node.outputs = {output};
    old = std::move(node);
    return newest_;
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

void Rewrite::erase(NodeId id) {
    graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(index_of(id)));
}

void Rewrite::note(const std::vector<NodeId>& before, const std::vector<NodeId>& after,
                   const std::string& reason) {
    Entry merged;
    for (const NodeId id : before)
        if (original_.contains(id)) merged.before.insert(id);
    std::vector<Entry> kept;
    for (Entry& entry : entries_) {
        const bool touched =
            std::any_of(before.begin(), before.end(), [&](NodeId id) { return entry.after.contains(id); });
        if (!touched) {
            kept.push_back(std::move(entry));
            continue;
        }
        merged.before.merge(entry.before);
        merged.after.merge(entry.after);
        merged.reasons.insert(merged.reasons.end(), entry.reasons.begin(), entry.reasons.end());
    }
    for (const NodeId id : before) merged.after.erase(id);
    merged.after.insert(after.begin(), after.end());
    if (std::find(merged.reasons.begin(), merged.reasons.end(), reason) == merged.reasons.end())
        merged.reasons.push_back(reason);
    kept.push_back(std::move(merged));
    entries_ = std::move(kept);
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

    PassRecord record{.pass = pass_, .changes = {}};
    for (const Entry& entry : entries_) {
        if (entry.before.empty() && entry.after.empty()) continue;
        std::string reason;
        for (const std::string& each : entry.reasons) reason += (reason.empty() ? "" : "; ") + each;
        const ChangeKind kind = entry.after.empty()    ? ChangeKind::removed
                                : entry.before.empty() ? ChangeKind::added
                                                       : ChangeKind::changed;
        record.changes.push_back({kind,
                                  {entry.before.begin(), entry.before.end()},
                                  {entry.after.begin(), entry.after.end()},
                                  reason});
    }
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
