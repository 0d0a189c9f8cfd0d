#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/support/error.h"

namespace lockstep {

/// Little-endian bytes, whatever the machine.
class ByteWriter {
  public:
    template <std::unsigned_integral T>
    void put(T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void put(float value) { put(std::bit_cast<std::uint32_t>(value)); }
    void put_bool(bool value) { put(static_cast<std::uint8_t>(value)); }
    void put_text(std::string_view text) {
        for (const char c : text) bytes_.push_back(static_cast<std::uint8_t>(c));
    }
    void put_count(std::size_t count) { put(static_cast<std::uint64_t>(count)); }
    template <class T>
    void put_all(const std::vector<T>& values) {
        put_count(values.size());
        bytes_.reserve(bytes_.size() + values.size() * sizeof(T));
        for (const T value : values) put(value);
    }
    const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
};

/// Reads what ByteWriter wrote; every read is checked. Throws Error(bad_program) naming `where` and the
/// section.
class ByteReader {
  public:
    ByteReader(std::span<const std::uint8_t> bytes, std::string where)
        : bytes_(bytes), where_(std::move(where)) {}

    template <std::unsigned_integral T>
    T get() {
        const std::span<const std::uint8_t> raw = take(sizeof(T));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::uint64_t{raw[i]} << (8 * i);
        return static_cast<T>(value);
    }
    template <std::same_as<float> T>
    T get() {
        return std::bit_cast<float>(get<std::uint32_t>());
    }
    bool get_bool() {
        const auto value = get<std::uint8_t>();
        if (value > 1) refuse(fmt::format("{} is no flag", value));
        return value == 1;
    }
    /// A count of things of at least `size` bytes each: never more than the rest of the section can hold.
    std::size_t get_count(std::size_t size) {
        const auto count = get<std::uint64_t>();
        if (count > rest() / size) refuse(fmt::format("{} entries do not fit into the section", count));
        return static_cast<std::size_t>(count);
    }
    template <class T>
    std::vector<T> get_all() {
        std::vector<T> values(get_count(sizeof(T)));
        for (T& value : values) value = get<T>();
        return values;
    }
    std::span<const std::uint8_t> take(std::size_t count) {
        if (count > rest()) refuse("is too short");
        const std::span<const std::uint8_t> taken = bytes_.subspan(position_, count);
        position_ += count;
        return taken;
    }
    std::size_t rest() const { return bytes_.size() - position_; }
    void expect_end() const {
        if (rest() != 0) refuse(fmt::format("has {} bytes too many", rest()));
    }
    [[noreturn]] void refuse(const std::string& reason) const {
        throw Error(FailureKind::bad_program, fmt::format("{} {}", where_, reason),
                    "Compile the model again and save the program anew.");
    }

  private:
    std::span<const std::uint8_t> bytes_;
    std::string where_;
    std::size_t position_ = 0;
};

}  // namespace lockstep
