#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// The weights of a 1-d convolution: [out, in / groups, kernel], taps `dilation` apart, oldest first. Group g
/// makes its share of the rows from its share of the channels.
struct ConvWeights {
    explicit ConvWeights(const nnir::Attributes& attributes);

    Tensor weight;
    std::optional<Tensor> bias;
    std::int64_t dilation = 1;
    std::int64_t groups = 1;
    std::int64_t stride = 1;

    std::int64_t rows() const { return weight.shape()[0]; }
    std::int64_t channels() const { return weight.shape()[1] * groups; }
    std::int64_t kernel() const { return weight.shape()[2]; }
    /// Positions in front of a position that it needs.
    std::int64_t span() const { return (kernel() - 1) * dilation; }
    /// Results of an input of this length; negative if it is shorter than the span.
    std::int64_t positions(std::int64_t length) const {
        return length <= span() ? (length == span() ? 0 : -1) : (length - span() - 1) / stride + 1;
    }
    /// The matrix [out, in] of one tap; zero outside of the groups.
    Tensor tap(std::int64_t index) const;
};

/// The valid convolution in float64 of [.., channels, length]: [.., out, positions].
nnir::RealTensor convolve(const ConvWeights& conv, const nnir::RealTensor& x);

/// Throws as infer does unless the weights are those of a convolution of the channels of `input`.
void check_conv(const nnir::OpInfo& info, const ConvWeights& conv, const nnir::Value& input,
                std::int64_t channels);
/// The attributes that a convolution of other padding shares, or its step.
nnir::Attributes conv_attributes(const ConvWeights& conv);
/// "[1], [0], [2], 1": TorchScript arguments behind the bias, without padding.
std::string conv_arguments(const ConvWeights& conv);

/// Column `index` of a history [.., channels, columns] of batch row `row`; empty if it is all zeros.
std::vector<float> history_column(const Tensor& history, std::int64_t row, std::int64_t index);

}  // namespace lockstep::ops
