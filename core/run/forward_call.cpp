#include "core/run/forward_call.h"

#include <algorithm>

#include "core/support/error.h"

namespace lockstep {
namespace {

const std::string& value_name(const ImportedGraph& graph, std::uint32_t value) {
    return graph.values[value].name;
}

std::optional<std::size_t> position_of(const ImportedGraph& graph, const std::vector<std::uint32_t>& values,
                                       const std::string& name) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (value_name(graph, values[i]) == name) return i;
    return std::nullopt;
}

}  // namespace

ForwardCall::ForwardCall(const LoadedModel& model, std::uint64_t number) : model_(model), number_(number) {
    const ImportedGraph& file = *model_.file_graph;
    const ImportedGraph& imported = *model_.imported;
    const auto& pairs = model_.options.states;
    has_state_ = !imported.states.empty();
    for (const auto& [input, output] : pairs) {
        const auto state = std::ranges::find(imported.states, input, &ImportedState::name);
        if (state == imported.states.end())
            throw Error(FailureKind::internal, "the state \"" + input + "\" is not in the graph");
        initial_.emplace_back(state->initial.values().begin(), state->initial.values().end());
    }
    bound_ = initial_;
    if (pairs.empty()) {
        // Nothing was taken out: names that are given twice do no harm.
        for (std::size_t i = 0; i < imported.inputs.size(); ++i) inputs_.push_back({.state = {}, .value = i});
        for (std::size_t i = 0; i < imported.outputs.size(); ++i)
            outputs_.push_back({.state = {}, .value = i});
        return;
    }
    for (const std::uint32_t input : file.inputs) {
        const std::string& name = value_name(file, input);
        const auto pair = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
        inputs_.push_back(pair != pairs.end()
                              ? Place{.state = static_cast<std::size_t>(pair - pairs.begin()), .value = {}}
                              : Place{.state = {}, .value = position_of(imported, imported.inputs, name)});
    }
    for (const std::uint32_t output : file.outputs) {
        const std::string& name = value_name(file, output);
        const auto pair = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::second);
        Place place{.state = {}, .value = position_of(imported, imported.outputs, name)};
        if (pair != pairs.end()) place.state = static_cast<std::size_t>(pair - pairs.begin());
        outputs_.push_back(place);
    }
}

void ForwardCall::reset(const JobControl& job) {
    bound_ = initial_;
    ModelWorker& worker = *model_.worker;
    const std::lock_guard lock(worker.mutex);
    if (has_state_) worker.session.reset_forward(job);
    worker.forward_for = number_;
}

bool ForwardCall::is_in_order() const {
    const std::lock_guard lock(model_.worker->mutex);
    return model_.worker->forward_for == number_;
}

std::vector<std::vector<float>> ForwardCall::operator()(const std::vector<std::vector<float>>& inputs,
                                                        const JobControl& job) {
    std::vector<std::vector<float>> arguments;
    for (const Place& place : inputs_)
        arguments.push_back(place.state ? bound_[*place.state] : inputs.at(*place.value));
    std::vector<std::vector<float>> results;
    {
        ModelWorker& worker = *model_.worker;
        const std::lock_guard lock(worker.mutex);
        // A call that fails leaves the module's state nobody's.
        const std::uint64_t owner = has_state_ ? std::exchange(worker.forward_for, 0) : worker.forward_for;
        results = worker.session.forward(arguments, job);
        last_us_ = worker.session.forward_us();
        worker.forward_for = owner;
    }
    std::vector<std::vector<float>> outputs(model_.imported->outputs.size());
    for (std::size_t i = 0; i < outputs_.size() && i < results.size(); ++i) {
        if (outputs_[i].value) outputs[*outputs_[i].value] = results[i];
        if (outputs_[i].state) bound_[*outputs_[i].state] = std::move(results[i]);
    }
    return outputs;
}

std::vector<float> ForwardSteps::rows(std::int64_t start, std::int64_t first, std::int64_t count,
                                      const InputSource& inputs, const JobControl& job) {
    const ImportedGraph& imported = *model_.imported;
    if (call_.has_state() && (start_ != start || next_ > first || !call_.is_in_order())) {
        start_ = -1;
        call_.reset(job);
        start_ = next_ = start;
    }
    if (!call_.has_state()) next_ = first;
    std::size_t input_size = 0;
    for (const std::uint32_t input : imported.inputs)
        input_size += static_cast<std::size_t>(element_count(imported.values[input].shape));
    std::vector<float> row(input_size);
    std::vector<float> result;
    for (; next_ < first + count; ++next_) {
        job.check();
        inputs.values(next_, row);
        std::vector<std::vector<float>> arguments;
        auto at = row.begin();
        for (const std::uint32_t input : imported.inputs) {
            const auto end = at + element_count(imported.values[input].shape);
            arguments.emplace_back(at, end);
            at = end;
        }
        const std::int64_t called = start_;
        start_ = -1;
        const std::vector<std::vector<float>> outputs = call_(arguments, job);
        start_ = called;
        total_us_ += call_.last_us();
        ++calls_;
        if (next_ < first) continue;
        for (const std::vector<float>& output : outputs)
            result.insert(result.end(), output.begin(), output.end());
    }
    return result;
}

}  // namespace lockstep
