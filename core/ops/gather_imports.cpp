#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/refusals.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Positions = std::vector<std::int64_t>;

/// A constant tensor of positions; one of a single axis may come as a list.
struct Index {
    Shape shape;
    Positions positions;
};

Index index_argument(ImportContext& c, const std::string& argument) {
    if (c.is_value(argument)) c.refuse(positions_from_data);
    if (!c.has(argument)) c.refuse("its argument '" + argument + "' is missing");
    const Positions positions = c.integers(argument);
    const auto* known = std::get_if<ImportedAttribute>(&c.node().find(argument)->value);
    const auto* tensor = known == nullptr ? nullptr : std::get_if<Tensor>(known);
    if (tensor != nullptr) return {tensor->shape(), positions};
    return {{static_cast<std::int64_t>(positions.size())}, positions};
}

Positions whole(const ImportContext& c, const Tensor& tensor) {
    Positions all;
    for (const float v : tensor.values()) {
        all.push_back(static_cast<std::int64_t>(v));
        if (static_cast<float>(all.back()) != v) c.refuse("its positions are no integers");
    }
    return all;
}

void import_index_select(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axis = c.axis("dim", rank(c.type(x).shape));
    c.set_output(0, add_gather(c, x, axis, index_argument(c, "index").positions));
}

/// Puts `inner` in place of one axis.
Shape with_axes(const Shape& shape, int axis, const Shape& inner) {
    Shape result = without_axis(shape, axis);
    result.insert(result.begin() + axis, inner.begin(), inner.end());
    return result;
}

/// self[:, i, j]: the indexed axes become one, from which positions are taken.
void import_index(ImportContext& c) {
    ValueId x = c.value("self");
    const std::vector<ImportContext::Item> items = c.items("indices");
    std::vector<int> axes;
    std::vector<Index> indices;
    Shape common;
    for (std::size_t axis = 0; axis < items.size(); ++axis) {
        if (std::holds_alternative<ValueId>(items[axis])) c.refuse(positions_from_data);
        const auto* tensor = std::get_if<Tensor>(&items[axis]);
        if (tensor == nullptr) continue;
        axes.push_back(static_cast<int>(axis));
        indices.push_back({tensor->shape(), whole(c, *tensor)});
        common = broadcast_shape(c, common, tensor->shape());
    }
    if (axes.empty()) return c.set_output(0, x);
    const int count = static_cast<int>(axes.size());
    // Indexed axes that do not stand side by side move to the front, as PyTorch has it.
    const bool adjacent = axes.back() - axes.front() == count - 1;
    const int place = adjacent ? axes.front() : 0;
    if (!adjacent) {
        std::vector<std::int64_t> order(axes.begin(), axes.end());
        for (int axis = 0; axis < rank(c.type(x).shape); ++axis)
            if (std::find(axes.begin(), axes.end(), axis) == axes.end()) order.push_back(axis);
        x = add_transpose(c, x, order);
    }
    const Shape shape = c.type(x).shape;
    Positions flat(at(element_count(common)), 0);
    std::int64_t merged = 1;
    for (int k = 0; k < count; ++k) {
        const std::int64_t extent = shape[at(place + k)];
        merged *= extent;
        const Positions stretched = stretched_positions(indices[at(k)].shape, common);
        for (std::size_t n = 0; n < flat.size(); ++n) {
            const std::int64_t position = indices[at(k)].positions[at(stretched[n])];
            if (position < -extent || position >= extent)
                c.refuse("position " + std::to_string(position) + " lies outside of an axis of " +
                         std::to_string(extent));
            flat[n] = flat[n] * extent + (position < 0 ? position + extent : position);
        }
    }
    Shape narrow(shape.begin(), shape.begin() + place);
    narrow.push_back(merged);
    narrow.insert(narrow.end(), shape.begin() + place + count, shape.end());
    x = add_gather(c, add_reshape(c, x, narrow), place, flat);
    c.set_output(0, add_reshape(c, x, with_axes(narrow, place, common)));
}

