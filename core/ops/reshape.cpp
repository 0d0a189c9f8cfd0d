#include <algorithm>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"
#include "core/support/error.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The axes of `to` that can take over the data dimension `dim` of `from`: those of equal row-major stride.
std::vector<int> data_dim_candidates(const Shape& from, int dim, const Shape& to) {
    const std::int64_t stride = strides(from)[at(dim)];
    const std::vector<std::int64_t> candidates = strides(to);
    std::vector<int> found;
    for (int axis = 0; axis < rank(to); ++axis)
        if (candidates[at(axis)] == stride) found.push_back(axis);
    return found;
}

/// The axes of `to` that hold the same positions as axis `axis` of `from`.
std::vector<int> matching_axes(const Shape& from, int axis, const Shape& to) {
    const AxisView view = axis_view(from, axis);
    std::vector<int> found;
    for (int other = 0; other < rank(to); ++other) {
        const AxisView theirs = axis_view(to, other);
        if (theirs.extent == view.extent && theirs.outer == view.outer) found.push_back(other);
    }
    return found;
}

class Reshape final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Reshape",
            "The same elements in row-major order under another shape: squeeze, unsqueeze, flatten, view.",
            {{"shape", "the new shape"}},
            {SupportLevel::published, "free where the extent of the data dimension stays"},
            {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = attributes.integers("shape");
        if (std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent < 0; }) ||
            element_count(shape) != element_count(inputs[0].type.shape))
            bad_operand(info(), inputs[0], "it does not hold as many elements as " + to_text(shape));
        return {{.shape = shape, .format = inputs[0].type.format}};
    }

    /// The data dimension goes over to an axis of equal stride. Where there is none nothing is demanded:
    /// elements are then moved one by one; nor of one value alone.
    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        DataDims demanded = known;
        /// Whether the axis could go over, but not to the one that is demanded.
        const auto demand = [&](const Shape& from, int dim, const Shape& to, int& other) {
            if (dim == no_data_dim || to.empty() || from.empty() || from[at(dim)] == 1) return false;
            const std::vector<int> found = data_dim_candidates(from, dim, to);
            if (found.size() == 1 && other == no_data_dim) other = found.front();
            return other != no_data_dim && !found.empty() &&
                   std::find(found.begin(), found.end(), other) == found.end();
        };
        const bool behind = demand(node.in(), known.inputs[0], node.out(), demanded.outputs[0]);
        const bool in_front = demand(node.out(), known.outputs[0], node.in(), demanded.inputs[0]);
        if (behind && in_front)
            throw Error(FailureKind::unsupported, "a reshape of " + to_text(node.in()) + " to " +
                                                      to_text(node.out()) + " does not take data dimension " +
                                                      std::to_string(known.inputs[0]) + " to " +
                                                      std::to_string(known.outputs[0]));
        return demanded;
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const std::vector<int> found = matching_axes(node.in(), axes[0], node.out());
        if (found.empty())
            return Refuse{"reshaping " + to_text(node.in()) + " to " + to_text(node.out()) +
                              " breaks up axis " + std::to_string(axes[0]) + ", the sequence",
                          "stream an axis that the reshape keeps"};
        if (found.size() > 1)
            return Refuse{"axis " + std::to_string(axes[0]) +
                              " has one position only, so that it can't be told from other "
                              "axes of extent 1 when " +
                              to_text(node.in()) + " is reshaped to " + to_text(node.out()),
                          "import the model with a longer sequence"};
        return PassThrough{Attributes{{"shape", without_axis(node.out(), found[0])}}, {found[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& from = builder.type(node.inputs[0]);
        const ValueType& to = builder.type(node.outputs[0]);
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        const auto stride = [](const ValueType& type) {
            return type.shape.empty() ? std::int64_t{1} : strides(type.shape)[at(type.data_dim)];
        };
        const std::int64_t old_length = lowering::vector_layout(from).length;
        const lowering::VectorLayout layout = lowering::vector_layout(to);
        if (old_length == layout.length && (stride(from) == stride(to) || layout.length == 1))
            return builder.set_vectors(node.outputs[0], source);
        // Element e of the value is element (e / stride) % length of vector (e / stride / length) * stride +
        // e % stride.
        Selector selector(builder);
        std::vector<lowering::VectorId> results;
        for (std::int64_t vector = 0; vector < layout.count; ++vector) {
            std::vector<Piece> pieces;
            for (std::int64_t k = 0; k < layout.length; ++k) {
                const std::int64_t element =
                    (vector / stride(to) * layout.length + k) * stride(to) + vector % stride(to);
                const std::int64_t along = element / stride(from);
                const lowering::VectorId old =
                    source[at(along / old_length * stride(from) + element % stride(from))];
                const std::int64_t offset = along % old_length;
                if (!pieces.empty() && pieces.back().source == old &&
                    pieces.back().from + pieces.back().count == offset) {
                    ++pieces.back().count;
                } else {
                    pieces.push_back({old, offset, k, 1});
                }
            }
            results.push_back(selector.select(layout.length, pieces));
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        return {RealTensor(attributes.integers("shape"), inputs[0].values)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0,
                      "torch.reshape(" + source.in(node) + ", " +
                          TorchSource::list(node.attributes().integers("shape")) + ")");
    }

    std::vector<ImportRule> imports() const override { return reshape_imports(); }

    std::vector<Sample> samples() const override {
        GraphBuilder squeeze("squeeze");
        squeeze.output(squeeze.reshape(squeeze.input("x", {5, 1, 3}), {5, 3}));
        GraphBuilder split("split features");
        split.output(split.reshape(split.input("x", {4, 6}), {4, 2, 3}));
        GraphBuilder join("flatten");
        const ValueId x = join.input("x", {2, 3, 4});
        join.output(join.linear(join.reshape(x, {24}), sample_tensor({5, 24}, 7)));
        GraphBuilder turned("data dimension lost");
        const ValueId y =
            turned.linear(turned.transpose(turned.input("x", {3, 4}), {1, 0}), sample_tensor({5, 3}, 8));
        turned.output(
            turned.linear(turned.reshape(turned.transpose(y, {1, 0}), {2, 10}), sample_tensor({3, 10}, 9)));
        return {{"data dimension lost", turned.finish()},
                {"squeeze", squeeze.finish(), {0}},
                {"split features", split.finish(), {0}},
                {"flatten", join.finish()}};
    }
};

}  // namespace

const nnir::Op& reshape_op() {
    static const Reshape op;
    return op;
}

}  // namespace lockstep::ops
