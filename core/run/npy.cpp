#include "core/run/npy.h"

#include <fmt/format.h>
#include <zip.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "core/run/npy_header.h"
#include "core/run/read_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

static_assert(std::endian::native == std::endian::little, "NPY output is written as the machine holds it");

/// An archive can promise more than it holds: what is unpacked at once is bounded.
constexpr zip_uint64_t max_npz_entry_bytes = zip_uint64_t{1} << 30U;

double half_to_double(std::uint16_t bits) {
    const int exponent = (bits >> 10U) & 0x1F;
    const int fraction = bits & 0x3FF;
    double magnitude = 0;
    if (exponent == 31)
        magnitude = fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                                  : std::numeric_limits<double>::infinity();
    else if (exponent == 0)
        magnitude = std::ldexp(fraction, -24);
    else
        magnitude = std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
}

/// The bits of one item in the machine's order, zero extended.
std::uint64_t item_bits(const unsigned char* item, std::size_t size, bool big_endian) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) bits = (bits << 8U) | item[big_endian ? i : size - 1 - i];
    return bits;
}

double item_value(std::uint64_t bits, char kind, std::size_t size) {
    if (kind == 'f') {
        if (size == 8) return std::bit_cast<double>(bits);
        if (size == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        return half_to_double(static_cast<std::uint16_t>(bits));
    }
    if (kind == 'b') return bits != 0 ? 1.0 : 0.0;
    if (kind == 'u') return static_cast<double>(bits);
    const unsigned shift = static_cast<unsigned>(64 - 8 * size);
    return static_cast<double>(std::bit_cast<std::int64_t>(bits << shift) >> shift);
}

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
    const auto* items = reinterpret_cast<const unsigned char*>(data.data());
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t bits =
            item_bits(items + i * header.item_size, header.item_size, header.big_endian);
        const double value = item_value(bits, header.kind, header.item_size);
        array.values[i] = static_cast<float>(value);
        if (std::isfinite(value) && !std::isfinite(array.values[i]))
            fail(where, fmt::format("value {} is {:g}, beyond the range of fp32", i, value));
    }
    if (header.fortran_order && header.shape.size() > 1)
        array.values = from_fortran_order(array.values, header.shape);
    return array;
}

InputArray read_npy(const std::filesystem::path& file) {
    return npy_from_bytes(read_input_file(file), file.string());
}

std::vector<InputArray> read_npz(const std::filesystem::path& file) {
    const std::string where = file.string();
    int error = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open(where.c_str(), ZIP_RDONLY, &error),
                                                                 &zip_discard);
    if (!archive) {
        zip_error_t text;
        zip_error_init_with_code(&text, error);
        const std::string reason = zip_error_strerror(&text);
        zip_error_fini(&text);
        fail(where, "not readable as an NPZ archive: " + reason);
    }
    std::vector<InputArray> arrays;
    const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < entries; ++i) {
        zip_stat_t status;
        if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &status) != 0 ||
            (status.valid & ZIP_STAT_SIZE) == 0 || (status.valid & ZIP_STAT_NAME) == 0)
            fail(where, fmt::format("entry {} has no name or size", i));
        std::string name = status.name;
        const std::string entry_where = where + ":" + name;
        if (!name.ends_with(".npy")) fail(entry_where, "not an NPY entry");
        if (status.size > max_npz_entry_bytes)
            fail(entry_where, fmt::format("too large ({} bytes)", status.size));
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(
            zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
        if (!entry) fail(entry_where, std::string("cannot be unpacked: ") + zip_strerror(archive.get()));
        std::string bytes(status.size, '\0');
        // libzip checks the CRC when the end of the entry is read.
        if (zip_fread(entry.get(), bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size()) ||
            zip_file_get_error(entry.get())->zip_err != ZIP_ER_OK)
            fail(entry_where, "damaged");
        arrays.push_back(npy_from_bytes(bytes, entry_where));
        arrays.back().name = name.substr(0, name.size() - 4);
    }
    if (arrays.empty()) fail(where, "the archive holds no arrays");
    return arrays;
}

std::string npy_header(const Shape& shape) {
    std::string dims;
    for (const std::int64_t size : shape) dims += fmt::format("{}, ", size);
    if (shape.size() > 1) dims.resize(dims.size() - 2);
    if (shape.size() == 1) dims.resize(dims.size() - 1);
    std::string dictionary = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", dims);
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
