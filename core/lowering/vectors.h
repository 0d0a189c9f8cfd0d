#pragma once

#include <vector>

#include "core/lowering/work.h"

/// How a value's elements lie in vectors (see IoVectors for the order).
namespace lockstep::lowering {

/// Number of vectors of a value and their length. The data dimension of a scalar is absent: one vector of one
/// element.
struct VectorLayout {
    std::int64_t count = 1;
    std::int64_t length = 1;
};
VectorLayout vector_layout(const nnir::ValueType& type);

/// A tensor of the type's shape cut into its vectors.
std::vector<std::vector<float>> cut_into_vectors(const Tensor& tensor, int data_dim);

}  // namespace lockstep::lowering
