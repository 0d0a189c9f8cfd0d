#include "core/nnir/graph.h"

#include <algorithm>
#include <utility>

#include "core/support/error.h"

namespace lockstep::nnir {
namespace {

template <class T>
const T& typed(const std::map<std::string, Attribute>& entries, const std::string& key, const char* type) {
    const auto found = entries.find(key);
    if (found == entries.end()) throw Error(FailureKind::internal, "attribute '" + key + "' is missing");
    const T* value = std::get_if<T>(&found->second);
    if (value == nullptr) throw Error(FailureKind::internal, "attribute '" + key + "' is not " + type);
    return *value;
}

/// The one node that `wanted` accepts. Searches mostly follow each other along the graph, so each goes
/// outwards from where this thread's last one ended: passes over 20,000 nodes take time in proportion.
template <class Predicate>
const Node* find_near_last(const std::vector<Node>& nodes, Predicate wanted) {
    thread_local std::size_t last = 0;
    const std::size_t start = std::min(last, nodes.size());
    for (std::size_t distance = 0; distance < nodes.size(); ++distance) {
        if (const std::size_t ahead = start + distance; ahead < nodes.size() && wanted(nodes[ahead])) {
            last = ahead;
            return &nodes[ahead];
        }
        if (distance < start && wanted(nodes[start - distance - 1])) {
            last = start - distance - 1;
            return &nodes[last];
        }
    }
    return nullptr;
}

}  // namespace

std::string_view name(Precision precision) {
    switch (precision) {
        case Precision::bf16:
            return "bf16";
        case Precision::fp32:
            return "fp32";
        case Precision::fp8:
            return "fp8";
    }
    return "bf16";
}

std::string_view name(NumberFormat format) {
    switch (format) {
        case NumberFormat::bf16:
            return "bf16";
        case NumberFormat::fp32:
            return "fp32";
        case NumberFormat::mask:
            return "mask";
    }
    return "bf16";
}

bool Attributes::boolean(const std::string& key) const {
    return typed<bool>(entries_, key, "a bool");
}
std::int64_t Attributes::integer(const std::string& key) const {
    return typed<std::int64_t>(entries_, key, "an integer");
}
double Attributes::number(const std::string& key) const {
    return typed<double>(entries_, key, "a number");
}
const std::string& Attributes::string(const std::string& key) const {
    return typed<std::string>(entries_, key, "a string");
}
const std::vector<std::int64_t>& Attributes::integers(const std::string& key) const {
    return typed<std::vector<std::int64_t>>(entries_, key, "a list of integers");
}
const Tensor& Attributes::tensor(const std::string& key) const {
    return typed<Tensor>(entries_, key, "a tensor");
}

std::string Graph::unique_name(const std::string& wish) {
    std::string given = wish;
    while (!given_names.try_emplace(given, 1).second)
        given = wish + "_" + std::to_string(++given_names[wish]);
    return given;
}

void Graph::tidy_names() {
    const auto given = std::exchange(given_names, {});
    for (auto& [id, value] : values) {
        const std::size_t suffix = value.name.rfind('_');
        const bool numbered = suffix != std::string::npos && suffix + 1 < value.name.size() &&
                              value.name.find_first_not_of("0123456789", suffix + 1) == std::string::npos;
        const std::string base = value.name.substr(0, suffix);
        value.name = unique_name(numbered && given.contains(base) ? base : value.name);
    }
}

ValueId Graph::add_value(const std::string& value_name, ValueType type) {
    const ValueId id{next_value++};
    values.emplace(id, Value{id, unique_name(value_name.empty() ? "value" : value_name), std::move(type)});
    return id;
}

const Value& Graph::value(ValueId id) const {
    const auto found = values.find(id);
    if (found == values.end())
        throw Error(FailureKind::internal, "the graph has no value " + std::to_string(id.value));
    return found->second;
}

Value& Graph::value(ValueId id) {
    return const_cast<Value&>(std::as_const(*this).value(id));
}

const Node& Graph::node(NodeId id) const {
    const Node* found = find_node(id);
    if (found == nullptr)
        throw Error(FailureKind::internal, "the graph has no node " + std::to_string(id.value));
    return *found;
}

const Node* Graph::find_node(NodeId id) const {
    return find_near_last(nodes, [id](const Node& n) { return n.id == id; });
}

const Node* Graph::producer(ValueId id) const {
    return find_near_last(nodes, [id](const Node& n) {
        return std::find(n.outputs.begin(), n.outputs.end(), id) != n.outputs.end();
    });
}

std::vector<const Node*> Graph::consumers(ValueId id) const {
    std::vector<const Node*> found;
    for (const Node& n : nodes)
        if (std::find(n.inputs.begin(), n.inputs.end(), id) != n.inputs.end()) found.push_back(&n);
    return found;
}

const State* Graph::state_read_as(ValueId id) const {
    const auto found =
        std::find_if(states.begin(), states.end(), [&](const State& s) { return s.read == id; });
    return found == states.end() ? nullptr : &*found;
}

bool Graph::is_output(ValueId id) const {
    return std::find(outputs.begin(), outputs.end(), id) != outputs.end();
}

}  // namespace lockstep::nnir
