#include "core/passes/data_dimension.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/nnir/op.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using namespace nnir;

/// A data dimension and the node that demanded it (invalid: it was chosen freely).
struct Solved {
    int dim = no_data_dim;
    NodeId by;
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
        std::optional<Error> first_failure;
        for (int k = 0; k < axes; ++k) {
            const auto before = solved_;
            try {
                // Behind a known value the leftmost axis that can follow it, else the last axis.
                set(value, follows ? k : axes - 1 - k, {});
                propagate();
                return;
            } catch (const Error& error) {
                if (!first_failure) first_failure = error;
                solved_ = before;
            }
        }
        throw Error(*first_failure);
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
                        .advice = "put a transpose between the two operators",
                        .details = {},
                        .nodes = {}};
        for (const Solved& side : {a, b})
            if (side.by.valid())
                failure.nodes.push_back(
                    failure_node(graph_.node(side.by), "needs axis " + std::to_string(side.dim)));
        throw Error(std::move(failure));
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
        throw Error(std::move(failure));
    }

    const Graph& graph_;
    std::map<ValueId, Solved> solved_;
    std::map<ValueId, ValueId> linked_;
};

}  // namespace

nnir::Graph solve_data_dimensions(const nnir::Graph& graph) {
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

}  // namespace lockstep
