#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/run/build_program.h"
#include "widgets/theme.h"

namespace lockstep::app {

/// What is lit up in every view. `node` is a NodeId of any stage of the graph (ids are unique over all
/// stages).
struct Selection {
    std::optional<quint32> node;
    std::optional<quint32> event;  ///< index into Timeline::events
    QString state;                 ///< name of the state, e.g. "lstm.h0"; may be empty
    int unit = -1;                 ///< of the state; -1: none
    QString module = {};           ///< path of a module, without a node; may be empty
    QString value = {};            ///< name of an input or output, without a node; may be empty

    bool isEmpty() const { return !node && !event && state.isEmpty() && module.isEmpty() && value.isEmpty(); }
    friend bool operator==(const Selection&, const Selection&) = default;
};

/// The longest target of the command line and of the window.
inline constexpr double mostTargetUs = 1e9;

/// ViewState::speed of a run that nothing holds back.
inline constexpr double fullSpeed = 1e6;

/// The furthest inference of a run that nothing ends.
inline constexpr qint64 mostInferences = 100'000'000;

/// The most inferences that one step goes.
inline constexpr qint64 mostStepCount = 100'000;

/// The most seeds of the command line and of the window.
inline constexpr int mostSeeds = 1000;

/// Where the inputs of a run come from: files, generators, both, or random values if neither is named.
struct InputChoice {
    quint64 seed = 1;        ///< of what is random
    QStringList files;       ///< words of --input: "[NAME=]FILE", "FILE.csv:COLUMN,COLUMN"
    QStringList generators;  ///< words of --generate: "[NAME=]sine:50"
    QString resetColumn;     ///< of the one CSV file: "NAME" or "NAME:change"

    bool isRandom() const { return files.isEmpty() && generators.isEmpty(); }
    friend bool operator==(const InputChoice&, const InputChoice&) = default;
};

/// A condition at which a run stops, in the words of --break.
struct Breakpoint {
    QString condition;
    bool enabled = true;
    friend bool operator==(const Breakpoint&, const Breakpoint&) = default;
};

/// A place of the timeline to come back to.
struct TimelineBookmark {
    int digit = 1;              ///< of its key
    double first = 0;           ///< cycle at the left edge
    double cyclesPerPixel = 1;  ///< zoom
    int scrolled = 0;           ///< pixels
    int inferences = 1;         ///< in a row
    bool spaced = false;
    friend bool operator==(const TimelineBookmark&, const TimelineBookmark&) = default;
};

/// Everything that says what the window shows, as one value: a session holds its JSON, undo is a list of
/// them.
struct ViewState {
    int document = 0;
    std::vector<std::optional<int>> streamingAxes;  ///< per input of the model
    bool everyStep = false;  ///< a last-step readout answers in every inference (Readout::every_step)
    QString config = QStringLiteral("v80_c6b32");  ///< a preset's name or the path of a JSON file
    QStringList precision;  ///< rules in their order: "encoder=fp8" (see PrecisionRule)
    QStringList pins;       ///< in their order: "encoder=0,1" (see CorePin)
    BuildOptions build;     ///< policy, search, state reset
    double targetUs = 0;    ///< latency target in microseconds; 0: none
    InputChoice input;
    QString reference;      ///< a word of --reference; empty: as it comes
    qint64 resetEvery = 0;  ///< inferences between two resets of the state; 0: none
    std::vector<Breakpoint> breakpoints;
    QStringList decisions;                            ///< words of --decision
    QStringList watches;                              ///< values on the watch list: "lstm.c0[17]"
    QString valueFormat = QStringLiteral("figures");  ///< how values are written: formatWord()
    QStringList edits;                                ///< of states, words of --edit: "37:lstm.c0[17]=2.5"
    qint64 inference = 0;  ///< that the run stands behind: 0 is before the first one
    qint64 runLength = 20;
    qint64 stepCount = 1;  ///< inferences that a step goes
    double speed = 10;     ///< inferences per second when playing; fullSpeed: as fast as possible
    Selection selection;
    std::vector<TimelineBookmark> bookmarks;  ///< by digit
    QStringList folded;                       ///< module paths that are folded in the graphs; sorted
    QString heat;  ///< the figure that is laid over the graphs (HeatSource::key); empty: none
    bool heatLogarithmic = false;
    /// Pan, zoom, cursors and choices of the views (see ViewDetails); absent: as at first.
    QJsonObject details;
    ThemeMode theme = ThemeMode::system;
    QByteArray docks;  ///< QMainWindow::saveState

    friend bool operator==(const ViewState&, const ViewState&) = default;
};

QJsonObject toJson(const ViewState& state);
/// What is absent keeps its default. Throws Error(bad_file) naming the first field of another type or out of
/// range.
ViewState viewStateFromJson(const QJsonObject& json);

}  // namespace lockstep::app
