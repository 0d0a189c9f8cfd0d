#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Item = ImportContext::Item;

const Shape& shape_of(const ImportContext& c, const Item& item) {
    if (const auto* id = std::get_if<ValueId>(&item)) return c.type(*id).shape;
    if (const auto* constant = std::get_if<Tensor>(&item)) return constant->shape();
    c.refuse("an entry of its list is None");
}

Item reshaped(ImportContext& c, const Item& item, const Shape& shape) {
    if (const auto* constant = std::get_if<Tensor>(&item)) return constant->reshaped(shape);
    return add_reshape(c, std::get<ValueId>(item), shape);
}

/// The parts that hold anything: PyTorch lets an empty tensor of one axis stand beside any other.
std::vector<Item> parts(const ImportContext& c) {
    std::vector<Item> all;
    for (const Item& item : c.items("tensors"))
        if (!std::holds_alternative<std::monostate>(item) && element_count(shape_of(c, item)) > 0)
            all.push_back(item);
    if (all.empty()) c.refuse("its list is empty");
    return all;
}

void import_cat(ImportContext& c) {
    const std::vector<Item> all = parts(c);
    c.set_output(0, add_concat(c, all, c.axis("dim", rank(shape_of(c, all.front())), 0)));
}

void import_stack(ImportContext& c) {
    std::vector<Item> all = parts(c);
    const Shape& shape = shape_of(c, all.front());
    const int axis = c.axis("dim", rank(shape) + 1, 0);
    const Shape wide = with_axis(shape, axis, 1);
    for (Item& item : all) item = reshaped(c, item, wide);
    c.set_output(0, add_concat(c, all, axis));
}

/// hstack, vstack and column_stack: parts get at least `axes` axes (a vector becomes a row, or a column).
void import_stacked(ImportContext& c, int axes, int axis, bool column) {
    std::vector<Item> all = parts(c);
    for (Item& item : all) {
        Shape shape = shape_of(c, item);
        if (shape.empty()) shape = {1};
        if (rank(shape) < axes) shape.insert(column ? shape.end() : shape.begin(), 1);
        item = reshaped(c, item, shape);
    }
    const bool single = rank(shape_of(c, all.front())) == 1;
    c.set_output(0, add_concat(c, all, single ? 0 : axis));
}

/// self with src in place of positions [first, first + count): the form without writing of x[a:b] = src.
void replace_positions(ImportContext& c, int axis, std::int64_t first, std::int64_t count, const Item& src) {
    const Item self = c.is_value("self") ? Item{c.value("self")} : Item{*c.tensor("self")};
    const std::int64_t extent = shape_of(c, self)[at(axis)];
    const auto piece = [&](std::int64_t from, std::int64_t length) -> Item {
        if (length == 0) return std::monostate();
        if (const auto* constant = std::get_if<Tensor>(&self))
            return tensor_slice(*constant, axis, from, length);
        return add_slice(c, std::get<ValueId>(self), axis, from, length);
    };
    c.set_output(0,
                 add_concat(c, {piece(0, first), src, piece(first + count, extent - first - count)}, axis));
}

Item source_of(ImportContext& c, const Shape& shape) {
    if (c.is_value("src")) return add_expand(c, c.value("src"), shape);
    const std::optional<Tensor> constant = c.tensor("src");
    if (!constant || constant->size() != element_count(shape))
        c.refuse("its argument 'src' must be " + to_text(shape));
    return constant->reshaped(shape);
}

Shape self_shape(const ImportContext& c, ImportContext& writable) {
    if (c.is_value("self")) return c.type(writable.value("self")).shape;
    const std::optional<Tensor> constant = c.tensor("self");
    if (!constant) c.refuse("its argument 'self' is missing");
    return constant->shape();
}

void import_slice_scatter(ImportContext& c) {
    const Shape shape = self_shape(c, c);
    const int axis = c.axis("dim", rank(shape), 0);
    const std::int64_t extent = shape[at(axis)];
    const std::int64_t first = slice_bound(c.integer("start", 0), extent);
    const std::int64_t end = std::max(first, slice_bound(c.integer("end", extent), extent));
    const std::int64_t step = c.integer("step", 1);
    if (step != 1)
        c.refuse("it writes every " + std::to_string(step) + "th position; only step 1 is supported");
    if (first == end) return c.set_output(0, c.operand("self"));
    replace_positions(c, axis, first, end - first, source_of(c, with_extent(shape, axis, end - first)));
}

void import_select_scatter(ImportContext& c) {
    const Shape shape = self_shape(c, c);
    const int axis = c.axis("dim", rank(shape));
    const int position = normal_axis(c.integer("index"), static_cast<int>(shape[at(axis)]));
    if (position < 0) c.refuse("its index lies outside of axis " + std::to_string(axis));
    const Item source = source_of(c, without_axis(shape, axis));
    replace_positions(c, axis, position, 1, reshaped(c, source, with_extent(shape, axis, 1)));
}

}  // namespace

std::vector<ImportRule> concat_imports() {
    const auto stacked = [](const char* name, int axes, int axis, bool column) {
        return ImportRule{"torchscript", name,
                          [=](ImportContext& c) { import_stacked(c, axes, axis, column); }};
    };
    return {{"torchscript", "aten::cat", import_cat},
            {"torchscript", "aten::concat", import_cat},
            {"torchscript", "aten::concatenate", import_cat},
            {"torchscript", "aten::stack", import_stack},
            stacked("aten::hstack", 1, 1, false),
            stacked("aten::vstack", 2, 0, false),
            stacked("aten::row_stack", 2, 0, false),
            stacked("aten::column_stack", 2, 1, true),
            {"torchscript", "aten::slice_scatter", import_slice_scatter},
            {"torchscript", "aten::select_scatter", import_select_scatter}};
}

}  // namespace lockstep::ops
