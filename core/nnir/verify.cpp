#include "core/nnir/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/nnir/axes.h"
#include "core/nnir/op.h"
#include "core/support/error.h"

namespace lockstep::nnir {
namespace {

class Verifier {
  public:
    Verifier(const Graph& graph, const VerifyOptions& options) : graph_(graph), options_(options) {}

    std::vector<std::string> run() {
        check_values();
        for (const ValueId id : graph_.inputs) define(id, "an input");
        check_states();
        for (const Node& node : graph_.nodes) check_node(node);
        for (const ValueId id : graph_.outputs) need(id, "an output");
        for (const State& state : graph_.states) need(state.written, "state '" + state.name + "'");
        for (const auto& [id, value] : graph_.values)
            if (!defined_.contains(id)) find("nothing makes value '{}'", value.name);
        return std::move(findings_);
    }

  private:
    template <class... Arguments>
    void find(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        findings_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    void check_values() {
        std::set<std::string> names;
        for (const auto& [id, value] : graph_.values) {
            if (value.id != id || id.value >= graph_.next_value)
                find("value '{}' has the wrong id {}", value.name, id.value);
            if (value.name.empty() || !names.insert(value.name).second)
                find("the value name '{}' is not unique", value.name);
            const ValueType& type = value.type;
            if (std::any_of(type.shape.begin(), type.shape.end(),
                            [](std::int64_t extent) { return extent < 0; }))
                find("value '{}' has a negative extent", value.name);
            const bool open = type.data_dim == no_data_dim;
            if (type.data_dim < no_data_dim || type.data_dim >= rank(type.shape) ||
                (open && options_.data_dims_solved && !type.shape.empty()))
                find("value '{}' ({}) has data dimension {}", value.name, to_text(type.shape), type.data_dim);
        }
    }

    bool exists(ValueId id, const std::string& where) {
        if (graph_.values.contains(id)) return true;
        find("{} names value {}, which does not exist", where, id.value);
        return false;
    }

    void define(ValueId id, const std::string& by) {
        if (exists(id, by) && !defined_.insert(id).second)
            find("value '{}' is made twice, again by {}", graph_.value(id).name, by);
    }

    void need(ValueId id, const std::string& by) {
        if (exists(id, by) && !defined_.contains(id))
            find("{} needs value '{}' before it is made", by, graph_.value(id).name);
    }

    void check_states() {
        std::set<StateId> ids;
        std::set<std::string> names;
        for (const State& state : graph_.states) {
            const std::string where = "state '" + state.name + "'";
            if (!ids.insert(state.id).second || state.id.value >= graph_.next_state)
                find("{} has the wrong id {}", where, state.id.value);
            if (state.name.empty() || !names.insert(state.name).second)
                find("{} has a name that is not unique", where);
            if (state.role != "hidden" && state.role != "cell" && state.role != "history" &&
                state.role != "carried")
                find("{} has the role '{}'", where, state.role);
            define(state.read, where);
            if (!exists(state.read, where) || !exists(state.written, where)) continue;
            if (graph_.value(state.read).type != graph_.value(state.written).type)
                find("{} is read and written by different types", where);
            if (state.initial.empty() || state.initial.shape() != graph_.value(state.read).type.shape)
                find("{} has initial values of another shape", where);
        }
    }

    void check_node(const Node& node) {
        const std::string where = fmt::format("node {}", node.id.value);
        if (!nodes_.insert(node.id).second || node.id.value >= graph_.next_node)
            find("{} has an id that is not its own", where);
        if (!std::is_sorted(node.origins.begin(), node.origins.end()) ||
            std::adjacent_find(node.origins.begin(), node.origins.end()) != node.origins.end())
            find("{} has origins that are not sorted and unique", where);
        for (const ValueId id : node.inputs) need(id, where);
        for (const ValueId id : node.outputs) define(id, where);
        const auto known = [&](ValueId id) { return graph_.values.contains(id); };
        if (node.op == nullptr || !std::all_of(node.inputs.begin(), node.inputs.end(), known) ||
            !std::all_of(node.outputs.begin(), node.outputs.end(), known)) {
            if (node.op == nullptr) find("{} has no operator", where);
            return;
        }
        check_types(node, where + " (" + node.op->name() + ")");
    }

    void check_types(const Node& node, const std::string& where) {
        const BoundNode bound = bind(graph_, node);
        std::vector<ValueType> types;
        try {
            types = node.op->infer(node.attributes, bound.inputs);
        } catch (const Error& error) {
            find("{}: {}", where, error.what());
            return;
        }
        if (types.size() != node.outputs.size()) {
            find("{} has {} outputs where its operator gives {}", where, node.outputs.size(), types.size());
            return;
        }
        for (std::size_t k = 0; k < types.size(); ++k)
            if (types[k].shape != bound.out(k) ||
                format_of(node, types[k].format) != bound.outputs[k].type.format)
                find("{}: '{}' is {} where its operator gives {}", where, bound.outputs[k].name,
                     to_text(bound.out(k)), to_text(types[k].shape));
    }

    const Graph& graph_;
    const VerifyOptions& options_;
    std::vector<std::string> findings_;
    std::set<ValueId> defined_;
    std::set<NodeId> nodes_;
};

}  // namespace

std::vector<std::string> verify(const Graph& graph, const VerifyOptions& options) {
    return Verifier(graph, options).run();
}

}  // namespace lockstep::nnir
