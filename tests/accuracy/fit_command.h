#pragma once

#include <filesystem>
#include <vector>

namespace lockstep::accuracy {

/// accuracy FOLDER --fit, over the rows of the families whose structure is known: prints what the present
/// constants cost, and which of them the rows decide; fits with each family left out, from the present
/// constants on and with the programs that they give, and writes FOLDER/left_out.csv; fits to all rows, from
/// the present constants and from neutral ones, compiling anew until nothing changes.
void run_fit(const std::filesystem::path& folder);

}  // namespace lockstep::accuracy
