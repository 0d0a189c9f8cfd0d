#include "core/compiler/link_programs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compiler/joint_memory.h"
#include "core/compiler/link_stores.h"
#include "core/compiler/link_tensors.h"
#include "core/compiler/state_reset.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

std::vector<Program> copies_of(const std::vector<CompiledProgram>& models) {
    if (models.empty()) throw Error(FailureKind::internal, "link_programs: no model");
    std::vector<Program> copies;
    for (const CompiledProgram& model : models) {
        if (!model.program->reset.empty() || model.program->models != 1)
            throw Error(FailureKind::internal, "link_programs: a model is linked already");
        copies.push_back(*model.program);
        copies.back().models = static_cast<std::int64_t>(models.size());
    }
    return copies;
}

void expect_sound(const std::vector<std::string>& findings) {
    if (findings.empty()) return;
    throw Error(
        Failure{.kind = FailureKind::internal,
                .message = fmt::format("linking made a program that its judge refuses: {}", findings.front()),
                .advice = "Report this with the models and the config.",
                .details = fmt::format("{}", fmt::join(findings, "\n")),
                .nodes = {}});
}

}  // namespace

CompiledPrograms compiled_programs(const CompiledProgram& compiled) {
    return {std::make_shared<const ProgramSet>(program_set(compiled.program)), {compiled.timeline}};
}

CompiledPrograms link_programs(const std::vector<CompiledProgram>& models, const LinkOptions& options,
                               const JobControl& job) {
    job.check();
    std::vector<Program> linked = copies_of(models);
    if (linked.size() > 1) {
        compiler::link_stores(linked);
        job.check();
        compiler::link_tensors(linked);
    }
    if (options.state_reset) compiler::add_state_reset(linked);
    job.check();
    compiler::JointMemory memory = compiler::joint_memory(linked);
    if (memory.failure) throw Error(std::move(*memory.failure));
    ProgramSet set;
    set.memory = std::move(memory.together);
    set.warnings = std::move(memory.warnings);
    for (std::size_t m = 0; m < linked.size(); ++m) {
        linked[m].memory = std::move(memory.models[m]);
        set.models.push_back(std::make_shared<const Program>(std::move(linked[m])));
    }
    job.check();
    expect_sound(verify_programs(set));
    CompiledPrograms result;
    for (const auto& model : set.models)
        result.timelines.push_back(std::make_shared<const Timeline>(play(*model)));
    result.set = std::make_shared<const ProgramSet>(std::move(set));
    return result;
}

namespace {

/// What the models have taken of each core's weight store, in blocks. Before the first one: nothing, but
/// said.
std::vector<std::int64_t> weights_of(const std::vector<CompiledProgram>& models, std::size_t cores) {
    std::vector<std::int64_t> taken(cores);
    for (const CompiledProgram& model : models)
        for (const MemoryUse& use : model.program->memory)
            if (use.name == "weight_store") taken.at(use.core) += use.used;
    return taken;
}

}  // namespace

CompiledTogether compile_together(std::size_t models, const CompileModel& compile, const LinkOptions& options,
                                  const JobControl& job) {
    CompiledTogether result;
    for (std::size_t m = 0; m < models; ++m) result.alone.push_back(compile(m, {}));
    try {
        result.programs = link_programs(result.alone, options, job);
        return result;
    } catch (const Error& error) {
        if (models == 1 || error.failure().kind != FailureKind::does_not_fit) throw;
        std::vector<CompiledProgram> balanced;
        const std::size_t cores = result.alone.front().program->cores.size();
        for (std::size_t m = 0; m < models; ++m) balanced.push_back(compile(m, weights_of(balanced, cores)));
        result.alone = std::move(balanced);
        try {
            result.programs = link_programs(result.alone, options, job);
        } catch (const Error& again) {
            if (again.failure().kind != FailureKind::does_not_fit) throw;
            throw error;
        }
        return result;
    }
}

}  // namespace lockstep
