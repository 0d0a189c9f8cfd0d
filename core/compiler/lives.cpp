#include "core/compiler/lives.h"

#include <algorithm>
#include <map>
#include <variant>

#include "core/compiler/work_view.h"
#include "core/support/overloaded.h"

namespace lockstep::compiler {

using lowering::VectorId;
using lowering::VectorOrigin;

namespace {

enum Lane : std::uint32_t { input_lane, product_lane, vector_lane, output_lane, lane_count };

constexpr bool has(CoreMask mask, std::uint32_t core) {
    return (mask >> core & 1U) != 0;
}

}  // namespace

Lives::Lives(const lowering::WorkList& list, const Assignment& assignment, const Schedule& schedule)
    : lanes_(assignment.cores * std::size_t{lane_count}),
      holders_(list.vectors.size()),
      pinned_(list.vectors.size()),
      unread_(list.vectors.size()),
      reads_(schedule.entries.size()),
      readers_(list.vectors.size()),
      writers_(list.vectors.size()) {
    for (std::size_t v = 0; v < list.vectors.size(); ++v)
        pinned_[v] =
            list.vectors[v].origin == VectorOrigin::constant || list.vectors[v].origin == VectorOrigin::state;
    for (const lowering::StateBinding& state : list.states)
        if (state.read.empty())
            for (const VectorId vector : state.written) pinned_[vector.value] = true;
    for (std::uint32_t v = 0; v < list.vectors.size(); ++v) {
        if (list.vectors[v].origin != VectorOrigin::constant && list.vectors[v].origin != VectorOrigin::state)
            continue;
        for (const CoreMask readers : assignment.readers[v]) holders_[v] |= readers;
        if (holders_[v] != 0) order_.push_back(v);
    }
    collect(list, assignment, schedule);
    number(schedule);
}

void Lives::collect(const lowering::WorkList& list, const Assignment& assignment, const Schedule& schedule) {
    for (std::uint32_t e = 0; e < schedule.entries.size(); ++e) {
        const Schedule::Entry& entry = schedule.entries[e];
        const auto whole = [&](std::uint32_t vector) {
            return Part{vector, {entry.core, 0, static_cast<std::uint32_t>(assignment.owner[vector].size())}};
        };
        Lane lane = vector_lane;
        std::visit(
            Overloaded{[&](const InputStep& x) {
                           lane = input_lane;
                           CoreMask targets = pinned_[x.vector] ? 1U : 0U;
                           for (const CoreMask readers : assignment.readers[x.vector]) targets |= readers;
                           if (targets != 0) collect_write(whole(x.vector), targets, e, assignment);
                       },
                       [&](const OutputStep& x) {
                           lane = output_lane;
                           reads_[e].push_back({x.vector, {entry.core, x.first, x.blocks}});
                       },
                       [&](const StateStep& x) {
                           reads_[e].push_back(whole(list.states[x.state].written[x.vector].value));
                       },
                       [&](const WorkStep& x) {
                           const lowering::Work& work = list.work[x.work];
                           const Run& run = assignment.runs[x.work][x.run];
                           if (sum_of(work)) lane = product_lane;
                           for (const VectorId source : sources_of(work)) {
                               const auto blocks =
                                   static_cast<std::uint32_t>(assignment.owner[source.value].size());
                               const BlockRange read =
                                   blocks_read(list, work, source, blocks, {run.first, run.blocks});
                               reads_[e].push_back({source.value, {entry.core, read.first, read.blocks}});
                           }
                           if (const VectorId result = result_of(work); result.valid())
                               collect_write({result.value, run},
                                             targets_of(assignment, result.value, run, pinned_[result.value]),
                                             e, assignment);
                       }},
            entry.step);
        lane_.push_back(entry.core * std::uint32_t{lane_count} + lane);
        for (const Part& part : reads_[e])
            readers_[part.vector].push_back(
                {e, CoreMask{1} << entry.core, part.run.first, part.run.blocks, false});
    }
    for (std::uint32_t v = 0; v < writers_.size(); ++v)
        for (Access& writer : writers_[v])
            writer.result_path = lane_[writer.entry] % lane_count == product_lane;
}

void Lives::collect_write(const Part& part, CoreMask targets, std::uint32_t entry,
                          const Assignment& assignment) {
    if (holders_[part.vector] == 0) order_.push_back(part.vector);
    holders_[part.vector] |= targets;
    writers_[part.vector].push_back({entry, targets, part.run.first, part.run.blocks, false});
    for (std::uint32_t block = part.run.first; block < part.run.first + part.run.blocks; ++block)
        unread_[part.vector] |= targets & ~assignment.readers[part.vector][block];
}

void Lives::number(const Schedule& schedule) {
    constexpr std::uint32_t none = 0xFFFFFFFFU;
    const std::size_t count = schedule.entries.size();
    clocks_.resize(count * lanes_);
    std::vector<std::uint32_t> length(lanes_);
    std::vector<std::uint32_t> last(lanes_, none);
    for (std::uint32_t e = 0; e < count; ++e) {
        position_.push_back(++length[lane_[e]]);
        std::uint32_t* clock = clocks_.data() + e * lanes_;
        const auto wait_for = [&](std::uint32_t other) {
            for (std::size_t lane = 0; lane < lanes_; ++lane)
                clock[lane] = std::max(clock[lane], clocks_[other * lanes_ + lane]);
            clock[lane_[other]] = std::max(clock[lane_[other]], position_[other]);
        };
        if (last[lane_[e]] != none) wait_for(last[lane_[e]]);
        last[lane_[e]] = e;
        for (const Part& part : reads_[e])
            for (const Access& writer : writers_[part.vector])
                if (has(writer.cores, schedule.entries[e].core) &&
                    writer.first < part.run.first + part.run.blocks &&
                    part.run.first < writer.first + writer.blocks)
                    wait_for(writer.entry);
    }
}

bool Lives::over(const Access& access, std::uint32_t writer) const {
    // A sum has read its operands when its result is written; the vector unit writes while it still reads.
    if (access.entry == writer) return lane_[writer] % lane_count == product_lane;
    return clocks_[writer * lanes_ + lane_[access.entry]] >= position_[access.entry];
}

bool Lives::may_follow(std::uint32_t earlier, std::uint32_t later) const {
    const CoreMask both = holders_[earlier] & holders_[later];
    if (both == 0) return true;
    if (pinned_[earlier] || pinned_[later]) return false;
    for (const Access& writer : writers_[later]) {
        const CoreMask here = both & writer.cores;
        if (here == 0) continue;
        const auto past = [&](const Access& access) {
            return (access.cores & here) == 0 || access.result_path || over(access, writer.entry);
        };
        if ((unread_[earlier] & here) != 0) return false;
        if (!std::ranges::all_of(readers_[earlier], past) || !std::ranges::all_of(writers_[earlier], past))
            return false;
    }
    return true;
}

}  // namespace lockstep::compiler
