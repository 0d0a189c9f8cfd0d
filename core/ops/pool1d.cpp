#include <algorithm>
#include <cmath>

#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/pool_import.h"
#include "core/ops/reduction.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using lowering::VectorId;

struct Window1d {
    std::int64_t kernel;
    std::int64_t stride;
    std::int64_t padding;
    std::int64_t dilation;
    bool mean;
    bool count_padding;
    std::int64_t length;  ///< of the operand's last axis

    std::int64_t results() const { return (length + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1; }
    /// The positions that result `index` covers.
    std::vector<std::int64_t> positions(std::int64_t index) const {
        std::vector<std::int64_t> covered;
        for (std::int64_t k = 0; k < kernel; ++k) {
            const std::int64_t position = index * stride + k * dilation - padding;
            if (position >= 0 && position < length) covered.push_back(position);
        }
        return covered;
    }
    double share(std::size_t covered) const {
        return 1 / static_cast<double>(count_padding ? at(kernel) : covered);
    }
};

Window1d window(const Attributes& attributes, const Shape& shape) {
    const bool mean = attributes.string("function") == "mean";
    return {.kernel = attributes.integer("kernel"),
            .stride = attributes.integer("stride"),
            .padding = attributes.integer("padding"),
            .dilation = attributes.integer("dilation"),
            .mean = mean,
            .count_padding = mean && attributes.boolean("count_padding"),
            .length = shape.back()};
}

class Pool1d final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Pool1d",
            "The largest value or the mean of every window along the last axis.",
            {{"function", "max or mean"},
             {"kernel", "values of a window"},
             {"stride", "positions from one window to the next"},
             {"padding", "positions in front and behind that hold nothing"},
             {"dilation", "positions from one value of a window to the next"},
             {"count_padding", "whether a mean counts them as zeros", true}},
            {SupportLevel::published, "maxima without padding; padding and means are composed"},
            {.fp32 = true}};
        return info;
    }

    std::string obstacle(const BoundNode& node, Precision precision) const override {
        if (precision == Precision::fp32 && node.attributes().string("function") == "mean")
            return "the published accelerators take means in bf16 only";
        return Op::obstacle(node, precision);
    }

    Support support(const BoundNode& node) const override {
        if (node.attributes().string("function") == "mean")
            return {SupportLevel::composed, "from slices, sums and a product"};
        if (node.attributes().integer("padding") != 0)
            return {SupportLevel::composed, "from a concatenation and a pool without padding"};
        return {SupportLevel::published, {}};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = inputs[0].type.shape;
        if (shape.empty()) bad_operand(info(), inputs[0], "it has no axis");
        const std::string& function = attributes.string("function");
        const Window1d w = window(attributes, shape);
        if (function != "max" && function != "mean")
            bad_operand(info(), inputs[0], "the function '" + function + "' is unknown");
        if (w.kernel < 1 || w.stride < 1 || w.dilation < 1 || w.padding < 0 || 2 * w.padding > w.kernel)
            bad_operand(info(), inputs[0],
                        "the window must have a kernel, a stride and a dilation of at least "
                        "1, and a padding of at most half the kernel");
        if (w.length + 2 * w.padding < w.dilation * (w.kernel - 1) + 1)
            bad_operand(info(), inputs[0], "its last axis is shorter than the window");
        for (std::int64_t k = 0; k < w.results(); ++k)
            if (w.positions(k).empty()) bad_operand(info(), inputs[0], "a window holds padding only");
        return {{.shape = with_extent(shape, last_axis(shape), w.results()),
                 .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const auto& attributes = node.attributes();
        if (axes[0] == last_axis(node.in()))
            return Refuse{"its windows of " + std::to_string(attributes.integer("kernel")) + " with stride " +
                              std::to_string(attributes.integer("stride")) +
                              " lie along the sequence, axis " + std::to_string(axes[0]),
                          "a causal convolution streams in its place (a mean is one with equal weights); or "
                          "pool the data before it enters the model, or compile it without streaming"};
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.inputs[0]);
        const std::vector<VectorId> sources = builder.vectors(node.inputs[0]);
        const Window1d w = window(node.attributes, type.shape);
        std::vector<VectorId> results;
        if (type.data_dim == last_axis(type.shape)) {
            for (const VectorId source : sources)
                results.push_back(w.mean ? lane_means(builder, w, source) : lane_maxima(builder, w, source));
        } else {
            // One vector per position: a window is a group of them.
            Groups lanes(builder);
            const std::int64_t rows = static_cast<std::int64_t>(sources.size()) / w.length;
            for (std::int64_t row = 0; row < rows; ++row) {
                for (std::int64_t k = 0; k < w.results(); ++k) {
                    std::vector<VectorId> group;
                    for (const std::int64_t position : w.positions(k))
                        group.push_back(sources[at(row * w.length + position)]);
                    results.push_back(w.mean
                                          ? lanes.sum_of(group, w.share(group.size()))
                                          : lanes.extreme_of(std::move(group), lowering::ReduceOp::maximum));
                }
            }
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const RealTensor& x = inputs[0];
        const Window1d w = window(attributes, x.shape);
        RealTensor y(with_extent(x.shape, last_axis(x.shape), w.results()));
        for (std::size_t k = 0; k < y.values.size(); ++k) {
            const auto row = static_cast<std::int64_t>(k) / w.results();
            const std::vector<std::int64_t> covered = w.positions(static_cast<std::int64_t>(k) % w.results());
            double& v = y.values[k];
            v = w.mean ? 0 : x[row * w.length + covered.front()];
            for (const std::int64_t position : covered) {
                const double next = x[row * w.length + position];
                v = w.mean ? v + next * w.share(covered.size()) : std::isnan(next) ? next : std::max(v, next);
            }
        }
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& attributes = node.attributes();
        const Window1d w = window(attributes, node.in());
        const auto number = [](std::int64_t v) { return "[" + std::to_string(v) + "]"; };
        const std::string common = "_pool1d(torch.reshape(" + source.in(node) + ", " +
                                   TorchSource::list({1, element_count(node.in()) / w.length, w.length}) +
                                   "), " + number(w.kernel) + ", " + number(w.stride) + ", " +
                                   number(w.padding) + ", ";
        const std::string pool =
            w.mean ? "torch.avg" + common + "False, " + (w.count_padding ? "True" : "False") + ")"
                   : "torch.max" + common + number(w.dilation) + ", False)";
        source.assign(node, 0, "torch.reshape(" + pool + ", " + TorchSource::list(node.out()) + ")");
    }

    std::vector<ImportRule> imports() const override { return pool_imports(); }

    std::vector<Sample> samples() const override {
        std::vector<Sample> all;
        const auto add = [&](const std::string& name, const std::string& function, const Shape& shape,
                             std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                             std::int64_t dilation, std::vector<int> streams = {}) {
            GraphBuilder builder(name);
            Attributes attributes{{"function", function},
                                  {"kernel", kernel},
                                  {"stride", stride},
                                  {"padding", padding},
                                  {"dilation", dilation}};
            if (function == "mean") attributes.set("count_padding", padding == 1);
            builder.output(builder.add("Pool1d", attributes, {builder.input("x", shape)}));
            all.push_back({name, builder.finish(), std::move(streams)});
        };
        add("maxima", "max", {4, 9}, 2, 2, 0, 1, {0});
        add("maxima with padding", "max", {2, 3, 10}, 3, 2, 1, 1, {1});
        add("maxima with dilation", "max", {3, 9}, 2, 1, 0, 3, {0});
        add("means", "mean", {3, 37}, 3, 1, 0, 1, {0});
        add("means with zeros around", "mean", {2, 7}, 3, 2, 1, 1);
        add("means of what is there", "mean", {2, 9}, 4, 3, 2, 1);
        GraphBuilder channels("over positions of channels");
        const ValueId y = channels.conv1d(channels.input("x", {1, 3, 8}), sample_tensor({35, 3, 2}, 1));
        const Attributes attributes{{"kernel", std::int64_t{3}},
                                    {"stride", std::int64_t{2}},
                                    {"padding", std::int64_t{1}},
                                    {"dilation", std::int64_t{1}}};
        Attributes maxima = attributes;
        maxima.set("function", std::string("max"));
        Attributes means = attributes;
        means.set("function", std::string("mean"));
        means.set("count_padding", false);
        channels.output(channels.add("Pool1d", maxima, {y}));
        channels.output(channels.add("Pool1d", means, {y}));
        all.push_back({"over positions of channels", channels.finish()});
        return all;
    }

  private:
    /// Window k of a vector is lane k of the result: the windows' first lanes, their second ones, …, and the
    /// largest of them.
    static VectorId lane_maxima(lowering::Builder& builder, const Window1d& w, VectorId source) {
        if (builder.is_splat(source)) return source;
        std::vector<VectorId> taps;
        for (std::int64_t tap = 0; tap < w.kernel; ++tap) {
            std::vector<Piece> pieces;
            for (std::int64_t k = 0; k < w.results(); ++k) {
                // Where this tap lies in the padding, the first that does not stands in for it.
                const std::vector<std::int64_t> covered = w.positions(k);
                const std::int64_t wish = k * w.stride + tap * w.dilation - w.padding;
                const bool there = std::find(covered.begin(), covered.end(), wish) != covered.end();
                pieces.push_back({source, there ? wish : covered.front(), k, 1});
            }
            taps.push_back(select(builder, w.results(), pieces));
        }
        return Groups(builder).extreme_of(std::move(taps), lowering::ReduceOp::maximum);
    }

    static VectorId lane_means(lowering::Builder& builder, const Window1d& w, VectorId source) {
        std::vector<float> matrix(at(w.results() * w.length), 0.0F);
        for (std::int64_t k = 0; k < w.results(); ++k) {
            const std::vector<std::int64_t> covered = w.positions(k);
            for (const std::int64_t position : covered)
                matrix[at(k * w.length + position)] = static_cast<float>(w.share(covered.size()));
        }
        const VectorId result = builder.new_vector(w.results());
        builder.add(
            lowering::LinearWork{.result = result,
                                 .rows = w.results(),
                                 .start = {},
                                 .products = {{Tensor({w.results(), w.length}, std::move(matrix)), source}},
                                 .epilogue = {}});
        return result;
    }
};

}  // namespace

const nnir::Op& pool1d_op() {
    static const Pool1d op;
    return op;
}

}  // namespace lockstep::ops
