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

/// Outputs are compared as numbers: NaN is equal to NaN, and infinitely far from anything else.
double largest_difference(std::span<const float> a, std::span<const float> b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) continue;
        const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        largest =
            std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
    }
    return largest;
}

/// Values per inference: all of them without the streaming axis.
std::int64_t row_size(const Shape& shape, std::optional<int> axis) {
    return element_count(shape) / (axis ? shape[static_cast<std::size_t>(*axis)] : 1);
}

}  // namespace

ModelReference::ModelReference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs,
                               std::int64_t reset_every, ReferenceChoice choice)
    : model_(model),
      inputs_(std::move(inputs)),
      number_(next_number()),
      forward_call_(model, number_),
      forward_steps_(model, number_),
      resets_(reset_every, inputs_->resets()),
      forward_only_(choice == ReferenceChoice::forward) {
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
    if (!graphs.streaming && !form.has_state() && choice != ReferenceChoice::stepped) {
        mode_ = Mode::whole;
        info_.kind = ReferenceKind::forward;
        return;
    }
    info_.kind = forward_only_ ? ReferenceKind::forward : ReferenceKind::stepped;
    if (!forward_only_) {
        stepped_ = nnir::stepped_reference(form);
        std::int64_t offset = 0;
        for (const nnir::State& state : form.states) {
            state_offsets_[state.name] = offset;
            offset += state.initial.size();
        }
    }
    if (!graphs.streaming) {
        mode_ = choice == ReferenceChoice::stepped ? Mode::stepped : Mode::carried;
        return;
    }
    sequence_ = sequence_length(model_).value_or(0);
    info_.sequence_length = sequence_;
    info_.warm_up = graphs.warm_up;
    if (choice == ReferenceChoice::stepped) return;
    mode_ = outputs_stream ? Mode::sequence : Mode::readout;
    if (!outputs_stream) {
        info_.note = fmt::format(
            "forward answers once for a window of {}: only the inference that ends a window behind a reset "
            "is "
            "held against it",
            sequence_);
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
    if (mode_ == Mode::whole || mode_ == Mode::carried) return forward_steps_.mean_us();
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

ModelReference::Span ModelReference::forward_span(std::int64_t start) const {
    const std::int64_t carried =
        forward_only_ ? std::numeric_limits<std::int64_t>::max() - start : forward_limit;
    Span span{.begin = start, .end = start + (mode_ == Mode::carried ? carried : sequence_)};
    if (mode_ == Mode::sequence) span.begin += model_.graphs->warm_up;
    if (mode_ == Mode::readout) span.begin = span.end - 1;
    if (mode_ != Mode::carried) span.end = std::min(span.end, inputs_->count().value_or(span.end));
    span.end = std::min(span.end, resets_.next(start));
    return span;
}

std::int64_t ModelReference::edited_end() const {
    return edited_from_.value_or(std::numeric_limits<std::int64_t>::max());
}

const std::vector<float>& ModelReference::forward_rows(std::int64_t start, const JobControl& job) {
    if (forward_start_ == start) return forward_;
    const ImportedGraph& imported = *model_.imported;
    const ModelGraphs& graphs = *model_.graphs;
    const Span valid = forward_span(start);
    std::vector<std::vector<float>> full;
    for (const std::uint32_t input : imported.inputs)
        full.emplace_back(static_cast<std::size_t>(element_count(value_shape(imported, input))));
    for (std::int64_t at = start; at < valid.end; ++at) {
        const std::vector<float> row = input_rows(at, 1);
        std::span<const float> rest = row;
        for (std::size_t i = 0; i < full.size(); ++i) {
            const Shape& shape = value_shape(imported, imported.inputs[i]);
            const std::optional<int> axis = graphs.input_axes[i];
            const auto size = static_cast<std::size_t>(row_size(shape, axis));
            if (axis)
                place_position(full[i], shape, *axis, at - start, rest.first(size));
            else
                std::ranges::copy(rest.first(size), full[i].begin());
            rest = rest.subspan(size);
        }
    }
    if (forward_call_.has_state()) forward_call_.reset(job);
    const std::vector<std::vector<float>> outputs = forward_call_(full, job);
    forward_start_ = -1;
    forward_.assign(static_cast<std::size_t>(valid.size() * output_size_), 0.0F);
    std::span<float> rest = forward_;
    for (std::int64_t at = valid.begin; at < valid.end; ++at) {
        for (std::size_t o = 0; o < outputs.size(); ++o) {
            const Shape& shape = value_shape(imported, imported.outputs[o]);
            const std::optional<int> axis = graphs.output_axes[o];
            const auto size = static_cast<std::size_t>(row_size(shape, axis));
            if (axis)
                copy_position(outputs[o], shape, *axis, at - start - graphs.warm_up, rest.first(size));
            else
                std::ranges::copy(outputs[o], rest.begin());
            rest = rest.subspan(size);
        }
    }
    forward_start_ = start;
    return forward_;
}

void ModelReference::check_sequence(const JobControl& job) {
    if (checked_) return;
    const Span valid = forward_span(0);
    const std::int64_t steps = std::min(valid.end, check_limit);
    if (steps > valid.begin) {
        const std::vector<float>& forward = forward_rows(0, job);
        const ModelSession::SteppedResult stepped = step(0, steps, initial_states(), job);
        info_.checked_steps = steps - valid.begin;
        const auto size = static_cast<std::size_t>(info_.checked_steps * output_size_);
        info_.max_abs =
            largest_difference(std::span(stepped.outputs).last(size), std::span(forward).first(size));
    }
    checked_ = true;
}

void ModelReference::check_steps(std::int64_t first, std::span<const float> stepped,
                                 std::span<const float> forward) {
    // Each inference is compared once, in order.
    const std::int64_t count = std::ssize(forward) / std::max<std::int64_t>(output_size_, 1);
    const std::int64_t known = info_.checked_steps - first;
    if (known < 0 || known >= count) return;
    const auto skip = static_cast<std::size_t>(known * output_size_);
    const double difference = largest_difference(forward.subspan(skip), stepped.subspan(skip));
    info_.max_abs = std::max(info_.max_abs, difference);
    info_.checked_steps = first + count;
}

ReferenceRows ModelReference::forward_only(std::int64_t first, std::int64_t count, const JobControl& job) {
    ReferenceRows rows;
    rows.outputs.assign(static_cast<std::size_t>(count * output_size_), 0.0F);
    rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::none);
    const std::int64_t start = resets_.start(first);
    const Span valid = forward_span(start);
    const Span known{.begin = std::max(valid.begin, first),
                     .end = std::min({valid.end, first + count, edited_end()})};
    if (known.size() <= 0) return rows;
    const std::vector<float> carried =
        mode_ == Mode::carried ? forward_steps_.rows(start, known.begin, known.size(), *inputs_, job)
                               : std::vector<float>{};
    std::span<const float> values = carried;
    if (mode_ != Mode::carried)
        values = std::span(forward_rows(start, job))
                     .subspan(static_cast<std::size_t>((known.begin - valid.begin) * output_size_),
                              static_cast<std::size_t>(known.size() * output_size_));
    std::ranges::copy(values, rows.outputs.begin() + (known.begin - first) * output_size_);
    std::fill_n(rows.kinds.begin() + (known.begin - first), known.size(), ReferenceKind::forward);
    return rows;
}

ReferenceRows ModelReference::rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                                   const JobControl& job) {
    ReferenceRows rows;
    if (mode_ == Mode::whole) {
        rows.outputs = forward_steps_.rows(0, first, count, *inputs_, job);
        rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::forward);
        return rows;
    }
    if (forward_only_) return forward_only(first, count, job);
    if (mode_ == Mode::sequence || mode_ == Mode::readout) check_sequence(job);
    ModelSession::SteppedResult stepped = step(first, count, states, job);
    rows.outputs = std::move(stepped.outputs);
    rows.states = std::move(stepped.states);
    rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
    const std::int64_t start = resets_.start(first);
    // Outputs of the warm-up stand for no position: nothing is compared with them.
    const std::int64_t warming = std::clamp<std::int64_t>(start + model_.graphs->warm_up - first, 0, count);
    std::fill_n(rows.kinds.begin(), warming, ReferenceKind::none);
    if (mode_ == Mode::stepped) return rows;

    const Span valid = forward_span(start);
    const Span known{.begin = std::max(valid.begin, first),
                     .end = std::min({valid.end, first + count, edited_end()})};
    if (known.size() <= 0) return rows;
    const auto size = static_cast<std::size_t>(known.size() * output_size_);
    const auto at = static_cast<std::size_t>((known.begin - first) * output_size_);
    const std::span<float> place = std::span(rows.outputs).subspan(at, size);
    if (mode_ == Mode::carried) {
        const std::vector<float> forward =
            forward_steps_.rows(start, known.begin, known.size(), *inputs_, job);
        check_steps(known.begin, place, forward);
        std::ranges::copy(forward, place.begin());
    } else {
        const auto skip = static_cast<std::size_t>((known.begin - valid.begin) * output_size_);
        std::ranges::copy(std::span(forward_rows(start, job)).subspan(skip, size), place.begin());
    }
    std::fill_n(rows.kinds.begin() + (known.begin - first), known.size(), ReferenceKind::forward);
    return rows;
}

ReferenceInfo ModelReference::info(std::int64_t inferences) const {
    ReferenceInfo info = info_;
    if (mode_ == Mode::whole || mode_ == Mode::stepped || forward_only_) return info;
    const std::int64_t newest = std::max<std::int64_t>(inferences - 1, 0);
    const std::int64_t start = resets_.start(newest);
    const Span valid = forward_span(start);
    info.kind = newest >= valid.begin && newest < std::min(valid.end, edited_end()) ? ReferenceKind::forward
                                                                                    : ReferenceKind::stepped;
    return info;
}

std::unique_ptr<Reference> make_reference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs,
                                          std::int64_t reset_every, ReferenceChoice choice) {
    return std::make_unique<ModelReference>(model, std::move(inputs), reset_every, choice);
}

}  // namespace lockstep
