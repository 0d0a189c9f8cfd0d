#pragma once

#include <QByteArray>
#include <cstdint>

#include "core/tensor/tensor.h"

namespace lockstep {

enum class NpyKind : std::uint8_t {
    float32,    ///< "<f4": the values as they are
    bf16_bits,  ///< "<u2": each value rounded to bf16 as the accelerator holds it, as its 16 bits
};

/// The tensor as an NPY file.
QByteArray tensorNpy(const Tensor& tensor, NpyKind kind);

}  // namespace lockstep
