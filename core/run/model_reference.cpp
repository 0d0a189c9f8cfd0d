#include "core/run/model_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/nnir/torch_source.h"
#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

std::uint64_t next_number() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

const Shape& value_shape(const ImportedGraph& imported, std::uint32_t value) {
    return imported.values[value].shape;
}

/// Values per inference: all of them without the streaming axis.
std::int64_t row_size(const Shape& shape, std::optional<int> axis) {
    return element_count(shape) / (axis ? shape[static_cast<std::size_t>(*axis)] : 1);
}

}  // namespace

ModelReference::ModelReference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs)
    : model_(model), inputs_(std::move(inputs)), number_(next_number()) {
    const ModelGraphs& graphs = *model_.graphs;
    const ImportedGraph& imported = *model_.imported;
    const auto axis = [&](const std::vector<std::optional<int>>& axes, std::size_t index) {
        return graphs.streaming && index < axes.size() ? axes[index] : std::nullopt;
    };
    for (std::size_t i = 0; i < imported.inputs.size(); ++i)
        input_size_ += row_size(value_shape(imported, imported.inputs[i]), axis(graphs.input_axes, i));
    bool outputs_stream = true;
    for (std::size_t i = 0; i < imported.outputs.size(); ++i) {
        output_size_ += row_size(value_shape(imported, imported.outputs[i]), axis(graphs.output_axes, i));
        outputs_stream = outputs_stream && axis(graphs.output_axes, i).has_value();
    }

    const nnir::Graph& form = *graphs.compiled_form();
    uses_stepped_ = graphs.streaming.has_value() || form.has_state();
    if (!uses_stepped_) {
        info_.kind = ReferenceKind::forward;
        return;
    }
    info_.kind = ReferenceKind::stepped;
    stepped_ = nnir::stepped_reference(form);
    std::int64_t offset = 0;
    for (const nnir::State& state : form.states) {
        state_offsets_[state.name] = offset;
        offset += state.initial.size();
    }
    if (graphs.streaming && outputs_stream) {
        sequence_ = sequence_length(model_).value_or(0);
        sequence_inputs_ = std::min(sequence_, inputs_->count().value_or(sequence_));
        info_.sequence_length = sequence_;
    } else {
        info_.note = graphs.streaming
                         ? "an output has no streaming axis, so forward gives no rows to compare with"
                         : "the model keeps its own state, so it is stepped from the first inference on";
    }
}

std::vector<float> ModelReference::initial_states() const {
    std::vector<float> states;
    for (const Tensor& initial : stepped_.initial_states)
        states.insert(states.end(), initial.values().begin(), initial.values().end());
    return states;
}

std::int64_t ModelReference::state_offset(const std::string& name) const {
    const auto found = state_offsets_.find(name);
    return found == state_offsets_.end() ? -1 : found->second;
}

std::vector<float> ModelReference::input_rows(std::int64_t first, std::int64_t count) const {
    std::vector<float> rows(static_cast<std::size_t>(count * input_size_));
    const auto size = static_cast<std::size_t>(input_size_);
    for (std::int64_t i = 0; i < count; ++i)
        inputs_->values(first + i, std::span(rows).subspan(static_cast<std::size_t>(i) * size, size));
    return rows;
}

void ModelReference::count_time(double mean_us, std::int64_t count) {
    total_us_ += mean_us * static_cast<double>(count);
    timed_ += count;
}

double ModelReference::mean_us() const {
    return timed_ == 0 ? 0.0 : total_us_ / static_cast<double>(timed_);
}

ModelSession::SteppedResult ModelReference::step(std::int64_t first, std::int64_t count,
                                                 std::span<const float> states, const JobControl& job) {
    ModelWorker& worker = *model_.worker;
    const std::lock_guard lock(worker.mutex);
    const bool ours = std::exchange(worker.stepped_for, 0) == number_;
    if (!ours) {
        worker.session.load_stepped(stepped_, job);
        worker_states_ = initial_states();
    }
    if (!std::ranges::equal(states, worker_states_)) worker.session.set_stepped_states(states, job);
    ModelSession::SteppedResult result = worker.session.step(input_rows(first, count), count, job);
    const std::size_t row = states.size();
    if (result.outputs.size() != static_cast<std::size_t>(count * output_size_) ||
        result.states.size() != static_cast<std::size_t>(count) * row) {
        throw Error(
            FailureKind::worker_failed,
            fmt::format(
                "the stepped reference gave {} output and {} state values for {} inferences of {} and {}",
                result.outputs.size(), result.states.size(), count, output_size_, row),
            "Please report this file.");
    }
    worker_states_.assign(result.states.end() - static_cast<std::ptrdiff_t>(row), result.states.end());
    // Only now the worker is known to be where it is believed to be: an exception above leaves it nobody's.
    worker.stepped_for = number_;
    count_time(result.mean_us, count);
    return result;
}

