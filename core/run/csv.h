#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/run/csv_lines.h"
#include "core/run/npy.h"

namespace lockstep {

/// A table of numbers read whole, a row of the file a row of the array (shape rows x columns). See CsvLines
/// for what is taken; throws Error(bad_input) as it does.
InputArray csv_from_text(std::string_view text, const std::string& where, const CsvColumns& columns = {});
InputArray read_csv(const std::filesystem::path& file, const CsvColumns& columns = {});

}  // namespace lockstep
