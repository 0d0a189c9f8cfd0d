#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/nnir/torch_source.h"
#include "core/numerics/random.h"
#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/bench/reading_speed.h"

/// bench_vm: one step of the VM beside LibTorch's and beside reading the bf16 weights once, all on the same
/// inputs and in turns, so that what else runs on the machine hits all of them. Shown are the least times.
/// LibTorch runs in the worker, one thread, called once per inference with its state passed: the faster one
/// of the stepped reference and of one torch.lstm over all layers. Build the target bench_models first.
///
/// A Release build prints, per model, SIMD target and number of threads: vm_us (a step), recorded_us (a step
/// of a run that records outputs, states and snapshots), torch_us, read_us (the weights, one thread), and the
/// ratios vm/torch, recorded/torch and vm/read.

using namespace lockstep;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t rows = 64;  // inputs that are made; inference i takes row i % rows

double microseconds(const std::function<void()>& call) {
    const auto start = Clock::now();
    call();
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

struct LstmStack {
    const char* name;
    const char* file;
    Shape input;
    std::int64_t layers;
    bool readout;
};

class RepeatedRows final : public InputSource {
  public:
    explicit RepeatedRows(std::int64_t size) : size_(static_cast<std::size_t>(size)), values_(rows * size_) {
        for (std::size_t row = 0; row < rows; ++row)
            fill_random_input(1, row, std::span(values_).subspan(row * size_, size_));
    }
    std::span<const float> row(std::int64_t index) const {
        return std::span(values_).subspan(static_cast<std::size_t>(index % rows) * size_, size_);
    }
    void values(std::int64_t index, std::span<float> to) const override {
        std::ranges::copy(row(index), to.begin());
    }
    std::optional<std::int64_t> count() const override { return std::nullopt; }
    std::string description() const override { return "random inputs, repeated"; }
    bool is_random() const override { return true; }
    std::span<const float> first(std::int64_t count) const {
        return std::span(values_).first(static_cast<std::size_t>(count) * size_);
    }

  private:
    std::size_t size_;
    std::vector<float> values_;
};

/// The whole stack as one torch.lstm, with the weights of the stepped reference in the order of its text.
SteppedReference one_lstm(const SteppedReference& cells, const LstmStack& stack) {
    SteppedReference all = cells;
    const std::int64_t hidden = cells.initial_states.front().shape().back();
    const auto used = 4 * stack.layers;
    const std::string y = stack.readout ? "torch.linear(y, weights[" + std::to_string(used) + "], weights[" +
                                              std::to_string(used + 1) + "])"
                                        : "y";
    all.source =
        "def step(inputs: List[Tensor], states: List[Tensor], weights: List[Tensor]) -> "
        "Tuple[List[Tensor], List[Tensor]]:\n"
        "    x = torch.reshape(inputs[0], [1, 1, -1])\n"
        "    y, h, c = torch.lstm(x, [states[0], states[1]], weights[:" +
        std::to_string(used) + "], True, " + std::to_string(stack.layers) +
        ", 0., False, False, False)\n    y = torch.reshape(" + y + ", " +
        to_text(cells.output_shapes.front()) + ")\n    return [y], [h, c]\n";
    all.initial_states = {Tensor::filled({stack.layers, 1, hidden}, 0),
                          Tensor::filled({stack.layers, 1, hidden}, 0)};
    return all;
}

/// One model, compiled, with LibTorch's worker and all figures so far.
class Subject {
  public:
    explicit Subject(const LstmStack& stack)
        : model_(load(stack)),
          compiled_(compile_model(model_, find_config("v80_c6b32"))),
          inputs_(std::make_shared<RepeatedRows>(compiled_.program->input_values())),
          weights_(compiled_.program->cores) {
        references_.push_back(nnir::stepped_reference(*compiled_graph(model_)));
        references_.push_back(one_lstm(references_.front(), stack));
        check();
    }

    const CompiledProgram& compiled() const { return compiled_; }
    const std::shared_ptr<RepeatedRows>& inputs() const { return inputs_; }
    double read() {
        return microseconds([this] { benchmark::DoNotOptimize(weights_.read()); });
    }
    std::size_t weight_bytes() const { return weights_.bytes(); }

    /// Mean over a few calls in a row, of each form; the best one counts.
    void time_torch(std::int64_t calls) {
        for (const SteppedReference& reference : references_) {
            model_.worker->session.load_stepped(reference);
            for (int batch = 0; batch < 8; ++batch)
                torch_us_ =
                    std::min(torch_us_, model_.worker->session.step(inputs_->first(calls), calls).mean_us);
        }
    }
    double torch_us() const { return torch_us_; }

  private:
    static LoadedModel load(const LstmStack& stack) {
        ModelOptions options;
        options.input_shapes = {{"", stack.input}};
        options.streaming_axes = {{"", 0}};
        return load_model(stack.file, options);
    }

    /// All three compute the same.
    void check() {
        std::vector<std::vector<float>> outputs;
        for (const SteppedReference& reference : references_) {
            model_.worker->session.load_stepped(reference);
            outputs.push_back(model_.worker->session.step(inputs_->first(8), 8).outputs);
        }
        Vm vm(compiled_.program);
        std::vector<float> row(outputs.front().size() / 8);
        for (std::size_t k = 0; k < outputs.front().size(); ++k) {
            if (k % row.size() == 0) vm.step(inputs_->row(static_cast<std::int64_t>(k / row.size())), row);
            if (std::abs(outputs[0][k] - outputs[1][k]) > 1e-4F ||
                std::abs(outputs[0][k] - row[k % row.size()]) > 0.02F)
                throw Error(FailureKind::internal, "the VM and LibTorch do not compute the same");
        }
    }

    LoadedModel model_;
    CompiledProgram compiled_;
    std::shared_ptr<RepeatedRows> inputs_;
    ReadingSpeed weights_;
    std::vector<SteppedReference> references_;
    double torch_us_ = 1e18;
};

Subject& subject_of(const LstmStack& stack) {
    static std::map<std::string, std::unique_ptr<Subject>> subjects;
    std::unique_ptr<Subject>& subject = subjects[stack.name];
    if (!subject) subject = std::make_unique<Subject>(stack);
    return *subject;
}

void step(benchmark::State& state, const LstmStack& stack, SimdTarget target, int threads) {
    try {
        Subject& subject = subject_of(stack);
        const Program& program = *subject.compiled().program;
        const VmOptions options{.target = target, .threads = threads};
        Vm vm(subject.compiled().program, options);
        RunOptions run_options;
        run_options.vm = options;
        LockstepRun run(subject.compiled(), subject.inputs(), nullptr, run_options);
        std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
        const bool large = subject.weight_bytes() > std::size_t{8} << 20U;
        const std::int64_t in_a_row = large ? 2 : 16;
        double vm_us = 1e18;
        double recorded_us = 1e18;
        double read_us = 1e18;
        for ([[maybe_unused]] const auto iteration : state) {
            double best = 1e18;
            for (std::int64_t k = 0; k < in_a_row; ++k)
                best = std::min(best, microseconds([&] { vm.step(subject.inputs()->row(k), outputs); }));
            for (std::int64_t k = 0; k < in_a_row; ++k) read_us = std::min(read_us, subject.read());
            for (int batch = 0; batch < 3; ++batch)
                recorded_us = std::min(
                    recorded_us, microseconds([&] { run.run(in_a_row); }) / static_cast<double>(in_a_row));
            subject.time_torch(large ? 1 : 4);
            vm_us = std::min(vm_us, best);
            state.SetIterationTime(best * 1e-6);
        }
        state.counters["vm_us"] = vm_us;
        state.counters["recorded_us"] = recorded_us;
        state.counters["torch_us"] = subject.torch_us();
        state.counters["read_us"] = read_us;
        state.counters["GB/s"] = static_cast<double>(subject.weight_bytes()) * 1e-3 / read_us;
        state.counters["vm/torch"] = vm_us / subject.torch_us();
        state.counters["recorded/torch"] = recorded_us / subject.torch_us();
        state.counters["vm/read"] = vm_us / read_us;
    } catch (const Error& error) {
        state.SkipWithError(to_text(error.failure()).c_str());
    }
}

}  // namespace

int main(int count, char** words) {
    // OpenBLAS starts threads of its own, whatever LibTorch is told; the worker inherits this.
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    const LstmStack stacks[] = {
        {"example_lstm", LOCKSTEP_EXAMPLES "/lstm.pt", {20, 128}, 2, true},
        {"lstm_3x960", LOCKSTEP_BENCH_MODELS "/lstm_3x960.pt", {5, 960}, 3, false},
    };
    for (const LstmStack& stack : stacks) {
        for (const SimdTarget target : simd_targets()) {
            if (target == SimdTarget::portable) continue;  // 50 times slower
            for (const int threads : {1, 2})
                benchmark::RegisterBenchmark(
                    (std::string(stack.name) + "/" + name(target).data() + "/" + std::to_string(threads))
                        .c_str(),
                    [=](benchmark::State& state) { step(state, stack, target, threads); })
                    ->Unit(benchmark::kMicrosecond)
                    ->UseManualTime()
                    ->Iterations(20);
        }
    }
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
