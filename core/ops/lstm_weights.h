#pragma once

#include <vector>

#include "core/nnir/op.h"

namespace lockstep::ops {

/// The weights of one LSTM layer as the accelerator's LSTM work takes them, gates in PyTorch's order i, f, g,
/// o.
struct LstmLayer {
    explicit LstmLayer(const nnir::Attributes& attributes);

    Tensor weight_ih;         ///< [4H, in]
    Tensor weight_hh;         ///< [4H, h]
    std::vector<float> bias;  ///< [4H], the sum of both biases; empty if there is none

    std::int64_t cells() const { return weight_ih.shape()[0] / 4; }
};

}  // namespace lockstep::ops
