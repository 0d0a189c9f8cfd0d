#pragma once

#include <cstdint>
#include <vector>

#include "core/tensor/tensor.h"

/// Arithmetic on axes and shapes that operators and passes share.
namespace lockstep::nnir {

inline std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}
inline int rank(const Shape& shape) {
    return static_cast<int>(shape.size());
}
inline int last_axis(const Shape& shape) {
    return rank(shape) - 1;
}

/// A shape seen from one axis: element (o, k, i) lies at (o * extent + k) * inner + i.
struct AxisView {
    std::int64_t outer = 1;
    std::int64_t extent = 1;
    std::int64_t inner = 1;
};
AxisView axis_view(const Shape& shape, int axis);

Shape without_axis(const Shape& shape, int axis);
Shape with_axis(const Shape& shape, int axis, std::int64_t extent);
Shape with_extent(const Shape& shape, int axis, std::int64_t extent);

/// Counts a negative axis from the end; -1 if it is out of range.
int normal_axis(std::int64_t axis, int rank);

/// Row-major strides in elements.
std::vector<std::int64_t> strides(const Shape& shape);

/// Where `axis` (removed from a value) leaves another axis: one less if that lay behind it.
inline int axis_after_removal(int axis, int removed) {
    return axis > removed ? axis - 1 : axis;
}

/// Slice [first, first + count) of a tensor along an axis; copies.
Tensor tensor_slice(const Tensor& tensor, int axis, std::int64_t first, std::int64_t count);
/// True if every value is +0 or -0.
bool is_zero(const Tensor& tensor);

}  // namespace lockstep::nnir
