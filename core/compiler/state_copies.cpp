#include "core/compiler/state_copies.h"

#include <map>
#include <set>
#include <utility>

namespace lockstep::compiler {

using lowering::VectorId;
using lowering::VectorOrigin;
using lowering::WorkList;

namespace {

/// A vector of a state: (state, index into its vectors).
using Place = std::pair<std::size_t, std::size_t>;

/// Makes the state take its next value from a copy.
void copy(WorkList& list, const GraphView& view, const Place& place) {
    VectorId& written = list.states[place.first].written.at(place.second);
    const VectorId made{static_cast<std::uint32_t>(list.vectors.size())};
    list.vectors.push_back({.length = list.vectors[written.value].length,
                            .origin = VectorOrigin::computed,
                            .constant = {},
                            .splat = list.vectors[written.value].splat,
                            .fp32 = list.vectors[written.value].fp32});
    const nnir::NodeId node{view.nodes.at(view.states.at(place.first).node).id};
    list.work.push_back({lowering::PointwiseWork{.result = made,
                                                 .op = lowering::PointwiseOp::add,
                                                 .a = written,
                                                 .b = {},
                                                 .epilogue = {},
                                                 .c = {}},
                         {node},
                         true});
    written = made;
}

void copy_shown(WorkList& list, const GraphView& view) {
    std::set<VectorId> taken;
    for (std::size_t s = 0; s < list.states.size(); ++s) {
        if (!list.states[s].read.empty()) continue;
        for (std::size_t v = 0; v < list.states[s].written.size(); ++v) {
            const VectorId written = list.states[s].written[v];
            const VectorOrigin origin = list.vectors[written.value].origin;
            const bool own = origin == VectorOrigin::computed || origin == VectorOrigin::input;
            if (own && taken.insert(written).second) continue;
            copy(list, view, {s, v});
            taken.insert(list.states[s].written[v]);
        }
    }
}

/// Each state vector takes its value from at most one other, so from each place there is one way to go.
void break_rings(WorkList& list, const GraphView& view) {
    std::map<VectorId, Place> holder;
    for (std::size_t s = 0; s < list.states.size(); ++s)
        for (std::size_t v = 0; v < list.states[s].read.size(); ++v) holder[list.states[s].read[v]] = {s, v};
    std::map<Place, std::size_t> reached;  ///< by which walk
    std::size_t walk = 0;
    for (const auto& [vector, start] : holder) {
        ++walk;
        for (Place at = start; reached.try_emplace(at, walk).second;) {
            const auto next = holder.find(list.states[at.first].written.at(at.second));
            if (next == holder.end() || next->second == at) break;
            const auto seen = reached.find(next->second);
            if (seen != reached.end() && seen->second == walk) copy(list, view, at);
            at = next->second;
        }
    }
}

}  // namespace

WorkList with_state_copies(WorkList list, const GraphView& view) {
    copy_shown(list, view);
    break_rings(list, view);
    return list;
}

}  // namespace lockstep::compiler
