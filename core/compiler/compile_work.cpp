#include "core/compiler/compile_work.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/compiler/fill_memories.h"
#include "core/compiler/part_copies.h"
#include "core/compiler/program_maps.h"
#include "core/compiler/search.h"
#include "core/compiler/state_copies.h"
#include "core/compiler/work_view.h"
#include "core/program/program_file.h"

namespace lockstep::compiler {

using lowering::WorkList;

namespace {

/// Advice for a model that does not fit: the smallest preset (by weights) that it fits.
std::string fitting_preset(const WorkList& list, const GraphView& view, const AcceleratorConfig& refused,
                           const JobControl& job) {
    if (!view.pins.empty()) return "Pin fewer nodes, or use another config or a smaller model.";
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
        if (fp8 && !preset.fp8_weights.value) continue;
        job.check();
        if (preset.name != refused.name && fits_config(CompileTask(list, view, preset)))
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
    const auto found = [&] {
        try {
            job.report(0.3, "searching");
            return search(std::make_shared<const CompileTask>(list, view, config), options.search, job);
        } catch (const Error& error) {
            Failure failure = error.failure();
            if (failure.kind == FailureKind::does_not_fit && failure.advice.empty())
                failure.advice = fitting_preset(list, view, config, job);
            throw Error(std::move(failure));
        }
    }();
    const Candidate& chosen = found.candidate;
    const CompileTask& task = *chosen.task;
    job.report(0.6, "filling the memories");
    const Plan plan = chosen.plan();
    auto program = std::make_shared<Program>(timing_program(chosen));
    program->tool_version = LOCKSTEP_VERSION;
    program->model_name = options.model_name;
    program->model_sha256 = options.model_sha256;
    program->warm_up = options.warm_up;
    program->optimized = options.search.optimize;
    program->search = found.record;
    for (const CorePin& pin : options.cores) program->pins.push_back(to_text(pin));
    fill_memories(plan, program->cores, job);
    program->images = emit_images(plan, shown_values(task.list, view));
    program->states = map_states(plan, view);
    program->nodes = map_nodes(plan, view, task.index);
    program->memory = chosen.report.uses;
    program->warnings = chosen.report.warnings;
    job.check();
    job.report(0.8, "verifying the program");
    expect_sound(verify_program(*program), "the compiler");
    auto timeline = std::make_shared<const Timeline>(found.candidate.timeline);
    job.report(1.0, "compiled");
    return {std::move(program), std::move(timeline)};
}

}  // namespace lockstep::compiler
