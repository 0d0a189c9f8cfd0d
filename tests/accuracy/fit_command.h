#pragma once

#include <filesystem>
#include <vector>

namespace lockstep::accuracy {

/// accuracy FOLDER --fit: fits the constants to all rows of the families whose structure is known and with
/// each family left out, prints what comes out, what the rows decide and what they do not, and writes
/// FOLDER/left_out.csv.
void run_fit(const std::filesystem::path& folder);

}  // namespace lockstep::accuracy
