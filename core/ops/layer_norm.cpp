#include <algorithm>
#include <cmath>
#include <map>

#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/broadcast.h"
#include "core/ops/norm_import.h"
#include "core/ops/reduction.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The trailing axes that are normalised.
std::vector<std::int64_t> axes_of(const Attributes& attributes, const Shape& shape) {
    std::vector<std::int64_t> axes;
    const int count = rank(attributes.integers("normalized_shape"));
    for (int axis = rank(shape) - count; axis < rank(shape); ++axis) axes.push_back(axis);
    return axes;
}

class LayerNorm final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "LayerNorm",
            "Takes the mean off, divides by the standard deviation (over the last axes, sqrt(variance + "
            "eps)), "
            "then multiplies by a weight and adds a bias.",
            {{"normalized_shape", "extents of the last axes, over which it normalises"},
             {"eps", "added to the variance"},
             {"weight", "of that shape", true},
             {"bias", "of that shape", true}},
            {SupportLevel::published, "in bf16 only, over the last axis; over several it is composed"}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (node.attributes().integers("normalized_shape").size() == 1)
            return {SupportLevel::published, "in bf16 only"};
        return {SupportLevel::composed, "over several axes: from sums, products and rsqrt"};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = inputs[0].type.shape;
        const Shape& last = attributes.integers("normalized_shape");
        if (last.empty() || last.size() > shape.size() ||
            !std::equal(last.rbegin(), last.rend(), shape.rbegin()) || element_count(last) == 0)
            bad_operand(info(), inputs[0], "its last axes must be " + to_text(last));
        for (const char* key : {"weight", "bias"})
            if (attributes.has(key) && attributes.tensor(key).shape() != last)
                bad_operand(info(), inputs[0], std::string("the ") + key + " must be " + to_text(last));
        return {{.shape = shape, .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const std::size_t first = node.in().size() - node.attributes().integers("normalized_shape").size();
        if (axes[0] != no_axis && at(axes[0]) >= first)
            return Refuse{"it normalises over axis " + std::to_string(axes[0]) +
                              ", the sequence, so every output needs all positions",
                          "normalise over features only, use BatchNorm1d, or compile it without streaming"};
        return PassThrough{node.attributes(), {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        using lowering::PointwiseOp;
        const ValueType& type = builder.type(node.inputs[0]);
        const std::vector<lowering::VectorId> sources = builder.vectors(node.inputs[0]);
        Groups groups(builder, type, axes_of(node.attributes, type.shape));
        const double share = 1 / static_cast<double>(groups.size());
        std::vector<lowering::VectorId> results = sources;
        std::vector<lowering::VectorId> squares = sources;
        for (std::size_t g = 0; g < groups.count(); ++g) {
            const double factor = groups.centre(g, results);
            for (const std::size_t v : groups.members(g))
                squares[v] = combine(builder, PointwiseOp::multiply, results[v], results[v]);
            const lowering::VectorId scale =
                groups.scaled_sum(g, squares, share, factor * factor * node.attributes.number("eps"),
                                  {.activation = lowering::Activation::rsqrt});
            for (const std::size_t v : groups.members(g))
                results[v] = combine(builder, PointwiseOp::multiply, results[v], scale);
        }
        apply(builder, node, "weight", PointwiseOp::multiply, results);
        apply(builder, node, "bias", PointwiseOp::add, results);
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y = inputs[0];
        const std::int64_t size = element_count(attributes.integers("normalized_shape"));
        const auto weight = optional_tensor(attributes, "weight");
        const auto bias = optional_tensor(attributes, "bias");
        for (std::int64_t first = 0; first < static_cast<std::int64_t>(y.values.size()); first += size) {
            double mean = 0;
            for (std::int64_t k = 0; k < size; ++k) mean += y[first + k] / static_cast<double>(size);
            double variance = 0;
            for (std::int64_t k = 0; k < size; ++k)
                variance += (y[first + k] - mean) * (y[first + k] - mean) / static_cast<double>(size);
            const double deviation = std::sqrt(variance + attributes.number("eps"));
            for (std::int64_t k = 0; k < size; ++k) {
                double v = (y[first + k] - mean) / deviation;
                if (weight) v *= double{weight->values()[at(k)]};
                if (bias) v += double{bias->values()[at(k)]};
                y[first + k] = v;
            }
        }
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& attributes = node.attributes();
        const auto constant = [&](const char* key) {
            const auto tensor = optional_tensor(attributes, key);
            return tensor ? source.weight(*tensor) : std::string("None");
        };
        const std::string weight = constant("weight");
        source.assign(node, 0,
                      "torch.layer_norm(" + source.in(node) + ", " +
                          TorchSource::list(attributes.integers("normalized_shape")) + ", " + weight + ", " +
                          constant("bias") + ", " + TorchSource::number(attributes.number("eps")) + ")");
    }

    std::vector<ImportRule> imports() const override { return norm_imports(); }

    std::vector<Sample> samples() const override {
        const auto attributes = [](const Shape& shape, bool affine) {
            Attributes all{{"normalized_shape", shape}, {"eps", 1e-5}};
            if (affine) all.set("weight", sample_tensor(shape, 5));
            if (affine) all.set("bias", sample_tensor(shape, 6));
            return all;
        };
        GraphBuilder features("over features");
        features.output(features.add("LayerNorm", attributes({35}, true), {features.input("x", {4, 35})}));
        GraphBuilder plain("without weights");
        plain.output(plain.add("LayerNorm", attributes({8}, false), {plain.input("x", {2, 3, 8})}));
        GraphBuilder wide("over many features");
        wide.output(wide.add("LayerNorm", attributes({300}, true), {wide.input("x", {2, 300})}));
        GraphBuilder two("over two axes");
        two.output(two.add("LayerNorm", attributes({3, 6}, true), {two.input("x", {4, 3, 6})}));
        GraphBuilder across("across the data dimension");
        const ValueId y = across.linear(across.input("x", {5, 4}), sample_tensor({6, 4}, 1));
        across.output(across.add("LayerNorm", attributes({5}, true), {across.transpose(y, {1, 0})}));
        return {{"over features", features.finish(), {0}},
                {"without weights", plain.finish(), {1}},
                {"over many features", wide.finish(), {0}},
                {"over two axes", two.finish(), {0}},
                {"across the data dimension", across.finish()}};
    }

  private:
    /// Combines every vector with its part of a constant; equal parts are held once.
    static void apply(lowering::Builder& builder, const Node& node, const std::string& key,
                      lowering::PointwiseOp op, std::vector<lowering::VectorId>& vectors) {
        const auto constant = optional_tensor(node.attributes, key);
        if (!constant) return;
        const ValueType& type = builder.type(node.inputs[0]);
        std::map<std::vector<float>, lowering::VectorId> known;
        const auto parts = lowering::cut_into_vectors(stretched(*constant, type.shape), type.data_dim);
        for (std::size_t v = 0; v < vectors.size(); ++v) {
            const auto [entry, fresh] = known.try_emplace(parts[v]);
            if (fresh) entry->second = builder.constant_vector(parts[v]);
            vectors[v] = combine(builder, op, vectors[v], entry->second);
        }
    }
};

}  // namespace

const nnir::Op& layer_norm_op() {
    static const LayerNorm op;
    return op;
}

}  // namespace lockstep::ops
