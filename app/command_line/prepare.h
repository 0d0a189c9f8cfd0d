#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/command_line/arguments.h"
#include "core/compiler/link_programs.h"
#include "core/report/report.h"
#include "core/run/run_watch.h"

namespace lockstep::cli {

/// Throws Error(usage) for compile options beside a program file.
void refuse_recompiling(const Arguments& arguments, const FileArgument& file);

/// What `run` and `report` work on: a model compiled, or a program that was read.
struct Prepared {
    std::optional<LoadedModel> model;  ///< absent for a program alone
    CompiledProgram compiled;
    std::optional<CompiledProgram> without_reset;  ///< the same model before it was linked
};
/// Throws Error(usage) if --model or --state-reset stand where they mean nothing.
Prepared prepare(const Arguments& arguments);

/// The models of the command line in one program, in their order, each with what stood behind it. The config
/// is read first: a wrong one is known at once, a model may take seconds.
struct PreparedPrograms {
    std::vector<LoadedModel> models;
    std::vector<CompiledProgram> alone;  ///< each as it is without the others and without a reset
    CompiledPrograms programs;
};
PreparedPrograms prepare_programs(const Arguments& arguments);

/// The run that the arguments ask for, at inference 0, and how long it is to be.
struct PreparedRun {
    std::shared_ptr<const InputSource> inputs;
    std::unique_ptr<LockstepRun> run;
    std::int64_t inferences = 0;
    std::unique_ptr<RunWatch> watch = nullptr;  ///< if there are breakpoints or decisions
};
PreparedRun prepare_run(const Arguments& arguments, const Prepared& prepared,
                        const RecorderOptions& recorder = {});

/// The deployments of a model that ends in a last-step readout, with their differences on the run's inputs if
/// there is a run; nothing for other models.
std::optional<ReadoutComparison> compare_deployments(const Arguments& arguments, const Prepared& prepared,
                                                     const PreparedRun* run);

/// The files of the command line as they are read, each CSV with the column that resets the state where it
/// has one.
std::vector<InputFile> input_files(const Arguments& arguments);

/// The report of the compiled program with the run in it; `run` may be null. Gates are not checked.
Report make_command_report(const Arguments& arguments, const Prepared& prepared, const PreparedRun* run);

}  // namespace lockstep::cli
