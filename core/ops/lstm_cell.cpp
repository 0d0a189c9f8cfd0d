#include <fmt/format.h>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/lstm_weights.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class LstmCell final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "LstmCell",
            "One position of an Lstm: inputs are x, h and c, outputs the next h (also its result) and c.",
            {{"weight_ih", "[4 hidden, in]"},
             {"weight_hh", "[4 hidden, hidden]"},
             {"bias_ih", "[4 hidden]", true},
             {"bias_hh", "[4 hidden]", true}},
            {SupportLevel::published, "as the streaming form of an LSTM layer"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 3);
        check_lstm(info(), attributes, inputs[0]);
        const Shape& x = inputs[0].type.shape;
        const Shape state = with_extent(x, last_axis(x), attributes.tensor("weight_hh").shape()[1]);
        for (const Value& input : inputs.subspan(1))
            if (input.type.shape != state) bad_operand(info(), input, "the state must be " + to_text(state));
        const ValueType type{.shape = state, .format = inputs[0].type.format};
        return {type, type};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        const int features = last_axis(node.in());
        return {{features, features, features}, {features, features}};
    }

    StreamRule stream(const BoundNode&, std::span<const int>) const override {
        return Refuse{"it is a streaming form already", "stream the graph that it was made from"};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const Graph& graph = builder.graph();
        const State* h = graph.state_read_as(node.inputs[1]);
        const State* c = graph.state_read_as(node.inputs[2]);
        if (h == nullptr || c == nullptr || h->written != node.outputs[0] || c->written != node.outputs[1])
            cannot_lower(node, "its h and c are not states that it writes itself",
                         "keep the state inside the model and stream the LSTM over its sequence");
        if (graph.consumers(node.inputs[1]).size() != 1 || graph.consumers(node.inputs[2]).size() != 1 ||
            !graph.consumers(node.outputs[1]).empty() || graph.is_output(node.outputs[1]) ||
            graph.is_output(node.inputs[1]))
            cannot_lower(node,
                         "its h or c of before, or its next c, is read elsewhere; the accelerator keeps c in "
                         "a store of its own");
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        if (source.size() != 1)
            cannot_lower(node, "it streams a batch of " + std::to_string(source.size()) + " sequences",
                         "use a batch of 1");
        const LstmLayer layer(node.attributes);
        const auto initial_h = lowering::cut_into_vectors(h->initial, last_axis(h->initial.shape())).front();
        const auto initial_c = lowering::cut_into_vectors(c->initial, last_axis(c->initial.shape())).front();

        const lowering::PartialSumId gates = builder.new_partial_sum(4 * layer.hidden(), h->name + ".gates");
        const lowering::CellId cell = builder.new_cell(
            {.length = layer.hidden(), .initial = initial_c, .carried = true, .name = c->name});
        const lowering::VectorId result = builder.new_vector(layer.hidden());
        builder.add(lowering::LstmWork{.result = result,
                                       .hidden = layer.hidden(),
                                       .start = {{}, gates},
                                       .products = {{layer.weight_ih, source[0]}},
                                       .cell = cell,
                                       .first = false});
        lowering::PartialSumWork update{.result = gates,
                                        .rows = 4 * layer.hidden(),
                                        .start = {layer.bias, {}},
                                        .products = {{layer.weight_hh, result}},
                                        .initial_products = {},
                                        .initial_bias = layer.bias,
                                        .gates = true};
        if (!is_zero(h->initial))
            update.initial_products.push_back({layer.weight_hh, builder.constant_vector(initial_h)});
        builder.add_state_update(std::move(update));
        builder.set_vectors(node.outputs[0], {result});
        builder.bind_state({.state = h->id, .written = {result}, .read = {}, .cell = {}, .folded = false});
        builder.bind_state({.state = c->id, .written = {}, .read = {}, .cell = cell, .folded = false});
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        RealTensor h = inputs[1];
        RealTensor c = inputs[2];
        const std::int64_t hidden = h.shape.back();
        const std::int64_t rows = axis_view(x.shape, last_axis(x.shape)).outer;
        for (std::int64_t n = 0; n < rows; ++n)
            lstm_step(attributes, &x.values[at(n * x.shape.back())], &h.values[at(n * hidden)],
                      &c.values[at(n * hidden)]);
        return {std::move(h), std::move(c)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        // torch.lstm_cell takes batch x features.
        const auto matrix = [&](std::size_t index) {
            return fmt::format("torch.reshape({}, [-1, {}])", source.in(node, index), node.in(index).back());
        };
        const std::string h = TorchSource::variable(node.outputs[0].id);
        const std::string c = TorchSource::variable(node.outputs[1].id);
        source.write(fmt::format("{0}_h, {0}_c = torch.lstm_cell({1}, [{2}, {3}], {4})", h, matrix(0),
                                 matrix(1), matrix(2),
                                 fmt::join(lstm_arguments(source, node.attributes()), ", ")));
        const std::string shape = TorchSource::list(node.out());
        source.write(fmt::format("{0} = torch.reshape({0}_h, {1})", h, shape));
        source.write(fmt::format("{} = torch.reshape({}_c, {})", c, h, shape));
    }

    std::vector<ImportRule> imports() const override { return {}; }

    std::vector<Sample> samples() const override {
        GraphBuilder step("step");
        const LstmWeights weights = sample_lstm(3, 4, 60);
        const ValueId x = step.input("x", {1, 3});
        const ValueId h = step.state("lstm.h0", "hidden", sample_tensor({1, 4}, 64));
        const ValueId c = step.state("lstm.c0", "cell", sample_tensor({1, 4}, 65));
        step.output(step.add("LstmCell",
                             {{"weight_ih", weights.input},
                              {"weight_hh", weights.recurrent},
                              {"bias_ih", *weights.input_bias},
                              {"bias_hh", *weights.recurrent_bias}},
                             {x, h, c}));
        step.write(h, step.graph().nodes.back().outputs[0]);
        step.write(c, step.graph().nodes.back().outputs[1]);
        return {{"step", step.finish()}};
    }
};

}  // namespace

const nnir::Op& lstm_cell_op() {
    static const LstmCell op;
    return op;
}

}  // namespace lockstep::ops
