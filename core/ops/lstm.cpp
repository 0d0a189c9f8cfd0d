#include <fmt/format.h>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/lstm_weights.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Shape of h and c: the output's without its time axis.
Shape state_shape(const Shape& input, int time, std::int64_t hidden) {
    Shape shape = without_axis(input, time);
    shape.back() = hidden;
    return shape;
}

void set_initial(Attributes& attributes, const std::string& key, const Tensor& all_layers,
                 std::int64_t layer) {
    const Tensor initial = all_layers.rows(layer, 1);
    if (!is_zero(initial)) attributes.set(key, initial.reshaped(without_axis(initial.shape(), 0)));
}

void import_lstm(ImportContext& c) {
    if (!c.is_value("input")) c.refuse("packed sequences are not supported; give it a padded tensor");
    if (c.boolean("bidirectional", false))
        c.refuse(
            "a bidirectional LSTM needs the whole sequence before its first output; it is not supported");
    const std::int64_t layers = c.integer("num_layers");
    const bool biases = c.boolean("has_biases", true);
    const std::size_t each = biases ? 4 : 2;
    const std::vector<Tensor> params = c.tensors("params");
    if (layers < 1 || params.size() != each * at(layers))
        c.refuse("its number of weights is not that of a plain LSTM (projections are not supported)");
    ValueId x = c.value("input");
    if (rank(c.type(x).shape) != 3)
        c.refuse("its input has " + std::to_string(rank(c.type(x).shape)) + " axes, not 3");
    const std::vector<Tensor> initial = c.tensors("hx");
    const int time = c.boolean("batch_first", false) ? 1 : 0;
    const std::int64_t batch = c.type(x).shape[at(1 - time)];
    const std::int64_t steps = c.type(x).shape[at(time)];
    if (initial.size() != 2) c.refuse("it needs an initial h and c");
    for (const Tensor& state : initial)
        if (rank(state.shape()) != 3 || state.shape()[0] != layers || state.shape()[1] != batch)
            c.refuse("an initial state of " + to_text(state.shape()) + " does not fit it");
    if (c.output_used(2) || (c.output_used(1) && layers > 1))
        c.refuse("its last h or c is used; use the last position of its output sequence instead");
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        const std::size_t first = each * at(layer);
        Attributes attributes{{"time_axis", std::int64_t{time}},
                              {"layer", layer},
                              {"weight_ih", params[first]},
                              {"weight_hh", params[first + 1]}};
        if (biases) {
            attributes.set("bias_ih", params[first + 2]);
            attributes.set("bias_hh", params[first + 3]);
        }
        set_initial(attributes, "initial_h", initial[0], layer);
        set_initial(attributes, "initial_c", initial[1], layer);
        x = c.add("Lstm", attributes, {x});
    }
    c.set_output(0, x);
    if (c.output_used(1)) {
        const ValueId last = c.add(
            "Slice", {{"axis", std::int64_t{time}}, {"first", steps - 1}, {"count", std::int64_t{1}}}, {x});
        c.set_output(1, time == 0
                            ? last
                            : c.add("Transpose", {{"order", std::vector<std::int64_t>{1, 0, 2}}}, {last}));
    }
}

