#pragma once

#include "app/command_line/prepare.h"

namespace lockstep::cli {

/// True for `--input - --output -`: steps come from standard input and go to standard output. Throws
/// Error(usage) if only one of the two is so, or other options mean nothing then.
bool is_live(const Arguments& arguments);

/// Answers steps until their end; the exit status.
int run_live(const Arguments& arguments, const Prepared& prepared);

}  // namespace lockstep::cli
