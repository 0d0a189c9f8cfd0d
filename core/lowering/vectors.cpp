#include "core/lowering/vectors.h"

#include "core/nnir/axes.h"

namespace lockstep::lowering {

VectorLayout vector_layout(const nnir::ValueType& type) {
    if (type.shape.empty()) return {1, 1};
    const nnir::AxisView view = nnir::axis_view(type.shape, type.data_dim);
    return {view.outer * view.inner, view.extent};
}

std::vector<std::vector<float>> cut_into_vectors(const Tensor& tensor, int data_dim) {
    const auto values = tensor.values();
    if (tensor.shape().empty()) return {{values[0]}};
    const nnir::AxisView view = nnir::axis_view(tensor.shape(), data_dim);
    std::vector<std::vector<float>> vectors;
    for (std::int64_t o = 0; o < view.outer; ++o) {
        for (std::int64_t i = 0; i < view.inner; ++i) {
            std::vector<float>& vector = vectors.emplace_back();
            for (std::int64_t k = 0; k < view.extent; ++k)
                vector.push_back(values[nnir::at((o * view.extent + k) * view.inner + i)]);
        }
    }
    return vectors;
}

}  // namespace lockstep::lowering
