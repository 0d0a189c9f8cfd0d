#pragma once

#include <memory>
#include <optional>

#include "app/document.h"
#include "core/run/recording_difference.h"

/// What the window does with a run, as plain functions of values: on the stepping thread.
namespace lockstep::app::jobs {

/// The files of a choice as they are read. Throws Error(usage) for words that --input does not take, or a
/// column without a table.
std::vector<InputFile> inputFiles(const InputChoice& input);
std::vector<InputGenerator> inputGenerators(const InputChoice& input);

/// A run as it is shown: everything that was run, the rows up to `position`.
struct Moved {
    std::shared_ptr<const Recording> recording;
    RunSpeed speed;
    qint64 position = 0;
    std::shared_ptr<const Watched> watch;
    /// Why breakpoints and decisions cannot be watched, by their words; absent: as it was.
    std::optional<QMap<QString, QString>> problems;
    std::optional<Hit> hit;        ///< why it stopped
    QString condition;             ///< of the hit
    double shownMilliseconds = 0;  ///< what making the recording took
};

/// What a run is made of.
struct RunPlan {
    std::shared_ptr<const LoadedModel> model;  ///< null: a program alone
    CompiledProgram compiled;
    BuildOptions build;
    RunRequest request;
    WatchRequest watch;
    qint64 end = 0;       ///< to run to, or the last inference that the inputs reach
    qint64 position = 0;  ///< to look at
    /// The same run before its states were edited: what it has run is taken over. May be null.
    std::shared_ptr<WatchedRun> basis = nullptr;
    /// This very run, which was laid aside, and what came of the file's test vectors. May be null.
    std::shared_ptr<WatchedRun> again = nullptr;
    std::optional<VectorCheck> vectors = {};
};
struct Started {
    std::shared_ptr<WatchedRun> run;
    QString inputs;
    bool random = true;
    std::optional<qint64> inputCount;
    std::optional<VectorCheck> vectors;
    Moved moved;
};
/// Throws Error(unsupported) for edits of a program alone, Error(bad_input) for one further behind what was
/// run than longestStart, and as what the run is made of.
Started startRun(const RunPlan& plan, const JobControl& control);

/// Watches other breakpoints and decisions. A short run is looked through again; a longer one if `back`.
Moved watch(WatchedRun& run, const WatchRequest& request, qint64 position, bool back,
            const JobControl& control);

/// Shows the run at a position, running on if it lies behind the end.
Moved moveTo(WatchedRun& run, qint64 position, const JobControl& control);
/// Runs from `position` on to `end`, stopping behind the first inference where a breakpoint or `until`
/// (empty: none) holds. What was run already is not run again where its hits are known.
Moved runOn(WatchedRun& run, qint64 position, qint64 end, const QString& until, const JobControl& control);
/// Back before the first inference, with everything forgotten but the edits.
Moved reset(WatchedRun& run, const WatchRequest& request);
Moved look(WatchedRun& run, qint64 position, const JobControl& control);

/// Inferences that a run is brought to before it shows.
inline constexpr qint64 longestStart = 100'000;
/// Inferences that a run is looked through again for without being asked.
inline constexpr qint64 shortRun = 20'000;

/// Two runs laid over each other, around a position.
struct RunComparison {
    RecordingDifference difference;
};
/// Inferences that are compared at most.
inline constexpr qint64 mostCompared = 4096;
std::shared_ptr<const RunComparison> compareRuns(WatchedRun& a, WatchedRun& b, qint64 position,
                                                 const JobControl& control);

}  // namespace lockstep::app::jobs
