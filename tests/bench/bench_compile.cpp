#include <benchmark/benchmark.h>

#include <optional>
#include <string>
#include <vector>

#include "core/compiler/compile.h"
#include "core/import/model_session.h"
#include "core/nnir/builder.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/pipeline.h"
#include "core/support/error.h"
#include "tests/accuracy/published_rows.h"

/// bench_compile: compiling from the graph to the program and its timeline. Every model of the published
/// table on two configs, the LSTM example, and MLPs and unrolled LSTMs
/// that grow.

using namespace lockstep;

namespace {

const char* const default_config = "v80_c6b32";

nnir::Graph prepared(nnir::Graph graph) {
    const auto passes = canonicalize(graph);
    return solve_data_dimensions(passes.empty() ? graph : passes.back().graph);
}

Tensor weight(std::int64_t rows, std::int64_t columns) {
    return Tensor::filled({rows, columns}, 0.01F);
}

/// `layers` layers of 256 with ReLU.
nnir::Graph mlp(std::int64_t layers) {
    nnir::GraphBuilder builder("mlp");
    nnir::ValueId x = builder.input("x", {256});
    for (std::int64_t layer = 0; layer < layers; ++layer)
        x = builder.relu(builder.linear(x, weight(256, 256)));
    builder.output(x);
    return prepared(builder.finish());
}

/// `positions` vectors through three layers of one weight each, as convolutions over two axes make them.
nnir::Graph positions(std::int64_t count) {
    nnir::GraphBuilder builder("positions");
    nnir::ValueId x = builder.input("x", {count, 32});
    for (int layer = 0; layer < 3; ++layer) x = builder.relu(builder.linear(x, weight(32, 32)));
    builder.output(x);
    return prepared(builder.finish());
}

/// An LSTM of 32 over a whole sequence of `steps` positions inside one inference.
nnir::Graph unrolled_lstm(std::int64_t steps) {
    nnir::GraphBuilder builder("unrolled_lstm");
    const nnir::ValueId x = builder.input("x", {steps, 32});
    builder.output(builder.lstm(x,
                                {.input = weight(128, 32),
                                 .recurrent = weight(128, 32),
                                 .input_bias = {},
                                 .recurrent_bias = {},
                                 .initial_hidden = {},
                                 .initial_cell = {}},
                                0));
    return prepared(builder.finish());
}

void compile_once(benchmark::State& state, const nnir::Graph& graph, const AcceleratorConfig& config) {
    std::int64_t instructions = 0;
    std::int64_t cycles = 0;
    std::string refused;
    for ([[maybe_unused]] const auto iteration : state) {
        try {
            const CompiledProgram compiled = compile(graph, config);
            instructions = 0;
            for (const CoreProgram& core : compiled.program->cores)
                instructions += static_cast<std::int64_t>(core.stream.size());
            cycles = compiled.timeline->spaced;
        } catch (const Error& error) {
            if (error.failure().kind != FailureKind::does_not_fit) {
                state.SkipWithError(error.failure().message.c_str());
                return;
            }
            refused = "does not fit";
        }
    }
    state.SetLabel(refused);
    state.counters["instructions"] = static_cast<double>(instructions);
    state.counters["cycles"] = static_cast<double>(cycles);
}

void growing(benchmark::State& state, nnir::Graph (*make)(std::int64_t)) {
    compile_once(state, make(state.range(0)), find_config(default_config));
    state.SetComplexityN(state.range(0));
}

void example(benchmark::State& state) {
    ModelSession session(LOCKSTEP_EXAMPLES "/lstm.pt");
    ImportOptions options;
    options.input_shapes = {Shape{20, 128}};
    const ModelGraphs graphs = build_graphs(session.import(options), StreamingAxes{0});
    compile_once(state, *graphs.compiled_form(), find_config(default_config));
}

void published(benchmark::State& state, const accuracy::ZooModel& model, const std::string& config) {
    try {
        compile_once(state, *accuracy::load(model).compiled_form(), find_config(config));
    } catch (const Error& error) {
        state.SkipWithError(error.failure().message.c_str());
    }
}

void register_all() {
    using benchmark::kMillisecond;
    benchmark::RegisterBenchmark("example_lstm", example)->Unit(kMillisecond);
    for (const accuracy::ZooModel& model : accuracy::zoo_models(LOCKSTEP_ZOO))
        for (const char* config : {default_config, "ia_840f_c3b64"})
            benchmark::RegisterBenchmark(
                ("published/" + model.family + "_" + model.index + "/" + config).c_str(),
                [model, config](benchmark::State& state) { published(state, model, config); })
                ->Unit(kMillisecond);
    const auto grow = [](const char* name, nnir::Graph (*make)(std::int64_t),
                         const std::vector<std::int64_t>& sizes) {
        auto* family =
            benchmark::RegisterBenchmark(name, [make](benchmark::State& state) { growing(state, make); });
        for (const std::int64_t size : sizes) family->Arg(size);
        family->Unit(kMillisecond)->Complexity();
    };
    grow("mlp_layers", mlp, {25, 50, 100, 200});
    grow("positions", positions, {250, 500, 1000, 2000});
    grow("unrolled_lstm_steps", unrolled_lstm, {100, 200, 400, 800, 1600});
}

}  // namespace

int main(int count, char** words) {
    register_all();
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
