#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool step(Rewrite& rewrite, NodeId id) {
    const Node node = rewrite.node(id);
    const std::string& op = node.op->name();
    if (op != "Reshape" && op != "Transpose") return false;
    const Node* found = rewrite.made_by(node.inputs.front(), op);
    if (found == nullptr) return false;
    const Node first = *found;
    Attributes attributes = node.attributes;
    if (op == "Transpose") {
        std::vector<std::int64_t> order;
        for (const std::int64_t axis : node.attributes.integers("order"))
            order.push_back(first.attributes.integers("order")[at(axis)]);
        attributes.set("order", order);
    }
    // The first one stays while something else reads it.
    const bool alone = rewrite.read_once(node.inputs.front());
    const std::string reason = "a " + op + " of a " + op + " is one " + op;
    rewrite.replace(id, op, attributes, {first.inputs.front()}, {id, first.id}, reason);
    if (alone) rewrite.erase(first.id, reason);
    return true;
}

}  // namespace

PassResult merge_reshapes(const Graph& graph) {
    Rewrite rewrite(graph, "merge_reshapes");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
