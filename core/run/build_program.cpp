#include "core/run/build_program.h"

#include "core/compiler/link_programs.h"

namespace lockstep {

CompiledProgram build_program(const LoadedModel& model, const AcceleratorConfig& config,
                              const BuildOptions& options, const JobControl& job) {
    const CompiledProgram compiled = compile_model(model, config, job, options.search);
    if (!options.state_reset) return compiled;
    return link_programs({compiled}, {.state_reset = true}, job).model(0);
}

std::optional<NodeSource> node_source(const LoadedModel* model, const BuildOptions& options) {
    if (model == nullptr) return std::nullopt;
    CompileOptions compile;
    compile.model_name = model->name;
    compile.search = options.search;
    compile.cores = model->options.cores;
    return NodeSource{.graph = compiled_graph(*model), .options = std::move(compile)};
}

}  // namespace lockstep
