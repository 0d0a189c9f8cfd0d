#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

/// An array to be written: either of the two holds its values.
struct OutputArray {
    std::string name;
    Shape shape;
    std::vector<float> values = {};
    std::vector<std::int64_t> integers = {};
};

/// Writes an NPZ archive (uncompressed; the same arrays give the same bytes), whole or not at all. Throws
/// Error(cannot_write).
void write_npz(const std::filesystem::path& file, const std::vector<OutputArray>& arrays);

}  // namespace lockstep
