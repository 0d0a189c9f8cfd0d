#pragma once

#include <string>
#include <vector>

#include "tests/accuracy/evaluate.h"

namespace lockstep::accuracy {

/// help/accuracy.md: error per family and config, the rows that are off most, and every row. It shows the
/// picture "accuracy.svg" beside it.
std::string accuracy_page(const std::vector<Result>& results);

/// The picture: the error of every row over its published cycles, spaced as discs and contiguous as dots.
std::string accuracy_picture(const std::vector<Result>& results);

}  // namespace lockstep::accuracy
