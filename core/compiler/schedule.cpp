#include "core/compiler/schedule.h"

#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <utility>

#include "core/compiler/work_view.h"
#include "core/support/error.h"

namespace lockstep::compiler {

using lowering::PartialSumWork;
using lowering::VectorId;
using lowering::VectorOrigin;

namespace {

/// Indices in an order that respects `after` (pairs: first, then second); among free ones the smallest rank
/// first. Shorter than `ranks` if there is a ring.
std::vector<std::size_t> sorted(const std::vector<std::size_t>& ranks,
                                const std::set<std::pair<std::size_t, std::size_t>>& after) {
    std::vector<std::vector<std::size_t>> next(ranks.size());
    std::vector<std::size_t> missing(ranks.size());
    for (const auto& [first, second] : after) {
        next[first].push_back(second);
        ++missing[second];
    }
    using Candidate = std::pair<std::size_t, std::size_t>;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> free;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (missing[i] == 0) free.emplace(ranks[i], i);
    std::vector<std::size_t> order;
    while (!free.empty()) {
        const std::size_t index = free.top().second;
        free.pop();
        order.push_back(index);
        for (const std::size_t follower : next[index])
            if (--missing[follower] == 0) free.emplace(ranks[follower], follower);
    }
    return order;
}

/// Work in the order of its ranks, state updates last if they are to be.
std::vector<std::size_t> order_work(const lowering::WorkList& list, const Decisions& decisions) {
    std::set<std::pair<std::size_t, std::size_t>> after;
    std::map<VectorId, std::size_t> maker;
    std::map<lowering::PartialSumId, std::size_t> writer;
    std::map<lowering::CellId, std::size_t> last_of_cell;
    std::vector<std::size_t> ranks;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        const bool at_end = decisions.updates_last && list.work[w].state_update;
        ranks.push_back(decisions.ranks[w] + (at_end ? list.work.size() : 0));
        if (const VectorId result = result_of(list.work[w]); result.valid()) maker[result] = w;
        if (const auto* partial = std::get_if<PartialSumWork>(&list.work[w].body))
            writer[partial->result] = w;
        if (const auto* lstm = std::get_if<lowering::LstmWork>(&list.work[w].body)) {
            const auto [last, is_new] = last_of_cell.try_emplace(lstm->cell, w);
            if (!is_new) after.emplace(std::exchange(last->second, w), w);
        }
    }
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        for (const VectorId source : sources_of(list.work[w]))
            if (const auto made = maker.find(source); made != maker.end()) after.emplace(made->second, w);
        const auto sum = sum_of(list.work[w]);
        if (!sum || !sum->start->partial) continue;
        const auto overwritten = writer.find(*sum->start->partial);
        if (overwritten != writer.end() && overwritten->second != w) after.emplace(w, overwritten->second);
    }
    const std::vector<std::size_t> order = sorted(ranks, after);
    if (order.size() != ranks.size())
        throw Error(FailureKind::unsupported,
                    "work depends on itself: partial sums or values form a ring inside one inference",
                    "Report this with the model.");
    return order;
}

/// States in order: one that is another's next value gives it before it takes its own.
std::vector<std::pair<std::uint32_t, std::uint32_t>> order_states(const lowering::WorkList& list) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> updates;
    std::map<VectorId, std::size_t> update_of;
    for (std::uint32_t s = 0; s < list.states.size(); ++s)
        for (std::uint32_t v = 0; v < list.states[s].read.size(); ++v) {
            update_of[list.states[s].read[v]] = updates.size();
            updates.emplace_back(s, v);
        }
    std::set<std::pair<std::size_t, std::size_t>> after;
    std::vector<std::size_t> ranks;
    for (std::size_t u = 0; u < updates.size(); ++u) {
        ranks.push_back(u);
        const auto overwritten = update_of.find(list.states[updates[u].first].written.at(updates[u].second));
        if (overwritten != update_of.end() && overwritten->second != u) after.emplace(u, overwritten->second);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
    for (const std::size_t u : sorted(ranks, after)) result.push_back(updates[u]);
    if (result.size() != updates.size())
        throw Error(FailureKind::unsupported, "states of the model exchange their values in a ring",
                    "Pass one of them through an operator, for example an addition of zero.");
    return result;
}

}  // namespace

Schedule make_schedule(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                       const Decisions& decisions) {
    Schedule schedule;
    std::uint32_t stream_block = 0;
    for (const lowering::IoVectors& input : list.inputs)
        for (const VectorId vector : input.vectors) {
            schedule.entries.push_back({0, false, InputStep{vector.value, stream_block}});
            stream_block += tiling.vector_blocks[vector.value] * ram_blocks_each(list, vector.value);
        }
    const std::vector<std::size_t> order = order_work(list, decisions);
    const auto add_work = [&](std::size_t work) {
        const std::vector<Run>& runs = assignment.runs[work];
        for (std::uint32_t run = 0; run < runs.size(); ++run)
            schedule.entries.push_back({runs[run].core, list.work[work].state_update,
                                        WorkStep{static_cast<std::uint32_t>(work), run}});
    };
    const auto goes_last = [&](std::size_t work) {
        return decisions.updates_last && list.work[work].state_update;
    };
    for (const std::size_t work : order)
        if (!goes_last(work)) add_work(work);

    stream_block = 0;
    for (const lowering::IoVectors& output : list.outputs)
        for (const VectorId vector : output.vectors) {
            const std::vector<std::uint16_t>& owner = assignment.owner[vector.value];
            for (std::uint32_t first = 0; first < owner.size();) {
                std::uint32_t end = first;
                while (end < owner.size() && owner[end] == owner[first]) ++end;
                schedule.entries.push_back(
                    {owner[first], false,
                     OutputStep{vector.value, first, end - first,
                                stream_block + first * ram_blocks_each(list, vector.value)}});
                first = end;
            }
            stream_block += tiling.vector_blocks[vector.value] * ram_blocks_each(list, vector.value);
        }
    for (const std::size_t work : order)
        if (goes_last(work)) add_work(work);
    for (const auto& [state, vector] : order_states(list)) {
        CoreMask holders = 0;
        for (const CoreMask block : assignment.readers[list.states[state].read[vector].value])
            holders |= block;
        for (std::uint16_t core = 0; core < assignment.cores; ++core)
            if ((holders >> core & 1U) != 0)
                schedule.entries.push_back({core, true, StateStep{state, vector}});
    }
    return schedule;
}

}  // namespace lockstep::compiler
