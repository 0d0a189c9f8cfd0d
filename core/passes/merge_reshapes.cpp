#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool step(Rewrite& rewrite, NodeId id) {
    const Node node = rewrite.graph.node(id);
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
    const NodeId merged = rewrite.replace(id, op, attributes, {first.inputs.front()}, {id, first.id});
    // The first one stays while something else reads it; remove_dead_nodes takes it otherwise.
    rewrite.note({id}, {merged}, "a " + op + " of a " + op + " is one " + op);
    return true;
}

}  // namespace

PassResult merge_reshapes(const Graph& graph) {
    Rewrite rewrite(graph, "merge_reshapes");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
