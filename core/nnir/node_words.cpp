#include "core/nnir/node_words.h"

#include <limits>

#include "core/nnir/op.h"

namespace lockstep::nnir {
namespace {

template <class T>
const T* attribute(const Node& node, const std::string& key) {
    const auto found = node.attributes.entries().find(key);
    return found == node.attributes.entries().end() ? nullptr : std::get_if<T>(&found->second);
}

}  // namespace

std::string operator_word(const Node& node) {
    if (const auto* word = attribute<std::string>(node, "op"); word != nullptr && !word->empty()) {
        std::string title = *word;
        if (title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
        return title;
    }
    if (node.op == nullptr) return "?";
    const auto* minimum = attribute<double>(node, "min");
    const auto* maximum = attribute<double>(node, "max");
    if (node.op->name() == "Clamp" && minimum != nullptr && maximum != nullptr && *minimum == 0) {
        if (*maximum == std::numeric_limits<double>::infinity()) return "ReLU";
        if (*maximum == 6) return "ReLU6";
    }
    return node.op->name();
}

std::string node_place(const Graph& graph, const Node& node) {
    std::string text = node.provenance.module;
    if (text.empty() && !node.outputs.empty()) {
        const auto found = graph.values.find(node.outputs.front());
        if (found != graph.values.end()) text = found->second.name;
    }
    if (const auto* layer = attribute<std::int64_t>(node, "layer"))
        text += (text.empty() ? "layer " : " \u00B7 layer ") + std::to_string(*layer);
    return text;
}

}  // namespace lockstep::nnir
