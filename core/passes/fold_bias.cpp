#include <algorithm>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool step(Rewrite& rewrite, NodeId id) {
    const Node add = rewrite.graph.node(id);
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
    if (!along_features) return false;

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
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
