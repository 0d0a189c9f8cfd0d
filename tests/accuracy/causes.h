#pragma once

#include <string>

namespace lockstep::accuracy {

/// What the model of a family lacks, as far as it is understood; empty if nothing is known.
std::string cause_of_error(const std::string& family);

/// Why rows of a family are not compiled as published, or left out; empty if nothing is known.
std::string cause_of_missing(const std::string& family);

}  // namespace lockstep::accuracy
