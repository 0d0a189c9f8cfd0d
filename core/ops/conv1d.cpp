#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/conv_weights.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

std::int64_t single(ImportContext& c, const std::string& argument, std::int64_t otherwise) {
    const std::vector<std::int64_t> values = c.integers(argument);
    if (values.empty()) return otherwise;
    if (values.size() != 1)
        c.refuse("it is a " + std::to_string(values.size()) + "-d convolution; only 1-d ones are supported");
    return values[0];
}

void import_conv(ImportContext& c) {
    const Tensor weight = weight_argument(c, "weight");
    if (rank(weight.shape()) != 3)
        c.refuse("its weight has " + std::to_string(rank(weight.shape())) +
                 " axes; only 1-d convolutions are supported");
    if (c.boolean("transposed", false)) c.refuse("transposed convolutions are not supported");
    if (const std::int64_t stride = single(c, "stride", 1); stride != 1)
        c.refuse("its stride is " + std::to_string(stride) + "; only stride 1 is supported");
    if (const std::int64_t groups = c.integer("groups", 1); groups != 1)
        c.refuse("it has " + std::to_string(groups) + " groups; only groups=1 is supported");
    const std::int64_t dilation = single(c, "dilation", 1);
    const std::int64_t span = (weight.shape()[2] - 1) * dilation;
    std::int64_t left = 0;
    std::int64_t right = 0;
    if (c.holds_string("padding")) {
        if (c.string("padding", "") == "same") left = span / 2;
        right = c.string("padding", "") == "same" ? span - left : 0;
    } else {
        left = right = single(c, "padding", 0);
    }
    Attributes attributes{
        {"weight", weight}, {"dilation", dilation}, {"pad_left", left}, {"pad_right", right}};
    if (const auto bias = c.tensor("bias")) attributes.set("bias", *bias);
    c.set_output(0, c.add("Conv1d", attributes, {c.value("input")}));
}

/// The input with its padding on both sides.
RealTensor padded(const Attributes& attributes, const RealTensor& x) {
    const int time = last_axis(x.shape);
    const RealTensor left = attributes.has("history")
                                ? RealTensor(attributes.tensor("history"))
                                : RealTensor(with_extent(x.shape, time, attributes.integer("pad_left")));
    return concatenate({left, x, RealTensor(with_extent(x.shape, time, attributes.integer("pad_right")))},
                       time);
}

