#include "core/run/npy.h"

#include <fmt/format.h>

#include <bit>

#include "core/run/npy_header.h"
#include "core/run/npy_values.h"
#include "core/run/npz_archive.h"
#include "core/run/read_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

static_assert(std::endian::native == std::endian::little, "NPY output is written as the machine holds it");

/// An archive can promise more than it holds: what is unpacked at once is bounded.
constexpr std::uint64_t max_npz_entry_bytes = std::uint64_t{1} << 30U;

std::vector<float> from_fortran_order(const std::vector<float>& values, const Shape& shape) {
    const Shape reversed(shape.rbegin(), shape.rend());
    std::vector<int> order(shape.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(order.size() - 1 - i);
    const Tensor tensor = Tensor(reversed, values).permuted(order);
    return {tensor.values().begin(), tensor.values().end()};
}

[[noreturn]] void fail(const std::string& where, const std::string& reason) {
    throw Error(FailureKind::bad_input, where + ": " + reason,
                "Write the file again with numpy.save or numpy.savez.");
}

}  // namespace

InputArray npy_from_bytes(std::string_view bytes, const std::string& where) {
    const NpyHeader header = parse_npy_header(bytes, where);
    const auto count = static_cast<std::size_t>(element_count(header.shape));
    const std::string_view data = bytes.substr(header.data_offset);
    if (data.size() != count * header.item_size) {
        fail(where,
             fmt::format(
                 "the header promises {} values of {} bytes ({} bytes), the file holds {} bytes of data",
                 count, header.item_size, count * header.item_size, data.size()));
    }
    InputArray array{.name = {},
                     .where = where,
                     .dtype = fmt::format("{}{}", header.kind, header.item_size),
                     .shape = header.shape,
                     .values = std::vector<float>(count)};
    npy_values(header, data, 0, where, array.values);
    if (header.fortran_order && header.shape.size() > 1)
        array.values = from_fortran_order(array.values, header.shape);
    return array;
}

InputArray read_npy(const std::filesystem::path& file) {
    return npy_from_bytes(read_input_file(file), file.string());
}

std::vector<InputArray> read_npz(const std::filesystem::path& file) {
    std::vector<InputArray> arrays;
    read_npz_entries(file, [&](const NpzEntry& entry) {
        if (entry.size > max_npz_entry_bytes)
            fail(entry.where, fmt::format("too large ({} bytes)", entry.size));
        std::string bytes(entry.size, '\0');
        entry.read(bytes);
        arrays.push_back(npy_from_bytes(bytes, entry.where));
        arrays.back().name = entry.name;
    });
    return arrays;
}

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
