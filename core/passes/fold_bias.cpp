#include <algorithm>
#include <vector>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The weights of all Linear nodes.
std::vector<Tensor> linear_weights(const Graph& graph) {
    std::vector<Tensor> weights;
    for (const Node& node : graph.nodes)
        if (node.op->name() == "Linear") weights.push_back(node.attributes.tensor("weight"));
    return weights;
}

/// A weight of several nodes is one layer at several positions (an unrolled loop): they stay alike. Importers
/// may give each of them a copy.
bool is_shared(const Tensor& weight, const std::vector<Tensor>& weights) {
    int users = 0;
    return std::any_of(weights.begin(), weights.end(),
                       [&](const Tensor& other) { return other == weight && ++users > 1; });
}

bool step(Rewrite& rewrite, const std::vector<Tensor>& weights, NodeId id) {
    const Node add = rewrite.node(id);
    if (add.op->name() != "Pointwise" || !add.attributes.has("constant") ||
        add.attributes.string("op") != "add")
        return false;
    const Node* found = rewrite.made_by(add.inputs.front(), "Linear");
    if (found == nullptr || found->attributes.has("bias") || !rewrite.read_once(add.inputs.front()))
        return false;
    const Node linear = *found;
    const Tensor& constant = add.attributes.tensor("constant");
    const std::int64_t rows = linear.attributes.tensor("weight").shape()[0];
    // One value per output feature, or one for all.
    const bool along_features =
        constant.size() == 1 || (constant.size() == rows && constant.shape().back() == rows);
    if (!along_features || is_shared(linear.attributes.tensor("weight"), weights)) return false;

    Attributes attributes = linear.attributes;
    attributes.set("bias", constant.size() == rows ? constant.reshaped({rows})
                                                   : Tensor::filled({rows}, constant.values()[0]));
    const std::string reason = "the constant that is added is the bias of the Linear";
    rewrite.replace(id, "Linear", attributes, linear.inputs, {linear.id, id}, reason);
    rewrite.erase(linear.id, reason);
    return true;
}

}  // namespace

PassResult fold_bias(const Graph& graph) {
    Rewrite rewrite(graph, "fold_bias");
    const std::vector<Tensor> weights = linear_weights(graph);
    rewrite_all(rewrite, [&](Rewrite& each, NodeId id) { return step(each, weights, id); });
    return rewrite.finish();
}

}  // namespace lockstep
