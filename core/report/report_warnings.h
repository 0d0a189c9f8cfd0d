#pragma once

#include <string>
#include <vector>

#include "core/report/report.h"

namespace lockstep {

/// What a report warns of, for people: the program's warnings, then input columns of the run that bf16 loses
/// (the first few, and how many more there are).
std::vector<std::string> report_warnings(const Report& report);

}  // namespace lockstep