std::vector<float> ModelReference::forward_rows(const JobControl& job) {
    const ImportedGraph& imported = *model_.imported;
    const ModelGraphs& graphs = *model_.graphs;
    std::vector<std::vector<float>> full;
    for (const std::uint32_t input : imported.inputs)
        full.emplace_back(static_cast<std::size_t>(element_count(value_shape(imported, input))));
    for (std::int64_t position = 0; position < sequence_inputs_; ++position) {
        const std::vector<float> row = input_rows(position, 1);
        std::span<const float> rest = row;
        for (std::size_t i = 0; i < full.size(); ++i) {
            const Shape& shape = value_shape(imported, imported.inputs[i]);
            const std::optional<int> axis = graphs.input_axes[i];
            const auto size = static_cast<std::size_t>(row_size(shape, axis));
            if (axis)
                place_position(full[i], shape, *axis, position, rest.first(size));
            else
                std::ranges::copy(rest.first(size), full[i].begin());
            rest = rest.subspan(size);
        }
    }
    std::vector<std::vector<float>> outputs;
    {
        const std::lock_guard lock(model_.worker->mutex);
        outputs = model_.worker->session.forward(full, job);
    }
    std::vector<float> rows(static_cast<std::size_t>(sequence_inputs_ * output_size_));
    std::span<float> rest = rows;
    for (std::int64_t position = 0; position < sequence_inputs_; ++position) {
        for (std::size_t o = 0; o < outputs.size(); ++o) {
            const Shape& shape = value_shape(imported, imported.outputs[o]);
            const int axis = *graphs.output_axes[o];
            const auto size = static_cast<std::size_t>(row_size(shape, axis));
            copy_position(outputs[o], shape, axis, position, rest.first(size));
            rest = rest.subspan(size);
        }
    }
    return rows;
}

void ModelReference::prepare_sequence(const JobControl& job) {
    if (sequence_ready_) return;
    forward_ = forward_rows(job);
    const std::int64_t steps = std::min(sequence_inputs_, check_limit);
    const ModelSession::SteppedResult stepped = step(0, steps, initial_states(), job);
    double max_abs = 0;
    for (std::size_t i = 0; i < stepped.outputs.size(); ++i) {
        const double difference =
            std::abs(static_cast<double>(stepped.outputs[i]) - static_cast<double>(forward_[i]));
        const bool both_nan = std::isnan(stepped.outputs[i]) && std::isnan(forward_[i]);
        if (both_nan || stepped.outputs[i] == forward_[i]) continue;
        max_abs =
            std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(max_abs, difference);
    }
    info_.checked_steps = steps;
    info_.max_abs = max_abs;
    sequence_ready_ = true;
}

ReferenceRows ModelReference::whole_rows(std::int64_t first, std::int64_t count, const JobControl& job) {
    ReferenceRows rows;
    rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::forward);
    const ImportedGraph& imported = *model_.imported;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::vector<float> row = input_rows(first + i, 1);
        std::vector<std::vector<float>> inputs;
        auto at = row.begin();
        for (const std::uint32_t input : imported.inputs) {
            const auto end = at + element_count(value_shape(imported, input));
            inputs.emplace_back(at, end);
            at = end;
        }
        const std::lock_guard lock(model_.worker->mutex);
        for (const std::vector<float>& output : model_.worker->session.forward(inputs, job))
            rows.outputs.insert(rows.outputs.end(), output.begin(), output.end());
        count_time(model_.worker->session.forward_us(), 1);
    }
    return rows;
}

ReferenceRows ModelReference::rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                                   const JobControl& job) {
    if (!uses_stepped_) return whole_rows(first, count, job);
    if (sequence_ > 0) prepare_sequence(job);
    ModelSession::SteppedResult stepped = step(first, count, states, job);
    ReferenceRows rows{
        .outputs = std::move(stepped.outputs), .states = std::move(stepped.states), .kinds = {}};
    const std::int64_t of_forward = std::clamp<std::int64_t>(sequence_inputs_ - first, 0, count);
    if (sequence_ready_ && of_forward > 0) {
        const auto begin = forward_.begin() + first * output_size_;
        std::copy(begin, begin + of_forward * output_size_, rows.outputs.begin());
    }
    rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
    std::fill_n(rows.kinds.begin(), of_forward, ReferenceKind::forward);
    return rows;
}

ReferenceInfo ModelReference::info(std::int64_t inferences) const {
    ReferenceInfo info = info_;
    if (sequence_ > 0)
        info.kind = inferences <= sequence_inputs_ ? ReferenceKind::forward : ReferenceKind::stepped;
    return info;
}

std::unique_ptr<Reference> make_reference(const LoadedModel& model,
                                          std::shared_ptr<const InputSource> inputs) {
    return std::make_unique<ModelReference>(model, std::move(inputs));
}

}  // namespace lockstep
