#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

/// An array that came from a file: row-major, as fp32.
struct InputArray {
    std::string name;   ///< of an NPZ entry; empty otherwise
    std::string where;  ///< file (and entry), for messages
    std::string dtype;  ///< of the file, e.g. "f8"
    Shape shape;
    std::vector<float> values;
};

/// The largest array that is read, in values (4 GiB as fp32).
inline constexpr std::int64_t max_array_values = std::int64_t{1} << 30;

/// NPY format versions 1, 2 and 3; float16/32/64, signed and unsigned integers of 1 to 8 bytes and bool, both
/// byte orders, C and Fortran order. Values are rounded to fp32; one beyond its range is refused. Throws
/// Error(bad_input).
InputArray npy_from_bytes(std::string_view bytes, const std::string& where);
InputArray read_npy(const std::filesystem::path& file);

/// The arrays of an NPZ archive (a ZIP file of NPY entries), in the archive's order. Throws Error(bad_input).
std::vector<InputArray> read_npz(const std::filesystem::path& file);

/// A version 1 header for row-major little-endian data (fp32 if no other type is named), which follows it.
std::string npy_header(const Shape& shape, std::string_view type = "<f4");
/// The bytes that follow it.
std::string_view npy_data(const float* values, std::size_t count);

}  // namespace lockstep
