#include "core/ops/moves.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/nnir/real_tensor.h"

namespace lockstep::ops {

using namespace nnir;
using Item = ImportContext::Item;

std::vector<std::int64_t> identity_order(int rank) {
    return counted(0, rank);
}

std::vector<std::int64_t> moved_order(int rank, int from, int to) {
    std::vector<std::int64_t> order = identity_order(rank);
    order.erase(order.begin() + from);
    order.insert(order.begin() + to, from);
    return order;
}

std::vector<std::int64_t> counted(std::int64_t first, std::int64_t count, std::int64_t step) {
    std::vector<std::int64_t> all(at(count));
    for (std::int64_t& position : all) {
        position = first;
        first += step;
    }
    return all;
}

std::int64_t slice_bound(std::int64_t given, std::int64_t extent) {
    return std::clamp<std::int64_t>(given < 0 ? given + extent : given, 0, extent);
}

Shape broadcast_shape(const ImportContext& c, const Shape& a, const Shape& b) {
    Shape shape(std::max(a.size(), b.size()), 1);
    for (const Shape* side : {&a, &b}) {
        for (std::size_t k = 0; k < side->size(); ++k) {
            std::int64_t& extent = shape[shape.size() - 1 - k];
            const std::int64_t own = (*side)[side->size() - 1 - k];
            if (extent != 1 && own != 1 && own != extent)
                c.refuse("shapes " + to_text(a) + " and " + to_text(b) + " do not broadcast");
            if (own != 1) extent = own;
        }
    }
    return shape;
}

ValueId add_reshape(ImportContext& c, ValueId x, const Shape& shape) {
    if (c.type(x).shape == shape) return x;
    return c.add("Reshape", {{"shape", shape}}, {x});
}

ValueId add_transpose(ImportContext& c, ValueId x, const std::vector<std::int64_t>& order) {
    if (order == identity_order(rank(c.type(x).shape))) return x;
    return c.add("Transpose", {{"order", order}}, {x});
}

ValueId add_slice(ImportContext& c, ValueId x, int axis, std::int64_t first, std::int64_t count) {
    if (first == 0 && count == c.type(x).shape[at(axis)]) return x;
    return c.add("Slice", {{"axis", std::int64_t{axis}}, {"first", first}, {"count", count}}, {x});
}

ValueId add_select(ImportContext& c, ValueId x, int axis, std::int64_t position) {
    const Shape shape = without_axis(c.type(x).shape, axis);
    return c.add("Reshape", {{"shape", shape}}, {add_slice(c, x, axis, position, 1)});
}

ValueId add_gather(ImportContext& c, ValueId x, int axis, std::vector<std::int64_t> positions) {
    const std::int64_t extent = c.type(x).shape[at(axis)];
    for (std::int64_t& position : positions) {
        if (position < -extent || position >= extent)
            c.refuse("position " + std::to_string(position) + " lies outside of axis " +
                     std::to_string(axis) + " (" + std::to_string(extent) + ")");
        if (position < 0) position += extent;
    }
    const auto count = static_cast<std::int64_t>(positions.size());
    if (count > 0 && positions == counted(positions.front(), count))
        return add_slice(c, x, axis, positions.front(), count);
    return c.add("Gather", {{"axis", std::int64_t{axis}}, {"positions", std::move(positions)}}, {x});
}

ValueId add_expand(ImportContext& c, ValueId x, const Shape& shape) {
    Shape own = c.type(x).shape;
    if (broadcast_shape(c, own, shape) != shape)
        c.refuse("a value of " + to_text(own) + " does not stretch to " + to_text(shape));
    if (own == shape) return x;
    own.insert(own.begin(), shape.size() - own.size(), 1);
    x = add_reshape(c, x, own);
    return own == shape ? x : c.add("Expand", {{"shape", shape}}, {x});
}

namespace {

Tensor joined(const std::vector<Tensor>& parts, int axis) {
    std::vector<RealTensor> all(parts.begin(), parts.end());
    return to_tensor(concatenate(all, axis));
}

/// True if all values are `value`.
bool uniform(const Tensor& tensor, float value) {
    const auto values = tensor.values();
    return std::all_of(values.begin(), values.end(), [&](float v) { return v == value; });
}

/// The constants in front of the one computed part and behind it.
struct Surroundings {
    std::optional<Tensor> before;
    std::optional<Tensor> behind;
};

std::optional<ValueId> add_pad(ImportContext& c, ValueId x, const Surroundings& around, int axis) {
    float value = 0;
    if (around.behind) value = around.behind->values()[0];
    if (around.behind && !uniform(*around.behind, value)) return std::nullopt;
    if (!around.behind && around.before && uniform(*around.before, around.before->values()[0]))
        value = around.before->values()[0];
    const auto extent = [&](const std::optional<Tensor>& part) {
        return part ? part->shape()[at(axis)] : std::int64_t{0};
    };
    Attributes attributes{{"axis", std::int64_t{axis}},
                          {"left", extent(around.before)},
                          {"right", extent(around.behind)},
                          {"value", double{value}}};
    if (around.before && !uniform(*around.before, value)) attributes.set("columns", *around.before);
    return c.add("Pad", attributes, {x});
}

}  // namespace

ValueId add_concat(ImportContext& c, const std::vector<Item>& parts, int axis) {
    std::vector<ValueId> inputs;
    std::vector<Tensor> constants;
    std::vector<std::int64_t> layout;
    Surroundings around;
    for (const Item& part : parts) {
        if (const auto* id = std::get_if<ValueId>(&part)) {
            if (element_count(c.type(*id).shape) == 0) continue;
            inputs.push_back(*id);
            layout.push_back(-1);
            continue;
        }
        const auto* constant = std::get_if<Tensor>(&part);
        if (constant == nullptr || constant->size() == 0) continue;
        std::optional<Tensor>& side = inputs.empty() ? around.before : around.behind;
        side = side ? joined({*side, *constant}, axis) : *constant;
        layout.push_back(constant->shape().at(at(axis)));
        constants.push_back(*constant);
    }
    if (inputs.empty()) c.refuse("nothing that it joins is computed from the input");
    if (layout.size() == 1) return inputs.front();
    if (inputs.size() == 1)
        if (const auto pad = add_pad(c, inputs.front(), around, axis)) return *pad;
    Attributes attributes{{"axis", std::int64_t{axis}}};
    if (!constants.empty()) {
        attributes.set("constants", joined(constants, axis));
        attributes.set("parts", layout);
    }
    return c.add("Concat", attributes, inputs);
}

}  // namespace lockstep::ops
