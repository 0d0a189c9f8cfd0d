#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// The weights of one LSTM layer, gates in PyTorch's order i, f, g, o.
struct LstmLayer {
    explicit LstmLayer(const nnir::Attributes& attributes);

    Tensor weight_ih;         ///< [4H, in]
    Tensor weight_hh;         ///< [4H, H]
    std::vector<float> bias;  ///< [4H], the sum of both biases; empty if there is none

    std::int64_t hidden() const { return weight_hh.shape()[1]; }
    std::int64_t inputs() const { return weight_ih.shape()[1]; }
};

/// Throws as infer does unless the weights fit each other and inputs[0], whose last axis is the features.
void check_lstm(const nnir::OpInfo& info, const nnir::Attributes& attributes, const nnir::Value& input);

/// One step on one row in float64: `hidden` and `cell` (H values each) are replaced by the next ones.
/// Gates: i, f, o = sigmoid, g = tanh of W x + U h + b (both biases added in float64); c' = f c + i g; h' = o
/// tanh(c').
void lstm_step(const nnir::Attributes& attributes, const double* x, double* hidden, double* cell);

/// TorchScript arguments of the weights: "w_ih, w_hh, b_ih, b_hh"; without biases "w_ih, w_hh".
std::vector<std::string> lstm_arguments(nnir::TorchSource& source, const nnir::Attributes& attributes);

}  // namespace lockstep::ops
