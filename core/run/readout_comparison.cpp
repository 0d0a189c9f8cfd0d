#include "core/run/readout_comparison.h"

#include <algorithm>
#include <cmath>

#include "core/nnir/torch_source.h"
#include "core/run/forward_call.h"
#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using Kind = ReadoutDeployment::Kind;

/// Windows behind each other when the inputs have no end.
constexpr std::int64_t default_windows = 4;

std::vector<AxisOption> axis_options(const StreamingAxes& axes) {
    std::vector<AxisOption> options;
    for (const std::optional<int>& axis : axes) options.push_back({.input = {}, .axis = axis});
    return options;
}

LoadedModel streamed_model(const LoadedModel& model, const JobControl& job) {
    return with_streaming(model, axis_options(*model.graphs->readout_axes), Readout::every_step, job);
}

ReadoutDeployment deploy(Kind kind, const LoadedModel& model, const AcceleratorConfig& config,
                         const JobControl& job) {
    ReadoutDeployment deployment{
        .kind = kind, .compiled = {}, .failure = {}, .difference = {}, .at_ends = {}};
    try {
        deployment.compiled = compile_model(model, config, job);
    } catch (const Error& error) {
        if (error.failure().kind == FailureKind::cancelled) throw;
        deployment.failure = error.failure();
    }
    return deployment;
}

std::int64_t values_of(const Shape& shape, const std::optional<int>& axis) {
    return element_count(shape) / (axis ? shape[static_cast<std::size_t>(*axis)] : 1);
}

/// Outputs of the deployments, row after row, one per position.
class Runs {
  public:
    Runs(const LoadedModel& streamed, const InputSource& inputs, std::int64_t positions, std::int64_t window)
        : model_(streamed), window_(window), positions_(positions) {
        const ImportedGraph& imported = *model_.imported;
        for (std::size_t i = 0; i < imported.inputs.size(); ++i)
            row_size_ += values_of(shape(imported.inputs[i]), model_.graphs->input_axes[i]);
        rows_.resize(static_cast<std::size_t>(positions * row_size_));
        for (std::int64_t p = 0; p < positions; ++p) inputs.values(p, row(p));
    }

    /// The whole window that ends at each position from window - 1 on.
    std::vector<float> windows(const JobControl& job) {
        ForwardCall call(model_, 0);
        std::vector<float> result;
        for (std::int64_t end = window_; end <= positions_; ++end) {
            job.check();
            if (call.has_state()) call.reset(job);
            const std::vector<std::vector<float>> outputs = call(window_inputs(end - window_), job);
            for (std::size_t o = 0; o < outputs.size(); ++o)
                if (is_readout(o)) result.insert(result.end(), outputs[o].begin(), outputs[o].end());
        }
        return result;
    }

    /// One position after the other from the initial state on, which comes back after every `reset_every`
    /// (0: never); the outputs from window - 1 on.
    std::vector<float> steps(std::int64_t reset_every, const JobControl& job) {
        ModelWorker& worker = *model_.worker;
        const std::lock_guard lock(worker.mutex);
        worker.stepped_for = 0;
        worker.session.load_stepped(nnir::stepped_reference(*model_.graphs->compiled_form()), job);
        std::vector<float> all;
        for (std::int64_t p = 0; p < positions_;) {
            if (reset_every > 0 && p > 0) worker.session.reset_stepped(job);
            const std::int64_t count = reset_every > 0 ? std::min(reset_every, positions_ - p) : positions_;
            const auto result =
                worker.session.step(std::span(rows_).subspan(static_cast<std::size_t>(p * row_size_),
                                                             static_cast<std::size_t>(count * row_size_)),
                                    count, job);
            all.insert(all.end(), result.outputs.begin(), result.outputs.end());
            p += count;
        }
        return readouts(all);
    }

  private:
    const Shape& shape(std::uint32_t value) const { return model_.imported->values[value].shape; }
    bool is_readout(std::size_t output) const { return !model_.graphs->output_axes[output]; }
    std::span<float> row(std::int64_t position) {
        return std::span(rows_).subspan(static_cast<std::size_t>(position * row_size_),
                                        static_cast<std::size_t>(row_size_));
    }

