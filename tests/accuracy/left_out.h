#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/accuracy/constants.h"

namespace lockstep::accuracy {

/// Constants fitted to all families but one; `family` is empty for the fit to all.
struct LeftOut {
    std::string family;
    Values values;
};

/// FOLDER/left_out.csv: a line each, a column for each of constants(). Reading throws std::runtime_error if
/// there is no such file or it is of other constants.
std::vector<LeftOut> read_left_out(const std::filesystem::path& folder);
void write_left_out(const std::filesystem::path& folder, const std::vector<LeftOut>& fits);

/// The most that the median error of a family may be when it is left out, per cent: twice its error and one
/// per cent.
double allowed_left_out(double median_error);

}  // namespace lockstep::accuracy
