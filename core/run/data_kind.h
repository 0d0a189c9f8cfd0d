#pragma once

#include <cstdint>
#include <filesystem>

namespace lockstep {

/// What a file of input data or expected outputs is.
enum class DataKind : std::uint8_t { npy, npz, csv, other };

/// By the ending of its name, in capitals or not.
DataKind data_kind(const std::filesystem::path& file);

}  // namespace lockstep