class Lstm final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Lstm",
            "One LSTM layer over a whole sequence: gates i, f, g, o of weight_ih x + weight_hh h + biases; "
            "c' = f c + i g, h' = o tanh(c'). The last axis holds the features, every other axis but the "
            "time "
            "axis is batch. Its output is h at each position.",
            {{"time_axis", "axis of the sequence"},
             {"layer", "its number in a stack of layers, from 0"},
             {"weight_ih", "[4 hidden, in]"},
             {"weight_hh", "[4 hidden, hidden]"},
             {"bias_ih", "[4 hidden]", true},
             {"bias_hh", "[4 hidden]", true},
             {"initial_h", "h in front of the sequence; absent: zeros", true},
             {"initial_c", "c in front of the sequence; absent: zeros", true}},
            {SupportLevel::published, "unidirectional, without projection"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        check_lstm(info(), attributes, inputs[0]);
        const Shape& x = inputs[0].type.shape;
        const std::int64_t time = attributes.integer("time_axis");
        if (time < 0 || time >= rank(x) - 1)
            bad_operand(info(), inputs[0], "axis " + std::to_string(time) + " cannot be its time axis");
        const std::int64_t hidden = attributes.tensor("weight_hh").shape()[1];
        const Shape state = state_shape(x, static_cast<int>(time), hidden);
        for (const char* key : {"initial_h", "initial_c"})
            if (attributes.has(key) && attributes.tensor(key).shape() != state)
                bad_operand(info(), inputs[0], std::string(key) + " must be " + to_text(state));
        return {{.shape = with_extent(x, last_axis(x), hidden), .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        return {{last_axis(node.in())}, {last_axis(node.in())}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const Attributes& attributes = node.attributes();
        const auto time = static_cast<int>(attributes.integer("time_axis"));
        const std::string instead = "stream axis " + std::to_string(time) + ", its sequence";
        if (axes[0] == last_axis(node.in()))
            return Refuse{"it sums over axis " + std::to_string(axes[0]) + ", its features", instead};
        if (axes[0] != time)
            return Refuse{
                "axis " + std::to_string(axes[0]) + " is the batch: each inference would be another sequence",
                instead};
        Attributes step;
        for (const auto& [key, value] : attributes.entries())
            if (key.starts_with("weight") || key.starts_with("bias")) step.set(key, value);
        const Shape shape = state_shape(node.in(), time, attributes.tensor("weight_hh").shape()[1]);
        const auto initial = [&](const std::string& key) {
            return attributes.has(key) ? attributes.tensor(key) : Tensor::filled(shape, 0.0F);
        };
        const std::string layer = std::to_string(attributes.integer("layer"));
        return Recurrent{
            "LstmCell",
            step,
            {{"h" + layer, "hidden", initial("initial_h")}, {"c" + layer, "cell", initial("initial_c")}},
            time};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const LstmLayer layer(node.attributes);
        const Shape& x = builder.type(node.inputs[0]).shape;
        const auto time = static_cast<int>(node.attributes.integer("time_axis"));
        const AxisView rows = axis_view(without_axis(x, last_axis(x)), time);
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        std::vector<lowering::VectorId> results(source.size());
        const std::int64_t batch = rows.outer * rows.inner;
        const auto initial = [&](const char* key) {
            const auto tensor = optional_tensor(node.attributes, key);
            return tensor ? lowering::cut_into_vectors(*tensor, last_axis(tensor->shape()))
                          : std::vector(at(batch), std::vector<float>(at(layer.hidden()), 0.0F));
        };
        const bool from_zero = !node.attributes.has("initial_h");
        const auto initial_h = initial("initial_h");
        const auto initial_c = initial("initial_c");
        const std::string& name = builder.graph().value(node.outputs[0]).name;
        std::vector<lowering::CellId> cells;
        std::vector<lowering::VectorId> last(at(batch));
        for (std::int64_t n = 0; n < batch; ++n) {
            cells.push_back(builder.new_cell({.length = layer.hidden(),
                                              .initial = initial_c[at(n)],
                                              .carried = false,
                                              .name = name + ".c"}));
            if (!from_zero) last[at(n)] = builder.constant_vector(initial_h[at(n)]);
        }
        for (std::int64_t t = 0; t < rows.extent; ++t) {
            for (std::int64_t n = 0; n < batch; ++n) {
                const std::size_t vector =
                    at((n / rows.inner * rows.extent + t) * rows.inner + n % rows.inner);
                lowering::LstmWork work{.result = builder.new_vector(layer.hidden()),
                                        .hidden = layer.hidden(),
                                        .start = {layer.bias, {}},
                                        .products = {{layer.weight_ih, source[vector]}},
                                        .cell = cells[at(n)],
                                        .first = t == 0};
                if (last[at(n)].valid()) work.products.push_back({layer.weight_hh, last[at(n)]});
                last[at(n)] = results[vector] = work.result;
                builder.add(std::move(work));
            }
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        const auto time = static_cast<int>(attributes.integer("time_axis"));
        const std::int64_t hidden = attributes.tensor("weight_hh").shape()[1];
        const AxisView rows = axis_view(without_axis(x.shape, last_axis(x.shape)), time);
        const Shape shape = state_shape(x.shape, time, hidden);
        RealTensor h =
            attributes.has("initial_h") ? RealTensor(attributes.tensor("initial_h")) : RealTensor(shape);
        RealTensor c =
            attributes.has("initial_c") ? RealTensor(attributes.tensor("initial_c")) : RealTensor(shape);
        RealTensor y(with_extent(x.shape, last_axis(x.shape), hidden));
        for (std::int64_t o = 0; o < rows.outer; ++o) {
            for (std::int64_t t = 0; t < rows.extent; ++t) {
                for (std::int64_t i = 0; i < rows.inner; ++i) {
                    const std::int64_t row = (o * rows.extent + t) * rows.inner + i;
                    double* state = &h.values[at((o * rows.inner + i) * hidden)];
                    lstm_step(attributes, &x.values[at(row * x.shape.back())], state,
                              &c.values[at((o * rows.inner + i) * hidden)]);
                    std::copy(state, state + hidden, y.values.begin() + row * hidden);
                }
            }
        }
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        const Shape& x = node.in();
        const AxisView rows =
            axis_view(without_axis(x, last_axis(x)), static_cast<int>(a.integer("time_axis")));
        const std::int64_t hidden = a.tensor("weight_hh").shape()[1];
        const std::int64_t batch = rows.outer * rows.inner;
        const auto initial = [&](const char* key) {
            const Shape shape{1, batch, hidden};
            return source.weight(a.has(key) ? a.tensor(key).reshaped(shape) : Tensor::filled(shape, 0.0F));
        };
        // torch.lstm takes time x batch x features.
        const std::string y = TorchSource::variable(node.outputs[0].id);
        const std::vector<std::string> weights = lstm_arguments(source, a);
        source.write(fmt::format(
            "{}_in = torch.reshape(torch.permute(torch.reshape({}, [{}, {}, {}, {}]), [1, 0, 2, 3]), [{}, "
            "{}, {}])",
            y, source.in(node), rows.outer, rows.extent, rows.inner, x.back(), rows.extent, batch, x.back()));
        source.write(fmt::format(
            "{0}_all, {0}_h, {0}_c = torch.lstm({0}_in, [{1}, {2}], [{3}], {4}, 1, 0.0, False, False, False)",
            y, initial("initial_h"), initial("initial_c"), fmt::join(weights, ", "),
            weights.size() == 4 ? "True" : "False"));
        source.write(
            fmt::format("{0} = torch.reshape(torch.permute(torch.reshape({0}_all, [{1}, {2}, {3}, {4}]), [1, "
                        "0, 2, 3]), {5})",
                        y, rows.extent, rows.outer, rows.inner, hidden, TorchSource::list(node.out())));
    }

    std::vector<ImportRule> imports() const override { return {{"torchscript", "aten::lstm", import_lstm}}; }

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
        return {{"time x features", plain.finish(), {0}},
                {"batch first, initial state, two layers", batch.finish(), {1}}};
    }
};

}  // namespace

const nnir::Op& lstm_op() {
    static const Lstm op;
    return op;
}

}  // namespace lockstep::ops
