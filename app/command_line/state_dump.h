#pragma once

#include "app/command_line/prepare.h"

namespace lockstep::cli {

/// Writes --dump-state: inputs, outputs and states of the inferences around --at, the first hit, the worst
/// inference or the last one, whichever there is first; they are run again from the nearest snapshot. Throws
/// Error(bad_input) if --at lies beyond the run.
void dump_state(const Arguments& arguments, const PreparedRun& run);

}  // namespace lockstep::cli
