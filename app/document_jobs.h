#pragma once

#include <memory>

#include "app/document.h"
#include "app/view_state.h"

/// What the window's jobs do, as plain functions of values: they run on the job runners' threads.
namespace lockstep::app::jobs {

struct Loaded {
    std::shared_ptr<const LoadedModel> model;        ///< not streamed yet
    std::vector<std::optional<int>> rememberedAxes;  ///< per input; empty if the file was not seen before
};

/// Reads a model file; shapes that are not given are those that were remembered of it.
Loaded load(const QString& file, ModelOptions options, const JobControl& control);

/// What the file tells of its inputs, when their shapes are needed.
ModelProbe probe(const QString& file, const JobControl& control);

std::shared_ptr<const LoadedModel> stream(const std::shared_ptr<const LoadedModel>& model,
                                          const std::vector<std::optional<int>>& axes,
                                          const JobControl& control);

std::shared_ptr<const CompileResult> compile(const std::shared_ptr<const LoadedModel>& model,
                                             const QString& config, const JobControl& control);
std::shared_ptr<const CompileResult> loadProgram(const QString& file, const JobControl& control);

/// A run that stands at `position` (or at the last inference that the inputs reach).
struct Started {
    std::shared_ptr<LockstepRun> run;
    std::shared_ptr<const Recording> recording;
    RunSpeed speed;
    QString inputs;
    bool random = true;
    std::optional<qint64> inputCount;
};
Started startRun(const std::shared_ptr<const LoadedModel>& model, const CompiledProgram& compiled,
                 const InputChoice& input, qint64 position, const JobControl& control);

struct Moved {
    std::shared_ptr<const Recording> recording;
    RunSpeed speed;
};
Moved moveTo(LockstepRun& run, qint64 position, const JobControl& control);
Moved look(LockstepRun& run);

/// The report of what was compiled and run, complete but for the command.
Report fullReport(const Document& document);

}  // namespace lockstep::app::jobs
