#pragma once

#include <string>
#include <vector>

namespace lockstep::cli {

struct Arguments;

/// `lockstep screenshot`, where there is a window: returns the exit status, throws Error.
using ScreenshotCommand = int (*)(const Arguments& arguments);

/// True if the words (without the program's name) are for the command line: a sub-command, --help, --version
/// or an option. Otherwise the window is meant.
bool is_for_command_line(const std::vector<std::string>& words);

/// Runs it and returns the exit status: 0 done, 1 the input can't be done, 2 wrong usage, 3 done but a
/// --fail-if or a --break hit. Catches everything. Needs no display.
int run_command_line(const std::vector<std::string>& words, ScreenshotCommand screenshot = nullptr);

}  // namespace lockstep::cli
