#pragma once

#include <optional>
#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// The weights of a 1-d convolution of stride 1: [out, in, kernel], taps `dilation` apart, oldest first.
struct ConvWeights {
    explicit ConvWeights(const nnir::Attributes& attributes);

    Tensor weight;
    std::optional<Tensor> bias;
    std::int64_t dilation = 1;

    std::int64_t rows() const { return weight.shape()[0]; }
    std::int64_t channels() const { return weight.shape()[1]; }
    std::int64_t kernel() const { return weight.shape()[2]; }
    /// Positions in front of a position that it needs.
    std::int64_t span() const { return (kernel() - 1) * dilation; }
    /// The matrix [out, in] of one tap.
    Tensor tap(std::int64_t index) const;
};

/// The valid convolution in float64 of [.., channels, length]: [.., out, length - span].
nnir::RealTensor convolve(const ConvWeights& conv, const nnir::RealTensor& x);

/// Column `index` of a history [.., channels, columns] of batch row `row`; empty if it is all zeros.
std::vector<float> history_column(const Tensor& history, std::int64_t row, std::int64_t index);

}  // namespace lockstep::ops
