#include <algorithm>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/moves.h"
#include "core/ops/rules.h"
#include "core/ops/selection.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The position that stands at `place` of a padded axis, counted from where the value begins.
std::int64_t copied_position(const ImportContext& c, const std::string& mode, std::int64_t place,
                             std::int64_t extent) {
    if (mode == "replicate") return std::clamp<std::int64_t>(place, 0, extent - 1);
    if (mode == "reflect") {
        if (place < 0) place = -place;
        if (place >= extent) place = 2 * (extent - 1) - place;
    } else if (mode == "circular") {
        if (place < 0) place += extent;
        if (place >= extent) place -= extent;
    } else {
        c.refuse("its mode '" + mode + "' is unknown");
    }
    if (place < 0 || place >= extent) c.refuse("it pads more than the value has");
    return place;
}

/// Modes that put copies of the value's own positions around it.
void pad_by_copies(ImportContext& c, const std::string& mode, ValueId x,
                   const std::vector<std::int64_t>& amounts) {
    const int axes = rank(c.type(x).shape);
    if (amounts.size() % 2 != 0 || amounts.size() / 2 > at(axes))
        c.refuse("its list of pads does not fit the input");
    for (std::size_t k = 0; k < amounts.size() / 2; ++k) {
        const int axis = axes - 1 - static_cast<int>(k);
        const std::int64_t extent = c.type(x).shape[at(axis)];
        std::vector<std::int64_t> positions;
        for (std::int64_t place = -amounts[2 * k]; place < extent + amounts[2 * k + 1]; ++place)
            positions.push_back(copied_position(c, mode, place, extent));
        x = add_gather(c, x, axis, positions);
    }
    c.set_output(0, x);
}

void import_pad(ImportContext& c) {
    const bool named = c.node().find("input") != nullptr;
    ValueId x = c.value(named ? "input" : "self");
    const std::string mode = c.string("mode", "constant");
    if (mode != "constant") return pad_by_copies(c, mode, x, c.integers("pad"));
    const double value = c.number("value", 0.0);
    const std::vector<std::int64_t> amounts = c.integers("pad");
    const int axes = rank(c.type(x).shape);
    if (amounts.size() % 2 != 0 || amounts.size() / 2 > at(axes))
        c.refuse("its list of pads does not fit the input");
    for (std::size_t k = 0; k < amounts.size() / 2; ++k) {
        const std::int64_t axis = axes - 1 - static_cast<std::int64_t>(k);
        const std::int64_t left = amounts[2 * k];
        const std::int64_t right = amounts[2 * k + 1];
        if (left < 0 || right < 0) {
            const std::int64_t first = std::max<std::int64_t>(0, -left);
            const std::int64_t count = c.type(x).shape[at(axis)] - first - std::max<std::int64_t>(0, -right);
            if (count < 0) c.refuse("it cuts off more than there is");
            x = c.add("Slice", {{"axis", axis}, {"first", first}, {"count", count}}, {x});
        }
        if (left > 0 || right > 0)
            x = c.add("Pad",
                      {{"axis", axis},
                       {"left", std::max<std::int64_t>(0, left)},
                       {"right", std::max<std::int64_t>(0, right)},
                       {"value", value}},
                      {x});
    }
    c.set_output(0, x);
}

/// What stands left of the input: `columns`, or the value.
RealTensor left_part(const Attributes& attributes, const Shape& input, int axis) {
    if (attributes.has("columns")) return RealTensor(attributes.tensor("columns"));
    return RealTensor(with_extent(input, axis, attributes.integer("left")), attributes.number("value"));
}

