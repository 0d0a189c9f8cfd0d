#include <algorithm>
#include <map>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

using Users = std::map<const float*, int>;

/// Nodes per weight. A weight of several nodes is one layer at several positions (an unrolled loop): they
/// stay alike.
Users weight_users(const Graph& graph) {
    Users users;
    for (const Node& node : graph.nodes)
        if (node.op->name() == "Linear") ++users[node.attributes.tensor("weight").storage().get()];
    return users;
}

bool step(Rewrite& rewrite, const Users& users, NodeId id) {
    const Node add = rewrite.node(id);
    if (add.op->name() != "Pointwise" || !add.attributes.has("constant") ||
        add.attributes.string("op") != "add")
        return false;
    const Node* found = rewrite.made_by(add.inputs.front(), "Linear");
    if (found == nullptr || found->attributes.has("bias") || !rewrite.read_once(add.inputs.front()))
        return false;
    const Node linear = *found;
    if (users.at(linear.attributes.tensor("weight").storage().get()) > 1) return false;
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
    const Users users = weight_users(graph);
    rewrite_all(rewrite, [&](Rewrite& each, NodeId id) { return step(each, users, id); });
    return rewrite.finish();
}

}  // namespace lockstep