class Conv1d final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Conv1d",
            "Convolves along the last axis (time) over the channels of the axis before it; stride 1. It is "
            "causal if pad_left = (kernel - 1) * dilation and pad_right = 0.",
            {{"weight", "[out, in, kernel]"},
             {"bias", "[out]", true},
             {"dilation", "positions between two taps"},
             {"pad_left", "positions that stand in front of the input"},
             {"pad_right", "zero positions behind the input"},
             {"history", "what stands in front: the input's shape with extent pad_left; absent: zeros",
              true}},
            {SupportLevel::published, "streaming needs the causal form; groups are not supported yet"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& x = inputs[0].type.shape;
        const ConvWeights conv(attributes);
        const std::int64_t left = attributes.integer("pad_left");
        const std::int64_t right = attributes.integer("pad_right");
        if (rank(conv.weight.shape()) != 3 || conv.kernel() < 1 || conv.dilation < 1)
            bad_operand(info(), inputs[0],
                        "the weight is " + to_text(conv.weight.shape()) + ", dilation " +
                            std::to_string(conv.dilation));
        if (rank(x) != 2 && rank(x) != 3)
            bad_operand(info(), inputs[0], "it must be channels x time or batch x channels x time");
        if (x[at(rank(x) - 2)] != conv.channels())
            bad_operand(info(), inputs[0], "it must have " + std::to_string(conv.channels()) + " channels");
        if (attributes.has("bias") && attributes.tensor("bias").shape() != Shape{conv.rows()})
            bad_operand(info(), inputs[0], "the bias must hold " + std::to_string(conv.rows()) + " values");
        if (left < 0 || right < 0) bad_operand(info(), inputs[0], "a padding is negative");
        if (attributes.has("history") &&
            attributes.tensor("history").shape() != with_extent(x, last_axis(x), left))
            bad_operand(info(), inputs[0], "the history is " + to_text(attributes.tensor("history").shape()));
        const std::int64_t length = x.back() + left + right - conv.span();
        if (length < 0) bad_operand(info(), inputs[0], "it is shorter than the kernel's span");
        Shape y = with_extent(x, last_axis(x), length);
        y[at(rank(x) - 2)] = conv.rows();
        return {{.shape = std::move(y), .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        return {{rank(node.in()) - 2}, {rank(node.in()) - 2}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const Attributes& attributes = node.attributes();
        const int time = last_axis(node.in());
        const ConvWeights conv(attributes);
        if (axes[0] == time - 1)
            return Refuse{"it sums over axis " + std::to_string(axes[0]) + ", its channels",
                          "stream axis " + std::to_string(time) + ", its time"};
        if (axes[0] != time)
            return Refuse{
                "axis " + std::to_string(axes[0]) + " is the batch: each inference would be another sequence",
                "stream axis " + std::to_string(time) + ", its time"};
        const std::int64_t left = attributes.integer("pad_left");
        const std::int64_t right = attributes.integer("pad_right");
        if (right != 0)
            return Refuse{
                "it pads " + std::to_string(right) +
                    " positions on the right, so a position needs later ones",
                "pad " + std::to_string(conv.span()) + " on the left only, or cut the end of its output"};
        if (left != conv.span())
            return Refuse{"it pads " + std::to_string(left) +
                              " positions on the left where (kernel - 1) * dilation = " +
                              std::to_string(conv.span()) + " keep the length",
                          "pad " + std::to_string(conv.span()) + " on the left"};
        Attributes step{{"weight", conv.weight}, {"dilation", conv.dilation}};
        if (conv.bias) step.set("bias", *conv.bias);
        if (left == 0) {
            Attributes linear{{"weight", conv.weight.reshaped({conv.rows(), conv.channels()})}};
            if (conv.bias) linear.set("bias", *conv.bias);
            return PassThrough{linear, {time}, "Linear"};
        }
        const Tensor history = attributes.has("history")
                                   ? attributes.tensor("history")
                                   : Tensor::filled(with_extent(node.in(), time, left), 0.0F);
        return Window{"Conv1dStep", step, {"history", "history", history}, time};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ConvWeights conv(node.attributes);
        const Shape& x = builder.type(node.inputs[0]).shape;
        const std::int64_t length = x.back();
        const std::int64_t left = node.attributes.integer("pad_left");
        const std::int64_t positions = builder.type(node.outputs[0]).shape.back();
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        const auto history = optional_tensor(node.attributes, "history");
        const std::int64_t batch = rank(x) == 3 ? x[0] : 1;
        std::vector<lowering::VectorId> results;
        for (std::int64_t n = 0; n < batch; ++n) {
            std::vector<std::optional<lowering::VectorId>> before(at(left));
            if (history)
                for (std::int64_t k = 0; k < left; ++k)
                    if (const auto column = history_column(*history, n, k); !column.empty())
                        before[at(k)] = builder.constant_vector(column);
            for (std::int64_t t = 0; t < positions; ++t) {
                lowering::LinearWork work{.result = builder.new_vector(conv.rows()),
                                          .rows = conv.rows(),
                                          .start = {bias_values(node.attributes, "bias"), {}},
                                          .products = {},
                                          .epilogue = {}};
                for (std::int64_t tap = 0; tap < conv.kernel(); ++tap) {
                    const std::int64_t position = t + tap * conv.dilation - left;
                    if (position >= length) continue;
                    const auto vector = position >= 0 ? std::optional(source[at(n * length + position)])
                                                      : before[at(position + left)];
                    if (vector) work.products.push_back({conv.tap(tap), *vector});
                }
                results.push_back(work.result);
                builder.add(std::move(work));
            }
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        return {convolve(ConvWeights(attributes), padded(attributes, inputs[0]))};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        const ConvWeights conv(a);
        const Shape& x = node.in();
        const std::int64_t left = a.integer("pad_left");
        const std::int64_t right = a.integer("pad_right");
        std::string input = source.in(node);
        if (left > 0) {
            const Tensor before = a.has("history") ? a.tensor("history")
                                                   : Tensor::filled(with_extent(x, last_axis(x), left), 0.0F);
            input = "torch.cat([" + source.weight(before) + ", " + input + "], -1)";
        }
        if (right > 0)
            input = "torch.constant_pad_nd(" + input + ", [0, " + std::to_string(right) + "], 0.0)";
        source.assign(node, 0,
                      "torch.conv1d(" + input + ", " + source.weight(conv.weight) + ", " +
                          (conv.bias ? source.weight(*conv.bias) : "None") + ", [1], [0], [" +
                          std::to_string(conv.dilation) + "], 1)");
    }

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", "aten::conv1d", import_conv},
                {"torchscript", "aten::_convolution", import_conv},
                {"torchscript", "aten::convolution", import_conv}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder causal("causal");
        causal.output(causal.conv1d(causal.input("x", {1, 3, 6}), sample_tensor({4, 3, 3}, 20),
                                    sample_tensor({4}, 21), {.dilation = 2, .pad_left = 4}));
        GraphBuilder history("history");
        history.output(history.conv1d(history.input("x", {2, 5}), sample_tensor({3, 2, 2}, 22), {},
                                      {.pad_left = 1, .history = sample_tensor({2, 1}, 23)}));
        GraphBuilder batch("batch");
        batch.output(
            batch.conv1d(batch.input("x", {2, 3, 5}), sample_tensor({2, 3, 3}, 27), {}, {.pad_left = 2}));
        GraphBuilder one("one tap");
        one.output(
            one.conv1d(one.input("x", {1, 3, 4}), sample_tensor({2, 3, 1}, 24), sample_tensor({2}, 25)));
        GraphBuilder same("both sides");
        same.output(same.conv1d(same.input("x", {1, 2, 5}), sample_tensor({2, 2, 3}, 26), {},
                                {.pad_left = 1, .pad_right = 1}));
        return {{"causal", causal.finish(), {2}},
                {"history", history.finish(), {1}},
                {"batch", batch.finish(), {2}},
                {"one tap", one.finish(), {2}},
                {"both sides", same.finish()}};
    }
};

}  // namespace

const nnir::Op& conv1d_op() {
    static const Conv1d op;
    return op;
}

}  // namespace lockstep::ops
