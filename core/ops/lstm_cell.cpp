#include <fmt/format.h>

#include <algorithm>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/lstm_step.h"
#include "core/ops/lstm_weights.h"
#include "core/ops/simple_recurrent.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class LstmCell final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info = [] {
            std::vector<AttributeInfo> attributes = cell_attribute_infos("4 ");
            attributes.push_back({"weight_hr", "a projection of h, [h, hidden]", true});
            return OpInfo{
                "LstmCell",
                "One position of an Lstm: inputs are x, h and c, outputs the next h (also its result) and "
                "c. Where h and c are states of one sequence that it writes itself, c is kept in fp32 in "
                "the cell store; else it is an ordinary value in bf16.",
                attributes,
                {SupportLevel::published, "as the streaming form of an LSTM layer"},
                {.fp8_weights = true}};
        }();
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (node.attributes().has("weight_hr"))
            return {SupportLevel::composed, "the projection is a Linear of its own"};
        if (element_count(without_axis(node.in(), last_axis(node.in()))) != 1)
            return {SupportLevel::composed,
                    "several rows: from Linear, sigmoid, tanh and pointwise arithmetic, c in bf16"};
        return info().support;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 3);
        check_recurrent(info(), attributes, inputs[0], 4, "an LSTM cell");
        const Shape& x = inputs[0].type.shape;
        const Shape h = with_extent(x, last_axis(x), lstm_hidden(attributes));
        const Shape c = with_extent(x, last_axis(x), lstm_cells(attributes));
        for (const auto& [input, state] : {std::pair(inputs[1], h), std::pair(inputs[2], c)})
            if (input.type.shape != state) bad_operand(info(), input, "the state must be " + to_text(state));
        const NumberFormat format = inputs[0].type.format;
        return {{.shape = h, .format = format}, {.shape = c, .format = format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        const int features = last_axis(node.in());
        return {{features, features, features}, {features, features}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        return cell_stream(node, axes);
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const Graph& graph = builder.graph();
        const State* h = own_state(graph, node.inputs[1], node.outputs[0]);
        const State* c = own_state(graph, node.inputs[2], node.outputs[1]);
        const auto only_here = [&](ValueId read) {
            return graph.consumers(read).size() == 1 && !graph.is_output(read) &&
                   !written_elsewhere(graph, read);
        };
        const bool apart = h != nullptr && c != nullptr && only_here(node.inputs[1]) &&
                           only_here(node.inputs[2]) && graph.consumers(node.outputs[1]).empty() &&
                           !graph.is_output(node.outputs[1]);
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        if (apart && source.size() == 1) return lower_to_cell(builder, node, source[0], *h, *c);
        const std::vector<lowering::VectorId> before_h = builder.vectors(node.inputs[1]);
        const std::vector<lowering::VectorId> before_c = builder.vectors(node.inputs[2]);
        std::vector<lowering::VectorId> all_h;
        std::vector<lowering::VectorId> all_c;
        for (std::size_t n = 0; n < source.size(); ++n) {
            RecurrentRow row(builder, source[n], before_h[n], h, static_cast<std::int64_t>(n));
            const LstmState next = lower_lstm_row(row, node.attributes, before_c[n], builder);
            row.finish(next.h);
            all_h.push_back(next.h);
            all_c.push_back(next.c);
        }
        builder.set_vectors(node.outputs[0], std::move(all_h));
        builder.set_vectors(node.outputs[1], std::move(all_c));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        RealTensor h = inputs[1];
        RealTensor c = inputs[2];
        const std::int64_t rows = axis_view(x.shape, last_axis(x.shape)).outer;
        for (std::int64_t n = 0; n < rows; ++n)
            lstm_step(attributes, &x.values[at(n * x.shape.back())], &h.values[at(n * h.shape.back())],
                      &c.values[at(n * c.shape.back())]);
        return {std::move(h), std::move(c)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        // PyTorch's cells take batch x features.
        const std::string h = TorchSource::variable(node.outputs[0].id);
        const std::string c = TorchSource::variable(node.outputs[1].id);
        const auto matrix = [&](const std::string& name, std::size_t index) {
            source.write(fmt::format("{} = torch.reshape({}, [-1, {}])", name, source.in(node, index),
                                     node.in(index).back()));
        };
        matrix(h + "_x", 0);
        matrix(h + "_h", 1);
        matrix(h + "_c", 2);
        write_lstm_step(source, node.attributes(), h + "_x", h + "_h", h + "_c", "");
        source.write(fmt::format("{0} = torch.reshape({0}_h, {1})", h, TorchSource::list(node.out(0))));
        source.write(fmt::format("{} = torch.reshape({}_c, {})", c, h, TorchSource::list(node.out(1))));
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
        const auto weights_of = [](const LstmWeights& w) {
            return Attributes{{"weight_ih", w.input}, {"weight_hh", w.recurrent}, {"bias_ih", *w.input_bias}};
        };
        GraphBuilder rows("several rows");
        const ValueId many = rows.input("x", {2, 3});
        const ValueId many_h = rows.state("h", "hidden", sample_tensor({2, 4}, 174));
        const ValueId many_c = rows.state("c", "cell", sample_tensor({2, 4}, 175));
        rows.output(rows.add("LstmCell", weights_of(sample_lstm(3, 4, 176)), {many, many_h, many_c}));
        rows.write(many_h, rows.graph().nodes.back().outputs[0]);
        rows.write(many_c, rows.graph().nodes.back().outputs[1]);
        GraphBuilder values("states as values");
        const ValueId one = values.input("x", {1, 3});
        values.output(values.add("LstmCell", weights_of(sample_lstm(3, 5, 180)),
                                 {one, values.input("h", {1, 5}), values.input("c", {1, 5})}));
        values.output(values.graph().nodes.back().outputs[1]);
        GraphBuilder projected("projection");
        LstmWeights narrow = sample_lstm(3, 5, 184);
        narrow.recurrent = sample_tensor({20, 2}, 185);
        Attributes attributes = weights_of(narrow);
        attributes.set("weight_hr", sample_tensor({2, 5}, 186));
        const ValueId z = projected.input("x", {1, 3});
        const ValueId h2 = projected.state("h", "hidden", sample_tensor({1, 2}, 187));
        const ValueId c2 = projected.state("c", "cell", sample_tensor({1, 5}, 188));
        projected.output(projected.add("LstmCell", attributes, {z, h2, c2}));
        projected.write(h2, projected.graph().nodes.back().outputs[0]);
        projected.write(c2, projected.graph().nodes.back().outputs[1]);
        return {{"step", step.finish()},
                {"several rows", rows.finish()},
                {"states as values", values.finish()},
                {"projection", projected.finish()}};
    }

  private:
    /// True if another state takes the value as its next one.
    static bool written_elsewhere(const Graph& graph, ValueId value) {
        return std::any_of(graph.states.begin(), graph.states.end(),
                           [&](const State& state) { return state.written == value; });
    }

    /// One sequence whose h and c nothing else sees: the accelerator's own LSTM work.
    static void lower_to_cell(lowering::Builder& builder, const Node& node, lowering::VectorId x,
                              const State& h, const State& c) {
        const LstmLayer layer(node.attributes);
        const auto initial = [](const State& state) {
            return lowering::cut_into_vectors(state.initial, last_axis(state.initial.shape())).front();
        };
        const lowering::PartialSumId gates = builder.new_partial_sum(4 * layer.cells(), h.name + ".gates");
        const lowering::CellId cell = builder.new_cell(
            {.length = layer.cells(), .initial = initial(c), .carried = true, .name = c.name});
        const lowering::VectorId result = builder.new_vector(layer.cells());
        builder.add(lowering::LstmWork{.result = result,
                                       .hidden = layer.cells(),
                                       .start = {{}, gates},
                                       .products = {{layer.weight_ih, x}},
                                       .cell = cell,
                                       .first = false});
        const lowering::VectorId next = project(builder, node.attributes, result);
        lowering::PartialSumWork update{.result = gates,
                                        .rows = 4 * layer.cells(),
                                        .start = {layer.bias, {}},
                                        .products = {{layer.weight_hh, next}},
                                        .initial_products = {},
                                        .initial_bias = layer.bias,
                                        .gates = true};
        if (!is_zero(h.initial))
            update.initial_products.push_back({layer.weight_hh, builder.constant_vector(initial(h))});
        builder.add_state_update(std::move(update));
        builder.set_vectors(node.outputs[0], {next});
        builder.bind_state({.state = h.id, .written = {next}, .read = {}, .cell = {}, .folded = false});
        builder.bind_state({.state = c.id, .written = {}, .read = {}, .cell = cell, .folded = false});
    }
};

}  // namespace

const nnir::Op& lstm_cell_op() {
    static const LstmCell op;
    return op;
}

}  // namespace lockstep::ops
