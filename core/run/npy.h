#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

/// An array that came from a file: row-major, as fp32.
struct InputArray {
    std::string name;   ///< of an NPZ entry; empty otherwise
    std::string where;  ///< file (and entry), for messages
    Shape shape;
    std::vector<float> values;
};

/// The largest array that is read, in values (4 GiB as fp32).
inline constexpr std::int64_t max_array_values = std::int64_t{1} << 30;

/// A version 1 header for row-major little-endian data (fp32 if no other type is named), which follows it.
std::string npy_header(const Shape& shape, std::string_view type = "<f4");
/// The bytes that follow it.
std::string_view npy_data(const float* values, std::size_t count);

}  // namespace lockstep
