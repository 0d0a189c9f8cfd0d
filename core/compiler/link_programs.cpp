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

}  // namespace lockstep
