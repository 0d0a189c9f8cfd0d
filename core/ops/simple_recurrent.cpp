#include "core/ops/simple_recurrent.h"

#include <fmt/format.h>

#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"

namespace lockstep::ops {

using namespace nnir;

namespace {

/// Weights of a sample, multiples of 1/16.
Attributes sample_weights(const CellFormula& formula, std::int64_t inputs, std::int64_t hidden,
                          std::uint64_t seed) {
    const std::int64_t rows = formula.gates() * hidden;
    Attributes attributes{{"weight_ih", sample_tensor({rows, inputs}, seed)},
                          {"weight_hh", sample_tensor({rows, hidden}, seed + 1)},
                          {"bias_ih", sample_tensor({rows}, seed + 2)},
                          {"bias_hh", sample_tensor({rows}, seed + 3)}};
    if (formula.gates() == 1) attributes.set("nonlinearity", std::string(seed % 2 == 0 ? "tanh" : "relu"));
    return attributes;
}

}  // namespace

std::vector<ValueType> RecurrentLayer::infer(const Attributes& attributes,
                                             std::span<const Value> inputs) const {
    expect_inputs(info(), inputs, 1);
    check_recurrent(info(), attributes, inputs[0], formula_.gates(), "a " + formula_.name() + " layer");
    formula_.check(info(), attributes, inputs[0]);
    const Shape& x = inputs[0].type.shape;
    const std::int64_t time = attributes.integer("time_axis");
    if (time < 0 || time >= rank(x) - 1)
        bad_operand(info(), inputs[0], "axis " + std::to_string(time) + " cannot be its time axis");
    const std::int64_t hidden = attributes.tensor("weight_hh").shape()[1];
    const Shape state = state_shape(x, static_cast<int>(time), hidden);
    if (attributes.has("initial_h") && attributes.tensor("initial_h").shape() != state)
        bad_operand(info(), inputs[0], "initial_h must be " + to_text(state));
    return {{.shape = with_extent(x, last_axis(x), hidden), .format = inputs[0].type.format}};
}

DataDims RecurrentLayer::data_dims(const BoundNode& node, const DataDims&) const {
    return {{last_axis(node.in())}, {last_axis(node.in())}};
}

StreamRule RecurrentLayer::stream(const BoundNode& node, std::span<const int> axes) const {
    if (const auto refusal = refuse_axis(node, axes[0])) return *refusal;
    const Attributes& a = node.attributes();
    const Shape shape = state_shape(node.in(), axes[0], a.tensor("weight_hh").shape()[1]);
    const std::string layer = std::to_string(a.has("layer") ? a.integer("layer") : 0);
    return Recurrent{
        cell_, cell_attributes(a), {{"h" + layer, "hidden", initial_state(a, "initial_h", shape)}}, axes[0]};
}

void RecurrentLayer::lower(lowering::Builder& builder, const Node& node) const {
    const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
    const SequenceRows rows(node.attributes, builder.type(node.inputs[0]).shape);
    const auto initial = initial_vectors(builder, node.attributes, "initial_h");
    std::vector<std::optional<lowering::VectorId>> last(at(rows.batch));
    if (initial) last.assign(initial->begin(), initial->end());
    std::vector<lowering::VectorId> results(source.size());
    for (std::int64_t step = 0; step < rows.steps; ++step) {
        for (std::int64_t n = 0; n < rows.batch; ++n) {
            const std::size_t place = at(rows.row(step, n));
            RecurrentRow row(builder, source[place], last[at(n)], nullptr, n);
            results[place] = formula_.lower(builder, row, node.attributes, last[at(n)]);
            last[at(n)] = results[place];
        }
    }
    builder.set_vectors(node.outputs[0], std::move(results));
}

std::vector<RealTensor> RecurrentLayer::reference(const Attributes& attributes,
                                                  std::span<const RealTensor> inputs) const {
    const RealTensor& x = inputs[0];
    const std::int64_t hidden = attributes.tensor("weight_hh").shape()[1];
    const SequenceRows rows(attributes, x.shape);
    const Shape shape = state_shape(x.shape, static_cast<int>(attributes.integer("time_axis")), hidden);
    RealTensor h(initial_state(attributes, "initial_h", shape));
    RealTensor y(with_extent(x.shape, last_axis(x.shape), hidden));
    for (std::int64_t step = 0; step < rows.steps; ++step) {
        for (std::int64_t n = 0; n < rows.batch; ++n) {
            const std::int64_t row = rows.row(step, n);
            double* state = &h.values[at(n * hidden)];
            formula_.step(attributes, &x.values[at(row * x.shape.back())], state);
            std::copy(state, state + hidden, y.values.begin() + row * hidden);
        }
    }
    return {std::move(y)};
}

void RecurrentLayer::torch_source(TorchSource& source, const BoundNode& node) const {
    const Attributes& a = node.attributes();
    const std::int64_t hidden = a.tensor("weight_hh").shape()[1];
    const Shape state{1, SequenceRows(a, node.in()).batch, hidden};
    const std::string initial = source.weight(initial_state(a, "initial_h", state).reshaped(state));
    write_torch_layer(source, node, formula_.torch_layer(a), {initial}, hidden, weight_arguments(source, a));
}

std::vector<Sample> RecurrentLayer::samples() const {
    const auto layer = [&](GraphBuilder& b, ValueId x, Attributes attributes, int time) {
        attributes.set("time_axis", std::int64_t{time});
        attributes.set("layer", std::int64_t{0});
        return b.add(info().name, attributes, {x});
    };
    GraphBuilder plain("time x features");
    plain.output(layer(plain, plain.input("x", {6, 3}), sample_weights(formula_, 3, 5, 120), 0));
    GraphBuilder batch("batch first, initial state, no biases");
    const Attributes all = sample_weights(formula_, 3, 4, 125);
    Attributes some{{"weight_ih", all.tensor("weight_ih")},
                    {"weight_hh", all.tensor("weight_hh")},
                    {"initial_h", sample_tensor({2, 4}, 130)}};
    if (all.has("nonlinearity")) some.set("nonlinearity", all.string("nonlinearity"));
    batch.output(layer(batch, batch.input("x", {2, 5, 3}), some, 1));
    GraphBuilder reverse("backwards");
    Attributes backwards = sample_weights(formula_, 2, 3, 140);
    backwards.set("reverse", true);
    reverse.output(layer(reverse, reverse.input("x", {4, 1, 2}), backwards, 0));
    return {{"time x features", plain.finish(), {0}},
            {"batch first, initial state, no biases", batch.finish(), {1}},
            {"backwards", reverse.finish()}};
}

StreamRule cell_stream(const BoundNode& node, std::span<const int> axes) {
    const int features = last_axis(node.in());
    for (std::size_t k = 0; k < axes.size(); ++k) {
        if (axes[k] == features)
            return Refuse{"axis " + std::to_string(features) + " holds its features", "stream another axis"};
        if (axes[k] != axes[0])
            return Refuse{"its input and its states do not stream along the same axis",
                          "keep the state inside the model and stream the layer over its sequence"};
    }
    return PassThrough{node.attributes(), std::vector<int>(node.outputs.size(), axes[0])};
}

std::vector<ValueType> RecurrentCell::infer(const Attributes& attributes,
                                            std::span<const Value> inputs) const {
    expect_inputs(info(), inputs, 2);
    check_recurrent(info(), attributes, inputs[0], formula_.gates(), "a " + formula_.name() + " cell");
    formula_.check(info(), attributes, inputs[0]);
    const Shape& x = inputs[0].type.shape;
    const Shape state = with_extent(x, last_axis(x), attributes.tensor("weight_hh").shape()[1]);
    if (inputs[1].type.shape != state) bad_operand(info(), inputs[1], "the state must be " + to_text(state));
    return {{.shape = state, .format = inputs[0].type.format}};
}

DataDims RecurrentCell::data_dims(const BoundNode& node, const DataDims&) const {
    const int features = last_axis(node.in());
    return {{features, features}, {features}};
}

StreamRule RecurrentCell::stream(const BoundNode& node, std::span<const int> axes) const {
    return cell_stream(node, axes);
}

void RecurrentCell::lower(lowering::Builder& builder, const Node& node) const {
    const State* state = own_state(builder.graph(), node.inputs[1], node.outputs[0]);
    const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
    const std::vector<lowering::VectorId> before = builder.vectors(node.inputs[1]);
    std::vector<lowering::VectorId> results;
    for (std::size_t n = 0; n < source.size(); ++n) {
        RecurrentRow row(builder, source[n], before[n], state, static_cast<std::int64_t>(n));
        results.push_back(formula_.lower(builder, row, node.attributes, before[n]));
        row.finish(results.back());
    }
    builder.set_vectors(node.outputs[0], std::move(results));
}

std::vector<RealTensor> RecurrentCell::reference(const Attributes& attributes,
                                                 std::span<const RealTensor> inputs) const {
    const RealTensor& x = inputs[0];
    RealTensor h = inputs[1];
    const std::int64_t rows = axis_view(x.shape, last_axis(x.shape)).outer;
    for (std::int64_t n = 0; n < rows; ++n)
        formula_.step(attributes, &x.values[at(n * x.shape.back())], &h.values[at(n * h.shape.back())]);
    return {std::move(h)};
}

void RecurrentCell::torch_source(TorchSource& source, const BoundNode& node) const {
    // PyTorch's cells take batch x features.
    const auto matrix = [&](std::size_t index) {
        return fmt::format("torch.reshape({}, [-1, {}])", source.in(node, index), node.in(index).back());
    };
    source.assign(
        node, 0,
        fmt::format("torch.reshape({}({}, {}, {}), {})", formula_.torch_cell(node.attributes()), matrix(0),
                    matrix(1), fmt::join(weight_arguments(source, node.attributes()), ", "),
                    TorchSource::list(node.out())));
}

std::vector<Sample> RecurrentCell::samples() const {
    GraphBuilder step("step");
    const ValueId x = step.input("x", {2, 3});
    const ValueId h = step.state("h0", "hidden", sample_tensor({2, 4}, 150));
    step.output(step.add(info().name, sample_weights(formula_, 3, 4, 152), {x, h}));
    step.write(h, step.graph().nodes.back().outputs[0]);
    GraphBuilder values("state as a value");
    const ValueId y = values.input("x", {1, 3});
    values.output(
        values.add(info().name, sample_weights(formula_, 3, 5, 157), {y, values.input("h", {1, 5})}));
    return {{"step", step.finish()}, {"state as a value", values.finish()}};
}

}  // namespace lockstep::ops
