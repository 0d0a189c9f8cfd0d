#include <fmt/format.h>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/lstm_step.h"
#include "core/ops/lstm_weights.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Lstm final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info = [] {
            std::vector<AttributeInfo> attributes = layer_attributes("4 ");
            attributes.push_back({"initial_c", "c in front of the sequence; absent: zeros", true});
            attributes.push_back({"weight_hr", "a projection of h, [h, hidden]", true});
            attributes.push_back({"gives_c", "c at each position is a second output", true});
            return OpInfo{
                "Lstm",
                "One LSTM layer over a whole sequence: gates i, f, g, o of weight_ih x + weight_hh h + "
                "biases; c' = f c + i g, h' = o tanh(c'). The last axis holds the features, every other "
                "axis but the time axis is batch. Its output is h at each position.",
                attributes,
                {SupportLevel::published, "unidirectional, without projection"},
                {.fp8_weights = true}};
        }();
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (runs_backwards(node.attributes()))
            return {SupportLevel::composed, "from slices and LSTM steps in reverse order"};
        if (node.attributes().has("weight_hr"))
            return {SupportLevel::composed, "the projection is a Linear of its own"};
        if (gives_c(node.attributes()))
            return {SupportLevel::composed,
                    "from Linear, sigmoid, tanh and pointwise arithmetic, as c is read: in bf16"};
        return info().support;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        check_recurrent(info(), attributes, inputs[0], 4, "an LSTM layer");
        const Shape& x = inputs[0].type.shape;
        const std::int64_t time = attributes.integer("time_axis");
        if (time < 0 || time >= rank(x) - 1)
            bad_operand(info(), inputs[0], "axis " + std::to_string(time) + " cannot be its time axis");
        for (const auto& [key, width] : {std::pair("initial_h", lstm_hidden(attributes)),
                                         std::pair("initial_c", lstm_cells(attributes))}) {
            const Shape state = state_shape(x, static_cast<int>(time), width);
            if (attributes.has(key) && attributes.tensor(key).shape() != state)
                bad_operand(info(), inputs[0], std::string(key) + " must be " + to_text(state));
        }
        const NumberFormat format = inputs[0].type.format;
        std::vector<ValueType> types = {
            {.shape = with_extent(x, last_axis(x), lstm_hidden(attributes)), .format = format}};
        if (gives_c(attributes))
            types.push_back(
                {.shape = with_extent(x, last_axis(x), lstm_cells(attributes)), .format = format});
        return types;
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        const int features = last_axis(node.in());
        return {{features}, std::vector<int>(node.outputs.size(), features)};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (const auto refusal = refuse_axis(node, axes[0])) return *refusal;
        const Attributes& a = node.attributes();
        const std::string layer = std::to_string(a.has("layer") ? a.integer("layer") : 0);
        const Shape h = state_shape(node.in(), axes[0], lstm_hidden(a));
        const Shape c = state_shape(node.in(), axes[0], lstm_cells(a));
        return Recurrent{"LstmCell",
                         cell_attributes(a),
                         {{"h" + layer, "hidden", initial_state(a, "initial_h", h)},
                          {"c" + layer, "cell", initial_state(a, "initial_c", c)}},
                         axes[0]};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        const SequenceRows rows(node.attributes, builder.type(node.inputs[0]).shape);
        std::vector<std::optional<lowering::VectorId>> last(at(rows.batch));
        if (const auto initial = initial_vectors(builder, node.attributes, "initial_h"))
            last.assign(initial->begin(), initial->end());
        if (gives_c(node.attributes)) return lower_values(builder, node, rows, std::move(last));
        const LstmLayer layer(node.attributes);
        const std::string& name = builder.graph().value(node.outputs[0]).name;
        std::vector<lowering::CellId> cells;
        for (std::int64_t n = 0; n < rows.batch; ++n) {
            std::vector<float> initial(at(layer.cells()), 0.0F);
            if (const auto tensor = optional_tensor(node.attributes, "initial_c"))
                initial = lowering::cut_into_vectors(*tensor, last_axis(tensor->shape()))[at(n)];
            cells.push_back(builder.new_cell({.length = layer.cells(),
                                              .initial = std::move(initial),
                                              .carried = false,
                                              .name = name + ".c"}));
        }
        std::vector<lowering::VectorId> results(source.size());
        for (std::int64_t t = 0; t < rows.steps; ++t) {
            for (std::int64_t n = 0; n < rows.batch; ++n) {
                const std::size_t place = at(rows.row(t, n));
                lowering::LstmWork work{.result = builder.new_vector(layer.cells()),
                                        .hidden = layer.cells(),
                                        .start = {layer.bias, {}},
                                        .products = {{layer.weight_ih, source[place]}},
                                        .cell = cells[at(n)],
                                        .first = t == 0};
                if (last[at(n)]) work.products.push_back({layer.weight_hh, *last[at(n)]});
                const lowering::VectorId result = work.result;
                builder.add(std::move(work));
                results[place] = project(builder, node.attributes, result);
                last[at(n)] = results[place];
            }
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        const auto time = static_cast<int>(attributes.integer("time_axis"));
        const SequenceRows rows(attributes, x.shape);
        const std::int64_t hidden = lstm_hidden(attributes);
        const std::int64_t cells = lstm_cells(attributes);
        RealTensor h(initial_state(attributes, "initial_h", state_shape(x.shape, time, hidden)));
        RealTensor c(initial_state(attributes, "initial_c", state_shape(x.shape, time, cells)));
        RealTensor y(with_extent(x.shape, last_axis(x.shape), hidden));
        RealTensor all_c(with_extent(x.shape, last_axis(x.shape), cells));
        for (std::int64_t t = 0; t < rows.steps; ++t) {
            for (std::int64_t n = 0; n < rows.batch; ++n) {
                const std::int64_t row = rows.row(t, n);
                double* state = &h.values[at(n * hidden)];
                double* cell = &c.values[at(n * cells)];
                lstm_step(attributes, &x.values[at(row * x.shape.back())], state, cell);
                std::copy(state, state + hidden, y.values.begin() + row * hidden);
                std::copy(cell, cell + cells, all_c.values.begin() + row * cells);
            }
        }
        if (!gives_c(attributes)) return {std::move(y)};
        return {std::move(y), std::move(all_c)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        const std::int64_t batch = SequenceRows(a, node.in()).batch;
        const auto initial = [&](const char* key, std::int64_t width, bool layered) {
            const Tensor state = initial_state(a, key, {batch, width});
            return source.weight(state.reshaped(layered ? Shape{1, batch, width} : Shape{batch, width}));
        };
        if (!gives_c(a)) {
            write_torch_layer(
                source, node, "torch.lstm",
                {initial("initial_h", lstm_hidden(a), true), initial("initial_c", lstm_cells(a), true)},
                lstm_hidden(a), weight_arguments(source, a));
            return;
        }
        const auto time = static_cast<int>(a.integer("time_axis"));
        const std::int64_t steps = node.in()[at(time)];
        const std::string y = TorchSource::variable(node.outputs[0].id);
        const std::string c = TorchSource::variable(node.outputs[1].id);
        source.write(fmt::format("{}_h = {}", y, initial("initial_h", lstm_hidden(a), false)));
        source.write(fmt::format("{}_c = {}", y, initial("initial_c", lstm_cells(a), false)));
        source.write(fmt::format("{0}_all: List[Tensor] = []", y));
        source.write(fmt::format("{0}_all: List[Tensor] = []", c));
        source.write(fmt::format("for {}_t in range({}):", y, steps));
        source.write(fmt::format(
            "    {0}_x = torch.reshape(torch.select({1}, {2}, {3}), [{4}, {5}])", y, source.in(node), time,
            runs_backwards(a) ? fmt::format("{} - {}_t", steps - 1, y) : y + "_t", batch, node.in().back()));
        write_lstm_step(source, a, y + "_x", y + "_h", y + "_c", "    ");
        for (const auto& [list, state, shape] :
             {std::tuple(y, y + "_h", node.out(0)), std::tuple(c, y + "_c", node.out(1))})
            source.write(fmt::format("    {}_all.append(torch.reshape({}, {}))", list, state,
                                     TorchSource::list(without_axis(shape, time))));
        for (const std::string& list : {y, c})
            source.write(fmt::format("{0} = torch.{2}(torch.stack({0}_all, {1}){3}", list, time,
                                     runs_backwards(a) ? "flip" : "clone",
                                     runs_backwards(a) ? fmt::format(", [{}])", time) : ")"));
    }

    std::vector<ImportRule> imports() const override { return {}; }

    std::vector<Sample> samples() const override {
        GraphBuilder plain("time x features");
        plain.output(plain.lstm(plain.input("x", {6, 3}), sample_lstm(3, 4, 40), 0));
        GraphBuilder batch("batch first, initial state, two layers");
        LstmWeights first = sample_lstm(3, 4, 44);
        first.initial_hidden = sample_tensor({1, 4}, 48);
        first.initial_cell = sample_tensor({1, 4}, 49);
        LstmWeights second = sample_lstm(4, 2, 52);
        second.input_bias.reset();
        second.recurrent_bias.reset();
        batch.module("rnn");
        const ValueId h = batch.lstm(batch.input("x", {1, 5, 3}), first, 1, 0);
        batch.output(batch.lstm(h, second, 1, 1));
        const auto with = [](const LstmWeights& w, Attributes attributes) {
            attributes.set("time_axis", std::int64_t{0});
            attributes.set("layer", std::int64_t{0});
            attributes.set("weight_ih", w.input);
            attributes.set("weight_hh", w.recurrent);
            attributes.set("bias_ih", *w.input_bias);
            attributes.set("bias_hh", *w.recurrent_bias);
            return attributes;
        };
        GraphBuilder reverse("backwards");
        reverse.output(reverse.add("Lstm", with(sample_lstm(3, 4, 160), {{"reverse", true}}),
                                   {reverse.input("x", {4, 2, 3})}));
        GraphBuilder projected("projection");
        LstmWeights narrow = sample_lstm(3, 5, 165);
        narrow.recurrent = sample_tensor({20, 2}, 166);
        projected.output(projected.add("Lstm",
                                       with(narrow, {{"weight_hr", sample_tensor({2, 5}, 167)},
                                                     {"initial_h", sample_tensor({1, 2}, 168)}}),
                                       {projected.input("x", {6, 1, 3})}));
        GraphBuilder cells("c as a value");
        cells.output(cells.add(
            "Lstm",
            with(sample_lstm(3, 4, 170), {{"gives_c", true}, {"initial_c", sample_tensor({2, 4}, 171)}}),
            {cells.input("x", {5, 2, 3})}));
        cells.output(cells.graph().nodes.back().outputs[1]);
        return {{"time x features", plain.finish(), {0}},
                {"batch first, initial state, two layers", batch.finish(), {1}},
                {"backwards", reverse.finish()},
                {"projection", projected.finish(), {0}},
                {"c as a value", cells.finish(), {0}}};
    }

  private:
    static bool gives_c(const Attributes& attributes) {
        return attributes.has("gives_c") && attributes.boolean("gives_c");
    }

    /// c is read: each step is sums, functions and pointwise work.
    static void lower_values(lowering::Builder& builder, const Node& node, const SequenceRows& rows,
                             std::vector<std::optional<lowering::VectorId>> last) {
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        std::vector<std::optional<lowering::VectorId>> cells(at(rows.batch));
        if (const auto initial = initial_vectors(builder, node.attributes, "initial_c"))
            cells.assign(initial->begin(), initial->end());
        std::vector<lowering::VectorId> all_h(source.size());
        std::vector<lowering::VectorId> all_c(source.size());
        for (std::int64_t t = 0; t < rows.steps; ++t) {
            for (std::int64_t n = 0; n < rows.batch; ++n) {
                const std::size_t place = at(rows.row(t, n));
                RecurrentRow row(builder, source[place], last[at(n)], nullptr, n);
                const LstmState next = lower_lstm_row(row, node.attributes, cells[at(n)], builder);
                last[at(n)] = all_h[place] = next.h;
                cells[at(n)] = all_c[place] = next.c;
            }
        }
        builder.set_vectors(node.outputs[0], std::move(all_h));
        builder.set_vectors(node.outputs[1], std::move(all_c));
    }
};

}  // namespace

const nnir::Op& lstm_op() {
    static const Lstm op;
    return op;
}

}  // namespace lockstep::ops
