#include "core/run/sequence_rows.h"

#include <algorithm>
#include <iterator>

namespace lockstep {
namespace {

struct Strides {
    std::size_t outer = 1;   ///< positions before the axis
    std::size_t length = 1;  ///< of the axis
    std::size_t inner = 1;   ///< values behind it
};

Strides strides(const Shape& shape, int axis) {
    Strides result;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const auto size = static_cast<std::size_t>(shape[i]);
        if (static_cast<int>(i) < axis) result.outer *= size;
        if (static_cast<int>(i) == axis) result.length = size;
        if (static_cast<int>(i) > axis) result.inner *= size;
    }
    return result;
}

}  // namespace

void copy_position(std::span<const float> full, const Shape& shape, int axis, std::int64_t position,
                   std::span<float> values) {
    const Strides s = strides(shape, axis);
    for (std::size_t o = 0; o < s.outer; ++o) {
        const auto row = full.subspan((o * s.length + static_cast<std::size_t>(position)) * s.inner, s.inner);
        std::ranges::copy(row, values.subspan(o * s.inner, s.inner).begin());
    }
}

void place_position(std::span<float> full, const Shape& shape, int axis, std::int64_t position,
                    std::span<const float> values) {
    const Strides s = strides(shape, axis);
    for (std::size_t o = 0; o < s.outer; ++o) {
        const auto row = full.subspan((o * s.length + static_cast<std::size_t>(position)) * s.inner, s.inner);
        std::ranges::copy(values.subspan(o * s.inner, s.inner), row.begin());
    }
}

Shape without_ones(const Shape& shape) {
    Shape result;
    std::ranges::copy_if(shape, std::back_inserter(result), [](std::int64_t extent) { return extent != 1; });
    return result;
}

}  // namespace lockstep
