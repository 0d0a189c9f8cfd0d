#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// One word of a command, in single quotes if a POSIX shell needs them.
std::string shell_quoted(std::string_view word);

}  // namespace lockstep
