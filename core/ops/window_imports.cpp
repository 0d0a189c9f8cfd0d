#include <algorithm>
#include <cmath>
#include <optional>

#include "core/nnir/axes.h"
#include "core/ops/compose.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/products.h"

/// Windows, resampling and interleaving: positions taken again, in another order or between two.
namespace lockstep::ops {
namespace {

using namespace nnir;

/// unfold(dimension, size, step): windows side by side, their positions as a new last axis.
void import_unfold(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape shape = c.type(x).shape;
    const int axis = c.axis("dimension", rank(shape));
    const std::int64_t size = c.integer("size");
    const std::int64_t step = c.integer("step");
    const std::int64_t extent = shape[at(axis)];
    if (size < 1 || step < 1 || size > extent)
        c.refuse("windows of " + std::to_string(size) + " positions do not fit into " +
                 std::to_string(extent));
    const std::int64_t windows = (extent - size) / step + 1;
    std::vector<std::int64_t> positions;
    for (std::int64_t w = 0; w < windows; ++w)
        for (std::int64_t k = 0; k < size; ++k) positions.push_back(w * step + k);
    Shape split = with_extent(shape, axis, windows);
    split.insert(split.begin() + axis + 1, size);
    const ValueId parts = add_reshape(c, add_gather(c, x, axis, positions), split);
    const int last = last_axis(split);
    c.set_output(0, add_transpose(c, parts, moved_order(rank(split), axis + 1, last)));
}

/// How an axis is resampled.
struct Resampling {
    std::int64_t in;
    std::int64_t out;
    float step;  ///< positions of the input from one of the result to the next; fp32 as PyTorch has it
};

/// `given`: name of the argument with the factor of this axis, in the overload that has one each.
Resampling resampling(ImportContext& c, ValueId x, int axis, int axes, const std::string& given) {
    const std::int64_t in = c.type(x).shape[at(rank(c.type(x).shape) - axes + axis)];
    std::optional<double> factor;
    if (c.has("scale_factors")) {
        const Term factors = term(c, "scale_factors");
        factor = double{std::get<Tensor>(factors).values()[at(axis)]};
    } else if (c.has(given)) {
        factor = c.number(given);
    }
    Resampling result{in, in, 1};
    if (c.has("output_size")) {
        result.out = c.integers("output_size").at(at(axis));
    } else if (factor) {
        result.out = static_cast<std::int64_t>(std::floor(static_cast<double>(in) * *factor));
    }
    if (result.out < 1) c.refuse("it leaves no positions");
    result.step = factor && *factor > 0 ? static_cast<float>(1 / *factor)
                                        : static_cast<float>(in) / static_cast<float>(result.out);
    return result;
}

ValueId source_of(ImportContext& c) {
    return c.value(c.node().find("input") != nullptr ? "input" : "self");
}

std::string factor_name(int axis, int axes) {
    return axes == 1 ? "scales" : axis == 0 ? "scales_h" : "scales_w";
}

void import_nearest(ImportContext& c, int axes) {
    ValueId x = source_of(c);
    for (int axis = 0; axis < axes; ++axis) {
        const Resampling r = resampling(c, x, axis, axes, factor_name(axis, axes));
        std::vector<std::int64_t> positions;
        for (std::int64_t k = 0; k < r.out; ++k)
            positions.push_back(
                std::min(static_cast<std::int64_t>(std::floor(static_cast<float>(k) * r.step)), r.in - 1));
        x = add_gather(c, x, rank(c.type(x).shape) - axes + axis, positions);
    }
    c.set_output(0, x);
}

/// The matrix [out, in] of linear interpolation.
Tensor interpolation(const Resampling& r, bool align_corners) {
    std::vector<float> values(at(r.out * r.in), 0.0F);
    for (std::int64_t k = 0; k < r.out; ++k) {
        const auto place = static_cast<double>(k);
        double source = std::max(0.0, (place + 0.5) * double{r.step} - 0.5);
        if (align_corners)
            source = r.out == 1 ? 0 : place * static_cast<double>(r.in - 1) / static_cast<double>(r.out - 1);
        const auto first = std::min(static_cast<std::int64_t>(source), r.in - 1);
        const std::int64_t second = std::min(first + 1, r.in - 1);
        const double share = std::min(source - static_cast<double>(first), 1.0);
        values[at(k * r.in + first)] += static_cast<float>(1 - share);
        values[at(k * r.in + second)] += static_cast<float>(share);
    }
    return {{r.out, r.in}, std::move(values)};
}

/// Every pair of a row of one matrix and one of the other: what both do to two axes that are joined.
Tensor both(const Tensor& a, const Tensor& b) {
    const Shape shape{a.shape()[0] * b.shape()[0], a.shape()[1] * b.shape()[1]};
    std::vector<float> values(at(element_count(shape)));
    for (std::int64_t row = 0; row < shape[0]; ++row)
        for (std::int64_t column = 0; column < shape[1]; ++column)
            values[at(row * shape[1] + column)] =
                a.values()[at(row / b.shape()[0] * a.shape()[1] + column / b.shape()[1])] *
                b.values()[at(row % b.shape()[0] * b.shape()[1] + column % b.shape()[1])];
    return {shape, std::move(values)};
}

/// One product over the axes joined, as two would have to run along different axes.
void import_linear_resampling(ImportContext& c, int axes) {
    const ValueId x = source_of(c);
    Shape shape = c.type(x).shape;
    const int first = rank(shape) - axes;
    Tensor matrix({1, 1}, {1.0F});
    Shape joined(shape.begin(), shape.begin() + first);
    for (int axis = 0; axis < axes; ++axis) {
        const Resampling r = resampling(c, x, axis, axes, factor_name(axis, axes));
        matrix = both(matrix, interpolation(r, c.boolean("align_corners", false)));
        shape[at(first + axis)] = r.out;
    }
    joined.push_back(matrix.shape()[1]);
    c.set_output(0, add_reshape(c, times_transposed(c, add_reshape(c, x, joined), matrix), shape));
}

/// Axes from `first` on cut into factors, put into another order and joined to `joined`.
ValueId interleaved(ImportContext& c, ValueId x, int first, const Shape& factors,
                    const std::vector<std::int64_t>& order, const Shape& joined) {
    const Shape shape = c.type(x).shape;
    const auto behind = [&](const Shape& rest) {
        Shape all(shape.begin(), shape.begin() + first);
        all.insert(all.end(), rest.begin(), rest.end());
        return all;
    };
    std::vector<std::int64_t> whole = identity_order(first);
    for (const std::int64_t axis : order) whole.push_back(first + axis);
    return add_reshape(c, add_transpose(c, add_reshape(c, x, behind(factors)), whole), behind(joined));
}

/// [.., channels * r * r, h, w] and [.., channels, h * r, w * r].
void import_pixel_shuffle(ImportContext& c, bool back) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const std::int64_t r = c.integer(back ? "downscale_factor" : "upscale_factor");
    const int first = rank(shape) - 3;
    if (first < 0 || r < 1) c.refuse("its input of " + to_text(shape) + " has no rows and columns");
    const std::int64_t channels = shape[at(first)];
    const std::int64_t h = shape[at(first + 1)];
    const std::int64_t w = shape[at(first + 2)];
    if (back ? h % r != 0 || w % r != 0 : channels % (r * r) != 0)
        c.refuse("its input of " + to_text(shape) + " is not a multiple of its factor");
    c.set_output(0, back ? interleaved(c, x, first, {channels, h / r, r, w / r, r}, {0, 2, 4, 1, 3},
                                       {channels * r * r, h / r, w / r})
                         : interleaved(c, x, first, {channels / r / r, r, r, h, w}, {0, 3, 1, 4, 2},
                                       {channels / r / r, h * r, w * r}));
}

void import_channel_shuffle(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape shape = c.type(x).shape;
    const std::int64_t groups = c.integer("groups");
    if (rank(shape) < 2 || groups < 1 || shape[1] % groups != 0)
        c.refuse("its channels are not " + std::to_string(groups) + " equal groups");
    Shape split{groups, shape[1] / groups};
    split.insert(split.end(), shape.begin() + 2, shape.end());
    std::vector<std::int64_t> order = identity_order(rank(split));
    std::swap(order[0], order[1]);
    c.set_output(0, interleaved(c, x, 1, split, order, Shape(shape.begin() + 1, shape.end())));
}

/// Positions k and k + offset of two axes; a new last axis.
void import_diagonal(ImportContext& c) {
    ValueId x = c.value("self");
    const Shape shape = c.type(x).shape;
    const int one = c.axis("dim1", rank(shape), 0);
    const int two = c.axis("dim2", rank(shape), 1);
    const std::int64_t offset = c.integer("offset", 0);
    if (one == two) c.refuse("its axes are one");
    std::vector<std::int64_t> order;
    for (int axis = 0; axis < rank(shape); ++axis)
        if (axis != one && axis != two) order.push_back(axis);
    order.insert(order.end(), {one, two});
    const std::int64_t columns = shape[at(two)];
    std::vector<std::int64_t> positions;
    for (std::int64_t k = std::max<std::int64_t>(0, -offset); k < shape[at(one)] && k + offset < columns; ++k)
        positions.push_back(k * columns + k + offset);
    if (positions.empty()) c.refuse("its diagonal is empty");
    x = add_transpose(c, x, order);
    Shape flat = c.type(x).shape;
    flat.pop_back();
    flat.back() *= columns;
    c.set_output(0, add_gather(c, add_reshape(c, x, flat), last_axis(flat), positions));
}

/// Every position without the one before it, n times; other values may stand in front of the first and behind
/// the last.
void import_diff(ImportContext& c) {
    ValueId x = c.value("self");
    const int axis = c.axis("dim", rank(c.type(x).shape), -1);
    std::vector<ImportContext::Item> parts;
    for (const char* argument : {"prepend", "self", "append"})
        if (c.has(argument))
            std::visit([&](const auto& part) { parts.emplace_back(part); }, term(c, argument));
    if (parts.size() > 1) x = add_concat(c, parts, axis);
    for (std::int64_t n = c.integer("n", 1); n > 0; --n) {
        const std::int64_t count = c.type(x).shape[at(axis)] - 1;
        if (count < 1) c.refuse("it leaves no positions");
        x = pointwise(c, "subtract", add_slice(c, x, axis, 1, count), add_slice(c, x, axis, 0, count));
    }
    c.set_output(0, x);
}

ImportRule rule(const char* name, void (*import)(ImportContext&, int), int axes) {
    return {"torchscript", name, [import, axes](ImportContext& c) { import(c, axes); }};
}

}  // namespace

std::vector<ImportRule> window_imports() {
    return {{"torchscript", "aten::unfold", import_unfold},
            {"torchscript", "aten::diff", import_diff},
            rule("aten::upsample_nearest1d", import_nearest, 1),
            rule("aten::upsample_nearest2d", import_nearest, 2),
            rule("aten::upsample_linear1d", import_linear_resampling, 1),
            rule("aten::upsample_bilinear2d", import_linear_resampling, 2),
            {"torchscript", "aten::pixel_shuffle", [](ImportContext& c) { import_pixel_shuffle(c, false); }},
            {"torchscript", "aten::pixel_unshuffle", [](ImportContext& c) { import_pixel_shuffle(c, true); }},
            {"torchscript", "aten::channel_shuffle", import_channel_shuffle},
            {"torchscript", "aten::diagonal", import_diagonal}};
}

}  // namespace lockstep::ops
