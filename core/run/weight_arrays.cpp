#include "core/run/weight_arrays.h"

#include <fmt/format.h>

#include <map>

namespace lockstep {
namespace {

std::string plain_name(const nnir::Node& node, const std::string& key) {
    return node.provenance.module.empty() ? key : node.provenance.module + "." + key;
}

}  // namespace

std::vector<OutputArray> weight_arrays(const nnir::Graph& graph) {
    std::map<std::string, int> uses;
    for (const nnir::Node& node : graph.nodes)
        for (const auto& [key, attribute] : node.attributes.entries())
            if (std::holds_alternative<Tensor>(attribute)) ++uses[plain_name(node, key)];
    std::vector<OutputArray> arrays;
    for (const nnir::Node& node : graph.nodes) {
        for (const auto& [key, attribute] : node.attributes.entries()) {
            const auto* tensor = std::get_if<Tensor>(&attribute);
            if (tensor == nullptr || tensor->size() == 0) continue;
            OutputArray array;
            array.name = plain_name(node, key);
            if (uses[array.name] > 1) array.name += fmt::format(".n{}", node.id.value);
            array.shape = tensor->shape();
            array.values.assign(tensor->values().begin(), tensor->values().end());
            arrays.push_back(std::move(array));
        }
    }
    return arrays;
}

}  // namespace lockstep
