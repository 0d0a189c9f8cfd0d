#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// expand(sizes): -1 keeps an extent.
void import_expand(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& from = c.type(x).shape;
    Shape shape = c.integers("size");
    if (shape.size() < from.size()) c.refuse("its size has fewer axes than the value");
    const std::size_t added = shape.size() - from.size();
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (shape[axis] != -1) continue;
        if (axis < added) c.refuse("a new axis cannot be -1");
        shape[axis] = from[axis - added];
    }
    c.set_output(0, add_expand(c, x, shape));
}

void import_expand_as(ImportContext& c) {
    const std::string other = "other";
    const Shape shape = c.is_value(other) ? c.type(c.value(other)).shape : c.tensor(other)->shape();
    c.set_output(0, add_expand(c, c.operand("self"), shape));
}

/// The whole value repeated along each axis; further factors in front are new axes.
void import_repeat(ImportContext& c, const std::string& argument, bool may_be_short) {
    ValueId x = c.value("self");
    std::vector<std::int64_t> factors = c.integers(argument);
    Shape shape = c.type(x).shape;
    if (factors.size() < shape.size()) {
        if (!may_be_short) c.refuse("it has fewer factors than the value has axes");
        factors.insert(factors.begin(), shape.size() - factors.size(), 1);
    }
    shape.insert(shape.begin(), factors.size() - shape.size(), 1);
    x = add_reshape(c, x, shape);
    Shape stretched = shape;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        if (shape[axis] == 1) stretched[axis] = factors[axis];
    x = add_expand(c, x, stretched);
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (shape[axis] == 1 || factors[axis] == 1) continue;
        std::vector<std::int64_t> positions;
        for (std::int64_t k = 0; k < factors[axis] * shape[axis]; ++k) positions.push_back(k % shape[axis]);
        x = add_gather(c, x, static_cast<int>(axis), std::move(positions));
    }
    c.set_output(0, x);
}

void import_broadcast_tensors(ImportContext& c) {
    const std::vector<ImportContext::Item> items = c.items("tensors");
    Shape shape;
    for (const ImportContext::Item& item : items) {
        if (const auto* constant = std::get_if<Tensor>(&item))
            shape = broadcast_shape(c, shape, constant->shape());
        else if (const auto* id = std::get_if<ValueId>(&item))
            shape = broadcast_shape(c, shape, c.type(*id).shape);
    }
    for (std::size_t k = 0; k < items.size(); ++k)
        if (c.output_used(k)) c.set_output(k, add_expand(c, c.operand(items[k]), shape));
}

}  // namespace

std::vector<ImportRule> expand_imports() {
    return {{"torchscript", "aten::expand", import_expand},
            {"torchscript", "aten::broadcast_to", import_expand},
            {"torchscript", "aten::expand_as", import_expand_as},
            {"torchscript", "aten::repeat", [](ImportContext& c) { import_repeat(c, "repeats", false); }},
            {"torchscript", "aten::tile", [](ImportContext& c) { import_repeat(c, "dims", true); }},
            {"torchscript", "aten::broadcast_tensors", import_broadcast_tensors}};
}

}  // namespace lockstep::ops
