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

Lives::Lives(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
             const Schedule& schedule)
    : cores_(assignment.cores),
      lanes_(assignment.cores * std::size_t{lane_count}),
      holders_(list.vectors.size()),
      pinned_(list.vectors.size()),
      unread_(list.vectors.size()),
      reads_(schedule.entries.size()),
      writers_(list.vectors.size()),
      in_core_(list.vectors.size()) {
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
    collect(list, tiling, assignment, schedule);
    number(schedule);
    collect_touches(schedule);
}

void Lives::collect(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                    const Schedule& schedule) {
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
                           const std::uint32_t next = list.states[x.state].written[x.vector].value;
                           if (assignment.in_place[next] == Assignment::elsewhere)
                               reads_[e].push_back(whole(next));
                       },
                       [&](const WorkStep& x) {
                           const lowering::Work& work = list.work[x.work];
                           const Run& run = assignment.runs[x.work][x.run];
                           if (sum_of(work)) lane = product_lane;
                           for (const VectorId source : sources_of(work)) {
                               const BlockRange read =
                                   blocks_read(list, tiling, x.work, source, {run.first, run.blocks});
                               if (read.blocks == 0) continue;
                               reads_[e].push_back({source.value, {entry.core, read.first, read.blocks}});
                           }
                           if (const VectorId result = result_of(work);
                               result.valid() && assignment.in_place[result.value] == Assignment::elsewhere)
                               collect_write({result.value, run},
                                             targets_of(assignment, result.value, run, pinned_[result.value]),
                                             e, assignment);
                       }},
            entry.step);
        lane_.push_back(entry.core * std::uint32_t{lane_count} + lane);
    }
}

void Lives::collect_write(const Part& part, CoreMask targets, std::uint32_t entry,
                          const Assignment& assignment) {
    if (holders_[part.vector] == 0) order_.push_back(part.vector);
    holders_[part.vector] |= targets;
    writers_[part.vector].push_back({entry, targets, part.run.first, part.run.blocks});
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
            for (const Write& writer : writers_[part.vector])
                if (has(writer.cores, schedule.entries[e].core) &&
                    writer.first < part.run.first + part.run.blocks &&
                    part.run.first < writer.first + writer.blocks)
                    wait_for(writer.entry);
    }
}

void Lives::collect_touches(const Schedule& schedule) {
    for (std::uint32_t e = 0; e < schedule.entries.size(); ++e)
        for (const Part& part : reads_[e]) touch(part.vector, schedule.entries[e].core, e);
    for (std::uint32_t v = 0; v < writers_.size(); ++v) {
        for (const Write& write : writers_[v])
            for (std::uint16_t core = 0; core < cores_; ++core) {
                if (!has(write.cores, core)) continue;
                // What the result path writes is there when it has been read: the readers tell enough.
                if (lane_[write.entry] % lane_count != product_lane) touch(v, core, write.entry);
                if (has(unread_[v], core)) in_core(v, core).ends = TensorLife::never;
            }
    }
}

void Lives::touch(std::uint32_t vector, std::uint16_t core, std::uint32_t entry) {
    InCore& in = in_core(vector, core);
    if (in.ends != TensorLife::never) in.ends = std::max(in.ends, entry);
    const auto found = std::ranges::find(in.touches, lane_[entry], &Touch::lane);
    if (found == in.touches.end())
        in.touches.push_back({lane_[entry], position_[entry]});
    else
        found->position = std::max(found->position, position_[entry]);
}

Lives::InCore& Lives::in_core(std::uint32_t vector, std::uint16_t core) {
    std::vector<InCore>& all = in_core_[vector];
    const auto found = std::ranges::find(all, core, &InCore::core);
    return found != all.end() ? *found : all.emplace_back(InCore{core, 0, {}});
}

TensorLife Lives::life(std::uint32_t vector, std::uint32_t blocks) const {
    TensorLife life{blocks, writers_[vector].empty() ? 0 : writers_[vector].front().entry, {}};
    for (std::uint16_t core = 0; core < cores_; ++core) {
        if (!has(holders_[vector], core)) continue;
        const auto found = std::ranges::find(in_core_[vector], core, &InCore::core);
        const bool ends = !pinned_[vector] && found != in_core_[vector].end();
        life.cores.push_back({core, ends ? found->ends : TensorLife::never});
    }
    return life;
}

Lives::Start Lives::start_of(std::uint32_t vector) const {
    Start start{vector, std::vector<std::uint32_t>(cores_ * lanes_, TensorLife::never)};
    for (const Write& write : writers_[vector])
        for (std::size_t core = 0; core < cores_; ++core) {
            if (!has(write.cores, static_cast<std::uint32_t>(core))) continue;
            const std::uint32_t* clock = clocks_.data() + write.entry * lanes_;
            std::uint32_t* least = start.clocks.data() + core * lanes_;
            for (std::size_t lane = 0; lane < lanes_; ++lane) {
                // A sum has read its operands when its result is written; the vector unit writes while it
                // still reads.
                const bool itself = lane == lane_[write.entry] && lane % lane_count == product_lane;
                least[lane] = std::min(least[lane], itself ? position_[write.entry] : clock[lane]);
            }
        }
    return start;
}

bool Lives::over(std::uint32_t earlier, const Start& later, std::uint16_t core) const {
    if (pinned_[earlier] || pinned_[later.vector]) return false;
    const auto found = std::ranges::find(in_core_[earlier], core, &InCore::core);
    if (found == in_core_[earlier].end() || found->ends == TensorLife::never) return false;
    const std::uint32_t* clock = later.clocks.data() + core * lanes_;
    return std::ranges::all_of(found->touches,
                               [clock](const Touch& touch) { return clock[touch.lane] >= touch.position; });
}

}  // namespace lockstep::compiler
