#pragma once

#include <string>
#include <vector>

#include "core/program/program_set.h"
#include "core/report/json_report.h"
#include "core/report/report.h"

namespace lockstep {

/// Several models in one program: `models`, each as json_report has it with its index, beside the memory of
/// the program.
Json json_programs(const ProgramSet& set, const std::vector<Report>& models);
/// The memories of the program, what each model uses of them, and each model as text_report has it.
std::string text_programs(const ProgramSet& set, const std::vector<Report>& models);

}  // namespace lockstep
