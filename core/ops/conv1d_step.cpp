#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/conv_weights.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Conv1dStep final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Conv1dStep",
            "One position of a causal Conv1d: inputs are the newest position [.., in] "
            "and the history [.., in, "
            "span]; outputs are its result and the next history.",
            {{"weight", "[out, in / groups, kernel]"},
             {"bias", "[out]", true},
             {"dilation", "positions between two taps"},
             {"groups", "parts of the channels that are convolved apart; absent: 1", true}},
            {SupportLevel::published, "as the streaming form of a causal convolution"},
            {.fp8_weights = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 2);
        const ConvWeights conv(attributes);
        const Shape& x = inputs[0].type.shape;
        if (x.empty() || rank(x) > 2) bad_operand(info(), inputs[0], "it must be one position of channels");
        check_conv(info(), conv, inputs[0], x.back());
        if (conv.kernel() < 2 || conv.stride != 1)
            bad_operand(info(), inputs[0], "a step has two taps at least and no stride");
        Shape history = x;
        history.push_back(conv.span());
        if (inputs[1].type.shape != history)
            bad_operand(info(), inputs[1], "the history must be " + to_text(history));
        const NumberFormat format = inputs[0].type.format;
        return {{.shape = with_extent(x, last_axis(x), conv.rows()), .format = format},
                {.shape = history, .format = format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        const int channels = last_axis(node.in());
        return {{channels, channels}, {channels, channels}};
    }

    StreamRule stream(const BoundNode&, std::span<const int>) const override {
        return Refuse{"it is a streaming form already", "stream the graph that it was made from"};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const State* state = builder.graph().state_read_as(node.inputs[1]);
        if (state == nullptr || state->written != node.outputs[1])
            cannot_lower(node, "its history is not a state that it writes itself");
        if (builder.graph().consumers(node.inputs[1]).size() != 1 ||
            !builder.graph().consumers(node.outputs[1]).empty() || builder.graph().is_output(node.outputs[1]))
            cannot_lower(node, "its history is read elsewhere, but the accelerator keeps partial sums only");
        const ConvWeights conv(node.attributes);
        const std::vector<float> bias = bias_values(node.attributes, "bias");
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        std::vector<lowering::VectorId> results;
        for (std::size_t row = 0; row < source.size(); ++row)
            results.push_back(
                lower_row(builder, conv, bias, *state, static_cast<std::int64_t>(row), source[row]));
        builder.set_vectors(node.outputs[0], std::move(results));
        builder.bind_state({.state = state->id, .written = {}, .read = {}, .cell = {}, .folded = true});
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const ConvWeights conv(attributes);
        const int time = last_axis(inputs[1].shape);
        const RealTensor newest(with_axis(inputs[0].shape, time, 1), inputs[0].values);
        const RealTensor all = concatenate({inputs[1], newest}, time);
        RealTensor y = convolve(conv, all);
        y.shape.pop_back();
        return {std::move(y), nnir::slice(all, time, 1, conv.span())};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const ConvWeights conv(node.attributes());
        const std::string all = TorchSource::variable(node.outputs[1].id) + "_all";
        source.write(all + " = torch.cat([" + source.in(node, 1) + ", torch.unsqueeze(" + source.in(node) +
                     ", -1)], -1)");
        source.assign(node, 0,
                      "torch.squeeze(torch.conv1d(" + all + ", " + source.weight(conv.weight) + ", " +
                          (conv.bias ? source.weight(*conv.bias) : "None") + ", " + conv_arguments(conv) +
                          "), -1)");
        source.assign(node, 1, "torch.narrow(" + all + ", -1, 1, " + std::to_string(conv.span()) + ")");
    }

    std::vector<ImportRule> imports() const override { return {}; }

    std::vector<Sample> samples() const override {
        GraphBuilder step("step");
        const ValueId x = step.input("x", {1, 3});
        const ValueId history = step.state("conv.history", "history", sample_tensor({1, 3, 4}, 30));
        step.output(step.add("Conv1dStep",
                             {{"weight", sample_tensor({2, 3, 3}, 31)},
                              {"bias", sample_tensor({2}, 32)},
                              {"dilation", std::int64_t{2}}},
                             {x, history}));
        step.write(history, step.graph().nodes.back().outputs[1]);
        return {{"step", step.finish()}};
    }

  private:
    /// y = S_1 + W_newest x, then the sums of the next inference: S_j' = S_{j+1} + W_j x for a tap at delay
    /// j, in increasing j; the last one starts at the bias. S_j is what is known of the output j - 1
    /// inferences ahead.
    static lowering::VectorId lower_row(lowering::Builder& builder, const ConvWeights& conv,
                                        const std::vector<float>& bias, const State& state, std::int64_t row,
                                        lowering::VectorId x) {
        const std::int64_t span = conv.span();
        std::vector<lowering::PartialSumId> sums;
        for (std::int64_t j = 1; j <= span; ++j)
            sums.push_back(builder.new_partial_sum(conv.rows(), state.name + "." + std::to_string(j)));
        const lowering::VectorId y = builder.new_vector(conv.rows());
        builder.add(lowering::LinearWork{.result = y,
                                         .rows = conv.rows(),
                                         .start = {{}, sums.front()},
                                         .products = {{conv.tap(conv.kernel() - 1), x}},
                                         .epilogue = {}});
        std::vector<std::optional<lowering::VectorId>> before;
        for (std::int64_t k = 0; k < span; ++k) {
            const std::vector<float> column = history_column(state.initial, row, k);
            before.push_back(column.empty() ? std::nullopt : std::optional(builder.constant_vector(column)));
        }
        for (std::int64_t j = 1; j <= span; ++j) {
            lowering::PartialSumWork work{.result = sums[at(j - 1)],
                                          .rows = conv.rows(),
                                          .start = {},
                                          .products = {},
                                          .initial_products = {},
                                          .initial_bias = bias,
                                          .gates = false};
            if (j == span) {
                work.start.bias = bias;
            } else {
                work.start.partial = sums[at(j)];
            }
            if (j % conv.dilation == 0)
                work.products.push_back({conv.tap(conv.kernel() - 1 - j / conv.dilation), x});
            for (std::int64_t tap = 0; tap < conv.kernel() - 1; ++tap) {
                // Position j - 1 - delay lies in front of the first inference.
                const std::int64_t column = span + j - 1 - (conv.kernel() - 1 - tap) * conv.dilation;
                if (column < span && before[at(column)])
                    work.initial_products.push_back({conv.tap(tap), *before[at(column)]});
            }
            builder.add_state_update(std::move(work));
        }
        return y;
    }
};

}  // namespace

const nnir::Op& conv1d_step_op() {
    static const Conv1dStep op;
    return op;
}

}  // namespace lockstep::ops
