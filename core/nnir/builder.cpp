#include "core/nnir/builder.h"

#include <limits>
#include <utility>

#include "core/support/error.h"
#include "core/support/split_mix.h"

namespace lockstep::nnir {
namespace {

void set_optional(Attributes& attributes, const std::string& key, const std::optional<Tensor>& tensor) {
    if (tensor) attributes.set(key, *tensor);
}

}  // namespace

GraphBuilder::GraphBuilder(std::string name) {
    graph_.name = std::move(name);
}

ValueId GraphBuilder::input(const std::string& name, Shape shape) {
    const ValueId id = graph_.add_value(name, {.shape = std::move(shape)});
    graph_.inputs.push_back(id);
    return id;
}

ValueId GraphBuilder::add(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                          const std::string& name) {
    NewNode node{.op = op, .attributes = std::move(attributes), .inputs = std::move(inputs), .name = name};
    node.provenance = provenance_;
    return append_node(graph_, node);
}

ValueId GraphBuilder::linear(ValueId x, Tensor weight, std::optional<Tensor> bias) {
    Attributes attributes{{"weight", std::move(weight)}};
    set_optional(attributes, "bias", bias);
    return add("Linear", attributes, {x});
}

ValueId GraphBuilder::relu(ValueId x) {
    return clamp(x, 0.0, std::numeric_limits<double>::infinity());
}

ValueId GraphBuilder::clamp(ValueId x, double minimum, double maximum) {
    return add("Clamp", {{"max", maximum}, {"min", minimum}}, {x});
}

ValueId GraphBuilder::pointwise(const std::string& op, ValueId a, ValueId b) {
    return add("Pointwise", {{"op", op}}, {a, b});
}

ValueId GraphBuilder::pointwise(const std::string& op, ValueId a, Tensor constant) {
    return add("Pointwise", {{"op", op}, {"constant", std::move(constant)}}, {a});
}

ValueId GraphBuilder::conv1d(ValueId x, Tensor weight, std::optional<Tensor> bias, const Conv& conv) {
    Attributes attributes{{"weight", std::move(weight)},
                          {"dilation", conv.dilation},
                          {"pad_left", conv.pad_left},
                          {"pad_right", conv.pad_right}};
    set_optional(attributes, "bias", bias);
    set_optional(attributes, "history", conv.history);
    return add("Conv1d", attributes, {x});
}

ValueId GraphBuilder::lstm(ValueId x, const LstmWeights& weights, int time_axis, std::int64_t layer) {
    Attributes attributes{{"time_axis", std::int64_t{time_axis}},
                          {"layer", layer},
                          {"weight_ih", weights.input},
                          {"weight_hh", weights.recurrent}};
    set_optional(attributes, "bias_ih", weights.input_bias);
    set_optional(attributes, "bias_hh", weights.recurrent_bias);
    set_optional(attributes, "initial_h", weights.initial_hidden);
    set_optional(attributes, "initial_c", weights.initial_cell);
    return add("Lstm", attributes, {x});
}

ValueId GraphBuilder::transpose(ValueId x, std::vector<std::int64_t> order) {
    return add("Transpose", {{"order", std::move(order)}}, {x});
}

ValueId GraphBuilder::reshape(ValueId x, Shape shape) {
    return add("Reshape", {{"shape", std::move(shape)}}, {x});
}

ValueId GraphBuilder::slice(ValueId x, int axis, std::int64_t first, std::int64_t count) {
    return add("Slice", {{"axis", std::int64_t{axis}}, {"first", first}, {"count", count}}, {x});
}

ValueId GraphBuilder::pad(ValueId x, int axis, std::int64_t left, std::int64_t right, double value) {
    return add("Pad", {{"axis", std::int64_t{axis}}, {"left", left}, {"right", right}, {"value", value}},
               {x});
}

ValueId GraphBuilder::state(const std::string& name, const std::string& role, Tensor initial) {
    const ValueId read = graph_.add_value(name, {.shape = initial.shape()});
    graph_.states.push_back({.id = graph_.new_state_id(),
                             .name = name,
                             .role = role,
                             .initial = std::move(initial),
                             .read = read,
                             .written = {},
                             .origins = {},
                             .provenance = provenance_});
    return read;
}

void GraphBuilder::write(ValueId read, ValueId written) {
    for (State& state : graph_.states) {
        if (state.read == read) {
            state.written = written;
            return;
        }
    }
    throw Error(FailureKind::internal, "write() names a value that no state gives");
}

Tensor sample_tensor(const Shape& shape, std::uint64_t seed, double scale) {
    std::vector<float> values(at(element_count(shape)));
    SplitMix random(seed);
    for (float& value : values)
        value = static_cast<float>((static_cast<double>(random.below(33)) - 16.0) / 16.0 * scale);
    return {shape, std::move(values)};
}

LstmWeights sample_lstm(std::int64_t inputs, std::int64_t hidden, std::uint64_t seed) {
    return {.input = sample_tensor({4 * hidden, inputs}, seed, 0.5),
            .recurrent = sample_tensor({4 * hidden, hidden}, seed + 1, 0.5),
            .input_bias = sample_tensor({4 * hidden}, seed + 2, 0.25),
            .recurrent_bias = sample_tensor({4 * hidden}, seed + 3, 0.25),
            .initial_hidden = {},
            .initial_cell = {}};
}

}  // namespace lockstep::nnir
