#include "core/nnir/make_node.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace lockstep::nnir {

Node make_node(Graph& graph, const NewNode& wanted) {
    const Op& made_of = op(wanted.op);
    std::vector<Value> operands;
    for (const ValueId id : wanted.inputs) operands.push_back(graph.value(id));
    std::vector<ValueType> types = made_of.infer(wanted.attributes, operands);

    Node node;
    node.id = graph.new_node_id();
    node.op = &made_of;
    node.attributes = wanted.attributes;
    node.inputs = wanted.inputs;
    node.origins = wanted.origins;
    node.provenance = wanted.provenance;
    std::string base = wanted.name;
    if (base.empty()) {
        base = made_of.name();
        base[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(base[0])));
    }
    for (std::size_t k = 0; k < types.size(); ++k)
        node.outputs.push_back(
            graph.add_value(k == 0 ? base : base + "." + std::to_string(k), std::move(types[k])));
    return node;
}

ValueId append_node(Graph& graph, const NewNode& wanted) {
    graph.nodes.push_back(make_node(graph, wanted));
    return graph.nodes.back().outputs.front();
}

std::vector<ImportedId> merged_origins(const std::vector<ImportedId>& a, const std::vector<ImportedId>& b) {
    std::vector<ImportedId> all;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
    return all;
}

}  // namespace lockstep::nnir
