#include "core/run/node_probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>

#include "core/support/error.h"

namespace lockstep {
namespace {

/// Places to go back to: kept at first so many inferences apart, and at most so many.
constexpr std::int64_t first_distance = 64;
constexpr std::size_t most_stands = 64;

CompiledProgram compile_quickly(const nnir::Graph& graph, const AcceleratorConfig& config,
                                CompileOptions options) {
    options.search.optimize = false;
    options.search.quick = true;
    try {
        return compile(graph, config, options);
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::does_not_fit) throw;
        options.search.quick = false;
        return compile(graph, config, options);
    }
}

}  // namespace

NodeProbe::NodeProbe(const NodeSource& source, const AcceleratorConfig& config,
                     std::shared_ptr<const InputSource> inputs, const ResetPlan& resets,
                     const std::vector<nnir::NodeId>& nodes, bool exact)
    : graph_(source.graph),
      inputs_(std::move(inputs)),
      resets_(resets),
      exact_(exact),
      states_(nnir::initial_states(*graph_)),
      stands_apart_(first_distance) {
    nnir::Graph open = *graph_;
    for (const nnir::NodeId id : nodes) {
        const nnir::Node* node = open.find_node(id);
        if (node == nullptr || node->outputs.empty())
            throw Error(FailureKind::internal, fmt::format("NodeProbe: there is no node {}", id.value));
        const nnir::ValueId value = node->outputs.front();
        if (std::ranges::find(open.outputs, value) == open.outputs.end()) open.outputs.push_back(value);
        places_[id].value = value;
    }
    for (auto& [id, place] : places_) {
        place.size = static_cast<std::size_t>(element_count(open.value(place.value).type.shape));
        for (const nnir::ValueId output : open.outputs) {
            if (output == place.value) break;
            place.first += static_cast<std::size_t>(element_count(open.value(output).type.shape));
        }
    }
    CompileOptions options = source.options;
    if (!options.output_axes.empty()) options.output_axes.resize(open.outputs.size());
    vm_.emplace(compile_quickly(open, config, options).program, VmOptions{.threads = 1});
    outputs_.resize(static_cast<std::size_t>(vm_->program().output_values()));
    stands_[0] = {vm_->snapshot(), states_};
}

void NodeProbe::begin(std::int64_t index) {
    const std::int64_t reset = resets_.start(index);
    if (graph_->states.empty()) {
        at_ = index;
        return;
    }
    if (index == at_) return;
    const auto stand = std::prev(stands_.upper_bound(index));
    if (at_ < index && at_ >= std::max(reset, stand->first)) {
        // It goes on from where it is.
    } else if (reset > stand->first) {
        vm_->reset();
        states_ = nnir::initial_states(*graph_);
        at_ = reset;
    } else {
        vm_->restore(stand->second.vm);
        states_ = stand->second.states;
        at_ = stand->first;
    }
    std::vector<float> inputs(static_cast<std::size_t>(vm_->program().input_values()));
    while (at_ < index) {
        job_.check();
        inputs_->values(at_, inputs);
        step(inputs);
    }
}

void NodeProbe::step(std::span<const float> inputs) {
    if (resets_.begins_anew(at_)) {
        vm_->reset_model();
        states_ = nnir::initial_states(*graph_);
    }
    vm_->step(inputs, outputs_);
    if (exact_) {
        std::vector<nnir::RealTensor> tensors;
        for (const nnir::ValueId id : graph_->inputs) {
            nnir::RealTensor& tensor = tensors.emplace_back(graph_->value(id).type.shape);
            std::ranges::transform(inputs.first(tensor.values.size()), tensor.values.begin(),
                                   [](float v) { return static_cast<double>(v); });
            inputs = inputs.subspan(tensor.values.size());
        }
        evaluation_ = nnir::evaluate(*graph_, tensors, states_);
        states_ = evaluation_.states;
    }
    ++at_;
    if (graph_->states.empty() || at_ % stands_apart_ != 0) return;
    stands_[at_] = {vm_->snapshot(), states_};
    if (stands_.size() <= most_stands) return;
    stands_apart_ *= 2;
    std::erase_if(stands_, [this](const auto& stand) { return stand.first % stands_apart_ != 0; });
}

void NodeProbe::see(std::int64_t index, std::span<const float> inputs, std::span<const float> outputs) {
    if (index == seen_) return;
    begin(index);
    step(inputs);
    seen_ = index;
    same_outputs_ = same_outputs_ && outputs.size() <= outputs_.size() &&
                    std::memcmp(outputs.data(), outputs_.data(), outputs.size_bytes()) == 0;
}

std::span<const float> NodeProbe::values(nnir::NodeId node) const {
    const Place& place = places_.at(node);
    return std::span(outputs_).subspan(place.first, place.size);
}

std::span<const double> NodeProbe::exact_values(nnir::NodeId node) const {
    return evaluation_.values.at(places_.at(node).value).values;
}

}  // namespace lockstep
