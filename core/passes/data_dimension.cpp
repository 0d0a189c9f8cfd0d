#include "core/passes/data_dimension.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/nnir/make_node.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using namespace nnir;

/// A data dimension and the node that demanded it (invalid: it was chosen freely).
struct Solved {
    int dim = no_data_dim;
    NodeId by;
};

/// Two demands of one value that cannot both be met; no value if a node cannot be met at all.
struct Conflict {
    ValueId value;
    Solved first;
    Solved second;
    Error error;
};

class Solver {
  public:
    explicit Solver(const Graph& graph) : graph_(graph) {
        for (const State& state : graph.states) {
            linked_[state.read] = state.written;
            linked_[state.written] = state.read;
        }
    }

    void propagate() {
        for (bool changed = true; changed;) {
            changed = false;
            for (const Node& node : graph_.nodes) changed = visit(node) || changed;
            for (const auto& [value, twin] : linked_)
                if (solved_.contains(value))
                    changed = set(twin, solved_.at(value).dim, solved_.at(value).by) || changed;
        }
    }

    bool known(ValueId value) const {
        return solved_.contains(value) || graph_.value(value).type.shape.empty();
    }
    int dim(ValueId value) const { return solved_.contains(value) ? solved_.at(value).dim : no_data_dim; }

    /// Chooses freely for a value that nothing demands anything of.
    void choose(ValueId value) {
        const int axes = rank(graph_.value(value).type.shape);
        const Node* producer = graph_.producer(value);
        const bool follows =
            producer != nullptr && std::any_of(producer->inputs.begin(), producer->inputs.end(),
                                               [&](ValueId input) { return solved_.contains(input); });
        std::optional<Conflict> first_failure;
        for (int k = 0; k < axes; ++k) {
            const auto before = solved_;
            try {
                // Behind a known value the leftmost axis that can follow it, else the last axis.
                set(value, follows ? k : axes - 1 - k, {});
                propagate();
                return;
            } catch (const Conflict& conflict) {
                if (!first_failure) first_failure = conflict;
                solved_ = before;
            }
        }
        throw Conflict(*first_failure);
    }

  private:
    bool set(ValueId value, int dim, NodeId by) {
        const auto [entry, fresh] = solved_.try_emplace(value, Solved{dim, by});
        if (!fresh && entry->second.dim != dim) conflict(value, entry->second, {dim, by});
        return fresh;
    }

    bool visit(const Node& node) {
        DataDims known;
        for (const ValueId id : node.inputs) known.inputs.push_back(dim(id));
        for (const ValueId id : node.outputs) known.outputs.push_back(dim(id));
        DataDims demanded;
        try {
            demanded = node.op->data_dims(bind(graph_, node), known);
        } catch (const Error& error) {
            refuse(node, error.failure().message);
        }
        bool changed = false;
        for (std::size_t k = 0; k < node.inputs.size(); ++k)
            if (demanded.inputs[k] != no_data_dim)
                changed = set(node.inputs[k], demanded.inputs[k], node.id) || changed;
        for (std::size_t k = 0; k < node.outputs.size(); ++k)
            if (demanded.outputs[k] != no_data_dim)
                changed = set(node.outputs[k], demanded.outputs[k], node.id) || changed;
        return changed;
    }

    [[noreturn]] void conflict(ValueId value, const Solved& a, const Solved& b) const {
        const Value& v = graph_.value(value);
        Failure failure{.kind = FailureKind::unsupported,
                        .message = "the data dimension of '" + v.name + "' (" + to_text(v.type.shape) +
                                   ") cannot be both axis " + std::to_string(a.dim) + " and axis " +
                                   std::to_string(b.dim),
                        .advice = "keep the value in one layout, as by another order of its axes",
                        .details = {},
                        .nodes = {}};
        for (const Solved& side : {a, b})
            if (side.by.valid())
                failure.nodes.push_back(
                    failure_node(graph_.node(side.by), "needs axis " + std::to_string(side.dim)));
        throw Conflict{value, a, b, Error(std::move(failure))};
    }

    /// A node whose own rule has no answer: names it and the nodes that demanded what it was given.
    [[noreturn]] void refuse(const Node& node, const std::string& reason) const {
        Failure failure{.kind = FailureKind::unsupported,
                        .message = reason,
                        .advice = "reshape so that the data dimension is kept",
                        .details = {},
                        .nodes = {failure_node(node, reason)}};
        for (const auto* side : {&node.inputs, &node.outputs}) {
            for (const ValueId id : *side) {
                const auto found = solved_.find(id);
                if (found != solved_.end() && found->second.by.valid() && found->second.by != node.id)
                    failure.nodes.push_back(failure_node(graph_.node(found->second.by),
                                                         "needs axis " + std::to_string(found->second.dim) +
                                                             " of '" + graph_.value(id).name + "'"));
            }
        }
        const auto turned = turning(node);
        if (!turned || !solved_.contains(turned->first))
            throw Conflict{{}, {}, {}, Error(std::move(failure))};
        throw Conflict{turned->first, solved_.at(turned->first), turned->second, Error(std::move(failure))};
    }

