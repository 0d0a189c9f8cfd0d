#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/build_program.h"
#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"

namespace lockstep {

/// The edit that sets all states of `graph`, which `compiled` was compiled from with `options`, to these
/// values (flattened in the graph's order), in the VM and in a reference that has them in this order. The
/// program is compiled again with them as initial states, so that what it keeps of a state in other forms, as
/// partial sums, follows. Throws Error(bad_input) for another number of values, and Error(unsupported) if
/// another program comes of it.
StateEdit edit_states(const nnir::Graph& graph, const CompiledProgram& compiled,
                      const CompileOptions& options, std::span<const float> values,
                      const JobControl& job = {});

/// The same of a model whose program was built with these options.
StateEdit edit_states(const LoadedModel& model, const CompiledProgram& compiled, const BuildOptions& options,
                      std::span<const float> values, const JobControl& job = {});

/// One value of a state, set in front of an inference: `--edit 37:lstm.c0[17]=2.5`. Without an element, all
/// of its values.
struct StateChange {
    std::int64_t inference = 0;
    std::string state;
    std::int64_t element = -1;  ///< row-major; -1: all
    double value = 0;
    friend bool operator==(const StateChange&, const StateChange&) = default;
};
/// Throws Error(usage).
StateChange state_change(std::string_view text);
std::string to_text(const StateChange& change);

/// The values, which are all states of `graph`, with these changes; their inferences are not looked at.
/// Throws Error(bad_input) for a state or element that the graph does not have, or a value beyond fp32.
std::vector<float> changed_states(const nnir::Graph& graph, std::vector<float> values,
                                  std::span<const StateChange> changes);

/// Goes to each inference that is named, from the first on, and sets the values there, in the VM and in the
/// reference: what is not named stays as each of them has it. A reference without states, as outputs from a
/// file, stays as it is. The run stays at the last inference that is named.
void edit_run(LockstepRun& run, const LoadedModel& model, const BuildOptions& options,
              std::vector<StateChange> changes, const JobControl& job = {});

/// All states of the graph in front of the next inference of `run`, a reset there being done, as the VM holds
/// them. Throws Error(unsupported) naming a state that is kept as partial sums only.
std::vector<float> vm_states(LockstepRun& run, const nnir::Graph& graph, const JobControl& job = {});

}  // namespace lockstep
