#include <algorithm>
#include <array>

#include "core/ops/conv_weights.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// What a convolution does along one axis.
struct Along {
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t dilation = 1;
    std::int64_t left = 0;
    std::int64_t right = 0;

    std::int64_t positions(std::int64_t length) const {
        return (length + left + right - (kernel - 1) * dilation - 1) / stride + 1;
    }
};

/// The number of an axis among `axes`: one number stands for all of them.
std::int64_t number_of(ImportContext& c, const std::string& argument, int axis, int axes,
                       std::int64_t otherwise) {
    const std::vector<std::int64_t> values = c.integers(argument);
    if (values.empty()) return otherwise;
    if (values.size() == 1) return values.front();
    if (values.size() != at(axes))
        c.refuse("its argument '" + argument + "' has not one number for each of " + std::to_string(axes) +
                 " axes");
    return values[at(axis)];
}

Along along(ImportContext& c, const Tensor& weight, int axis) {
    const int axes = rank(weight.shape()) - 2;
    Along result{.kernel = weight.shape()[at(2 + axis)],
                 .stride = number_of(c, "stride", axis, axes, 1),
                 .dilation = number_of(c, "dilation", axis, axes, 1)};
    if (!c.holds_string("padding")) {
        result.left = result.right = number_of(c, "padding", axis, axes, 0);
        return result;
    }
    const std::string name = c.string("padding", "");
    if (name == "valid") return result;
    if (name != "same") c.refuse("its padding '" + name + "' is unknown");
    const std::int64_t span = (result.kernel - 1) * result.dilation;
    result.left = span / 2;
    result.right = span - span / 2;
    return result;
}

ValueId add_conv(ImportContext& c, ValueId x, const Tensor& weight, const Along& axis, bool rows = false) {
    Attributes attributes{
        {"weight", weight}, {"dilation", axis.dilation}, {"pad_left", axis.left}, {"pad_right", axis.right}};
    if (const auto bias = c.tensor("bias")) attributes.set("bias", *bias);
    if (const std::int64_t groups = c.integer("groups", 1); groups != 1) attributes.set("groups", groups);
    if (axis.stride != 1) attributes.set("stride", axis.stride);
    if (rows) attributes.set("rows", true);
    return c.add("Conv1d", attributes, {x});
}

/// The rows that tap `tap` meets, of [batch, rows, channels, columns].
ValueId rows_under(ImportContext& c, ValueId x, const Along& rows, std::int64_t count, std::int64_t tap) {
    return add_gather(c, x, 1, counted(tap * rows.dilation, count, rows.stride));
}

/// A 2-d convolution of [batch, channels, rows, columns]: the rows that one row of the result needs become
/// channels of a convolution along the columns.
ValueId convolve_planes(ImportContext& c, ValueId x, const Tensor& weight, const Along& rows,
                        const Along& columns) {
    const Shape shape = c.type(x).shape;
    const std::int64_t count = rows.positions(shape[2]);
    if (count < 1) c.refuse("its kernel reaches over more rows than there are");
    if (rows.left + rows.right > 0)
        x = c.add("Pad",
                  {{"axis", std::int64_t{2}}, {"left", rows.left}, {"right", rows.right}, {"value", 0.0}},
                  {x});
    x = add_transpose(c, x, {0, 2, 1, 3});
    std::vector<ImportContext::Item> taps;
    for (std::int64_t tap = 0; tap < rows.kernel; ++tap)
        taps.emplace_back(
            add_reshape(c, rows_under(c, x, rows, count, tap), {shape[0], count, shape[1], 1, shape[3]}));
    x = add_reshape(c, add_concat(c, taps, 3), {shape[0] * count, shape[1] * rows.kernel, shape[3]});
    const Shape& w = weight.shape();
    const ValueId y = add_conv(c, x, weight.reshaped({w[0], w[1] * w[2], w[3]}), columns, shape[0] == 1);
    const std::int64_t width = c.type(y).shape[2];
    return add_transpose(c, add_reshape(c, y, {shape[0], count, w[0], width}), {0, 2, 1, 3});
}

ValueId convolve_2d(ImportContext& c, ValueId x, const Tensor& weight) {
    const Shape shape = c.type(x).shape;
    const std::array<Along, 2> axes{along(c, weight, 0), along(c, weight, 1)};
    for (int flat = 0; flat < 2; ++flat) {
        // Along one axis: the other one has one position and one tap.
        const Along& other = axes[at(flat)];
        if (shape[at(2 + flat)] != 1 || other.kernel != 1 || other.left + other.right != 0) continue;
        const Tensor taps = weight.reshaped(without_axis(weight.shape(), 2 + flat));
        const ValueId y =
            add_conv(c, add_reshape(c, x, without_axis(shape, 2 + flat)), taps, axes[at(1 - flat)]);
        return add_reshape(c, y, with_axis(c.type(y).shape, 2 + flat, 1));
    }
    if (axes[1].kernel != 1 || axes[0].kernel == 1) return convolve_planes(c, x, weight, axes[0], axes[1]);
    // Along the rows only: rows and columns change places.
    const std::vector<std::int64_t> turned{0, 1, 3, 2};
    const ValueId y =
        convolve_planes(c, add_transpose(c, x, turned), weight.permuted({0, 1, 3, 2}), axes[1], axes[0]);
    return add_transpose(c, y, turned);
}

