#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/run/npy.h"
#include "core/tensor/tensor.h"

namespace lockstep {

/// What the header of an NPY file says.
struct NpyHeader {
    char kind = 'f';  ///< 'f' float, 'i' integer, 'u' unsigned, 'b' bool
    std::size_t item_size = 4;
    bool big_endian = false;
    bool fortran_order = false;
    Shape shape;
    std::size_t data_offset = 0;  ///< of the first value, from the beginning of the file
};

/// Reads magic, version and the header's dictionary. Sizes are bounded before anything is made of them: at
/// most 32 axes and `max_values` values. Throws Error(bad_input).
NpyHeader parse_npy_header(std::string_view bytes, const std::string& where,
                           std::int64_t max_values = max_array_values);

/// Bytes of a file that surely hold its header.
inline constexpr std::size_t npy_header_bytes = 12 + 65536;

}  // namespace lockstep
