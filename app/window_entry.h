#pragma once

namespace lockstep {

/// Opens the window on what the arguments name (a model, a session, or nothing) and returns the exit status.
int run_window(int argc, char** argv);

}  // namespace lockstep
