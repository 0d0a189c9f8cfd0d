#pragma once

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <vector>

#include "app/document.h"
#include "app/document_jobs.h"
#include "app/job_runner.h"
#include "app/run_jobs.h"

namespace lockstep::app {

enum class Motion { still, running, playing };

/// Brings documents from file to run: load -> stream -> compile -> run, each step a job off the UI thread
/// that starts the next. A later step that fails leaves what the earlier ones gave; a result stays until a
/// newer one replaces it.
class DocumentController : public QObject {
    Q_OBJECT

  public:
    explicit DocumentController(QObject* parent = nullptr);
    ~DocumentController() override;

    const std::vector<std::unique_ptr<Document>>& documents() const { return m_documents; }
    /// The document in front; null if none is open.
    const Document* current() const;
    int currentIndex() const { return m_current; }

    /// Opens a model or program in front. `view` holds what is asked for (config, axes, input, position);
    /// `axesGiven`: its axes count, otherwise those that the file was opened with last. `recallsView`: how it
    /// is shown is taken from when the model was open last (see rememberedView()).
    void open(const QString& file, bool isProgram, const ModelOptions& options, const ViewState& view,
              bool axesGiven, bool recallsView = false);
    void setCurrent(int index);
    void closeCurrent();
    void closeAll();
    void reload();
    /// Says what the file did not tell, and loads again; `axes` absent: those that were remembered.
    void setOptions(const ModelOptions& options, const std::optional<std::vector<std::optional<int>>>& axes);
    /// Compares the deployments of a last-step readout: readoutsCompared() or readoutsFailed() follows.
    void compareReadouts();
    /// Compiles the model for every accelerator as the view asks: configsCompared() or configsFailed()
    /// follows.
    void compareConfigs();
    void stopComparing();
    /// Asks the file what its inputs are: inputsNeeded() follows.
    void askForInputs();

    /// What the view of the document in front says now: starts what is needed to follow it.
    void apply(const ViewState& view);
    void recompile();
    /// Tries a run that failed once more: its input files are read again.
    void retryRun();

    /// Shows another inference: at once what was run, else running on to it without stopping at breakpoints.
    void goTo(qint64 position);
    /// Runs on to a position, showing what comes on the way, until a breakpoint or `until` holds.
    void runTo(qint64 position, const QString& until = {});
    void play(double inferencesPerSecond);
    void pause();
    /// Forgets what was run: before the first inference, with the same edits.
    void reset();
    /// Looks through what was run before the breakpoints were there.
    void lookBack();
    Motion motion() const { return m_motion; }
    /// Where the run is asked to be; differs from Document::position() while it goes there.
    qint64 target() const { return m_target; }
    /// Where a run ends that is under way.
    qint64 goal() const { return m_runEnd; }
    /// Of a run that is under way; nothing before it can be told.
    std::optional<double> secondsLeft() const;
    /// Lays two runs over each other (KeptRun::id; 0 is the one that is shown): runsCompared() or
    /// runsNotCompared() follows.
    void compareRuns(quint64 a, quint64 b);
    void forgetRun(quint64 id);

    /// `work(LockstepRun&, const JobControl&)` on the stepping thread, behind what is done there now, with
    /// the run of the document in front (none: nothing happens). It leaves the run where it is. Of calls of
    /// one kind only the newest counts. A step, move or run does not wait for it: it is stopped (`failed`
    /// hears of it), and may be asked for again when recordingChanged() tells that the step is done. See
    /// JobRunner::start.
    template <class Work, class Done>
    void askRun(const QString& kind, const QString& title, Work work, Done done,
                JobRunner::FailedHandler failed) {
        const Document* document = current();
        if (document == nullptr || !document->run) return;
        m_background.insert(kind);
        m_stepper.start(
            kind, title,
            [run = document->run, work = std::move(work)](const JobControl& control) {
                return work(*run, control);
            },
            std::move(done), std::move(failed));
    }

    /// Stops stepping, loading and compiling.
    void cancel();
    bool isBusy() const { return m_prepare.isBusy() || m_stepper.isBusy() || m_comparer.isBusy(); }
    bool isPreparing() const { return m_prepare.isBusy(); }

