#include <cmath>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

bool changes_nothing(const Rewrite& rewrite, const Node& node) {
    const std::string& op = node.op->name();
    if (node.inputs.empty()) return false;
    const Shape& in = rewrite.type(node.inputs.front()).shape;
    if (op == "Reshape" || op == "Slice" || op == "Pad")
        return rewrite.type(node.outputs.front()).shape == in;
    if (op == "Transpose") {
        const auto& order = node.attributes.integers("order");
        for (std::size_t k = 0; k < order.size(); ++k)
            if (order[k] != static_cast<std::int64_t>(k)) return false;
        return true;
    }
    if (op == "Clamp")
        return std::isinf(node.attributes.number("min")) && node.attributes.number("min") < 0 &&
               std::isinf(node.attributes.number("max")) && node.attributes.number("max") > 0;
    return false;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node node = rewrite.node(id);
    if (!changes_nothing(rewrite, node)) return false;
    rewrite.redirect(node.outputs.front(), node.inputs.front());
    rewrite.erase(id, "the " + node.op->name() + " changes nothing");
    return true;
}

}  // namespace

PassResult remove_identities(const Graph& graph) {
    Rewrite rewrite(graph, "remove_identities");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