    /// What the node would demand of its only operand or result if that were still open; nothing else helps.
    std::optional<std::pair<ValueId, Solved>> turning(const Node& node) const {
        if (node.inputs.size() != 1 || node.outputs.size() != 1) return std::nullopt;
        for (const bool result : {true, false}) {
            DataDims known{{dim(node.inputs[0])}, {dim(node.outputs[0])}};
            (result ? known.outputs : known.inputs)[0] = no_data_dim;
            try {
                const DataDims demanded = node.op->data_dims(bind(graph_, node), known);
                const int found = (result ? demanded.outputs : demanded.inputs)[0];
                if (found != no_data_dim)
                    return std::pair{result ? node.outputs[0] : node.inputs[0], Solved{found, node.id}};
            } catch (const Error&) {
                continue;
            }
        }
        return std::nullopt;
    }

    const Graph& graph_;
    std::map<ValueId, Solved> solved_;
    std::map<ValueId, ValueId> linked_;
};

}  // namespace

namespace {

/// Puts a Realign between the node that makes the value, or the others that read it, and one node that needs
/// it along another axis. False if the conflict is of another kind.
bool realign(Graph& graph, const Conflict& conflict) {
    if (!conflict.value.valid()) return false;
    const Node* producer = graph.producer(conflict.value);
    const auto made_by = [&](const Solved& side) { return producer != nullptr && producer->id == side.by; };
    const Solved& reader = made_by(conflict.second) ? conflict.first : conflict.second;
    const Solved& rest = made_by(conflict.second) ? conflict.second : conflict.first;
    if (!reader.by.valid()) return false;
    const auto node = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                   [&](const Node& n) { return n.id == reader.by; });
    const auto reads = [&](const Node& n) {
        return std::find(n.inputs.begin(), n.inputs.end(), conflict.value) != n.inputs.end();
    };
    if (node == graph.nodes.end() || !reads(*node) || node->op->name() == "Realign") return false;
    const Value& value = graph.value(conflict.value);
    Node between =
        make_node(graph, {.op = "Realign",
                          .attributes = {{"from", std::int64_t{rest.dim}}, {"to", std::int64_t{reader.dim}}},
                          .inputs = {conflict.value},
                          .name = value.name,
                          .origins = node->origins,
                          .provenance = node->provenance});
    std::replace(node->inputs.begin(), node->inputs.end(), conflict.value, between.outputs.front());
    graph.nodes.insert(node, std::move(between));
    return true;
}

Graph solved(const Graph& graph) {
    Solver solver(graph);
    solver.propagate();
    Graph result = graph;
    std::vector<ValueId> order = graph.inputs;
    for (const State& state : graph.states) order.push_back(state.read);
    for (const Node& node : graph.nodes) order.insert(order.end(), node.outputs.begin(), node.outputs.end());
    for (const ValueId id : order)
        if (!solver.known(id)) solver.choose(id);
    for (auto& [id, value] : result.values) value.type.data_dim = solver.dim(id);
    return result;
}

/// Linears by the size of their weights, the smallest first: those that can keep another data dimension.
std::vector<std::pair<std::int64_t, std::vector<std::size_t>>> linears_by_size(const Graph& graph) {
    std::map<std::int64_t, std::vector<std::size_t>> by_size;
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
        if (graph.nodes[n].op->name() == "Linear" &&
            rank(graph.value(graph.nodes[n].inputs[0]).type.shape) > 1)
            by_size[graph.nodes[n].attributes.tensor("weight").size()].push_back(n);
    return {by_size.begin(), by_size.end()};
}

/// The graph with Linears of one size across the data dimension, or with the smallest ones, where then no
/// value has to turn.
std::optional<Graph> with_linears_across(const Graph& graph) {
    const auto sizes = linears_by_size(graph);
    const auto turned = [&](std::size_t first, std::size_t end) -> std::optional<Graph> {
        Graph changed = graph;
        for (std::size_t k = first; k < end; ++k)
            for (const std::size_t n : sizes[k].second) changed.nodes[n].attributes.set("across", true);
        try {
            return solved(changed);
        } catch (const Conflict&) {
            return std::nullopt;
        }
    };
    for (std::size_t k = 0; k < sizes.size(); ++k)
        if (auto found = turned(k, k + 1)) return found;
    for (std::size_t k = 2; k <= sizes.size(); ++k)
        if (auto found = turned(0, k)) return found;
    return std::nullopt;
}

}  // namespace

nnir::Graph solve_data_dimensions(const nnir::Graph& graph) {
    Graph result = graph;
    // Every node added turns one operand of one node.
    std::size_t operands = 0;
    for (const Node& node : graph.nodes) operands += node.inputs.size();
    bool first_time = true;
    while (true) {
        try {
            return solved(result);
        } catch (const Conflict& conflict) {
            if (first_time) {
                if (auto turned = with_linears_across(graph)) return *turned;
                first_time = false;
            }
            if (operands-- == 0 || !realign(result, conflict)) throw Error(conflict.error);
        }
    }
}

}  // namespace lockstep
