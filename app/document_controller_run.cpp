#include <QDateTime>
#include <algorithm>

#include "app/document_controller.h"

namespace lockstep::app {

void DocumentController::startRun(Document& document) {
    const quint64 id = document.id;
    if (isCurrent(document)) setMotion(Motion::still);
    // A run that was in front of a recompilation goes on from where it was.
    m_stepper.start(
        kind("run", document), tr("Preparing the run"),
        [model = document.model, compiled = document.compiled->compiled, input = document.view.input,
         resetEvery = document.view.resetEvery,
         position = document.view.inference](const JobControl& control) {
            return jobs::startRun(model, compiled, input, resetEvery, position, control);
        },
        [this, id](const jobs::Started& started) {
            Document* d = find(id);
            if (d == nullptr) return;
            d->run = started.run;
            d->inputs = started.inputs;
            d->randomInputs = started.random;
            d->inputCount = started.inputCount;
            d->vectors = started.vectors;
            moved(*d, {started.recording, started.speed});
            if (d->vectors && isCurrent(*d)) Q_EMIT failuresChanged();
        },
        [this, id](const Failure& failure) {
            Document* d = find(id);
            if (d == nullptr) return;
            d->run.reset();
            d->recording.reset();
            fail(*d, Stage::run, failure);
            if (isCurrent(*d)) Q_EMIT recordingChanged();
        });
}

void DocumentController::startMove(Document& document, qint64 position) {
    if (!document.run) return;
    const quint64 id = document.id;
    m_sliceStart = QDateTime::currentMSecsSinceEpoch();
    m_stepper.start(
        kind("run", document), tr("Running to inference %1").arg(position),
        [run = document.run, position](const JobControl& control) {
            return jobs::moveTo(*run, position, control);
        },
        [this, id](const jobs::Moved& result) {
            if (Document* d = find(id)) moved(*d, result);
        },
        [this, id](const Failure& failure) {
            Document* d = find(id);
            if (d == nullptr) return;
            if (isCurrent(*d)) setMotion(Motion::still);
            if (failure.kind != FailureKind::cancelled) fail(*d, Stage::run, failure);
            // The run stands at an inference that it completed: show that one.
            m_stepper.start(
                kind("run", *d), tr("Reading the run"),
                [run = d->run](const JobControl&) { return jobs::look(*run); },
                [this, id](const jobs::Moved& result) {
                    Document* stopped = find(id);
                    if (stopped == nullptr) return;
                    const bool failed = stopped->failures.contains(Stage::run);
                    const Failure kept = failed ? stopped->failures[Stage::run] : Failure{};
                    moved(*stopped, result);
                    if (failed) stopped->failures[Stage::run] = kept;
                    m_target = stopped->position();
                },
                nullptr);
        });
}

void DocumentController::moved(Document& document, const jobs::Moved& result) {
    clearFailure(document, Stage::run);
    document.recording = result.recording;
    document.speed = result.speed;
    document.view.inference = document.position();
    if (!isCurrent(document)) return;
    if (m_motion != Motion::still) continueMotion();
    if (m_motion == Motion::still) m_target = document.position();
    Q_EMIT recordingChanged();
}

void DocumentController::continueMotion() {
    Document& document = *currentDocument();
    if (m_motion != Motion::running) return;
    if (document.position() >= m_runEnd) {
        setMotion(Motion::still);
        return;
    }
    // Pieces grow to about 40 ms: the views are shown what is new some 25 times a second.
    const qint64 took = QDateTime::currentMSecsSinceEpoch() - m_sliceStart;
    if (took < 20) m_slice = std::min<qint64>(m_slice * 2, 4096);
    if (took > 80) m_slice = std::max<qint64>(m_slice / 2, 1);
    startMove(document, std::min(document.position() + m_slice, m_runEnd));
}

void DocumentController::goTo(qint64 position) {
    Document* document = currentDocument();
    if (document == nullptr || !document->run) return;
    setMotion(Motion::still);
    m_target = std::max<qint64>(0, position);
    Q_EMIT targetChanged();
    startMove(*document, m_target);
}

void DocumentController::runTo(qint64 position) {
    Document* document = currentDocument();
    if (document == nullptr || !document->run) return;
    m_runEnd = std::min(position, document->inputCount.value_or(position));
    m_target = m_runEnd;
    setMotion(Motion::running);
    startMove(*document, std::min(document->position() + m_slice, m_runEnd));
}

void DocumentController::play(double inferencesPerSecond) {
    const Document* document = current();
    if (document == nullptr || !document->run) return;
    m_target = document->position();
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
    startMove(*document, m_target);
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

}  // namespace lockstep::app