class Pad final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Pad",
            "Puts constant positions in front of and behind an axis.",
            {{"axis", "the axis"},
             {"left", "number of positions in front"},
             {"right", "number of positions behind"},
             {"value", "what they hold"},
             {"columns", "what stands in front instead of the value: the input's shape with extent left",
              true}},
            {SupportLevel::composed,
             "as concatenation with constants; a left pad of a convolution is folded into it"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& shape = inputs[0].type.shape;
        const std::int64_t axis = attributes.integer("axis");
        const std::int64_t left = attributes.integer("left");
        const std::int64_t right = attributes.integer("right");
        if (axis < 0 || axis >= rank(shape))
            bad_operand(info(), inputs[0], "it has no axis " + std::to_string(axis));
        if (left < 0 || right < 0) bad_operand(info(), inputs[0], "a number of positions is negative");
        const int normal = static_cast<int>(axis);
        if (attributes.has("columns") &&
            attributes.tensor("columns").shape() != with_extent(shape, normal, left))
            bad_operand(info(), inputs[0],
                        "the columns are " + to_text(attributes.tensor("columns").shape()) + ", not " +
                            to_text(with_extent(shape, normal, left)));
        static_cast<void>(attributes.number("value"));
        return {{.shape = with_extent(shape, normal, shape[at(axis)] + left + right),
                 .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        Attributes attributes = node.attributes();
        const auto axis = static_cast<int>(attributes.integer("axis"));
        if (axis == axes[0])
            return Refuse{
                "it adds " + std::to_string(attributes.integer("left")) +
                    " positions in front of the sequence and " + std::to_string(attributes.integer("right")) +
                    " behind it, so its length changes",
                "pad by (kernel - 1) * dilation on the left of each convolution, and not on the right"};
        if (attributes.has("columns")) {
            const auto first = same_along(attributes.tensor("columns"), axes[0]);
            if (!first)
                return Refuse{"what it puts in front of axis " + std::to_string(axis) +
                                  " differs from position to position",
                              "stream another axis"};
            attributes.set("columns", *first);
        }
        attributes.set("axis", std::int64_t{axis_after_removal(axis, axes[0])});
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const ValueType& type = builder.type(node.inputs[0]);
        const auto axis = static_cast<int>(node.attributes.integer("axis"));
        const std::vector<lowering::VectorId> source = builder.vectors(node.inputs[0]);
        const std::int64_t left = node.attributes.integer("left");
        const std::int64_t right = node.attributes.integer("right");
        const auto fill = static_cast<float>(node.attributes.number("value"));
        std::vector<std::vector<float>> before = lowering::cut_into_vectors(
            to_tensor(left_part(node.attributes, type.shape, axis)), type.data_dim);
        if (axis == type.data_dim) {
            Selector selector(builder);
            std::vector<lowering::VectorId> results;
            for (std::size_t k = 0; k < source.size(); ++k) {
                const std::int64_t length = builder.length(source[k]);
                std::vector<float> background = before[k];
                background.resize(at(left + length + right), fill);
                results.push_back(selector.select(std::move(background), {{source[k], 0, left, length}}));
            }
            return builder.set_vectors(node.outputs[0], std::move(results));
        }
        const std::vector<float> behind(at(type.shape[at(type.data_dim)]), fill);
        const AxisView view =
            axis_view(without_axis(type.shape, type.data_dim), axis_after_removal(axis, type.data_dim));
        std::vector<lowering::VectorId> results;
        for (std::int64_t o = 0; o < view.outer; ++o) {
            for (std::int64_t k = 0; k < left * view.inner; ++k)
                results.push_back(builder.constant_vector(before[at(o * left * view.inner + k)]));
            for (std::int64_t k = 0; k < view.extent * view.inner; ++k)
                results.push_back(source[at(o * view.extent * view.inner + k)]);
            for (std::int64_t k = 0; k < right * view.inner; ++k)
                results.push_back(builder.constant_vector(behind));
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const auto axis = static_cast<int>(attributes.integer("axis"));
        const Shape& shape = inputs[0].shape;
        return {concatenate(
            {left_part(attributes, shape, axis), inputs[0],
             RealTensor(with_extent(shape, axis, attributes.integer("right")), attributes.number("value"))},
            axis)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Attributes& a = node.attributes();
        const auto axis = static_cast<int>(a.integer("axis"));
        const auto part = [&](const RealTensor& tensor) { return source.weight(to_tensor(tensor)); };
        const std::string left = part(left_part(a, node.in(), axis));
        const std::string right =
            part(RealTensor(with_extent(node.in(), axis, a.integer("right")), a.number("value")));
        source.assign(node, 0,
                      "torch.cat([" + left + ", " + source.in(node) + ", " + right + "], " +
                          std::to_string(axis) + ")");
    }

    std::vector<ImportRule> imports() const override {
        const auto copies = [](const char* name, const char* mode) {
            return ImportRule{"torchscript", name, [mode](ImportContext& c) {
                                  pad_by_copies(c, mode, c.value("self"), c.integers("padding"));
                              }};
        };
        return {{"torchscript", "aten::pad", import_pad},
                {"torchscript", "aten::constant_pad_nd", import_pad},
                copies("aten::reflection_pad1d", "reflect"),
                copies("aten::reflection_pad2d", "reflect"),
                copies("aten::replication_pad1d", "replicate"),
                copies("aten::replication_pad2d", "replicate")};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder axis("other axis");
        const ValueId x = axis.input("x", {5, 2, 3});
        axis.output(axis.linear(axis.pad(x, 1, 1, 2, 0.5), sample_tensor({2, 3}, 10)));
        GraphBuilder features("data dimension");
        const ValueId y = features.linear(features.input("x", {4, 3}), sample_tensor({3, 3}, 11));
        features.output(features.pad(y, 1, 2, 1, -1.0));
        GraphBuilder columns("columns");
        const ValueId z = columns.input("x", {2, 4});
        columns.output(columns.add("Pad",
                                   {{"axis", std::int64_t{1}},
                                    {"left", std::int64_t{2}},
                                    {"right", std::int64_t{0}},
                                    {"value", 0.0},
                                    {"columns", sample_tensor({2, 2}, 12)}},
                                   {z}));
        return {{"other axis", axis.finish(), {0}},
                {"data dimension", features.finish(), {0}},
                {"columns", columns.finish()}};
    }
};

}  // namespace

const nnir::Op& pad_op() {
    static const Pad op;
    return op;
}

}  // namespace lockstep::ops
