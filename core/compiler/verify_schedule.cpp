#include <map>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "core/compiler/schedule.h"
#include "core/compiler/work_view.h"
#include "core/support/overloaded.h"

namespace lockstep::compiler {
namespace {

using lowering::VectorId;
using lowering::VectorOrigin;

/// Walks the schedule and keeps what is known so far.
class ScheduleJudge {
  public:
    ScheduleJudge(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment)
        : list_(list), tiling_(tiling), assignment_(assignment) {
        for (std::uint32_t v = 0; v < list.vectors.size(); ++v)
            if (list.vectors[v].origin == VectorOrigin::constant ||
                list.vectors[v].origin == VectorOrigin::state)
                made_[v] = tiling.vector_blocks[v];
    }

    std::vector<std::string> judge(const Schedule& schedule, bool updates_last) {
        for (const Schedule::Entry& entry : schedule.entries) {
            if (entry.state_update)
                updates_began_ = true;
            else if (updates_began_ && updates_last)
                add("work for the outputs stands behind a state update");
            std::visit([&](const auto& step) { judge_step(entry, step); }, entry.step);
        }
        for (std::uint32_t w = 0; w < list_.work.size(); ++w)
            if (runs_[w].size() != assignment_.runs[w].size()) add(fmt::format("work {} is not complete", w));
        expect_stream(list_.inputs, inputs_, "input");
        expect_stream(list_.outputs, outputs_, "output");
        for (std::uint32_t s = 0; s < list_.states.size(); ++s)
            for (const VectorId read : list_.states[s].read)
                if (!overwritten_.contains(read.value))
                    add(fmt::format("state {} never takes its next value", s));
        return findings_;
    }

  private:
    void add(std::string what) { findings_.push_back(std::move(what)); }

    void expect_stream(const std::vector<lowering::IoVectors>& tensors, const std::set<std::uint32_t>& blocks,
                       const char* kind) {
        std::size_t expected = 0;
        for (const lowering::IoVectors& tensor : tensors)
            for (const VectorId vector : tensor.vectors)
                expected += tiling_.vector_blocks[vector.value] * (list_.vectors[vector.value].fp32 ? 2 : 1);
        if (blocks.size() != expected || (!blocks.empty() && *blocks.rbegin() + 1 != expected))
            add(fmt::format("{} of {} {} blocks", blocks.size(), expected, kind));
    }
    void read(std::uint32_t vector) {
        if (made_[vector] < tiling_.vector_blocks[vector])
            add(fmt::format("vector {} is read before it is made", vector));
    }

    void judge_step(const Schedule::Entry& entry, const InputStep& step) {
        if (entry.core != 0) add("an input stands in another core than 0");
        made_[step.vector] = tiling_.vector_blocks[step.vector];
        const std::uint32_t each = list_.vectors[step.vector].fp32 ? 2 : 1;
        for (std::uint32_t b = 0; b < tiling_.vector_blocks[step.vector] * each; ++b)
            inputs_.insert(step.stream_block + b);
    }
    void judge_step(const Schedule::Entry& entry, const WorkStep& step) {
        const lowering::Work& work = list_.work[step.work];
        const Run& run = assignment_.runs[step.work].at(step.run);
        if (run.core != entry.core) add(fmt::format("work {} runs on core {}", step.work, entry.core));
        if (!runs_[step.work].insert(step.run).second) add(fmt::format("work {} runs twice", step.work));
        for (const VectorId source : sources_of(work)) {
            read(source.value);
            if (overwritten_.contains(source.value))
                add(fmt::format("state vector {} is read behind its update", source.value));
        }
        if (const auto sum = sum_of(work); sum && sum->start->partial &&
                                           saved_.contains(sum->start->partial->value) &&
                                           saved_[sum->start->partial->value] != step.work)
            add(fmt::format("partial sum {} is read behind its update", sum->start->partial->value));
        if (const auto* partial = std::get_if<lowering::PartialSumWork>(&work.body))
            saved_[partial->result.value] = step.work;
        if (const VectorId result = result_of(work); result.valid()) made_[result.value] += run.blocks;
    }
    void judge_step(const Schedule::Entry& entry, const OutputStep& step) {
        read(step.vector);
        for (std::uint32_t b = 0; b < step.blocks; ++b) {
            if (assignment_.owner[step.vector].at(step.first + b) != entry.core)
                add("an output leaves from a core that does not own it");
            const std::uint32_t each = list_.vectors[step.vector].fp32 ? 2 : 1;
            for (std::uint32_t part = step.stream_block + b * each; part < step.stream_block + (b + 1) * each;
                 ++part)
                if (!outputs_.insert(part).second) add(fmt::format("output block {} leaves twice", part));
        }
    }
    void judge_step(const Schedule::Entry&, const StateStep& step) {
        const lowering::StateBinding& state = list_.states[step.state];
        const std::uint32_t source = state.written.at(step.vector).value;
        read(source);
        if (overwritten_.contains(source) && source != state.read[step.vector].value)
            add(fmt::format("state {} takes a value that is overwritten already", step.state));
        overwritten_.insert(state.read[step.vector].value);
    }

    const lowering::WorkList& list_;
    const Tiling& tiling_;
    const Assignment& assignment_;
    std::vector<std::string> findings_;
    std::map<std::uint32_t, std::uint32_t> made_;  ///< blocks by vector
    std::map<std::uint32_t, std::set<std::uint32_t>> runs_;
    std::set<std::uint32_t> inputs_, outputs_, overwritten_;
    std::map<std::uint32_t, std::uint32_t> saved_;
    bool updates_began_ = false;
};

}  // namespace

std::vector<std::string> verify_schedule(const lowering::WorkList& list, const Tiling& tiling,
                                         const Assignment& assignment, const Schedule& schedule,
                                         bool updates_last) {
    return ScheduleJudge(list, tiling, assignment).judge(schedule, updates_last);
}

}  // namespace lockstep::compiler
