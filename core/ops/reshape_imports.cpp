#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/nnir/import_context.h"
#include "core/ops/import_rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Kept in the graph also where the shape stays: canonicalising removes it and says so.
void add_reshape(ImportContext& c, ValueId x, Shape shape) {
    c.set_output(0, c.add("Reshape", {{"shape", std::move(shape)}}, {x}));
}

/// Works out the one extent of `shape` that is -1, of `count` elements.
void fill_open_extent(const ImportContext& c, Shape& shape, std::int64_t count) {
    std::int64_t known = 1;
    std::int64_t* open = nullptr;
    for (std::int64_t& extent : shape) {
        if (extent == -1 && open == nullptr) {
            open = &extent;
        } else {
            known *= extent;
        }
    }
    if (open == nullptr) return;
    if (known <= 0 || count % known != 0) c.refuse("the value does not take that shape");
    *open = count / known;
}

void import_reshape(ImportContext& c) {
    const ValueId x = c.value("self");
    Shape shape = c.integers(c.node().find("size") != nullptr ? "size" : "shape");
    fill_open_extent(c, shape, element_count(c.type(x).shape));
    add_reshape(c, x, std::move(shape));
}

void import_reshape_as(ImportContext& c) {
    const ValueId x = c.value("self");
    if (c.is_value("other")) return add_reshape(c, x, c.type(c.value("other")).shape);
    const std::optional<Tensor> other = c.tensor("other");
    if (!other) c.refuse("its argument 'other' is missing");
    add_reshape(c, x, other->shape());
}

void import_flatten(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& from = c.type(x).shape;
    if (from.empty()) return add_reshape(c, x, {1});
    const int first = c.axis("start_dim", rank(from), 0);
    const int last = c.axis("end_dim", rank(from), -1);
    if (first > last) c.refuse("start_dim lies behind end_dim");
    Shape shape(from.begin(), from.begin() + first);
    shape.push_back(1);
    for (int axis = first; axis <= last; ++axis) shape.back() *= from[at(axis)];
    shape.insert(shape.end(), from.begin() + last + 1, from.end());
    add_reshape(c, x, std::move(shape));
}

void import_ravel(ImportContext& c) {
    const ValueId x = c.value("self");
    add_reshape(c, x, {element_count(c.type(x).shape)});
}

void import_unflatten(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& from = c.type(x).shape;
    const int axis = c.axis("dim", rank(from));
    Shape inner = c.integers("sizes");
    fill_open_extent(c, inner, from[at(axis)]);
    Shape shape = without_axis(from, axis);
    shape.insert(shape.begin() + axis, inner.begin(), inner.end());
    add_reshape(c, x, std::move(shape));
}

void import_squeeze(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& from = c.type(x).shape;
    std::vector<int> only;
    for (const std::int64_t dim : c.integers("dim")) {
        const int axis = normal_axis(dim, std::max(rank(from), 1));
        if (axis < 0) c.refuse("it has no axis " + std::to_string(dim));
        only.push_back(axis);
    }
    Shape shape;
    for (int axis = 0; axis < rank(from); ++axis) {
        const bool meant = !c.has("dim") || std::find(only.begin(), only.end(), axis) != only.end();
        if (from[at(axis)] != 1 || !meant) shape.push_back(from[at(axis)]);
    }
    add_reshape(c, x, std::move(shape));
}

void import_unsqueeze(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& from = c.type(x).shape;
    add_reshape(c, x, with_axis(from, c.axis("dim", rank(from) + 1), 1));
}

void import_at_least(ImportContext& c, int axes) {
    const ValueId x = c.value("self");
    Shape shape = c.type(x).shape;
    // PyTorch puts the third axis behind.
    if (rank(shape) == 2 && axes == 3) shape.push_back(1);
    while (rank(shape) < std::min(axes, 2)) shape.insert(shape.begin(), 1);
    if (rank(shape) < axes) shape.push_back(1);
    add_reshape(c, x, std::move(shape));
}

void import_same(ImportContext& c) {
    const std::string argument = c.node().find("input") != nullptr ? "input" : "self";
    if (c.boolean("train", false) || c.boolean("training", false))
        c.refuse("it drops values at random; export the model in evaluation mode");
    c.set_output(0, c.value(argument));
}

}  // namespace

std::vector<ImportRule> reshape_imports() {
    std::vector<ImportRule> rules = {
        {"torchscript", "aten::reshape", import_reshape},
        {"torchscript", "aten::view", import_reshape},
        {"torchscript", "aten::_unsafe_view", import_reshape},
        {"torchscript", "aten::_reshape_alias", import_reshape},
        {"torchscript", "aten::reshape_as", import_reshape_as},
        {"torchscript", "aten::view_as", import_reshape_as},
        {"torchscript", "aten::flatten", import_flatten},
        {"torchscript", "aten::ravel", import_ravel},
        {"torchscript", "aten::unflatten", import_unflatten},
        {"torchscript", "aten::squeeze", import_squeeze},
        {"torchscript", "aten::squeeze_copy", import_squeeze},
        {"torchscript", "aten::unsqueeze", import_unsqueeze},
        {"torchscript", "aten::atleast_1d", [](ImportContext& c) { import_at_least(c, 1); }},
        {"torchscript", "aten::atleast_2d", [](ImportContext& c) { import_at_least(c, 2); }},
        {"torchscript", "aten::atleast_3d", [](ImportContext& c) { import_at_least(c, 3); }}};
    for (const char* name : {"contiguous", "detach", "clone", "alias", "dropout", "feature_dropout",
                             "alpha_dropout", "feature_alpha_dropout", "positive", "lift_fresh"})
        rules.push_back({"torchscript", std::string("aten::") + name, import_same});
    return rules;
}

}  // namespace lockstep::ops
