#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/command_line/arguments.h"
#include "core/report/report.h"

namespace lockstep::cli {

/// What `run` and `report` work on: a model compiled, or a program that was read.
struct Prepared {
    std::optional<LoadedModel> model;  ///< absent for a program alone
    CompiledProgram compiled;
};
Prepared prepare(const Arguments& arguments);

/// The run that the arguments ask for, at inference 0, and how long it is to be.
struct PreparedRun {
    std::shared_ptr<const InputSource> inputs;
    std::unique_ptr<LockstepRun> run;
    std::int64_t inferences = 0;
};
PreparedRun prepare_run(const Arguments& arguments, const Prepared& prepared);

/// The deployments of a model that ends in a last-step readout, with their differences on the run's inputs if
/// there is a run; nothing for other models.
std::optional<ReadoutComparison> compare_deployments(const Arguments& arguments, const Prepared& prepared,
                                                     const PreparedRun* run);

/// The report of the compiled program with the run in it; `run` may be null. Gates are not checked.
Report make_command_report(const Arguments& arguments, const Prepared& prepared, const PreparedRun* run);

}  // namespace lockstep::cli
