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

std::string unique_name(const std::map<ValueId, Value>& values, const std::string& wish) {
    const std::string base = wish.empty() ? "value" : wish;
    const auto taken = [&](const std::string& name) {
        return std::any_of(values.begin(), values.end(),
                           [&](const auto& v) { return v.second.name == name; });
    };
    std::string name = base;
    for (int suffix = 2; taken(name); ++suffix) name = base + "_" + std::to_string(suffix);
    return name;
}

}  // namespace

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

ValueId Graph::add_value(std::string value_name, ValueType type) {
    const ValueId id{next_value++};
    values.emplace(id, Value{id, unique_name(values, value_name), std::move(type)});
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
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.id == id; });
    return found == nodes.end() ? nullptr : &*found;
}

const Node* Graph::producer(ValueId id) const {
    for (const Node& n : nodes)
        if (std::find(n.outputs.begin(), n.outputs.end(), id) != n.outputs.end()) return &n;
    return nullptr;
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
