#include "core/nnir/graph_difference.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "core/nnir/op.h"
#include "core/nnir/text.h"

namespace lockstep::nnir {
namespace {

std::string output_name(const Graph& graph, const Node& node) {
    return node.outputs.empty() ? std::string() : graph.value(node.outputs.front()).name;
}

std::string node_name(const Graph& graph, const Node& node) {
    const std::string output = output_name(graph, node);
    return output.empty() ? node.op->name() : node.op->name() + " " + output;
}

/// Index of the node that makes each value.
std::map<ValueId, std::size_t> makers(const Graph& graph) {
    std::map<ValueId, std::size_t> result;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        for (const ValueId value : graph.nodes[i].outputs) result.emplace(value, i);
    return result;
}

/// Two graphs and which nodes of them stand for each other, by index.
class Matching {
  public:
    Matching(const Graph& before, const Graph& after)
        : before_(before),
          after_(after),
          before_makers_(makers(before)),
          after_makers_(makers(after)),
          of_before_(before.nodes.size()),
          of_after_(after.nodes.size()) {}

    void run() {
        by_key([](const Graph& graph, const Node& node) {
            return std::tuple(node.provenance.module, node.op->name(), output_name(graph, node));
        });
        by_inputs();
        by_key([](const Graph&, const Node& node) {
            return std::tuple(node.provenance.module, node.op->name(), std::string());
        });
    }

    std::optional<std::size_t> before_of(std::size_t after) const { return of_after_[after]; }
    std::optional<std::size_t> after_of(std::size_t before) const { return of_before_[before]; }

    /// What node `index` reads at `input`: "relu" of a node, the name of an input, a state's.
    std::string read_name(bool after, ValueId value) const {
        const Graph& graph = after ? after_ : before_;
        const auto& made = after ? after_makers_ : before_makers_;
        if (const auto found = made.find(value); found != made.end())
            return output_name(graph, graph.nodes[found->second]);
        if (const State* state = graph.state_read_as(value)) return "state " + state->name;
        return graph.value(value).name;
    }

    /// The two values are the same one in both graphs: of matched nodes, or an input or state in the same
    /// place or of the same name.
    bool same_source(ValueId before, ValueId after) const {
        const auto b = before_makers_.find(before);
        const auto a = after_makers_.find(after);
        if ((b == before_makers_.end()) != (a == after_makers_.end())) return false;
        if (b != before_makers_.end()) {
            if (of_before_[b->second] != a->second) return false;
            return place(before_.nodes[b->second].outputs, before) ==
                   place(after_.nodes[a->second].outputs, after);
        }
        const State* old_state = before_.state_read_as(before);
        const State* new_state = after_.state_read_as(after);
        if (old_state != nullptr && new_state != nullptr) return old_state->name == new_state->name;
        if (old_state != nullptr || new_state != nullptr) return false;
        return place(before_.inputs, before) == place(after_.inputs, after);
    }

  private:
    static std::ptrdiff_t place(const std::vector<ValueId>& values, ValueId value) {
        return std::ranges::find(values, value) - values.begin();
    }

    void match(std::size_t before, std::size_t after) {
        of_before_[before] = after;
        of_after_[after] = before;
    }

    /// The k-th node of a key that is left stands for the k-th one of the other graph.
    template <class Key>
    void by_key(const Key& key) {
        std::map<decltype(key(before_, before_.nodes.front())), std::vector<std::size_t>> left;
        for (std::size_t i = 0; i < before_.nodes.size(); ++i)
            if (!of_before_[i]) left[key(before_, before_.nodes[i])].push_back(i);
        std::map<decltype(key(before_, before_.nodes.front())), std::size_t> taken;
        for (std::size_t i = 0; i < after_.nodes.size(); ++i) {
            if (of_after_[i]) continue;
            const auto own = key(after_, after_.nodes[i]);
            const auto found = left.find(own);
            if (found == left.end()) continue;
            const std::size_t next = taken[own]++;
            if (next < found->second.size()) match(found->second[next], i);
        }
    }

    /// In the order of the graph: a node of the same operator that reads the same, under whatever name.
    void by_inputs() {
        std::map<std::string, std::vector<std::size_t>> left;
        for (std::size_t i = 0; i < before_.nodes.size(); ++i)
            if (!of_before_[i]) left[before_.nodes[i].op->name()].push_back(i);
        for (std::size_t i = 0; i < after_.nodes.size(); ++i) {
            if (of_after_[i] || after_.nodes[i].inputs.empty()) continue;
            const auto found = left.find(after_.nodes[i].op->name());
            if (found == left.end()) continue;
            const auto fitting = std::ranges::find_if(found->second, [&](std::size_t candidate) {
                return !of_before_[candidate] && reads_same(before_.nodes[candidate], after_.nodes[i]);
            });
            if (fitting != found->second.end()) match(*fitting, i);
        }
    }

    bool reads_same(const Node& before, const Node& after) const {
        return std::ranges::equal(before.inputs, after.inputs,
                                  [&](ValueId b, ValueId a) { return same_source(b, a); });
    }

