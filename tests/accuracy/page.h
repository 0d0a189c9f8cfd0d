#pragma once

#include <string>

#include "tests/accuracy/evaluate_rows.h"

namespace lockstep::accuracy {

/// help/accuracy.md: error per family and config, what a family's error is when it is left out of the fit,
/// the rows that are off most, and every row. It shows the pictures "accuracy_cycles.svg" and
/// "accuracy_errors.svg" beside it.
std::string accuracy_page(const Evaluation& evaluation);

}  // namespace lockstep::accuracy
