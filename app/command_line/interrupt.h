#pragma once

#include "core/support/job_control.h"

namespace lockstep::cli {

/// From here on Ctrl+C, SIGTERM and SIGHUP stop the work instead of the process, so that what is half done
/// goes away as after any failure: temporary files and helper processes. A second one ends the process at
/// once. To be called before the first thread is made; once.
void catch_interrupts();

/// Stops when one of them came.
const JobControl& interruptible();

/// Ends the process by the signal that came, as a shell wants to see it; returns if none did.
void end_if_interrupted();

}  // namespace lockstep::cli
