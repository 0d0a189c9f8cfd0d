#include "core/run/build_program.h"

#include "core/compiler/link_programs.h"

namespace lockstep {

CompiledProgram build_program(const LoadedModel& model, const AcceleratorConfig& config,
                              const BuildOptions& options, const JobControl& job) {
    const CompiledProgram compiled = compile_model(model, config, job, options.search);
    if (!options.state_reset) return compiled;
    return link_programs({compiled}, {.state_reset = true}, job).model(0);
}

}  // namespace lockstep
