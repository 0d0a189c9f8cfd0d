#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "core/import/model_session.h"
#include "core/passes/pipeline.h"
#include "core/support/error.h"

/// bench_import: importing a file of 25 million parameters, beside what LibTorch takes to load and freeze it,
/// and an LSTMCell in an unrolled loop of 100 to 1000 steps from the file to its streaming form. Build
/// the target bench_models first; it makes the files.

using namespace lockstep;

namespace {

const std::string folder = LOCKSTEP_BENCH_MODELS "/";

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string file_of(const benchmark::State& state) {
    return folder + "unrolled_" + std::to_string(state.range(0)) + ".pt";
}

void skip(benchmark::State& state, const Error& error) {
    const std::string text = to_text(error.failure());
    state.SkipWithError(text.substr(0, text.find('\n')).c_str());
}

ImportOptions shaped(Shape shape) {
    ImportOptions options;
    options.input_shapes = {std::move(shape)};
    return options;
}

ImportOptions unrolled_shape(const benchmark::State& state) {
    return shaped({state.range(0), 1, 16});
}

/// LibTorch's torch.jit.load and torch.jit.freeze, inside one process that has loaded LibTorch.
void torch_load_and_freeze(benchmark::State& state) {
    const std::string command = LOCKSTEP_BENCH_PYTHON " " LOCKSTEP_BENCH_SCRIPT " --load " + folder +
                                "wide.pt " + std::to_string(state.max_iterations);
    const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), pclose);
    for ([[maybe_unused]] const auto iteration : state) {
        double seconds = 0;
        if (!output || std::fscanf(output.get(), "%lf", &seconds) != 1) {
            state.SkipWithError(
                "the script printed no time: is python3-torch installed and bench_models built?");
            return;
        }
        state.SetIterationTime(seconds);
    }
}

/// From the request to the graph: load, evaluate, copy the weights, check the answer. `from_start`: with the
/// start of the worker and LibTorch in it.
void import_wide(benchmark::State& state, bool from_start) {
    try {
        for ([[maybe_unused]] const auto iteration : state) {
            const auto start = Clock::now();
            ModelSession session(folder + "wide.pt");
            const auto started = Clock::now();
            const ImportedGraph graph = session.import(shaped({20, 1, 1024}));
            state.SetIterationTime(seconds_since(from_start ? start : started));
            state.counters["weight_MB"] = static_cast<double>(session.weight_image_bytes()) * 1e-6;
        }
    } catch (const Error& error) {
        skip(state, error);
    }
}

void import_unrolled(benchmark::State& state) {
    try {
        for ([[maybe_unused]] const auto iteration : state) {
            ModelSession session(file_of(state));
            const auto start = Clock::now();
            const ImportedGraph graph = session.import(unrolled_shape(state));
            state.SetIterationTime(seconds_since(start));
            state.counters["nodes"] = static_cast<double>(graph.nodes.size());
        }
        state.SetComplexityN(state.range(0));
    } catch (const Error& error) {
        skip(state, error);
    }
}

/// From the imported graph to NNIR, its canonical form and, streaming along the sequence, its step.
void transform_unrolled(benchmark::State& state, std::optional<int> axis) {
    try {
        ModelSession session(file_of(state));
        const ImportedGraph imported = session.import(unrolled_shape(state));
        for ([[maybe_unused]] const auto iteration : state) {
            const auto start = Clock::now();
            const ModelGraphs graphs = build_graphs(imported, StreamingAxes{axis});
            state.SetIterationTime(seconds_since(start));
            state.counters["nodes"] = static_cast<double>(graphs.compiled_form()->nodes.size());
        }
        state.SetComplexityN(state.range(0));
    } catch (const Error& error) {
        skip(state, error);
    }
}

}  // namespace

BENCHMARK(torch_load_and_freeze)->Iterations(5)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(import_wide, worker_running, false)
    ->Iterations(5)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(import_wide, worker_starts, true)
    ->Iterations(5)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(import_unrolled)
    ->Arg(100)
    ->Arg(200)
    ->Arg(500)
    ->Arg(1000)
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Complexity();
BENCHMARK_CAPTURE(transform_unrolled, whole, std::nullopt)
    ->Arg(100)
    ->Arg(200)
    ->Arg(500)
    ->Arg(1000)
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Complexity();
BENCHMARK_CAPTURE(transform_unrolled, streaming, 0)
    ->Arg(100)
    ->Arg(200)
    ->Arg(500)
    ->Arg(1000)
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

BENCHMARK_MAIN();
