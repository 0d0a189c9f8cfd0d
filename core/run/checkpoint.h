#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lockstep {

/// A run that was interrupted, as a file: what run it is (`identity`, any text), and its bytes. Written whole
/// or not at all; throws Error(cannot_write).
void save_checkpoint(const std::filesystem::path& file, const std::string& identity,
                     std::span<const std::uint8_t> state);

/// The bytes; nothing if there is no such file. Throws Error(bad_input): damaged, or of another run.
std::optional<std::vector<std::uint8_t>> load_checkpoint(const std::filesystem::path& file,
                                                         const std::string& identity);

}  // namespace lockstep
