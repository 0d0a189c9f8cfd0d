#include <algorithm>
#include <set>

#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {

using namespace nnir;

PassResult remove_dead_nodes(const Graph& graph) {
    Rewrite rewrite(graph, "remove_dead_nodes");
    std::set<ValueId> needed(graph.outputs.begin(), graph.outputs.end());
    for (const State& state : graph.states) needed.insert(state.written);
    std::vector<const Node*> dead;
    for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
        if (std::any_of(node->outputs.begin(), node->outputs.end(),
                        [&](ValueId v) { return needed.contains(v); })) {
            needed.insert(node->inputs.begin(), node->inputs.end());
        } else {
            dead.push_back(&*node);
        }
    }
    for (const Node* node : dead) rewrite.erase(node->id, "no output needs it");
    return rewrite.finish();
}

}  // namespace lockstep
