#pragma once

#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"

namespace lockstep {

/// The edit that sets all states of `graph`, which `compiled` was compiled from with `options`, to these
/// values (flattened in the graph's order). The program is compiled again with them as initial states, so
/// that what it keeps of a state in other forms, as partial sums, follows. Throws Error(bad_input) for
/// another number of values, and Error(unsupported) if another program comes of it.
StateEdit edit_states(const nnir::Graph& graph, const CompiledProgram& compiled,
                      const CompileOptions& options, std::span<const float> values,
                      const JobControl& job = {});

/// All states of the graph after the inferences that `run` has done, as the VM holds them. Throws
/// Error(unsupported) naming a state that is kept as partial sums only.
std::vector<float> vm_states(LockstepRun& run, const nnir::Graph& graph, const JobControl& job = {});

}  // namespace lockstep