/// Of stride s, tap k meets the results at s * position + k: s convolutions, each with every s-th tap, whose
/// results take turns.
ValueId convolve_transposed(ImportContext& c, ValueId x, const Tensor& weight) {
    const Along axis = along(c, weight, 0);
    const std::int64_t groups = c.integer("groups", 1);
    const std::int64_t length = c.type(x).shape[2];
    const Shape& w = weight.shape();
    const std::int64_t stride = axis.stride;
    const std::int64_t span = (axis.kernel - 1) * axis.dilation + 1;
    const std::int64_t behind = number_of(c, "output_padding", 0, 1, 0);
    const std::int64_t results = (length - 1) * stride - 2 * axis.left + span + behind;
    if (groups < 1 || w[0] % groups != 0 || results < 1) c.refuse("its padding leaves no result");
    const std::int64_t in = w[0] / groups;
    const std::int64_t out = w[1];
    const std::int64_t taps = (span + stride - 1) / stride;
    const std::int64_t turns = std::max(length, (axis.left + results + stride - 1) / stride);
    std::vector<ImportContext::Item> phases;
    for (std::int64_t phase = 0; phase < stride; ++phase) {
        std::vector<float> values(at(groups * out * in * taps), 0.0F);
        for (std::int64_t k = 0; k < axis.kernel; ++k) {
            const std::int64_t place = k * axis.dilation;
            if (place % stride != phase) continue;
            for (std::int64_t row = 0; row < groups * out; ++row)
                for (std::int64_t channel = 0; channel < in; ++channel) {
                    const std::int64_t from = row / out * in + channel;
                    values[at((row * in + channel) * taps + taps - 1 - place / stride)] =
                        weight.values()[at((from * out + row % out) * axis.kernel + k)];
                }
        }
        const Along own{.kernel = taps, .left = taps - 1, .right = turns - length};
        const ValueId y = add_conv(c, x, Tensor({groups * out, in, taps}, std::move(values)), own);
        phases.emplace_back(add_reshape(c, y, with_axis(c.type(y).shape, 3, 1)));
    }
    const ValueId all = add_concat(c, phases, 3);
    return add_slice(c, add_reshape(c, all, {c.type(x).shape[0], groups * out, turns * stride}), 2, axis.left,
                     results);
}

void import_convolution(ImportContext& c, bool transposed) {
    const Tensor weight = weight_argument(c, "weight");
    const int axes = rank(weight.shape()) - 2;
    if (axes < 1 || axes > 2 || (transposed && axes != 1))
        c.refuse("it is a " + std::string(transposed ? "transposed " : "") + std::to_string(axes) +
                 "-d convolution; " +
                 (transposed ? "1-d ones are supported" : "1-d and 2-d ones are supported"));
    ValueId x = c.value("input");
    // Without a batch axis PyTorch puts one in front of the convolution and takes it away behind.
    const Shape shape = c.type(x).shape;
    const bool single = rank(shape) == axes + 1;
    if (!single && rank(shape) != axes + 2) c.refuse("its input of " + to_text(shape) + " has no channels");
    if (single) x = add_reshape(c, x, with_axis(shape, 0, 1));
    ValueId y = x;
    if (transposed) {
        y = convolve_transposed(c, x, weight);
    } else {
        y = axes == 2 ? convolve_2d(c, x, weight) : add_conv(c, x, weight, along(c, weight, 0));
    }
    if (single) y = add_reshape(c, y, without_axis(c.type(y).shape, 0));
    c.set_output(0, y);
}

}  // namespace

std::vector<ImportRule> conv_imports() {
    const auto either = [](ImportContext& c) { import_convolution(c, c.boolean("transposed", false)); };
    const auto transposed = [](ImportContext& c) { import_convolution(c, true); };
    return {
        {"torchscript", "aten::conv1d", either},       {"torchscript", "aten::conv2d", either},
        {"torchscript", "aten::_convolution", either}, {"torchscript", "aten::_convolution_mode", either},
        {"torchscript", "aten::convolution", either},  {"torchscript", "aten::conv_transpose1d", transposed}};
}

}  // namespace lockstep::ops
