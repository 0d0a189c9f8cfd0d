#include "core/lowering/uses.h"

#include <algorithm>
#include <utility>

#include "core/lowering/reads.h"

namespace lockstep::lowering {

Uses::Uses(const WorkList& list)
    : maker(list.vectors.size(), nobody), readers(list.vectors.size()), leaves(list.vectors.size()) {
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        for (const VectorId source : reads(list.work[w].body)) readers[source.value].push_back(w);
        if (const VectorId result = result_of(list.work[w].body); result.valid()) maker[result.value] = w;
    }
    for (const IoVectors& output : list.outputs)
        for (const VectorId vector : output.vectors) leaves[vector.value] = true;
    for (const StateBinding& state : list.states)
        for (const VectorId vector : state.written) leaves[vector.value] = true;
}

void add_nodes(Work& work, const std::vector<nnir::NodeId>& nodes) {
    for (const nnir::NodeId node : nodes)
        if (std::ranges::find(work.nodes, node) == work.nodes.end()) work.nodes.push_back(node);
}

void remove_work(WorkList& list, const std::vector<bool>& gone) {
    std::vector<Work> kept;
    for (std::size_t w = 0; w < list.work.size(); ++w)
        if (!gone[w]) kept.push_back(std::move(list.work[w]));
    list.work = std::move(kept);
}

}  // namespace lockstep::lowering
