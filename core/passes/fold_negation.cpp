#include <optional>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The node that makes the value by changing the sign of another, if nothing else reads it.
const Node* negation(const Rewrite& rewrite, ValueId value) {
    const Node* node = rewrite.made_by(value, "Pointwise");
    if (node == nullptr || node->inputs.size() != 1 || node->attributes.string("op") != "multiply" ||
        !rewrite.read_once(value))
        return nullptr;
    const Tensor& factor = node->attributes.tensor("constant");
    return factor.shape().empty() && factor.values()[0] == -1 ? node : nullptr;
}

/// c + -x is c - x, a + -b is a - b, a - -b is a + b: how `1 - x` is saved depends on the way.
bool step(Rewrite& rewrite, NodeId id) {
    const Node sum = rewrite.node(id);
    if (sum.op->name() != "Pointwise" || sum.attributes.has("squeezed")) return false;
    const std::string& op = sum.attributes.string("op");
    if (op != "add" && op != "subtract") return false;
    const bool constant = sum.attributes.has("constant");
    if (constant && op != "add") return false;
    for (std::size_t k = sum.inputs.size(); k-- > 0;) {
        if (op == "subtract" && k == 0) continue;
        const Node* found = negation(rewrite, sum.inputs[k]);
        if (found == nullptr) continue;
        const Node sign = *found;
        Attributes attributes{{"op", std::string(op == "add" ? "subtract" : "add")}};
        std::vector<ValueId> inputs = sign.inputs;
        if (constant) {
            attributes.set("constant", sum.attributes.tensor("constant"));
            attributes.set("constant_first", true);
        } else {
            inputs.insert(inputs.begin(), sum.inputs[1 - k]);
        }
        const std::string reason =
            op == "add" ? "to add the opposite is to subtract" : "to subtract the opposite is to add";
        rewrite.replace(id, "Pointwise", attributes, inputs, {sign.id, id}, reason);
        rewrite.erase(sign.id, reason);
        return true;
    }
    return false;
}

}  // namespace

PassResult fold_negation(const Graph& graph) {
    Rewrite rewrite(graph, "fold_negation");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
