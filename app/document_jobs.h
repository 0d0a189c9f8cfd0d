#pragma once

#include <memory>

#include "app/document.h"
#include "app/view_state.h"

/// What the window's jobs do, as plain functions of values: they run on the job runners' threads.
namespace lockstep::app::jobs {

struct Loaded {
    std::shared_ptr<const LoadedModel> model;        ///< not streamed yet
    std::vector<std::optional<int>> rememberedAxes;  ///< per input; empty if the file was not seen before
    bool rememberedEveryStep = false;
    std::optional<double> rememberedTargetUs;  ///< absent if the file was not seen before
    QJsonObject rememberedView;                ///< see rememberedView()
};

/// Reads a model file. If nothing is said of it, what was said when it was opened last counts.
Loaded load(const QString& file, ModelOptions options, const JobControl& control, LoadAttempt& attempt);

/// What the file tells of the inputs of the chosen method, when they have to be asked for.
ModelProbe probe(const QString& file, const ModelOptions& options, const JobControl& control);

std::shared_ptr<const LoadedModel> stream(const std::shared_ptr<const LoadedModel>& model,
                                          const std::vector<std::optional<int>>& axes, Readout readout,
                                          const JobControl& control);

/// The model with the precisions and pins that are asked for. Throws Error(usage) for words that are none.
std::shared_ptr<const LoadedModel> withRules(const std::shared_ptr<const LoadedModel>& model,
                                             const CompileRequest& request);

std::shared_ptr<const CompileResult> compile(const std::shared_ptr<const LoadedModel>& model,
                                             const CompileRequest& request, const JobControl& control);

/// The model on every preset, on the chosen config if it is a file, and on the user's `own` files; of one
/// that cannot be read the comparison says why.
std::shared_ptr<const ConfigComparison> compareConfigs(const std::shared_ptr<const LoadedModel>& model,
                                                       const CompileRequest& request, const QStringList& own,
                                                       double targetUs, const JobControl& control);
std::shared_ptr<const CompileResult> loadProgram(const QString& file, const JobControl& control);

/// The deployments of a model that ends in a last-step readout, on the inputs that were chosen.
std::shared_ptr<const ReadoutComparison> compareReadouts(const std::shared_ptr<const LoadedModel>& model,
                                                         const CompileRequest& request,
                                                         const InputChoice& input, const JobControl& control);

/// What a program was compiled with, for another one of the same model.
CompileOptions compileOptions(const CompileResult& compiled);

/// The report of what was compiled and run, complete but for the command.
Report fullReport(const Document& document);

}  // namespace lockstep::app::jobs
