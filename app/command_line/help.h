#pragma once

#include <string>

#include "app/command_line/option_table.h"

namespace lockstep::cli {

std::string general_help();
std::string command_help(const CommandRow& command);
std::string version_text();

}  // namespace lockstep::cli
