#include "core/ops/conv_weights.h"

#include <algorithm>
#include <utility>

#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

ConvWeights::ConvWeights(const Attributes& attributes)
    : weight(attributes.tensor("weight")),
      bias(optional_tensor(attributes, "bias")),
      dilation(attributes.integer("dilation")) {}

Tensor ConvWeights::tap(std::int64_t index) const {
    return tensor_slice(weight, 2, index, 1).reshaped({rows(), channels()});
}

RealTensor convolve(const ConvWeights& conv, const RealTensor& x) {
    const std::int64_t length = x.shape.back();
    const std::int64_t positions = length - conv.span();
    Shape shape = x.shape;
    shape.back() = positions;
    shape[shape.size() - 2] = conv.rows();
    RealTensor y(std::move(shape));
    const std::int64_t batch = x.shape.size() == 3 ? x.shape[0] : 1;
    const auto weights = conv.weight.values();
    for (std::int64_t n = 0; n < batch; ++n) {
        for (std::int64_t r = 0; r < conv.rows(); ++r) {
            for (std::int64_t t = 0; t < positions; ++t) {
                double sum = conv.bias ? double{conv.bias->values()[at(r)]} : 0.0;
                for (std::int64_t c = 0; c < conv.channels(); ++c)
                    sum += dot(weights.subspan(at((r * conv.channels() + c) * conv.kernel())),
                               &x.values[at((n * conv.channels() + c) * length + t)], conv.dilation,
                               conv.kernel());
                y[(n * conv.rows() + r) * positions + t] = sum;
            }
        }
    }
    return y;
}

std::vector<float> history_column(const Tensor& history, std::int64_t row, std::int64_t index) {
    const Shape& shape = history.shape();
    const std::int64_t channels = shape[shape.size() - 2];
    std::vector<float> column;
    for (std::int64_t c = 0; c < channels; ++c)
        column.push_back(history.values()[at((row * channels + c) * shape.back() + index)]);
    if (std::all_of(column.begin(), column.end(), [](float v) { return v == 0.0F; })) column.clear();
    return column;
}

}  // namespace lockstep::ops
