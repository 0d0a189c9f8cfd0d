#pragma once

#include <string_view>

namespace lockstep::cli {

/// Writes everything to standard output. Throws Error(cannot_write) if it is closed, full or a broken pipe.
void write_standard_output(std::string_view text);

/// Descriptors 0 to 2 that are closed are filled, so that no file that is opened later takes their place;
/// writing to them goes on failing. A broken pipe becomes an error of the write instead of a signal.
void guard_standard_streams();

}  // namespace lockstep::cli
