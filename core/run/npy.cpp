#include "core/run/npy.h"

#include <fmt/format.h>

#include <bit>

namespace lockstep {
namespace {

static_assert(std::endian::native == std::endian::little, "NPY output is written as the machine holds it");

}  // namespace

std::string npy_header(const Shape& shape, std::string_view type) {
    std::string dims;
    for (const std::int64_t size : shape) dims += fmt::format("{}, ", size);
    if (shape.size() > 1) dims.resize(dims.size() - 2);
    if (shape.size() == 1) dims.resize(dims.size() - 1);
    std::string dictionary =
        fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", type, dims);
    // The data begins at a multiple of 64 bytes, the header ends with a newline.
    const std::size_t unpadded = 10 + dictionary.size() + 1;
    dictionary.append((64 - unpadded % 64) % 64, ' ');
    dictionary += '\n';
    std::string header = "\x93NUMPY";
    header += '\x01';
    header += '\0';
    header += static_cast<char>(dictionary.size() & 0xFFU);
    header += static_cast<char>(dictionary.size() >> 8U);
    return header + dictionary;
}

std::string_view npy_data(const float* values, std::size_t count) {
    return {reinterpret_cast<const char*>(values), count * sizeof(float)};
}

}  // namespace lockstep
