#include "core/layout/folding.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/layout/graph_scene.h"
#include "core/nnir/node_pattern.h"
#include "core/nnir/op.h"

namespace lockstep {
namespace {

/// The first `levels` components of a path.
std::string cut(const std::string& path, std::size_t levels) {
    std::size_t end = 0;
    for (std::size_t level = 0; level < levels; ++level) {
        end = path.find('.', end == 0 ? 0 : end + 1);
        if (end == std::string::npos) return path;
    }
    return path.substr(0, end);
}

std::size_t depth(const std::string& path) {
    return path.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(path, '.')) + 1;
}

std::string attribute_text(const nnir::Attribute& attribute) {
    std::string text;
    if (const auto* flag = std::get_if<bool>(&attribute)) return *flag ? "b1" : "b0";
    if (const auto* integer = std::get_if<std::int64_t>(&attribute)) return "i" + std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&attribute)) return fmt::format("d{}", *number);
    if (const auto* word = std::get_if<std::string>(&attribute)) return "s" + *word;
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&attribute)) {
        for (const std::int64_t entry : *list) text += " " + std::to_string(entry);
        return "l" + text;
    }
    return "t" + shape_label(std::get<Tensor>(attribute).shape());
}

/// All that makes modules alike, as a text: nodes by their places in the module, with paths inside it.
std::string signature(const nnir::Graph& graph, const std::string& module,
                      const std::vector<const nnir::Node*>& nodes) {
    std::map<nnir::ValueId, std::size_t> own;
    std::string text;
    for (const nnir::Node* node : nodes) {
        text += node->op == nullptr ? "?" : node->op->name();
        text += '|' + node->provenance.module.substr(std::min(module.size(), node->provenance.module.size()));
        for (const auto& [key, attribute] : node->attributes.entries())
            text += ';' + key + '=' + attribute_text(attribute);
        for (const nnir::ValueId input : node->inputs) {
            const auto made = own.find(input);
            text += made != own.end() ? "<" + std::to_string(made->second)
                                      : "<" + shape_label(graph.value(input).type.shape);
        }
        for (const nnir::ValueId output : node->outputs) {
            text += '>' + shape_label(graph.value(output).type.shape);
            own.emplace(output, own.size());
        }
        text += '\n';
    }
    return text;
}

}  // namespace

std::optional<std::string> fold_of(const Folding& folding, const std::string& path) {
    if (folding.folded.empty() || path.empty()) return std::nullopt;
    // What is around the root is open: one stands inside it.
    const std::size_t levels = depth(path);
    for (std::size_t level = depth(folding.root) + 1; level <= levels; ++level) {
        std::string module = cut(path, level);
        if (folding.folded.contains(module)) return module;
    }
    return std::nullopt;
}

std::map<std::string, std::vector<nnir::NodeId>> folded_nodes(const nnir::Graph& graph,
                                                              const Folding& folding) {
    std::map<std::string, std::vector<nnir::NodeId>> modules;
    for (const nnir::Node& node : graph.nodes) {
        if (!nnir::is_inside(node.provenance.module, folding.root)) continue;
        if (const auto module = fold_of(folding, node.provenance.module)) modules[*module].push_back(node.id);
    }
    return modules;
}

std::map<std::string, std::set<std::string>> identical_modules(
    const nnir::Graph& graph, const std::map<std::string, std::vector<nnir::NodeId>>& modules) {
    std::map<nnir::NodeId, const nnir::Node*> nodes;
    for (const nnir::Node& node : graph.nodes) nodes.emplace(node.id, &node);
    std::map<std::string, std::set<std::string>> by_signature;
    for (const auto& [module, ids] : modules) {
        std::vector<const nnir::Node*> members;
        for (const nnir::NodeId id : ids) members.push_back(nodes.at(id));
        by_signature[signature(graph, module, members)].insert(module);
    }
    std::map<std::string, std::set<std::string>> alike;
    for (const auto& [text, group] : by_signature) {
        for (const std::string& module : group) {
            std::set<std::string> others = group;
            others.erase(module);
            if (!others.empty()) alike.emplace(module, std::move(others));
        }
    }
    return alike;
}

std::set<std::string> folds_for(const nnir::Graph& graph, std::size_t most) {
    if (graph.nodes.size() <= most) return {};
    std::size_t deepest = 0;
    std::set<std::string> paths;
    for (const nnir::Node& node : graph.nodes) {
        deepest = std::max(deepest, depth(node.provenance.module));
        paths.insert(node.provenance.module);
    }
    const auto holds_modules = [&](const std::string& path) {
        const auto next = paths.lower_bound(path + '.');
        return next != paths.end() && next->starts_with(path + '.');
    };
    std::set<std::string> best;
    for (std::size_t level = 1; level <= deepest; ++level) {
        std::map<std::string, std::size_t> sizes;
        std::size_t boxes = 0;
        for (const nnir::Node& node : graph.nodes) {
            const std::string& path = node.provenance.module;
            const bool above = depth(path) < level && (path.empty() || holds_modules(path));
            if (above || ++sizes[cut(path, level)] == 1) ++boxes;
        }
        if (level > 1 && boxes > most) break;
        best.clear();
        for (const auto& [module, size] : sizes)
            if (size > 1) best.insert(module);
    }
    return best;
}

}  // namespace lockstep
