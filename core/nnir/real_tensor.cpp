#include "core/nnir/real_tensor.h"

#include <utility>

namespace lockstep::nnir {

RealTensor::RealTensor(const Tensor& tensor)
    : shape(tensor.shape()), values(tensor.values().begin(), tensor.values().end()) {}

RealTensor slice(const RealTensor& tensor, int axis, std::int64_t first, std::int64_t count) {
    const AxisView view = axis_view(tensor.shape, axis);
    RealTensor result;
    result.shape = with_extent(tensor.shape, axis, count);
    result.values.reserve(at(element_count(result.shape)));
    for (std::int64_t o = 0; o < view.outer; ++o) {
        const auto from = tensor.values.begin() + (o * view.extent + first) * view.inner;
        result.values.insert(result.values.end(), from, from + count * view.inner);
    }
    return result;
}

RealTensor concatenate(const std::vector<RealTensor>& parts, int axis) {
    std::int64_t extent = 0;
    for (const RealTensor& part : parts) extent += part.shape[at(axis)];
    RealTensor result;
    result.shape = with_extent(parts.front().shape, axis, extent);
    result.values.reserve(at(element_count(result.shape)));
    const std::int64_t outer = axis_view(result.shape, axis).outer;
    for (std::int64_t o = 0; o < outer; ++o) {
        for (const RealTensor& part : parts) {
            const AxisView view = axis_view(part.shape, axis);
            const std::int64_t run = view.extent * view.inner;
            const auto from = part.values.begin() + o * run;
            result.values.insert(result.values.end(), from, from + run);
        }
    }
    return result;
}

RealTensor permute(const RealTensor& tensor, const std::vector<std::int64_t>& order) {
    const std::vector<std::int64_t> stride = strides(tensor.shape);
    RealTensor result;
    for (const std::int64_t axis : order) result.shape.push_back(tensor.shape[at(axis)]);
    result.values.resize(tensor.values.size());
    const std::vector<std::int64_t> own = strides(result.shape);
    for (std::size_t k = 0; k < result.values.size(); ++k) {
        std::int64_t from = 0;
        auto rest = static_cast<std::int64_t>(k);
        for (std::size_t axis = 0; axis < order.size(); ++axis) {
            from += rest / own[axis] * stride[at(order[axis])];
            rest %= own[axis];
        }
        result.values[k] = tensor[from];
    }
    return result;
}

Tensor to_tensor(const RealTensor& tensor) {
    std::vector<float> values;
    values.reserve(tensor.values.size());
    for (const double v : tensor.values) values.push_back(static_cast<float>(v));
    return {tensor.shape, std::move(values)};
}

}  // namespace lockstep::nnir
