#pragma once

#include <span>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

/// The values at one position of `axis`, row-major over the other axes. `full` is row-major of `shape`.
void copy_position(std::span<const float> full, const Shape& shape, int axis, std::int64_t position,
                   std::span<float> values);
/// The other way round.
void place_position(std::span<float> full, const Shape& shape, int axis, std::int64_t position,
                    std::span<const float> values);

/// The shape without its axes of extent 1.
Shape without_ones(const Shape& shape);

}  // namespace lockstep
