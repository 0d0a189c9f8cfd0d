#pragma once

#include <vector>

#include "core/nnir/axes.h"
#include "core/tensor/tensor.h"

namespace lockstep::nnir {

/// A row-major float64 tensor: what the reference evaluation works on.
struct RealTensor {
    Shape shape;
    std::vector<double> values;

    RealTensor() = default;
    explicit RealTensor(Shape s, double fill = 0)
        : shape(std::move(s)), values(at(element_count(shape)), fill) {}
    RealTensor(Shape s, std::vector<double> v) : shape(std::move(s)), values(std::move(v)) {}
    explicit RealTensor(const Tensor& tensor);

    double operator[](std::int64_t index) const { return values[at(index)]; }
    double& operator[](std::int64_t index) { return values[at(index)]; }
};

/// Slice [first, first + count) along an axis.
RealTensor slice(const RealTensor& tensor, int axis, std::int64_t first, std::int64_t count);
/// Joins along an axis; all other extents are equal. `parts` is not empty.
RealTensor concatenate(const std::vector<RealTensor>& parts, int axis);
/// Axes in the given order.
RealTensor permute(const RealTensor& tensor, const std::vector<std::int64_t>& order);
/// Rounded to fp32.
Tensor to_tensor(const RealTensor& tensor);

}  // namespace lockstep::nnir
