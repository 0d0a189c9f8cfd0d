#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/view_state.h"

namespace lockstep::cli {
struct Arguments;
struct FileArgument;
}  // namespace lockstep::cli

namespace lockstep::app {

/// What the options of the command line ask of the view of one of its files.
ViewState viewOf(const cli::Arguments& arguments, const cli::FileArgument& file);

/// The words of a start of the window, without the program's name, where they hold options of Lockstep: the
/// ones that `screenshot` has, but for -o, --size and --theme. Options of the desktop (-platform, -style …)
/// are left alone. Nothing where there are no options. Throws Error(usage) with what is wrong.
std::optional<cli::Arguments> windowArguments(const std::vector<std::string>& words);

/// Why no window can be opened here; empty: nothing speaks against it.
std::string displayProblem(const std::vector<std::string>& words);

}  // namespace lockstep::app