  Q_SIGNALS:
    void documentsChanged();
    /// Another document comes in front, or this one closes: what its views hold is to be taken over.
    void currentLeaves();
    /// Another document is in front, or there is none any more.
    void currentChanged();
    /// The model's graphs are there: newly read (`fresh`), or streamed in another way.
    void modelChanged(bool fresh);
    void compiledChanged();
    void recordingChanged();
    void motionChanged();
    /// The run stopped behind an inference where a condition holds.
    void stoppedAt(const lockstep::Hit& hit, const QString& condition);
    void runsChanged();
    /// A run was not made, as what it was asked for was refused, or by Stop: the one before stays, and the
    /// view of the document says again what that one was made for.
    void runStays();
    void runsCompared(const std::shared_ptr<const lockstep::app::jobs::RunComparison>& comparison);
    void runsNotCompared(const lockstep::Failure& failure);
    void targetChanged();
    /// A stage of the document in front failed, or its failure went away.
    void failuresChanged();
    void failed(lockstep::app::Stage stage);
    /// Shapes, values and axes are to be asked for.
    void inputsNeeded(const lockstep::ModelProbe& probe);
    void fileChangedOnDisk(const QString& file);
    /// The document in front is about to be read again; it still has what it had.
    void reloading();
    void readoutsCompared();
    void readoutsFailed(const lockstep::Failure& failure);
    void configsCompared(const std::shared_ptr<const lockstep::app::ConfigComparison>& comparison);
    void configsFailed(const lockstep::Failure& failure);
    void busyChanged(bool busy);
    void progressChanged(double share, const QString& what);

  private:
    struct Handlers;

    Document* currentDocument();
    Document* find(quint64 id);
    bool isCurrent(const Document& document) const;
    void startLoad(Document& document, bool axesGiven);
    void startProbe(Document& document);
    void startStream(Document& document);
    void startCompile(Document& document);
    /// `told`: why one that was asked for before cannot be; said when this one is there.
    void startRun(Document& document, const std::optional<Failure>& told = {});
    void runFailed(Document& document, const Failure& failure);
    /// What the stepping thread does for itself is stopped.
    void stopBackground();
    enum class Job {
        look,    ///< a short one, which newer wishes wait for instead of stopping it
        search,  ///< goes over what was run: where it is stopped, the same inference stays in sight
        run,     ///< where it is stopped, the end of the run is shown
    };
    void startJob(Document& document, const QString& title, Job job,
                  std::function<jobs::Moved(WatchedRun&, const JobControl&)> work);
    /// There is a run, and no other one is being made.
    bool canStep(const Document* document) const;
    void startMove(Document& document, qint64 position);
    void startRunOn(Document& document, qint64 end);
    void startMotion(qint64 position, const QString& until, bool stops);
    void stopped(quint64 id, Job job, const Failure& failure);
    void startWatch(Document& document, bool back);
    /// Lays the run that is shown aside, for one of `next`; null: for none.
    void keepRun(Document& document, const ViewState* next);
    KeptRun shownRun(const Document& document) const;
    void compiled(Document& document, std::shared_ptr<const CompileResult> result);
    void moved(Document& document, const jobs::Moved& result);
    void continueMotion();
    void playTick();
    void fail(Document& document, Stage stage, const Failure& failure);
    void clearFailure(Document& document, Stage stage);
    void setMotion(Motion motion);
    void remember(const Document& document) const;
    void watch(const Document& document);
    static QString kind(const char* stage, const Document& document);

    std::vector<std::unique_ptr<Document>> m_documents;
    int m_current = -1;
    quint64 m_nextId = 1;
    Motion m_motion = Motion::still;
    qint64 m_target = 0;
    qint64 m_runEnd = 0;
    QString m_until;      ///< a condition of this motion alone
    bool m_stops = true;  ///< at breakpoints
    qint64 m_slice = 1;   ///< inferences of one piece of a run; grows until a piece takes about a frame
    double m_shownMilliseconds = 0;  ///< what showing the last piece took
    double m_viewMilliseconds = 0;   ///< what the views took to take it over
    QElapsedTimer m_sliceTime;
    QElapsedTimer m_runTime;
    qint64 m_runStart = 0;       ///< position where the motion began
    bool m_looking = false;      ///< a short job is under way
    bool m_waiting = false;      ///< it is followed by one for the target
    QSet<quint64> m_starting;    ///< documents whose run is being made
    QSet<QString> m_background;  ///< kinds of jobs that steps do not wait for
    quint64 m_nextRun = 1;
    QTimer m_player;
    QFileSystemWatcher m_watcher;
    JobRunner m_prepare;  ///< the runners stop before what they use is gone
    JobRunner m_stepper;
    JobRunner m_comparer;
};

}  // namespace lockstep::app
