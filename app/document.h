#pragma once

#include <QMap>
#include <QString>
#include <map>
#include <memory>

#include "app/view_state.h"
#include "core/report/ranking.h"
#include "core/report/sweep.h"
#include "core/run/imported_picture.h"
#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"
#include "core/run/readout_comparison.h"
#include "core/run/test_vectors.h"
#include "core/run/watched_run.h"
#include "widgets/panels/disassembly_listing.h"

namespace lockstep::app {

/// How a model is to be compiled; what a view says of it.
struct CompileRequest {
    QString config;
    QStringList precision;
    QStringList pins;
    BuildOptions build;
    friend bool operator==(const CompileRequest&, const CompileRequest&) = default;
};
CompileRequest compileRequest(const ViewState& view);

/// A program, what it was made for and what is said of it.
struct CompileResult {
    CompiledProgram compiled;
    /// What it was made of, with the rules of `request`; null: read from a program file. The document's own
    /// model is another one while it is streamed or compiled anew, or where that was refused.
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const Report> report;  ///< without a run
    std::shared_ptr<const DisassemblyListing> listing;
    CompileRequest request;   ///< of a program file the config alone
    double milliseconds = 0;  ///< wall-clock time of compiling (or of reading a program file)
};

/// A model on all accelerators, side by side.
struct ConfigComparison {
    std::vector<SweptConfig> configs;
    QStringList choices;            ///< by config: what the view is given to choose it
    std::vector<RankedCard> order;  ///< indices into `configs`
};

/// What a run is made for, beside the program; what a view says of it.
struct RunRequest {
    InputChoice input;
    QString reference;
    qint64 resetEvery = 0;
    QStringList edits;
    friend bool operator==(const RunRequest&, const RunRequest&) = default;
};
RunRequest runRequest(const ViewState& view);

/// What is watched in a run: breakpoints that are switched on, and decisions.
struct WatchRequest {
    QStringList breaks;
    QStringList decisions;
    friend bool operator==(const WatchRequest&, const WatchRequest&) = default;
};
WatchRequest watchRequest(const ViewState& view);

/// What the watch of a run found so far.
struct Watched {
    WatchResult result;
    qint64 from = 0;  ///< earlier inferences were not looked at
};

/// A run that was laid aside for another one.
struct KeptRun {
    quint64 id = 0;
    QString name;
    ViewState view;         ///< what it was asked for
    qint64 inferences = 0;  ///< that were run
    ErrorSummary error;
    std::shared_ptr<WatchedRun> watched;  ///< used by the stepping thread only; holds what was recorded
};

enum class Stage { load, stream, compile, run };

/// One model or program that is open: snapshots that never change, replaced as a whole.
struct Document {
    quint64 id = 0;
    QString file;  ///< absolute
    bool isProgram = false;
    ModelOptions options;      ///< shapes and scalar inputs as given; the axes are the view's
    ViewState view;            ///< what it shows, also while another document is in front
    bool recallsView = false;  ///< once it is read, it is shown as its model was shown last
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const CompileResult> compiled;
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const Program> ran;   ///< the program that `recording` is of
    qint64 shown = 0;                     ///< inferences up to the one that is looked at
    std::shared_ptr<WatchedRun> watched;  ///< used by the stepping thread only
    std::shared_ptr<LockstepRun> run;     ///< the one of `watched`
    std::shared_ptr<const Watched> watch;
    QMap<QString, QString> watchProblems;  ///< of breakpoints and decisions that cannot be watched here
    ViewState runView;                     ///< what the run was made for
    quint64 runNumber = 0;                 ///< tells the run from all others of the window; 0: none yet
    std::vector<KeptRun> kept;             ///< newest last
    QString inputs;                        ///< "random inputs, seed 7"
    bool randomInputs = true;
    std::optional<qint64> inputCount;  ///< inferences that there are inputs for; absent: any number
    RunSpeed speed;
    std::optional<VectorCheck> vectors;  ///< what came of the test vectors in the file
    /// Of the newest try to load it, if it was refused for what is in it.
    std::shared_ptr<const ImportedPicture> picture;
    /// Of the model, config and inputs when it was asked for.
    std::shared_ptr<const ReadoutComparison> readout;
    bool changedOnDisk = false;         ///< since it was read
    std::map<Stage, Failure> failures;  ///< of the newest try of each stage

    QString title() const;
    /// Inferences up to the one that is looked at; at most done().
    qint64 position() const { return shown; }
    /// Inferences that were run.
    qint64 done() const { return recording ? recording->total() : 0; }
    /// Inferences of the example sequence; 0 if it is not streamed or not known.
    qint64 sequenceLength() const;
    bool isStreamed() const;
    /// The compiled program keeps state between inferences.
    bool hasState() const;
    /// The compiled program takes more than one input.
    bool hasSeveralInputs() const;
};

/// What tells a run from others: "random inputs, seed 1 · v80_c6b32 · edited at 37".
QString runName(const ViewState& view, const QString& inputs);

/// The axes and the readout of the view are those that the model is streamed with.
void setStreaming(ViewState& view, const LoadedModel& model);
/// The axes of a view as what the model takes.
std::vector<AxisOption> axisOptions(const std::vector<std::optional<int>>& axes);
bool anyAxis(const std::vector<std::optional<int>>& axes);

}  // namespace lockstep::app
