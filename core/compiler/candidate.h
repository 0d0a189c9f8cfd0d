#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/compiler/compile_work.h"
#include "core/compiler/decisions.h"
#include "core/compiler/emit.h"
#include "core/compiler/memory_check.h"
#include "core/compiler/schedule.h"

namespace lockstep::compiler {

/// A work list that is compiled for a config, with what all ways of compiling it share.
struct CompileTask {
    /// `view` and `config` have to outlive the task. Throws Error(usage) for pins that contradict one
    /// another.
    CompileTask(lowering::WorkList work, const GraphView& graph_view, const AcceleratorConfig& machine,
                std::vector<SourcePart> source_parts = {});

    /// Every work on the lowest `count` of its allowed cores, or, where it is allowed none of these, on all
    /// it is allowed; replicated what replicated_work() says.
    Decisions decisions(std::uint32_t count, WorkOrder order) const;
    /// Every work on all its allowed cores, but that of parallel branches each at its home, where that is
    /// allowed.
    Decisions decisions_at_home(WorkOrder order) const;
    bool has_homes() const;

    lowering::WorkList list;
    const GraphView& view;
    const AcceleratorConfig& config;
    std::uint32_t cores = 0;         ///< of the config
    std::uint32_t accumulators = 0;  ///< of one pass
    NodeIndex index;
    Tiling tiling;
    std::vector<bool> replicated;       ///< by work
    std::vector<CoreMask> allowed;      ///< by work
    std::vector<CoreMask> homes;        ///< by work: homes_of_branches()
    std::vector<std::uint32_t> groups;  ///< by work
};

/// What decisions lead to, up to what its time depends on.
struct Candidate {
    std::shared_ptr<const CompileTask> task;
    Decisions decisions;
    Assignment assignment;
    Schedule schedule;
    MemoryPlan memory;
    MemoryReport report;
    std::vector<CoreProgram> cores;  ///< streams; empty unless it fits
    Timeline timeline;               ///< of the streams

    Plan plan() const { return {task->list, task->tiling, assignment, schedule, memory}; }
    bool fits() const { return report.fits(); }
    std::int64_t instructions() const;
};

/// Assigns, schedules, allocates and, if it fits, emits and plays. Nothing is judged.
Candidate make_candidate(std::shared_ptr<const CompileTask> task, Decisions decisions);

/// Whether the task fits this config with its first decisions or with branches at home, as they are or
/// balanced. Cheaper than a candidate.
bool fits_config(const CompileTask& task);
/// Whether it does with these decisions.
bool fits_config(const CompileTask& task, const Decisions& decisions);

/// The judges of decisions, tiling, assignment and schedule; throws Error(internal) with what they find.
void expect_sound(const Candidate& candidate);
void expect_sound(const std::vector<std::string>& findings, const char* stage);

/// The candidate's program without weights, states and nodes: the parts that play() looks at.
Program timing_program(const Candidate& candidate);

}  // namespace lockstep::compiler