/// gather(dim, index). Where the index is the same beside the axis, whole positions are taken; else elements
/// of the flattened value.
void import_gather(ImportContext& c) {
    ValueId x = c.value("self");
    const Index index = index_argument(c, "index");
    const Shape shape = c.type(x).shape;
    if (shape.empty() || rank(index.shape) != rank(shape))
        c.refuse("its index has other axes than the value");
    const int axis = c.axis("dim", rank(shape));
    const AxisView view = axis_view(index.shape, axis);
    const std::int64_t extent = shape[at(axis)];
    bool regular = true;
    for (std::int64_t o = 0; o < view.outer; ++o)
        for (std::int64_t k = 0; k < view.extent; ++k)
            for (std::int64_t i = 0; i < view.inner; ++i)
                regular = regular && index.positions[at((o * view.extent + k) * view.inner + i)] ==
                                         index.positions[at(k * view.inner)];
    if (regular && element_count(index.shape) > 0) {
        for (int other = 0; other < rank(shape); ++other)
            if (other != axis) x = add_slice(c, x, other, 0, index.shape[at(other)]);
        Positions positions;
        for (std::int64_t k = 0; k < view.extent; ++k)
            positions.push_back(index.positions[at(k * view.inner)]);
        return c.set_output(0, add_gather(c, x, axis, positions));
    }
    const std::vector<std::int64_t> own = strides(index.shape);
    const std::vector<std::int64_t> step = strides(shape);
    Positions flat;
    for (std::size_t n = 0; n < index.positions.size(); ++n) {
        std::int64_t position = 0;
        auto rest = static_cast<std::int64_t>(n);
        for (int other = 0; other < rank(shape); ++other) {
            const std::int64_t along = other == axis ? index.positions[n] : rest / own[at(other)];
            if (other == axis && (along < 0 || along >= extent))
                c.refuse("position " + std::to_string(along) + " lies outside of axis " +
                         std::to_string(axis));
            position += along * step[at(other)];
            rest %= own[at(other)];
        }
        flat.push_back(position);
    }
    x = add_gather(c, add_reshape(c, x, {element_count(shape)}), 0, flat);
    c.set_output(0, add_reshape(c, x, index.shape));
}

/// take(index): elements of the flattened value.
void import_take(ImportContext& c) {
    const ValueId x = c.value("self");
    const Index index = index_argument(c, "index");
    const ValueId taken =
        add_gather(c, add_reshape(c, x, {element_count(c.type(x).shape)}), 0, index.positions);
    c.set_output(0, add_reshape(c, taken, index.shape));
}

void import_flip(ImportContext& c, std::vector<std::int64_t> dims) {
    ValueId x = c.value("self");
    for (const std::int64_t dim : dims) {
        const int axis = normal_axis(dim, rank(c.type(x).shape));
        if (axis < 0) c.refuse("it has no axis " + std::to_string(dim));
        const std::int64_t extent = c.type(x).shape[at(axis)];
        x = add_gather(c, x, axis, counted(extent - 1, extent, -1));
    }
    c.set_output(0, x);
}

void import_roll(ImportContext& c) {
    ValueId x = c.value("self");
    const Shape shape = c.type(x).shape;
    const Positions shifts = c.integers("shifts");
    Positions dims = c.integers("dims");
    const bool flattened = dims.empty();
    if (flattened) {
        dims = {0};
        x = add_reshape(c, x, {element_count(shape)});
    }
    if (shifts.size() != dims.size()) c.refuse("it has not one shift per axis");
    for (std::size_t k = 0; k < dims.size(); ++k) {
        const int axis = normal_axis(dims[k], rank(c.type(x).shape));
        if (axis < 0) c.refuse("it has no axis " + std::to_string(dims[k]));
        const std::int64_t extent = c.type(x).shape[at(axis)];
        Positions positions;
        for (std::int64_t n = 0; n < extent; ++n)
            positions.push_back(((n - shifts[k]) % extent + extent) % extent);
        x = add_gather(c, x, axis, positions);
    }
    c.set_output(0, add_reshape(c, x, shape));
}

void import_repeat_interleave(ImportContext& c) {
    ValueId x = c.value("self");
    if (c.is_value("repeats")) c.refuse("its counts are computed from the input");
    if (!c.has("dim")) x = add_reshape(c, x, {element_count(c.type(x).shape)});
    const int axis = c.has("dim") ? c.axis("dim", rank(c.type(x).shape)) : 0;
    const std::int64_t extent = c.type(x).shape[at(axis)];
    Positions counts = c.integers("repeats");
    if (counts.size() == 1) counts.resize(at(extent), counts.front());
    if (std::cmp_not_equal(counts.size(), extent)) c.refuse("it has not one count per position");
    Positions positions;
    for (std::int64_t n = 0; n < extent; ++n)
        positions.insert(positions.end(), at(std::max<std::int64_t>(0, counts[at(n)])), n);
    c.set_output(0, add_gather(c, x, axis, positions));
}

}  // namespace

std::vector<ImportRule> gather_imports() {
    return {{"torchscript", "aten::index_select", import_index_select},
            {"torchscript", "aten::index", import_index},
            {"torchscript", "aten::gather", import_gather},
            {"torchscript", "aten::take", import_take},
            {"torchscript", "aten::flip", [](ImportContext& c) { import_flip(c, c.integers("dims")); }},
            {"torchscript", "aten::fliplr", [](ImportContext& c) { import_flip(c, {1}); }},
            {"torchscript", "aten::flipud", [](ImportContext& c) { import_flip(c, {0}); }},
            {"torchscript", "aten::roll", import_roll},
            {"torchscript", "aten::repeat_interleave", import_repeat_interleave}};
}

}  // namespace lockstep::ops
