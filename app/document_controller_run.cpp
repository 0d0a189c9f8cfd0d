#include <algorithm>
#include <tuple>

#include "app/document_controller.h"

namespace lockstep::app {
namespace {

constexpr qint64 mostKeptRuns = 8;
/// Inferences that one look goes over without showing what comes on the way.
constexpr qint64 oneJump = 4096;

/// What a run is made for now: what the view asks of a run, of the program that there is (which is another
/// one than the view asks for while that one cannot be compiled).
ViewState wantedRun(const Document& document) {
    ViewState view = document.view;
    const CompileRequest& request = document.compiled->request;
    view.config = request.config;
    if (!document.compiled->model) return view;
    view.precision = request.precision;
    view.pins = request.pins;
    view.build = request.build;
    setStreaming(view, *document.compiled->model);
    return view;
}

bool isSameRun(const ViewState& a, const ViewState& b) {
    const auto key = [](const ViewState& view) {
        return std::tuple(compileRequest(view), runRequest(view), view.streamingAxes, view.everyStep);
    };
    return key(a) == key(b);
}

}  // namespace

KeptRun DocumentController::shownRun(const Document& document) const {
    return {.id = 0,
            .name = runName(document.runView, document.inputs),
            .view = document.runView,
            .inferences = document.done(),
            .error = document.recording ? document.recording->error : ErrorSummary(),
            .watched = document.watched};
}

void DocumentController::keepRun(Document& document, const ViewState* next) {
    if (!document.watched || document.done() == 0) return;
    if (next != nullptr && isSameRun(document.runView, *next)) return;
    KeptRun kept = shownRun(document);
    kept.id = m_nextRun++;
    // A run of the same request is this one, run further or less far.
    std::erase_if(document.kept, [&](const KeptRun& old) { return isSameRun(old.view, kept.view); });
    document.kept.push_back(std::move(kept));
    if (std::ssize(document.kept) > mostKeptRuns) document.kept.erase(document.kept.begin());
}

void DocumentController::forgetRun(quint64 id) {
    Document* document = currentDocument();
    if (document == nullptr) return;
    std::erase_if(document->kept, [id](const KeptRun& run) { return run.id == id; });
    Q_EMIT runsChanged();
}

void DocumentController::startRun(Document& document, const std::optional<Failure>& told) {
    const quint64 id = document.id;
    if (isCurrent(document)) setMotion(Motion::still);
    const ViewState view = wantedRun(document);
    jobs::RunPlan plan{
        .model = document.compiled->model,
        .compiled = document.compiled->compiled,
        .build = view.build,
        .request = runRequest(view),
        .watch = watchRequest(view),
        // A run that was in front of a recompilation goes on from where it was.
        .end = std::max(view.inference, std::min(document.done(), view.inference + jobs::shortRun)),
        .position = view.inference};
    RunRequest unedited = plan.request;
    unedited.edits.clear();
    std::vector<KeptRun> known = document.kept;
    known.push_back(shownRun(document));
    known.back().view = document.runView;
    for (const KeptRun& run : known) {
        if (!run.watched || run.watched->run().compiled().program != plan.compiled.program) continue;
        // One that is there is taken up again as it stands.
        if (isSameRun(run.view, view)) plan.again = run.watched;
        if (!plan.request.edits.isEmpty() && runRequest(run.view) == unedited) plan.basis = run.watched;
    }
    if (plan.again) plan.vectors = document.vectors;
    // A longer one is begun only: what is far is not waited for.
    if (!plan.basis && !plan.again) plan.end = std::min(plan.end, jobs::longestStart);
    m_looking = m_waiting = false;
    m_starting.insert(id);
    stopBackground();
    m_stepper.start(
        kind("run", document), tr("Preparing the run"),
        [plan](const JobControl& control) { return jobs::startRun(plan, control); },
        [this, id, view, told](const jobs::Started& started) {
            m_starting.remove(id);
            Document* d = find(id);
            if (d == nullptr) return;
            if (d->watched != started.run) {
                keepRun(*d, &view);
                d->runNumber = m_nextRun++;
            }
            d->watched = started.run;
            d->ran = started.run->run().compiled().program;
            // What is shown is not laid aside.
            std::erase_if(d->kept, [&](const KeptRun& run) {
                return run.watched == d->watched || isSameRun(run.view, view);
            });
            d->run = std::shared_ptr<LockstepRun>(started.run, &started.run->run());
            d->runView = view;
            d->inputs = started.inputs;
            d->randomInputs = started.random;
            d->inputCount = started.inputCount;
            d->vectors = started.vectors;
            moved(*d, started.moved);
            if (told) fail(*d, Stage::run, *told);
            if (!isCurrent(*d)) return;
            if (d->vectors) Q_EMIT failuresChanged();
            Q_EMIT runsChanged();
            if (watchRequest(d->view) != watchRequest(view)) startWatch(*d, false);
        },
        [this, id](const Failure& failure) {
            m_starting.remove(id);
            if (Document* d = find(id)) runFailed(*d, failure);
        });
}

void DocumentController::runFailed(Document& document, const Failure& failure) {
    const bool stopped = failure.kind == FailureKind::cancelled;
    if (document.watched &&
        document.watched->run().compiled().program == document.compiled->compiled.program) {
        // What was refused or stopped is not what is shown: the run stays, with all that it was made for.
        document.view.input = document.runView.input;
        document.view.reference = document.runView.reference;
        document.view.resetEvery = document.runView.resetEvery;
        document.view.edits = document.runView.edits;
        if (isCurrent(document)) Q_EMIT runStays();
        if (!stopped) fail(document, Stage::run, failure);
        return;
    }
    // The run that is shown is one of another program.
    keepRun(document, nullptr);
    document.run.reset();
    document.watched.reset();
    document.recording.reset();
    document.watch.reset();
    document.shown = 0;
    if (!stopped && !document.view.edits.isEmpty()) {
        // Without the edits that were refused there may be a run.
        document.view.edits.clear();
        if (isCurrent(document)) Q_EMIT runStays();
        startRun(document, failure);
        return;
    }
    fail(document, Stage::run, failure);
    if (!isCurrent(document)) return;
    Q_EMIT recordingChanged();
    Q_EMIT runsChanged();
}

void DocumentController::stopBackground() {
    for (const QString& each : m_background) m_stepper.stop(each);
}

bool DocumentController::canStep(const Document* document) const {
    return document != nullptr && document->watched && !m_starting.contains(document->id);
}

void DocumentController::startJob(Document& document, const QString& title, Job job,
                                  std::function<jobs::Moved(WatchedRun&, const JobControl&)> work) {
    if (!document.watched) return;
    const quint64 id = document.id;
    m_looking = job == Job::look;
    stopBackground();
    m_sliceTime.start();
    m_stepper.start(
        kind("run", document), title,
        [watched = document.watched, work = std::move(work)](const JobControl& control) {
            return work(*watched, control);
        },
        [this, id](const jobs::Moved& result) {
            m_looking = false;
            if (Document* d = find(id)) moved(*d, result);
        },
        [this, id, job](const Failure& failure) {
            m_looking = false;
            m_waiting = false;
            stopped(id, job, failure);
        });
}

void DocumentController::stopped(quint64 id, Job job, const Failure& failure) {
    Document* document = find(id);
    if (document == nullptr) return;
    if (isCurrent(*document)) setMotion(Motion::still);
    if (failure.kind != FailureKind::cancelled) fail(*document, Stage::run, failure);
    // The run stands at an inference that it completed: show that one.
    m_stepper.start(
        kind("run", *document), tr("Reading the run"),
        [watched = document->watched, job, shown = document->shown](const JobControl& control) {
            return jobs::look(*watched, job != Job::run ? shown : watched->run().position(), control);
        },
        [this, id](const jobs::Moved& result) {
            Document* d = find(id);
            if (d == nullptr) return;
            const bool failed = d->failures.contains(Stage::run);
            const Failure kept = failed ? d->failures[Stage::run] : Failure{};
            moved(*d, result);
            if (failed) d->failures[Stage::run] = kept;
            if (!isCurrent(*d)) return;
            if (failed) Q_EMIT failuresChanged();
            m_target = d->position();
        },
        nullptr);
}

void DocumentController::startMove(Document& document, qint64 position) {
    startJob(document, tr("Running to inference %1").arg(position),
             position <= document.done() ? Job::look : Job::run,
             [position](WatchedRun& run, const JobControl& control) {
                 return jobs::moveTo(run, position, control);
             });
}

void DocumentController::startRunOn(Document& document, qint64 end) {
    const qint64 from = document.position();
    startJob(document, tr("Running to inference %1").arg(m_runEnd),
             from < document.done() ? Job::search : Job::run,
             [from, end, until = m_until, stops = m_stops](WatchedRun& run, const JobControl& control) {
                 return stops ? jobs::runOn(run, from, end, until, control) : jobs::moveTo(run, end, control);
             });
}

void DocumentController::startWatch(Document& document, bool back) {
    // A run that is being made takes what is wanted when it is there.
    if (!canStep(&document)) return;
    setMotion(Motion::still);
    startJob(document, tr("Looking for breakpoints"), Job::search,
             [request = watchRequest(document.view), position = document.position(), back](
                 WatchedRun& run, const JobControl& control) {
                 return jobs::watch(run, request, position, back, control);
             });
}

void DocumentController::lookBack() {
    if (Document* document = currentDocument(); canStep(document)) startWatch(*document, true);
}

void DocumentController::reset() {
    Document* document = currentDocument();
    if (!canStep(document)) return;
    setMotion(Motion::still);
    m_target = 0;
    Q_EMIT targetChanged();
    startJob(*document, tr("Running to inference %1").arg(0), Job::run,
             [request = watchRequest(document->view)](WatchedRun& run, const JobControl&) {
                 return jobs::reset(run, request);
             });
}

void DocumentController::moved(Document& document, const jobs::Moved& result) {
    clearFailure(document, Stage::run);
    document.recording = result.recording;
    document.speed = result.speed;
    document.shown = result.position;
    document.watch = result.watch;
    if (result.problems) document.watchProblems = *result.problems;
    document.view.inference = document.position();
    m_shownMilliseconds = std::max(result.shownMilliseconds, 2 * m_viewMilliseconds);
    if (!isCurrent(document)) return;
    if (result.hit) setMotion(Motion::still);
    // A wish that waited for this look, as a scrubber that is dragged on.
    const bool goesOn = m_waiting && m_motion == Motion::still && m_target != document.position();
    m_waiting = false;
    if (goesOn) {
        startMove(document, m_target);
    } else if (m_motion != Motion::still) {
        continueMotion();
    }
    if (m_motion == Motion::still && !goesOn) m_target = document.position();
    QElapsedTimer views;
    views.start();
    Q_EMIT recordingChanged();
    m_viewMilliseconds = static_cast<double>(views.elapsed());
    if (result.hit) Q_EMIT stoppedAt(*result.hit, result.condition);
}

void DocumentController::continueMotion() {
    Document& document = *currentDocument();
    if (m_motion != Motion::running) return;
    if (document.position() >= m_runEnd) {
        setMotion(Motion::still);
        return;
    }
    // Pieces grow to about 40 ms: the views are shown what is new some 25 times a second. A recording that is
    // long takes longer to show, and is shown less often.
    const auto aim = static_cast<qint64>(std::max(40.0, 4 * m_shownMilliseconds));
    const qint64 took = m_sliceTime.elapsed();
    if (took < aim / 2) m_slice = std::min<qint64>(m_slice * 2, 1 << 16);
    if (took > aim * 2) m_slice = std::max<qint64>(m_slice / 2, 1);
    startRunOn(document, std::min(document.position() + m_slice, m_runEnd));
}

std::optional<double> DocumentController::secondsLeft() const {
    const Document* document = current();
    if (document == nullptr || m_motion != Motion::running) return std::nullopt;
    const qint64 done = document->position() - m_runStart;
    const double seconds = static_cast<double>(m_runTime.elapsed()) / 1000;
    if (done <= 0 || seconds < 0.5) return std::nullopt;
    return seconds / static_cast<double>(done) * static_cast<double>(m_runEnd - document->position());
}

void DocumentController::goTo(qint64 position) {
    Document* document = currentDocument();
    if (!canStep(document)) return;
    setMotion(Motion::still);
    m_target = std::max<qint64>(0, position);
    Q_EMIT targetChanged();
    if (m_target > document->done() + oneJump) {
        startMotion(m_target, {}, false);
    } else if (m_looking && m_target <= document->done()) {
        m_waiting = true;
    } else {
        startMove(*document, m_target);
    }
}

void DocumentController::runTo(qint64 position, const QString& until) {
    startMotion(position, until, true);
}

void DocumentController::startMotion(qint64 position, const QString& until, bool stops) {
    Document* document = currentDocument();
    if (!canStep(document)) return;
    m_runEnd = std::min(position, document->inputCount.value_or(position));
    m_target = m_runEnd;
    m_until = until;
    m_stops = stops;
    m_runStart = document->position();
    m_runTime.start();
    setMotion(Motion::running);
    startRunOn(*document, std::min(document->position() + m_slice, m_runEnd));
}

void DocumentController::play(double inferencesPerSecond) {
    const Document* document = current();
    if (!canStep(document)) return;
    if (inferencesPerSecond >= fullSpeed) {
        runTo(document->inputCount.value_or(mostInferences));
        return;
    }
    m_target = document->position();
    m_until.clear();
    m_stops = true;
    setMotion(Motion::playing);
    m_player.start(static_cast<int>(std::clamp(1000 / inferencesPerSecond, 16.0, 10'000.0)));
}

void DocumentController::playTick() {
    Document* document = currentDocument();
    // A step that takes longer than a tick is not overtaken by the next.
    if (document == nullptr || m_stepper.isBusy()) return;
    const auto steps =
        static_cast<qint64>(std::max(1.0, document->view.speed * m_player.interval() / 1000.0 + 0.5));
    const qint64 end = document->inputCount.value_or(document->position() + steps);
    m_target = std::min(document->position() + steps, end);
    if (m_target == document->position()) {
        setMotion(Motion::still);
        return;
    }
    m_runEnd = m_target;
    startRunOn(*document, m_target);
}

void DocumentController::pause() {
    if (m_motion == Motion::still) return;
    setMotion(Motion::still);
    if (const Document* document = current()) m_target = document->position();
}

void DocumentController::setMotion(Motion motion) {
    if (motion != Motion::playing) m_player.stop();
    if (motion == m_motion) return;
    m_motion = motion;
    Q_EMIT motionChanged();
}

void DocumentController::compareRuns(quint64 a, quint64 b) {
    const Document* document = current();
    if (document == nullptr) return;
    const auto runOf = [&](quint64 id) {
        const auto found = std::find_if(document->kept.begin(), document->kept.end(),
                                        [id](const KeptRun& run) { return run.id == id; });
        return found == document->kept.end() ? shownRun(*document) : *found;
    };
    const KeptRun first = runOf(a);
    const KeptRun second = runOf(b);
    if (!first.watched || !second.watched) return;
    const quint64 id = document->id;
    m_background.insert(kind("compare", *document));
    m_stepper.start(
        kind("compare", *document), tr("Laying runs over each other"),
        [first, second, position = document->position()](const JobControl& control) {
            return jobs::compareRuns(*first.watched, *second.watched, position, control);
        },
        [this, id](const std::shared_ptr<const jobs::RunComparison>& comparison) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT runsCompared(comparison);
        },
        [this, id](const Failure& failure) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT runsNotCompared(failure);
        });
}

}  // namespace lockstep::app
