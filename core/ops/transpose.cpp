#include <algorithm>
#include <numeric>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/moves.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Where input axis `axis` stands in the output.
int moved(const std::vector<std::int64_t>& order, int axis) {
    return static_cast<int>(std::find(order.begin(), order.end(), axis) - order.begin());
}

void import_transpose(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axes = rank(c.type(x).shape);
    std::vector<std::int64_t> order = identity_order(axes);
    // swapaxes calls them axes.
    const std::string name = c.node().find("axis0") != nullptr ? "axis" : "dim";
    if (axes > 0) std::swap(order[at(c.axis(name + "0", axes))], order[at(c.axis(name + "1", axes))]);
    c.set_output(0, c.add("Transpose", {{"order", order}}, {x}));
}

void import_permute(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axes = rank(c.type(x).shape);
    std::vector<std::int64_t> order;
    for (const std::int64_t axis : c.integers("dims")) order.push_back(normal_axis(axis, axes));
    if (std::vector sorted = order; true) {
        std::sort(sorted.begin(), sorted.end());
        if (sorted != identity_order(axes)) c.refuse("its dims are no order of the axes");
    }
    c.set_output(0, c.add("Transpose", {{"order", order}}, {x}));
}

void import_t(ImportContext& c) {
    const ValueId x = c.value("self");
    std::vector<std::int64_t> order = identity_order(rank(c.type(x).shape));
    std::reverse(order.begin(), order.end());
    c.set_output(0, c.add("Transpose", {{"order", order}}, {x}));
}

/// The last two axes change places.
void import_matrix_transpose(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axes = rank(c.type(x).shape);
    if (axes < 2) c.refuse("its value has fewer than two axes");
    std::vector<std::int64_t> order = identity_order(axes);
    std::swap(order[at(axes - 1)], order[at(axes - 2)]);
    c.set_output(0, c.add("Transpose", {{"order", order}}, {x}));
}

void import_movedim(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axes = rank(c.type(x).shape);
    const std::vector<std::int64_t> from = c.integers("source");
    const std::vector<std::int64_t> to = c.integers("destination");
    if (from.size() != to.size()) c.refuse("it moves as many axes as it has places for");
    std::vector<std::int64_t> order(at(axes), -1);
    std::vector<bool> placed(at(axes), false);
    for (std::size_t k = 0; k < from.size(); ++k) {
        const int source = normal_axis(from[k], axes);
        const int target = normal_axis(to[k], axes);
        if (source < 0 || target < 0 || placed[at(source)] || order[at(target)] >= 0)
            c.refuse("its axes do not fit a value with " + std::to_string(axes) + " axes");
        order[at(target)] = source;
        placed[at(source)] = true;
    }
    std::int64_t next = 0;
    for (std::int64_t& axis : order) {
        if (axis >= 0) continue;
        while (placed[at(next)]) ++next;
        axis = next++;
    }
    c.set_output(0, c.add("Transpose", {{"order", order}}, {x}));
}

class Transpose final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Transpose",
                                 "Reorders axes. It costs nothing: vectors are renamed.",
                                 {{"order", "input axis per output axis"}},
                                 {SupportLevel::published, {}},
                                 {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& x = inputs[0].type.shape;
        const std::vector<std::int64_t>& order = attributes.integers("order");
        std::vector<std::int64_t> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        if (sorted != identity_order(rank(x)))
            bad_operand(info(), inputs[0], "the order does not name each axis once");
        Shape shape;
        for (const std::int64_t axis : order) shape.push_back(x[at(axis)]);
        return {{.shape = shape, .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        const std::vector<std::int64_t>& order = node.attributes().integers("order");
        DataDims demanded = known;
        if (known.inputs[0] != no_data_dim) demanded.outputs[0] = moved(order, known.inputs[0]);
        if (known.outputs[0] != no_data_dim)
            demanded.inputs[0] = static_cast<int>(order[at(known.outputs[0])]);
        return demanded;
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const std::vector<std::int64_t>& order = node.attributes().integers("order");
        std::vector<std::int64_t> rest;
        for (const std::int64_t axis : order)
            if (axis != axes[0]) rest.push_back(axis_after_removal(static_cast<int>(axis), axes[0]));
        return PassThrough{Attributes{{"order", rest}}, {moved(order, axes[0])}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const std::vector<lowering::VectorId>& source = builder.vectors(node.inputs[0]);
        const ValueType& from = builder.type(node.inputs[0]);
        if (from.shape.empty()) return builder.set_vectors(node.outputs[0], source);
        // Vectors are the elements of the value without its data dimension: permute their positions.
        Shape others = without_axis(from.shape, from.data_dim);
        std::vector<std::int64_t> order;
        for (const std::int64_t axis : node.attributes.integers("order"))
            if (axis != from.data_dim)
                order.push_back(axis_after_removal(static_cast<int>(axis), from.data_dim));
        RealTensor positions(others);
        std::iota(positions.values.begin(), positions.values.end(), 0.0);
        std::vector<lowering::VectorId> results;
        for (const double position : permute(positions, order).values)
            results.push_back(source[static_cast<std::size_t>(position)]);
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        return {permute(inputs[0], attributes.integers("order"))};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0,
                      "torch.permute(" + source.in(node) + ", " +
                          TorchSource::list(node.attributes().integers("order")) + ")");
    }

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", "aten::transpose", import_transpose},
                {"torchscript", "aten::swapaxes", import_transpose},
                {"torchscript", "aten::swapdims", import_transpose},
                {"torchscript", "aten::movedim", import_movedim},
                {"torchscript", "aten::moveaxis", import_movedim},
                {"torchscript", "aten::mT", import_matrix_transpose},
                {"torchscript", "aten::numpy_T", import_t},
                {"torchscript", "aten::permute", import_permute},
                {"torchscript", "aten::t", import_t}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder all("three axes");
        all.output(all.transpose(all.input("x", {2, 3, 4}), {2, 0, 1}));
        GraphBuilder around("around a linear");
        const ValueId x = around.input("x", {1, 6, 5});
        const ValueId y = around.linear(around.transpose(x, {0, 2, 1}), sample_tensor({3, 6}, 6));
        around.output(around.transpose(y, {0, 2, 1}));
        return {{"three axes", all.finish(), {2}}, {"around a linear", around.finish(), {2}}};
    }
};

}  // namespace

const nnir::Op& transpose_op() {
    static const Transpose op;
    return op;
}

}  // namespace lockstep::ops
