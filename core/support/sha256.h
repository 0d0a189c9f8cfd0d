#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace lockstep {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 of the bytes.
Sha256 sha256(std::span<const std::uint8_t> bytes);
/// 64 lower-case hexadecimal digits.
std::string to_hex(const Sha256& digest);

}  // namespace lockstep
