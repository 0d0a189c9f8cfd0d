#include "core/run/readout_comparison.h"

#include <algorithm>
#include <cmath>

#include "core/nnir/torch_source.h"
#include "core/run/forward_call.h"
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
                         const BuildOptions& options, const JobControl& job) {
    ReadoutDeployment deployment{
        .kind = kind, .compiled = {}, .failure = {}, .difference = {}, .at_ends = {}};
    try {
        deployment.compiled = build_program(model, config, options, job);
    } catch (const Error& error) {
        if (error.failure().kind == FailureKind::cancelled) throw;
        deployment.failure = error.failure();
    }
    return deployment;
}

/// The readouts of the deployments in LibTorch's fp32, a row of them for each position.
class Runs {
  public:
    explicit Runs(const LoadedModel& streamed) : model_(streamed) {
        const ImportedGraph& imported = *model_.imported;
        for (std::size_t o = 0; o < imported.outputs.size(); ++o)
            if (is_readout(o)) readout_size_ += size(imported.outputs[o], std::nullopt);
    }

    std::size_t readout_size() const { return readout_size_; }

    /// Which output the value `element` of a row of readouts is in, and where in it.
    std::pair<std::size_t, std::int64_t> place_of(std::size_t element) const {
        const ImportedGraph& imported = *model_.imported;
        for (std::size_t o = 0; o < imported.outputs.size(); ++o) {
            if (!is_readout(o)) continue;
            const std::size_t values = size(imported.outputs[o], std::nullopt);
            if (element < values) return {o, static_cast<std::int64_t>(element)};
            element -= values;
        }
        return {};
    }

    /// Of the first `count` windows.
    std::vector<float> windows(const InputSource& inputs, std::int64_t count, const JobControl& job) {
        ForwardCall call(model_, 0);
        std::vector<std::vector<float>> arguments;
        std::size_t all = 0;
        for (const std::uint32_t input : model_.imported->inputs) {
            arguments.emplace_back(size(input, std::nullopt));
            all += arguments.back().size();
        }
        std::vector<float> row(all);
        std::vector<float> result;
        for (std::int64_t k = 0; k < count; ++k) {
            job.check();
            inputs.values(k, row);
            auto at = row.begin();
            for (std::vector<float>& argument : arguments) {
                std::copy_n(at, argument.size(), argument.begin());
                at += std::ssize(argument);
            }
            if (call.has_state()) call.reset(job);
            const std::vector<std::vector<float>> outputs = call(arguments, job);
            for (std::size_t o = 0; o < outputs.size(); ++o)
                if (is_readout(o)) result.insert(result.end(), outputs[o].begin(), outputs[o].end());
        }
        return result;
    }

    /// One position after the other from the initial state on, which comes back after every `reset_every`
    /// (0: never).
    std::vector<float> steps(const InputSource& inputs, std::int64_t positions, std::int64_t reset_every,
                             const JobControl& job) {
        const std::vector<float> rows = rows_of(inputs, positions);
        const std::size_t row_size = rows.size() / static_cast<std::size_t>(positions);
        ModelWorker& worker = *model_.worker;
        const std::lock_guard lock(worker.mutex);
        worker.stepped_for = 0;
        worker.session.load_stepped(nnir::stepped_reference(*model_.graphs->compiled_form()), job);
        std::vector<float> all;
        for (std::int64_t p = 0; p < positions;) {
            if (reset_every > 0 && p > 0) worker.session.reset_stepped(job);
            const std::int64_t count = reset_every > 0 ? std::min(reset_every, positions - p) : positions;
            const auto result =
                worker.session.step(std::span(rows).subspan(static_cast<std::size_t>(p) * row_size,
                                                            static_cast<std::size_t>(count) * row_size),
                                    count, job);
            all.insert(all.end(), result.outputs.begin(), result.outputs.end());
            p += count;
        }
        return readouts(all, positions);
    }

  private:
    bool is_readout(std::size_t output) const { return !model_.graphs->output_axes[output]; }

    /// Values of a value of the model, or at a position of it.
    std::size_t size(std::uint32_t value, const std::optional<int>& axis) const {
        const Shape& shape = model_.imported->values[value].shape;
        return static_cast<std::size_t>(element_count(shape) /
                                        (axis ? shape[static_cast<std::size_t>(*axis)] : 1));
    }

    std::vector<float> rows_of(const InputSource& inputs, std::int64_t positions) const {
        std::size_t row_size = 0;
        for (std::size_t i = 0; i < model_.imported->inputs.size(); ++i)
            row_size += size(model_.imported->inputs[i], model_.graphs->input_axes[i]);
        std::vector<float> rows(static_cast<std::size_t>(positions) * row_size);
        for (std::int64_t p = 0; p < positions; ++p)
            inputs.values(p, std::span(rows).subspan(static_cast<std::size_t>(p) * row_size, row_size));
        return rows;
    }

    /// Of rows of all outputs those that are readouts.
    std::vector<float> readouts(std::span<const float> all, std::int64_t positions) const {
        const ImportedGraph& imported = *model_.imported;
        std::vector<float> result;
        for (std::int64_t p = 0; p < positions; ++p) {
            for (std::size_t o = 0; o < imported.outputs.size(); ++o) {
                const std::size_t values = size(imported.outputs[o], model_.graphs->output_axes[o]);
                if (is_readout(o))
                    result.insert(result.end(), all.begin(),
                                  all.begin() + static_cast<std::ptrdiff_t>(values));
                all = all.subspan(values);
            }
        }
        return result;
    }

