#include "core/run/npy_values.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/support/error.h"

namespace lockstep {
namespace {

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

}  // namespace

void npy_values(const NpyHeader& header, std::string_view bytes, std::int64_t first, const std::string& where,
                std::span<float> values) {
    if (header.kind == 'f' && header.item_size == 4 && !header.big_endian &&
        std::endian::native == std::endian::little) {
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
        return;
    }
    const auto* items = reinterpret_cast<const unsigned char*>(bytes.data());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t bits =
            item_bits(items + i * header.item_size, header.item_size, header.big_endian);
        const double value = item_value(bits, header.kind, header.item_size);
        values[i] = static_cast<float>(value);
        if (std::isfinite(value) && !std::isfinite(values[i])) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: value {} is {:g}, beyond the range of fp32", where,
                                    first + static_cast<std::int64_t>(i), value),
                        "Scale the values, or write the file again with numpy.save or numpy.savez.");
        }
    }
}

}  // namespace lockstep
