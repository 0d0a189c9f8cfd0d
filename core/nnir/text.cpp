#include "core/nnir/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <map>

#include "core/nnir/axes.h"
#include "core/nnir/op.h"
#include "core/support/overloaded.h"

namespace lockstep::nnir {
namespace {

std::string attributes_text(const Attributes& attributes, bool hashes) {
    std::string text;
    for (const auto& [key, value] : attributes.entries())
        text += " " + key + "=" + attribute_text(value, hashes);
    return text;
}

/// Numbers values in the order of a walk from the outputs towards the inputs, operands first.
class Walk {
  public:
    explicit Walk(const Graph& graph) {
        for (const Node& node : graph.nodes)
            for (const ValueId output : node.outputs) producer_[output] = &node;
        for (const ValueId id : graph.inputs) number(id);
        for (const State& state : graph.states) number(state.read);
        for (const ValueId id : graph.outputs) visit(id);
        for (const State& state : graph.states) visit(state.written);
        // What nothing needs is text too: a graph with dead nodes differs.
        for (const Node& node : graph.nodes)
            for (const ValueId output : node.outputs) visit(output);
    }

    const std::vector<const Node*>& order() const { return order_; }
    std::string operator()(ValueId id) const {
        const auto found = numbers_.find(id);
        return found == numbers_.end() ? "?" : "%" + std::to_string(found->second);
    }
    std::string list(const std::vector<ValueId>& ids) const {
        std::string text;
        for (const ValueId id : ids) text += (text.empty() ? "" : ", ") + (*this)(id);
        return text;
    }

  private:
    void number(ValueId id) { numbers_.try_emplace(id, numbers_.size()); }

    void visit(ValueId id) {
        // A stack of its own: unrolled models are deep.
        std::vector<std::pair<const Node*, std::size_t>> stack;
        const auto enter = [&](ValueId value) {
            const auto found = producer_.find(value);
            if (found != producer_.end() && !numbers_.contains(value)) stack.emplace_back(found->second, 0);
        };
        enter(id);
        while (!stack.empty()) {
            const Node* node = stack.back().first;
            if (stack.back().second < node->inputs.size()) {
                enter(node->inputs[stack.back().second++]);
                continue;
            }
            stack.pop_back();
            if (numbers_.contains(node->outputs.front())) continue;
            for (const ValueId output : node->outputs) number(output);
            order_.push_back(node);
        }
    }

    std::map<ValueId, const Node*> producer_;
    std::map<ValueId, std::size_t> numbers_;
    std::vector<const Node*> order_;
};

std::string formatted_type(const ValueType& type) {
    return std::string(name(type.format)) + "[" + type_text(type) + "]";
}

std::string source_text(const Provenance& provenance) {
    std::string text;
    if (!provenance.module.empty()) text += "  in " + provenance.module;
    if (!provenance.file.empty()) text += fmt::format("  {}:{}", provenance.file, provenance.line);
    if (!provenance.text.empty()) text += "  " + provenance.text;
    return text;
}

}  // namespace

std::string constant_text(const Tensor& tensor) {
    // FNV-1a over 32-bit words.
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const float value : tensor.values()) {
        hash ^= std::bit_cast<std::uint32_t>(value);
        hash *= 0x100000001B3U;
    }
    return fmt::format("{} #{:012x}", to_text(tensor.shape()), hash >> 16U);
}

std::string type_text(const ValueType& type) {
    if (type.shape.empty()) return "scalar";
    std::string text;
    for (int axis = 0; axis < rank(type.shape); ++axis) {
        if (axis > 0) text += " x ";
        text += std::to_string(type.shape[at(axis)]);
        if (axis == type.data_dim) text += "!";
    }
    return text;
}

std::string attribute_text(const Attribute& attribute, bool hashes) {
    return std::visit(Overloaded{[](bool value) { return std::string(value ? "true" : "false"); },
                                 [](std::int64_t value) { return std::to_string(value); },
                                 [](double value) { return fmt::format("{:.9g}", value); },
                                 [](const std::string& value) { return value; },
                                 [](const std::vector<std::int64_t>& value) {
                                     return fmt::format("[{}]", fmt::join(value, ", "));
                                 },
                                 [&](const Tensor& value) {
                                     return "(" + (hashes ? constant_text(value) : to_text(value.shape())) +
                                            ")";
                                 }},
                      attribute);
}

std::string canonical_text(const Graph& graph) {
    const Walk walk(graph);
    std::string text;
    for (const ValueId id : graph.inputs)
        text += fmt::format("input {} {}\n", walk(id), formatted_type(graph.value(id).type));
    for (const State& state : graph.states)
        text += fmt::format("state {} {} {} initial ({})\n", walk(state.read), state.role,
                            formatted_type(graph.value(state.read).type), constant_text(state.initial));
    for (const Node* node : walk.order()) {
        text += fmt::format("{} = {}({}){} -> ", walk.list(node->outputs), node->op->name(),
                            walk.list(node->inputs), attributes_text(node->attributes, true));
        for (const ValueId id : node->outputs)
            text += formatted_type(graph.value(id).type) + (id == node->outputs.back() ? "\n" : ", ");
    }
    for (const State& state : graph.states)
        text += fmt::format("write {} = {}\n", walk(state.read), walk(state.written));
    text += "output " + walk.list(graph.outputs) + "\n";
    return text;
}

std::string full_text(const Graph& graph) {
    const auto names = [&](const std::vector<ValueId>& ids) {
        std::string text;
        for (const ValueId id : ids) text += (text.empty() ? "" : ", ") + graph.value(id).name;
        return text;
    };
    std::string text = "graph " + graph.name + "\n";
    for (const ValueId id : graph.inputs)
        text += fmt::format("  input {}  {}\n", graph.value(id).name, formatted_type(graph.value(id).type));
    for (const State& state : graph.states)
        text += fmt::format("  state {}  {}  {}  from {} to {}\n", state.name, state.role,
                            formatted_type(graph.value(state.read).type), graph.value(state.read).name,
                            graph.value(state.written).name);
    for (const Node& node : graph.nodes) {
        text += fmt::format("  n{}  {} = {}({}){}", node.id.value, names(node.outputs), node.op->name(),
                            names(node.inputs), attributes_text(node.attributes, false));
        for (const ValueId id : node.outputs) text += "  " + formatted_type(graph.value(id).type);
        text += source_text(node.provenance) + "\n";
    }
    for (const ValueId id : graph.outputs)
        text += fmt::format("  output {}  {}\n", graph.value(id).name, formatted_type(graph.value(id).type));
    return text;
}

}  // namespace lockstep::nnir
