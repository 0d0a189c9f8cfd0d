#include "core/passes/state_roles.h"

#include "core/nnir/op.h"

namespace lockstep {

using namespace nnir;

void name_roles(Graph& graph) {
    for (State& state : graph.states) {
        if (state.role != "carried") continue;
        for (const Node& node : graph.nodes) {
            if (!node.op->name().ends_with("Cell")) continue;
            // A cell's inputs are x and its states, its outputs the states after it, in that order.
            for (std::size_t k = 1; k < node.inputs.size() && k <= node.outputs.size(); ++k)
                if (node.inputs[k] == state.read && node.outputs[k - 1] == state.written)
                    state.role = k == 1 ? "hidden" : "cell";
        }
    }
}

}  // namespace lockstep