    LoadedModel model_;
    std::size_t readout_size_ = 0;
};

/// Rows of the positions where the windows end.
std::vector<float> rows_at(std::span<const float> all, const std::vector<std::int64_t>& positions,
                           std::size_t size) {
    std::vector<float> result;
    for (const std::int64_t position : positions) {
        const auto row = all.subspan(static_cast<std::size_t>(position) * size, size);
        result.insert(result.end(), row.begin(), row.end());
    }
    return result;
}

/// Over the rows that `counts` says yes to.
template <class Counts>
ReadoutDifference difference(std::span<const float> outputs, std::span<const float> windows, std::size_t size,
                             Counts counts) {
    ReadoutDifference result;
    double squares = 0;
    double reference_squares = 0;
    for (std::size_t row = 0; (row + 1) * size <= windows.size(); ++row) {
        if (!counts(row)) continue;
        ++result.compared;
        for (std::size_t at = row * size; at < (row + 1) * size; ++at) {
            const double expected = static_cast<double>(windows[at]);
            const double delta = static_cast<double>(outputs[at]) - expected;
            result.max_abs = std::max(result.max_abs, std::abs(delta));
            squares += delta * delta;
            reference_squares += expected * expected;
        }
    }
    const auto count = static_cast<double>(static_cast<std::size_t>(result.compared) * size);
    if (count > 0) result.rms = std::sqrt(squares / count);
    if (squares > 0) result.relative_rms = std::sqrt(squares / reference_squares);
    return result;
}

std::size_t most_different(std::span<const float> outputs, std::span<const float> windows, std::size_t size) {
    std::size_t found = 0;
    float largest = -1;
    for (std::size_t at = 0; at < windows.size(); ++at) {
        const float delta = std::abs(outputs[at] - windows[at]);
        if (delta > largest) {
            largest = delta;
            found = at % size;
        }
    }
    return found;
}

std::vector<float> column(std::span<const float> rows, std::size_t element, std::size_t size) {
    std::vector<float> result;
    for (std::size_t at = element; at < rows.size(); at += size) result.push_back(rows[at]);
    return result;
}

}  // namespace

bool has_readout(const LoadedModel& model) {
    return model.graphs->readout_axes.has_value() && !model.graphs->canonical_graph().has_state();
}

ReadoutComparison compile_readouts(const LoadedModel& model, const AcceleratorConfig& config,
                                   const BuildOptions& options, const JobControl& job) {
    if (!has_readout(model)) throw Error(FailureKind::internal, "the model ends in no last-step readout");
    const LoadedModel streamed = streamed_model(model, job);
    ReadoutComparison comparison;
    comparison.axes = *model.graphs->readout_axes;
    comparison.window = sequence_length(streamed).value_or(1);
    comparison.deployments.push_back(
        deploy(Kind::window, with_streaming(model, {}, Readout::refuse, job), config, options, job));
    comparison.deployments.push_back(deploy(Kind::carried, streamed, config, options, job));
    // The state is put back between two inferences: the program is the same.
    comparison.deployments.push_back(comparison.deployments.back());
    comparison.deployments.back().kind = Kind::reset;
    return comparison;
}

void compare_readouts(ReadoutComparison& comparison, const LoadedModel& model, const WindowInputs& inputs,
                      const JobControl& job) {
    const std::int64_t window = comparison.window;
    const InputSource& any = inputs.positions ? *inputs.positions : *inputs.windows;
    comparison.inputs = any.description();
    comparison.random_inputs = any.is_random();
    comparison.not_compared = inputs.reason;
    if (inputs.positions) comparison.positions = inputs.positions->count().value_or(default_windows * window);
    if (!inputs.positions || !inputs.windows) return;
    const std::int64_t ends =
        std::min((comparison.positions - window) / inputs.stride + 1, readout_window_limit);
    comparison.positions = (ends - 1) * inputs.stride + window;
    Runs runs(streamed_model(model, job));
    const std::size_t size = runs.readout_size();
    ReadoutOutputs shown;
    for (std::int64_t k = 0; k < ends; ++k) shown.positions.push_back(k * inputs.stride + window - 1);
    const std::vector<float> windows = runs.windows(*inputs.windows, ends, job);
    const auto steps = [&](std::int64_t reset_every) {
        return rows_at(runs.steps(*inputs.positions, comparison.positions, reset_every, job), shown.positions,
                       size);
    };
    const std::vector<float> carried = steps(0);
    const std::vector<float> reset = steps(window);
    const auto everywhere = [](std::size_t) { return true; };
    const auto at_end = [&](std::size_t row) { return (shown.positions[row] + 1) % window == 0; };
    comparison.deployments.at(1).difference = difference(carried, windows, size, everywhere);
    comparison.deployments.at(2).difference = difference(reset, windows, size, everywhere);
    comparison.deployments.at(2).at_ends = difference(reset, windows, size, at_end);
    const std::size_t element = most_different(carried, windows, size);
    const auto [output, place] = runs.place_of(element);
    shown.name = comparison.deployments.at(1).compiled->program->outputs.at(output).name;
    shown.element = place;
    shown.window = column(windows, element, size);
    shown.carried = column(carried, element, size);
    shown.reset = column(reset, element, size);
    comparison.outputs = std::move(shown);
}

}  // namespace lockstep
