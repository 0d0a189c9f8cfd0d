#pragma once

#include <string>

#include "core/program/program.h"

namespace lockstep {

/// By which policy a program was compiled, whether its figures can be held against published ones, and what a
/// free search gained: from how many cycles.
std::string search_text(const Program& program);

}  // namespace lockstep
