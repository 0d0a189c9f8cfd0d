#pragma once

#include "app/command_line/arguments.h"

namespace lockstep::cli {

/// Throws Error(usage) if a file that the command writes is one that it reads, or writes as something else:
/// under whatever name, through links too.
void check_named_files(const Arguments& arguments);

}  // namespace lockstep::cli
