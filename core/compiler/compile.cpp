#include "core/compiler/compile.h"

#include "core/compiler/compile_outputs.h"
#include "core/compiler/compile_work.h"
#include "core/compiler/program_maps.h"
#include "core/lowering/keep_outputs.h"
#include "core/nnir/op.h"

namespace lockstep {

namespace {

void expect_no_fp8(const nnir::Graph& graph, const AcceleratorConfig& config) {
    Failure failure{.kind = FailureKind::unsupported,
                    .message = config.name + " does not convert fp8 weights",
                    .advice = {},
                    .details = {},
                    .nodes = {}};
    for (const nnir::Node& node : graph.nodes)
        if (node.precision == nnir::Precision::fp8)
            failure.nodes.push_back(nnir::failure_node(node, "is to have fp8 weights"));
    if (failure.nodes.empty()) return;
    for (const AcceleratorConfig& preset : preset_configs())
        if (preset.fp8_weights.value) failure.advice += (failure.advice.empty() ? "" : ", ") + preset.name;
    failure.advice = "These do: " + failure.advice + ". Or leave --precision …=fp8 out.";
    throw Error(std::move(failure));
}

}  // namespace

CompiledProgram compile(const nnir::Graph& graph, const AcceleratorConfig& config,
                        const CompileOptions& options, const JobControl& job) {
    return compile(graph, {}, config, options, job);
}

CompiledProgram compile(const nnir::Graph& graph, const std::set<nnir::ValueId>& fp32_outputs,
                        const AcceleratorConfig& config, const CompileOptions& options,
                        const JobControl& job) {
    job.check();
    if (!config.fp8_weights.value) expect_no_fp8(graph, config);
    job.report(0.0, "legalising");
    const compiler::PinnedNodes pins =
        compiler::pinned_nodes(graph, options.cores, static_cast<std::uint32_t>(config.cores.value));
    const lowering::WorkList list = lowering::legalise(graph, fp32_outputs);
    compiler::GraphView view = compiler::view_graph(graph, list, options);
    view.pins = pins;
    return compiler::compile_work(list, view, config, options, job);
}

}  // namespace lockstep
