#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/run/npy.h"

namespace lockstep {

/// A table of numbers, a row of the file a row of the array (shape rows x columns). A first row that is not
/// numbers only is a header and left out. The separator is a comma, a semicolon or a tabulator: the first of
/// them that the first line holds. "nan" and "inf" are read as such. Throws Error(bad_input) naming row and
/// column (counted from 1, rows without blank lines).
InputArray csv_from_text(std::string_view text, const std::string& where);
InputArray read_csv(const std::filesystem::path& file);

}  // namespace lockstep
