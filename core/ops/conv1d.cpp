#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/conv_weights.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

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
            "Convolves along the last axis (time) over the channels of the axis before it. It is "
            "causal if pad_left = (kernel - 1) * dilation and pad_right = 0.",
            {{"weight", "[out, in / groups, kernel]"},
             {"bias", "[out]", true},
             {"dilation", "positions between two taps"},
             {"groups", "parts of the channels that are convolved apart; absent: 1", true},
             {"stride", "positions between two results; absent: 1", true},
             {"rows", "true: axis 0 holds the rows of a plane, each convolved for itself; absent: a batch",
              true},
             {"pad_left", "positions that stand in front of the input"},
             {"pad_right", "zero positions behind the input"},
             {"history", "what stands in front: the input's shape with extent pad_left; absent: zeros",
              true}},
            {SupportLevel::published, "with stride 1; in one group or one per channel"},
            {.fp8_weights = true}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        const ConvWeights conv(node.attributes());
        if (conv.stride != 1) return {SupportLevel::composed, "a stride is a slice of what stride 1 gives"};
        if (conv.groups != 1 && conv.groups != conv.channels())
            return {SupportLevel::composed, "as a convolution whose weights are zero outside of the groups"};
        return {SupportLevel::published, conv.groups == 1 ? "" : "one group per channel"};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& x = inputs[0].type.shape;
        const ConvWeights conv(attributes);
        const std::int64_t left = attributes.integer("pad_left");
        const std::int64_t right = attributes.integer("pad_right");
        if (rank(x) != 2 && rank(x) != 3)
            bad_operand(info(), inputs[0], "it must be channels x time or batch x channels x time");
        check_conv(info(), conv, inputs[0], x[at(rank(x) - 2)]);
        if (left < 0 || right < 0) bad_operand(info(), inputs[0], "a padding is negative");
        if (attributes.has("history") &&
            attributes.tensor("history").shape() != with_extent(x, last_axis(x), left))
            bad_operand(info(), inputs[0], "the history is " + to_text(attributes.tensor("history").shape()));
        const std::int64_t length = conv.positions(x.back() + left + right);
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
        if (axes[0] == 0 && attributes.has("rows")) return PassThrough{attributes, {0}};
        if (axes[0] != time)
            return Refuse{
                "axis " + std::to_string(axes[0]) + " is the batch: each inference would be another sequence",
                "stream axis " + std::to_string(time) + ", its time"};
        const std::int64_t left = attributes.integer("pad_left");
        const std::int64_t right = attributes.integer("pad_right");
        if (conv.stride != 1)
            return Refuse{"its stride is " + std::to_string(conv.stride) + ", so that only every " +
                              std::to_string(conv.stride) + "th position in gives one out",
                          "use stride 1, or compile it without streaming"};
        if (right != 0)
            return Refuse{
                "it pads " + std::to_string(right) +
                    " positions on the right, so a position needs later ones",
                "pad " + std::to_string(conv.span()) + " on the left only, or cut the end of its output"};
        if (left > conv.span())
            return Refuse{"it pads " + std::to_string(left) +
                              " positions on the left where (kernel - 1) * dilation = " +
                              std::to_string(conv.span()) + " keep the length",
                          "pad " + std::to_string(conv.span()) + " on the left"};
        if (conv.span() == 0) {
            Attributes linear{{"weight", conv.tap(0)}};
            if (conv.bias) linear.set("bias", *conv.bias);
            return PassThrough{linear, {time}, "Linear"};
        }
        const RealTensor before = attributes.has("history") ? RealTensor(attributes.tensor("history"))
                                                            : RealTensor(with_extent(node.in(), time, left));
        // What stands in front of the padding is never part of a result.
        const std::int64_t warm_up = conv.span() - left;
        const Tensor history =
            to_tensor(concatenate({RealTensor(with_extent(node.in(), time, warm_up)), before}, time));
        return Window{"Conv1dStep", conv_attributes(conv), {"history", "history", history}, time, warm_up};
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
        // Every position shares the matrices, which are then stored once.
        std::vector<Tensor> taps;
        for (std::int64_t tap = 0; tap < conv.kernel(); ++tap) taps.push_back(conv.tap(tap));
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
                    const std::int64_t position = t * conv.stride + tap * conv.dilation - left;
                    if (position >= length) continue;
                    const auto vector = position >= 0 ? std::optional(source[at(n * length + position)])
                                                      : before[at(position + left)];
                    if (vector) work.products.push_back({taps[at(tap)], *vector});
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
                          (conv.bias ? source.weight(*conv.bias) : "None") + ", " + conv_arguments(conv) +
                          ")");
    }

    std::vector<ImportRule> imports() const override { return conv_imports(); }

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
        const auto with = [](Tensor weight, std::int64_t left, const char* key, std::int64_t value) {
            return Attributes{{"weight", std::move(weight)},
                              {"dilation", std::int64_t{1}},
                              {"pad_left", left},
                              {"pad_right", std::int64_t{0}},
                              {key, value}};
        };
        GraphBuilder groups("groups");
        groups.output(groups.add("Conv1d", with(sample_tensor({6, 2, 3}, 190), 2, "groups", 2),
                                 {groups.input("x", {1, 4, 5})}));
        GraphBuilder depthwise("depthwise");
        depthwise.output(depthwise.add("Conv1d", with(sample_tensor({3, 1, 2}, 191), 1, "groups", 3),
                                       {depthwise.input("x", {3, 6})}));
        GraphBuilder strided("strided");
        strided.output(strided.add("Conv1d", with(sample_tensor({2, 3, 3}, 192), 1, "stride", 2),
                                   {strided.input("x", {2, 3, 8})}));
        GraphBuilder valid("unpadded");
        valid.output(valid.conv1d(valid.input("x", {1, 2, 7}), sample_tensor({3, 2, 2}, 193),
                                  sample_tensor({3}, 194), {.dilation = 3}));
        GraphBuilder partly("partly padded");
        partly.output(partly.conv1d(partly.input("x", {2, 7}), sample_tensor({3, 2, 4}, 195), {},
                                    {.pad_left = 2, .history = sample_tensor({2, 2}, 196)}));
        return {{"groups", groups.finish(), {2}},        {"depthwise", depthwise.finish(), {1}},
                {"strided", strided.finish()},           {"unpadded", valid.finish(), {2}},
                {"partly padded", partly.finish(), {1}}, {"causal", causal.finish(), {2}},
                {"history", history.finish(), {1}},      {"batch", batch.finish(), {2}},
                {"one tap", one.finish(), {2}},          {"both sides", same.finish()}};
    }
};

}  // namespace

const nnir::Op& conv1d_op() {
    static const Conv1d op;
    return op;
}

}  // namespace lockstep::ops