    std::vector<std::vector<float>> window_inputs(std::int64_t begin) {
        const ImportedGraph& imported = *model_.imported;
        std::vector<std::vector<float>> full;
        for (const std::uint32_t input : imported.inputs)
            full.emplace_back(static_cast<std::size_t>(element_count(shape(input))));
        for (std::int64_t p = 0; p < window_; ++p) {
            std::span<const float> rest = row(begin + p);
            for (std::size_t i = 0; i < full.size(); ++i) {
                const std::optional<int>& axis = model_.graphs->input_axes[i];
                const auto size = static_cast<std::size_t>(values_of(shape(imported.inputs[i]), axis));
                if (axis)
                    place_position(full[i], shape(imported.inputs[i]), *axis, p, rest.first(size));
                else
                    std::ranges::copy(rest.first(size), full[i].begin());
                rest = rest.subspan(size);
            }
        }
        return full;
    }

    /// Of rows of all outputs those that are readouts, from the end of the first window on.
    std::vector<float> readouts(std::span<const float> all) const {
        const ImportedGraph& imported = *model_.imported;
        std::vector<float> result;
        for (std::int64_t p = 0; p < positions_; ++p) {
            for (std::size_t o = 0; o < imported.outputs.size(); ++o) {
                const auto size = static_cast<std::size_t>(
                    values_of(shape(imported.outputs[o]), model_.graphs->output_axes[o]));
                if (p >= window_ - 1 && is_readout(o))
                    result.insert(result.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
                all = all.subspan(size);
            }
        }
        return result;
    }

    LoadedModel model_;
    std::int64_t window_;
    std::int64_t positions_;
    std::int64_t row_size_ = 0;
    std::vector<float> rows_;
};

/// At every `every`-th of the positions.
ReadoutDifference difference(std::span<const float> outputs, std::span<const float> windows,
                             std::int64_t positions, std::int64_t every) {
    ReadoutDifference result;
    if (positions == 0) return result;
    const std::size_t size = windows.size() / static_cast<std::size_t>(positions);
    double squares = 0;
    double reference_squares = 0;
    for (std::int64_t p = 0; p < positions; p += every) {
        ++result.compared;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t at = static_cast<std::size_t>(p) * size + i;
            const double expected = static_cast<double>(windows[at]);
            const double delta = static_cast<double>(outputs[at]) - expected;
            result.max_abs = std::max(result.max_abs, std::abs(delta));
            squares += delta * delta;
            reference_squares += expected * expected;
        }
    }
    const auto count = static_cast<double>(static_cast<std::size_t>(result.compared) * size);
    result.rms = std::sqrt(squares / count);
    if (squares > 0) result.relative_rms = std::sqrt(squares / reference_squares);
    return result;
}

}  // namespace

bool has_readout(const LoadedModel& model) {
    return model.graphs->readout_axes.has_value() && !model.graphs->canonical_graph().has_state();
}

ReadoutComparison compile_readouts(const LoadedModel& model, const AcceleratorConfig& config,
                                   const JobControl& job) {
    if (!has_readout(model)) throw Error(FailureKind::internal, "the model ends in no last-step readout");
    const LoadedModel streamed = streamed_model(model, job);
    ReadoutComparison comparison;
    comparison.axes = *model.graphs->readout_axes;
    comparison.window = sequence_length(streamed).value_or(1);
    comparison.deployments.push_back(
        deploy(Kind::window, with_streaming(model, {}, Readout::refuse, job), config, job));
    comparison.deployments.push_back(deploy(Kind::carried, streamed, config, job));
    // The state is put back between two inferences: the program is the same.
    comparison.deployments.push_back(comparison.deployments.back());
    comparison.deployments.back().kind = Kind::reset;
    return comparison;
}

std::vector<IoTensor> readout_inputs(const ReadoutComparison& comparison) {
    const auto& compiled = comparison.deployments.at(1).compiled;
    return compiled ? compiled->program->inputs : std::vector<IoTensor>{};
}

void compare_readouts(ReadoutComparison& comparison, const LoadedModel& model, const InputSource& inputs,
                      const JobControl& job) {
    const std::int64_t window = comparison.window;
    const std::int64_t positions =
        std::min(inputs.count().value_or(default_windows * window), window + readout_window_limit - 1);
    comparison.inputs = inputs.description();
    comparison.random_inputs = inputs.is_random();
    comparison.positions = positions;
    const std::int64_t ends = positions - window + 1;
    if (ends <= 0) return;
    Runs runs(streamed_model(model, job), inputs, positions, window);
    const std::vector<float> windows = runs.windows(job);
    const std::vector<float> carried = runs.steps(0, job);
    const std::vector<float> reset = runs.steps(window, job);
    comparison.deployments.at(1).difference = difference(carried, windows, ends, 1);
    comparison.deployments.at(2).difference = difference(reset, windows, ends, 1);
    comparison.deployments.at(2).at_ends = difference(reset, windows, ends, window);
}

}  // namespace lockstep
