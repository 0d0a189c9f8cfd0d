#include "core/compiler/candidate.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compiler/balance.h"
#include "core/compiler/core_pins.h"
#include "core/compiler/fill_memories.h"
#include "core/compiler/parallel_branches.h"
#include "core/compiler/program_maps.h"
#include "core/compiler/replicate.h"
#include "core/support/error.h"

namespace lockstep::compiler {

using lowering::WorkList;

namespace {

NodeIndex index_nodes(const WorkList& list, const GraphView& view) {
    NodeIndex index;
    for (std::uint32_t i = 0; i < view.nodes.size(); ++i) index.of_node[view.nodes[i].id] = i;
    for (const GraphView::State& state : view.states) index.of_state.push_back(state.node);
    for (const lowering::Work& work : list.work)
        for (const nnir::NodeId node : work.nodes)
            if (!index.of_node.contains(node.value))
                throw Error(FailureKind::internal,
                            fmt::format("work for node {}, which the graph does not have", node.value));
    return index;
}

}  // namespace

void expect_sound(const std::vector<std::string>& findings, const char* stage) {
    if (!findings.empty())
        throw Error(Failure{
            .kind = FailureKind::internal,
            .message = fmt::format("{} made something that its judge refuses: {}", stage, findings.front()),
            .advice = "Report this with the model and the config.",
            .details = fmt::format("{}", fmt::join(findings, "\n")),
            .nodes = {}});
}

CompileTask::CompileTask(WorkList work, const GraphView& graph_view, const AcceleratorConfig& machine,
                         std::vector<SourcePart> source_parts)
    : list(std::move(work)),
      view(graph_view),
      config(machine),
      cores(static_cast<std::uint32_t>(machine.cores.value)),
      accumulators(static_cast<std::uint32_t>(machine.timing.accumulators.value)),
      index(index_nodes(list, graph_view)),
      tiling(tile(list, machine.block_size.value, std::move(source_parts))),
      replicated(replicated_work(list)),
      allowed(allowed_cores(list, graph_view.pins, cores)),
      homes(homes_of_branches(list, cores)),
      groups(work_groups(list, allowed)) {
    expect_sound(verify_tiling(list, tiling), "tiling");
}

Decisions CompileTask::decisions(std::uint32_t count, WorkOrder order) const {
    Decisions made = plain_decisions(list, count, accumulators, order);
    for (std::size_t w = 0; w < made.cores.size(); ++w)
        made.cores[w] = (made.cores[w] & allowed[w]) != 0 ? made.cores[w] & allowed[w] : allowed[w];
    made.replicated = replicated;
    return made;
}

Decisions CompileTask::decisions_at_home(WorkOrder order) const {
    Decisions made = decisions(cores, order);
    for (std::size_t w = 0; w < homes.size(); ++w)
        if ((homes[w] & allowed[w]) != 0) made.cores[w] = homes[w];
    return made;
}

bool CompileTask::has_homes() const {
    return std::ranges::any_of(homes, [](CoreMask home) { return home != 0; });
}

std::int64_t Candidate::instructions() const {
    std::int64_t count = 0;
    for (const CoreProgram& core : cores) count += static_cast<std::int64_t>(core.stream.size());
    return count;
}

Candidate make_candidate(std::shared_ptr<const CompileTask> task, Decisions decisions) {
    Candidate made;
    made.task = std::move(task);
    const CompileTask& of = *made.task;
    made.decisions = std::move(decisions);
    made.assignment = assign_cores(of.list, of.tiling, made.decisions);
    made.schedule = make_schedule(of.list, of.tiling, made.assignment, made.decisions);
    made.memory = allocate_stores(of.list, of.tiling, made.assignment, made.schedule);
    made.report = check_memory(made.memory, of.config, of.view.nodes, of.index.of_node);
    if (!made.fits()) return made;
    allocate_tensor_ram(of.list, of.tiling, made.assignment, made.schedule, made.memory);
    made.report = check_memory(made.memory, of.config, of.view.nodes, of.index.of_node);
    if (!made.fits()) return made;
    made.cores = emit_streams(made.plan(), of.config, of.index);
    made.timeline = play(timing_program(made));
    return made;
}

bool fits_config(const CompileTask& task, const Decisions& decisions) {
    const Assignment assignment = assign_cores(task.list, task.tiling, decisions);
    const Schedule schedule = make_schedule(task.list, task.tiling, assignment, decisions);
    MemoryPlan memory = allocate_stores(task.list, task.tiling, assignment, schedule);
    const auto fits = [&] {
        return check_memory(memory, task.config, task.view.nodes, task.index.of_node).fits();
    };
    if (!fits()) return false;
    allocate_tensor_ram(task.list, task.tiling, assignment, schedule, memory);
    return fits();
}

bool fits_config(const CompileTask& task) {
    const Decisions plain = task.decisions(task.cores, WorkOrder::as_written);
    const Decisions home = task.decisions_at_home(WorkOrder::as_written);
    return fits_config(task, plain) || fits_config(task, balanced(task, plain, {})) ||
           (task.has_homes() && (fits_config(task, home) || fits_config(task, balanced(task, home, {}))));
}

void expect_sound(const Candidate& candidate) {
    const CompileTask& task = *candidate.task;
    expect_sound(verify_decisions(task.list, candidate.decisions, task.allowed, task.accumulators),
                 "the search");
    expect_sound(verify_assignment(task.list, task.tiling, candidate.assignment, candidate.decisions),
                 "the assignment to cores");
    expect_sound(verify_schedule(task.list, task.tiling, candidate.assignment, candidate.schedule,
                                 candidate.decisions.updates_last),
                 "the schedule");
}

Program timing_program(const Candidate& candidate) {
    const CompileTask& task = *candidate.task;
    Program program;
    program.config = task.config;
    program.cores_used = candidate.assignment.cores;
    program.cores = candidate.cores;
    program.descriptors = emit_descriptors(candidate.plan());
    program.images = emit_images(candidate.plan(), std::vector<std::vector<float>>(task.list.vectors.size()));
    program.inputs = map_streams(task.view.inputs, task.list.inputs, task.list, task.tiling);
    program.outputs = map_streams(task.view.outputs, task.list.outputs, task.list, task.tiling);
    return program;
}

}  // namespace lockstep::compiler
