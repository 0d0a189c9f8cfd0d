#include "core/passes/output_names.h"

#include <algorithm>
#include <utility>

namespace lockstep {

void name_outputs(nnir::Graph& graph, const ImportedGraph& imported) {
    const std::size_t count = std::min(graph.outputs.size(), imported.outputs.size());
    for (std::size_t i = 0; i < count; ++i) {
        const nnir::ValueId id = graph.outputs[i];
        const std::string& wanted = imported.values.at(imported.outputs[i]).name;
        const bool named =
            std::find(graph.outputs.begin(), graph.outputs.begin() + static_cast<std::ptrdiff_t>(i), id) !=
            graph.outputs.begin() + static_cast<std::ptrdiff_t>(i);
        if (wanted.empty() || named || graph.producer(id) == nullptr || graph.value(id).name == wanted)
            continue;
        const auto holder = std::find_if(graph.values.begin(), graph.values.end(),
                                         [&](const auto& entry) { return entry.second.name == wanted; });
        if (holder != graph.values.end()) {
            // An input's name is the user's as well.
            if (graph.producer(holder->first) == nullptr) continue;
            std::swap(holder->second.name, graph.value(id).name);
        } else {
            graph.value(id).name = wanted;
            graph.given_names.try_emplace(wanted, 1);
        }
    }
}

}  // namespace lockstep
