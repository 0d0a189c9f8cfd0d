#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace lockstep {

/// The largest data file that is read.
inline constexpr std::uint64_t max_input_file_bytes = std::uint64_t{8} << 30U;

/// The bytes of a regular file of input data. Throws Error(bad_input): not there, a folder, too large,
/// unreadable.
std::string read_input_file(const std::filesystem::path& file);

}  // namespace lockstep
