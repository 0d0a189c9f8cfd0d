#include "core/nnir/axes.h"

#include <algorithm>
#include <utility>

namespace lockstep::nnir {

AxisView axis_view(const Shape& shape, int axis) {
    AxisView view;
    for (int k = 0; k < rank(shape); ++k) {
        const std::int64_t extent = shape[at(k)];
        if (k < axis) view.outer *= extent;
        if (k == axis) view.extent = extent;
        if (k > axis) view.inner *= extent;
    }
    return view;
}

Shape without_axis(const Shape& shape, int axis) {
    Shape result = shape;
    result.erase(result.begin() + axis);
    return result;
}

Shape with_axis(const Shape& shape, int axis, std::int64_t extent) {
    Shape result = shape;
    result.insert(result.begin() + axis, extent);
    return result;
}

Shape with_extent(const Shape& shape, int axis, std::int64_t extent) {
    Shape result = shape;
    result[at(axis)] = extent;
    return result;
}

int normal_axis(std::int64_t axis, int rank) {
    const std::int64_t normal = axis < 0 ? axis + rank : axis;
    return normal < 0 || normal >= rank ? -1 : static_cast<int>(normal);
}

std::vector<std::int64_t> strides(const Shape& shape) {
    std::vector<std::int64_t> result(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;) result[axis - 1] = result[axis] * shape[axis];
    return result;
}

Tensor tensor_slice(const Tensor& tensor, int axis, std::int64_t first, std::int64_t count) {
    const AxisView view = axis_view(tensor.shape(), axis);
    std::vector<float> values;
    values.reserve(at(view.outer * count * view.inner));
    const auto source = tensor.values();
    for (std::int64_t o = 0; o < view.outer; ++o) {
        const auto from = source.begin() + (o * view.extent + first) * view.inner;
        values.insert(values.end(), from, from + count * view.inner);
    }
    return {with_extent(tensor.shape(), axis, count), std::move(values)};
}

bool is_zero(const Tensor& tensor) {
    const auto values = tensor.values();
    return std::all_of(values.begin(), values.end(), [](float v) { return v == 0.0F; });
}

}  // namespace lockstep::nnir