    const Graph& before_;
    const Graph& after_;
    std::map<ValueId, std::size_t> before_makers_;
    std::map<ValueId, std::size_t> after_makers_;
    std::vector<std::optional<std::size_t>> of_before_;
    std::vector<std::optional<std::size_t>> of_after_;
};

void add_attributes(const Node& before, const Node& after, std::vector<std::string>& what) {
    std::set<std::string> keys;
    for (const auto& [key, value] : before.attributes.entries()) keys.insert(key);
    for (const auto& [key, value] : after.attributes.entries()) keys.insert(key);
    for (const std::string& key : keys) {
        const bool had = before.attributes.has(key);
        const bool has = after.attributes.has(key);
        if (!had || !has) {
            what.push_back(fmt::format("{} {}", has ? "has" : "has no", key));
            continue;
        }
        const Attribute& old = before.attributes.entries().at(key);
        const Attribute& now = after.attributes.entries().at(key);
        const std::string old_text = attribute_text(old, false);
        const std::string now_text = attribute_text(now, false);
        if (old_text != now_text)
            what.push_back(fmt::format("{} {} -> {}", key, old_text, now_text));
        else if (!(old == now))
            what.push_back(key + ": other values");
    }
}

std::vector<std::string> changes(const Matching& matching, const Graph& old_graph, const Node& before,
                                 const Graph& new_graph, const Node& after) {
    std::vector<std::string> what;
    add_attributes(before, after, what);
    for (std::size_t i = 0; i < std::min(before.outputs.size(), after.outputs.size()); ++i) {
        const ValueType& old = old_graph.value(before.outputs[i]).type;
        const ValueType& now = new_graph.value(after.outputs[i]).type;
        if (old.shape != now.shape || old.format != now.format)
            what.push_back(fmt::format("output {} {} -> {} {}", type_text(old), name(old.format),
                                       type_text(now), name(now.format)));
    }
    if (before.outputs.size() != after.outputs.size())
        what.push_back(fmt::format("{} outputs -> {}", before.outputs.size(), after.outputs.size()));
    if (before.precision != after.precision)
        what.push_back(fmt::format("precision {} -> {}", name(before.precision), name(after.precision)));
    if (before.inputs.size() != after.inputs.size())
        what.push_back(fmt::format("{} inputs -> {}", before.inputs.size(), after.inputs.size()));
    for (std::size_t i = 0; i < std::min(before.inputs.size(), after.inputs.size()); ++i)
        if (!matching.same_source(before.inputs[i], after.inputs[i]))
            what.push_back(fmt::format("reads {} instead of {}", matching.read_name(true, after.inputs[i]),
                                       matching.read_name(false, before.inputs[i])));
    return what;
}

}  // namespace

std::string_view name(NodeDifference::Kind kind) {
    switch (kind) {
        case NodeDifference::Kind::same:
            return "same";
        case NodeDifference::Kind::changed:
            return "changed";
        case NodeDifference::Kind::added:
            return "added";
        case NodeDifference::Kind::removed:
            break;
    }
    return "removed";
}

std::string GraphDifference::summary() const {
    if (same()) return "the same operators, attributes and weights";
    std::vector<std::string> parts;
    if (changed > 0) parts.push_back(fmt::format("{} changed", changed));
    if (added > 0) parts.push_back(fmt::format("{} added", added));
    if (removed > 0) parts.push_back(fmt::format("{} removed", removed));
    return fmt::format("{}", fmt::join(parts, ", "));
}

GraphDifference graph_difference(const Graph& before, const Graph& after) {
    GraphDifference difference;
    Matching matching(before, after);
    if (!before.nodes.empty() && !after.nodes.empty()) matching.run();
    std::size_t told = 0;  // of the graph before, what is removed in front of here was told
    const auto tell_removed = [&](std::size_t end) {
        for (; told < end; ++told) {
            if (matching.after_of(told)) continue;
            const Node& node = before.nodes[told];
            difference.nodes.push_back({.kind = NodeDifference::Kind::removed,
                                        .before = node.id,
                                        .after = {},
                                        .name = node_name(before, node),
                                        .module = node.provenance.module,
                                        .what = {}});
            ++difference.removed;
        }
    };
    for (std::size_t i = 0; i < after.nodes.size(); ++i) {
        const Node& node = after.nodes[i];
        NodeDifference entry{.kind = NodeDifference::Kind::added,
                             .before = {},
                             .after = node.id,
                             .name = node_name(after, node),
                             .module = node.provenance.module,
                             .what = {}};
        if (const std::optional<std::size_t> own = matching.before_of(i)) {
            tell_removed(*own);
            entry.before = before.nodes[*own].id;
            entry.what = changes(matching, before, before.nodes[*own], after, node);
            entry.kind = entry.what.empty() ? NodeDifference::Kind::same : NodeDifference::Kind::changed;
            if (!entry.what.empty()) ++difference.changed;
        } else {
            ++difference.added;
        }
        difference.nodes.push_back(std::move(entry));
    }
    tell_removed(before.nodes.size());
    return difference;
}

}  // namespace lockstep::nnir
