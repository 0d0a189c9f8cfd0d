#include "core/compiler/compile.h"

#include "core/compiler/compile_work.h"
#include "core/compiler/program_maps.h"
#include "core/lowering/lowering_builder.h"

namespace lockstep {

CompiledProgram compile(const nnir::Graph& graph, const AcceleratorConfig& config,
                        const CompileOptions& options, const JobControl& job) {
    job.check();
    job.report(0.0, "legalising");
    const lowering::WorkList list = lowering::legalise(graph);
    return compiler::compile_work(list, compiler::view_graph(graph, list, options), config, options, job);
}

}  // namespace lockstep
