#pragma once

#include <string>
#include <vector>

#include "tests/accuracy/evaluate.h"

/// SVG pictures of help/accuracy.md. They stand on a white card, so that a dark page can show them.
namespace lockstep::accuracy {

/// Predicted cycles over published ones, both logarithmic, with the line of equality and 5 % around it.
std::string cycles_picture(const std::vector<Result>& results);

/// A column per family: the error of every row, spaced as discs and contiguous as small dots. What is off by
/// more than the scale shows stands at its edge.
std::string error_picture(const std::vector<Result>& results);

}  // namespace lockstep::accuracy
