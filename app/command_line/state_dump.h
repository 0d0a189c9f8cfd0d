#pragma once

#include "app/command_line/prepare.h"

namespace lockstep::cli {

/// The inference that is looked at closely: that of --at, of the first hit, the worst one or the last one,
/// whichever there is first. Throws Error(bad_input) if --at lies beyond the run.
std::int64_t chosen_inference(const Arguments& arguments, const PreparedRun& run);

/// Writes --dump-state: inputs, outputs and states of the inferences around chosen_inference(); they are run
/// again from the nearest snapshot.
void dump_state(const Arguments& arguments, const PreparedRun& run);

}  // namespace lockstep::cli
