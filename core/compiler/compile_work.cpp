#include "core/compiler/compile_work.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compiler/emit.h"
#include "core/compiler/fill_memories.h"
#include "core/compiler/memory_check.h"
#include "core/compiler/part_copies.h"
#include "core/compiler/program_maps.h"
#include "core/compiler/replicate.h"
#include "core/compiler/state_copies.h"
#include "core/compiler/work_view.h"
#include "core/program/program_file.h"

namespace lockstep::compiler {

using lowering::WorkList;

namespace {

/// One way to compile the list, up to what its time depends on.
struct Candidate {
    Tiling tiling;
    Assignment assignment;
    Schedule schedule;
    MemoryPlan memory;
    MemoryReport report;
    std::vector<CoreProgram> cores;

    Plan plan(const WorkList& list) const { return {list, tiling, assignment, schedule, memory}; }
};

void expect_sound(const std::vector<std::string>& findings, const char* stage) {
    if (!findings.empty())
        throw Error(Failure{
            .kind = FailureKind::internal,
            .message = fmt::format("{} made something that its judge refuses: {}", stage, findings.front()),
            .advice = "Report this with the model and the config.",
            .details = fmt::format("{}", fmt::join(findings, "\n")),
            .nodes = {}});
}

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

Candidate make_candidate(const WorkList& list, const GraphView& view, const NodeIndex& index,
                         const AcceleratorConfig& config, std::uint32_t cores, WorkOrder order,
                         const JobControl& job, bool whole_tensors = false) {
    const auto accumulators = static_cast<std::uint32_t>(config.timing.accumulators.value);
    Candidate made;
    made.tiling = tile(list, config.block_size.value);
    expect_sound(verify_tiling(list, made.tiling), "tiling");
    made.assignment =
        assign_cores(list, made.tiling, cores, accumulators, replicated_work(list), whole_tensors);
    expect_sound(verify_assignment(list, made.tiling, made.assignment, accumulators),
                 "the assignment to cores");
    job.check();
    made.schedule = make_schedule(list, made.tiling, made.assignment, order);
    expect_sound(verify_schedule(list, made.tiling, made.assignment, made.schedule), "the schedule");
    job.check();
    made.memory = allocate_stores(list, made.tiling, made.assignment, made.schedule);
    made.report = check_memory(made.memory, config, view.nodes, index.of_node);
    if (!made.report.fits()) return made;
    allocate_tensor_ram(list, made.tiling, made.assignment, made.schedule, made.memory);
    made.report = check_memory(made.memory, config, view.nodes, index.of_node);
    job.check();
    if (made.report.fits()) made.cores = emit_streams(made.plan(list), config, index);
    return made;
}

/// The parts of a program that play() looks at.
Program timing_program(const WorkList& list, const GraphView& view, const AcceleratorConfig& config,
                       const Candidate& candidate) {
    Program program;
    program.config = config;
    program.cores_used = candidate.assignment.cores;
    program.cores = candidate.cores;
    program.descriptors = emit_descriptors(candidate.plan(list));
    program.images = emit_images(candidate.plan(list), std::vector<std::vector<float>>(list.vectors.size()));
    program.inputs = map_streams(view.inputs, list.inputs, list, candidate.tiling);
    program.outputs = map_streams(view.outputs, list.outputs, list, candidate.tiling);
    return program;
}

/// Advice for a model that does not fit: the smallest preset (by weights) that it fits.
std::string fitting_preset(const WorkList& list, const GraphView& view, const NodeIndex& index,
                           const AcceleratorConfig& refused, const JobControl& job) {
    std::vector<AcceleratorConfig> presets = preset_configs();
    const bool fp8 = std::ranges::any_of(list.work, [](const lowering::Work& work) {
        const auto sum = sum_of(work);
        return sum && std::ranges::any_of(*sum->products, &lowering::Product::fp8);
    });
    const auto weights = [](const AcceleratorConfig& config) {
        return config.weight_store_depth.value * config.cores.value * config.block_size.value *
               config.block_size.value;
    };
    std::ranges::stable_sort(presets, {}, weights);
    for (const AcceleratorConfig& preset : presets) {
        if (preset.name == refused.name || (fp8 && !preset.fp8_weights.value)) continue;
        const auto cores = static_cast<std::uint32_t>(preset.cores.value);
        const Tiling tiling = tile(list, preset.block_size.value);
        const Assignment assignment =
            assign_cores(list, tiling, cores, static_cast<std::uint32_t>(preset.timing.accumulators.value),
                         replicated_work(list));
        job.check();
        const Schedule schedule = make_schedule(list, tiling, assignment);
        MemoryPlan memory = allocate_stores(list, tiling, assignment, schedule);
        if (!check_memory(memory, preset, view.nodes, index.of_node).fits()) continue;
        job.check();
        allocate_tensor_ram(list, tiling, assignment, schedule, memory);
        if (check_memory(memory, preset, view.nodes, index.of_node).fits())
            return fmt::format("The smallest preset that it fits is {} ({}).", preset.name, preset.board);
    }
    return "It fits none of the presets; use a smaller model.";
}

std::vector<std::vector<float>> shown_values(const WorkList& list, const GraphView& view) {
    std::vector<std::vector<float>> shown(list.vectors.size());
    for (std::size_t s = 0; s < list.states.size(); ++s)
        for (std::size_t v = 0; list.states[s].read.empty() && v < list.states[s].written.size(); ++v)
            shown[list.states[s].written[v].value] = view.states[s].initial.at(v);
    return shown;
}

}  // namespace

CompiledProgram compile_work(const WorkList& given, const GraphView& view, const AcceleratorConfig& config,
                             const CompileOptions& options, const JobControl& job) {
    job.check();
    job.report(0.1, "assigning to cores");
    const WorkList list = with_part_copies(with_state_copies(given, view), config);
    const NodeIndex index = index_nodes(list, view);
    const auto all_cores = static_cast<std::uint32_t>(config.cores.value);
    Candidate chosen = make_candidate(list, view, index, config, all_cores, WorkOrder::as_written, job);
    if (!chosen.report.fits()) {
        Failure failure = *chosen.report.failure;
        failure.advice = fitting_preset(list, view, index, config, job);
        throw Error(std::move(failure));
    }
    job.report(0.3, "choosing an order");
    std::int64_t best = play(timing_program(list, view, config, chosen)).spaced;
    const auto consider = [&](std::uint32_t cores, WorkOrder order, double limit,
                              bool whole_tensors = false) {
        Candidate other = make_candidate(list, view, index, config, cores, order, job, whole_tensors);
        if (!other.report.fits() || other.report.warnings.size() > chosen.report.warnings.size()) return;
        const std::int64_t spaced = play(timing_program(list, view, config, other)).spaced;
        if (static_cast<double>(spaced) >= limit * static_cast<double>(best)) return;
        best = spaced;
        chosen = std::move(other);
    };
    consider(all_cores, WorkOrder::by_depth, 1);
    if (std::ranges::any_of(list.work, [](const lowering::Work& work) { return work.tensor != 0; }))
        for (const WorkOrder order : {WorkOrder::as_written, WorkOrder::by_depth})
            consider(all_cores, order, 1, true);
    job.report(0.5, "choosing the number of cores");
    if (all_cores > 1) {
        const double limit = config.timing.one_core_threshold.value;
        const std::int64_t all = best;
        consider(1, WorkOrder::as_written, limit);
        consider(1, WorkOrder::by_depth, best < all ? 1 : limit);
    }
    job.report(0.6, "filling the memories");
    const Plan plan = chosen.plan(list);
    auto program = std::make_shared<Program>(timing_program(list, view, config, chosen));
    program->tool_version = LOCKSTEP_VERSION;
    program->model_name = options.model_name;
    program->model_sha256 = options.model_sha256;
    program->warm_up = options.warm_up;
    fill_memories(plan, program->cores, job);
    program->images = emit_images(plan, shown_values(list, view));
    program->states = map_states(plan, view);
    program->nodes = map_nodes(plan, view, index);
    program->memory = chosen.report.uses;
    program->warnings = chosen.report.warnings;
    job.check();
    job.report(0.8, "verifying the program");
    expect_sound(verify_program(*program), "the compiler");
    job.report(0.9, "playing the program");
    auto timeline = std::make_shared<const Timeline>(play(*program));
    job.report(1.0, "compiled");
    return {std::move(program), std::move(timeline)};
}

}  // namespace lockstep::compiler
