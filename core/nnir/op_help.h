#pragma once

#include <string>

namespace lockstep::nnir {

/// The help page of all operators (Markdown), printed from their OpInfo: resources/help/operators.md is this
/// text.
std::string operator_help();

}  // namespace lockstep::nnir
