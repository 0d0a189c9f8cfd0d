#include "app/error_microscope.h"

#include <QDockWidget>
#include <algorithm>
#include <cmath>

#include "core/attribution/attributed_run.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

const InferenceRecord* recordOf(const Recording& recording, qint64 inference) {
    if (inference >= 0 && inference < std::ssize(recording.inferences))
        return &recording.inferences[static_cast<std::size_t>(inference)];
    const auto found = std::ranges::find(recording.worst, inference, &InferenceRecord::index);
    return found == recording.worst.end() ? nullptr : &*found;
}

}  // namespace

ErrorMicroscope::ErrorMicroscope(DocumentController& controller, ErrorPanel& panel, QDockWidget& dock,
                                 QObject* parent)
    : QObject(parent), m_controller(controller), m_panel(panel), m_dock(dock) {
    m_later.setSingleShot(true);
    m_later.setInterval(120);
    connect(&m_later, &QTimer::timeout, this, &ErrorMicroscope::follow);
    connect(&dock, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        m_visible = visible;
        if (visible) m_later.start();
    });
    connect(&panel, &ErrorPanel::subjectChanged, this, &ErrorMicroscope::follow);
    connect(&panel, &ErrorPanel::stretchChanged, this, [this] { m_later.start(); });
    connect(&panel, &ErrorPanel::cancelClicked, this, &ErrorMicroscope::cancel);
    connect(&controller, &DocumentController::motionChanged, this, [this] { m_later.start(); });
}

void ErrorMicroscope::lookAt(std::optional<qint64> inference) {
    m_looked = inference;
    m_later.start();
}

void ErrorMicroscope::update() {
    m_later.start();
}

void ErrorMicroscope::setHeated(bool heated) {
    if (heated == m_heated) return;
    m_heated = heated;
    if (heated) m_later.start();
}

void ErrorMicroscope::showWorst() {
    m_dock.show();
    m_dock.raise();
    m_panel.setSubject(ErrorPanel::Subject::worst);
    m_panel.setFocus();
    m_visible = true;
    follow();
}

void ErrorMicroscope::cancel() {
    m_runner.cancel();
    if (!m_reading) return;
    // What comes of the stretch is not wanted any more.
    const Key key = *m_key;
    m_reading = false;
    fail(key, Error(FailureKind::cancelled, "stopped").failure());
}

ErrorMicroscope::Wanted ErrorMicroscope::wanted() const {
    const Document* document = m_controller.current();
    const QString idle =
        tr("Where the error of an inference comes from shows here once a model is compiled and run.");
    if (document == nullptr || !document->compiled) return {{}, idle};
    if (!document->model) {
        return {{}, tr("A program holds no model that its error could be held against. Open its model.")};
    }
    if (!document->run || document->ran != document->compiled->compiled.program || !document->recording ||
        document->recording->inferences.empty())
        return {{}, idle};
    const Recording& recording = *document->recording;
    if (recording.error.inferences == 0)
        return {{}, tr("No inference has a reference yet. %1").arg(text(recording.reference.note))};
    const qint64 inference = m_panel.subject() == ErrorPanel::Subject::worst
                                 ? recording.error.worst_index
                                 : m_looked.value_or(document->position() - 1);
    if (inference < 0 || inference >= recording.total())
        return {{}, tr("Look at an inference to have its error taken apart.")};
    const InferenceRecord* record = recordOf(recording, inference);
    if (record != nullptr && record->reference != ReferenceKind::none && !record->has_error())
        return {
            {},
            tr("Every output of inference %1 is NaN or infinite in both: there is no error to take apart.")
                .arg(countText(inference))};
    return {Key{.document = document->id,
                .run = document->runNumber,
                .inference = inference,
                .stretch = m_panel.stretch(),
                .error = record != nullptr ? record->max_abs_error : 0},
            {}};
}

void ErrorMicroscope::follow() {
    if (m_controller.motion() != Motion::still) return;
    const Wanted now = wanted();
    if (!m_visible && !m_heated) {
        // What was found out of another inference is not said of this one.
        if (!m_key || m_key == now.key) return;
        cancel();
        m_key.reset();
        m_panel.setBusy({});
        show(nullptr, now.reason);
        return;
    }
    if (!now.key) {
        cancel();
        m_key.reset();
        m_panel.setBusy({});
        show(nullptr, now.reason);
        return;
    }
    if (m_key == now.key) {
        // It was taken apart for the graphs alone.
        if (m_visible && m_stretch && !m_reading && !m_runner.isBusy()) compareDevices(*m_key, m_stretch);
        return;
    }
    m_key = now.key;
    m_stretch.reset();
    read(*now.key);
}

void ErrorMicroscope::read(const Key& key) {
    m_runner.cancel();
    m_reading = true;
    m_panel.setBusy(tr("taking inference %1 apart…").arg(countText(key.inference)));
    const Document* document = m_controller.current();
    const auto compiled = document->compiled;
    m_controller.askRun(
        QStringLiteral("microscope"), tr("Reading inference %1").arg(key.inference),
        [key, compiled](LockstepRun& run, const JobControl& control) {
            const auto graph = compiled_graph(*compiled->model);
            auto stretch = std::make_shared<Stretch>();
            stretch->graph = graph;
            stretch->program = compiled->compiled.program;
            stretch->run = attributed_run(run, *graph, key.inference, key.stretch, control);
            if (!run.inputs().is_random())
                stretch->lostColumns =
                    lost_columns(run.inputs(), compiled->compiled.program->inputs, run.position());
            return std::shared_ptr<const Stretch>(std::move(stretch));
        },
        [this, key](const std::shared_ptr<const Stretch>& stretch) {
            m_reading = false;
            if (m_key == key) takeApart(key, stretch);
        },
        [this, key](const Failure& failure) {
            m_reading = false;
            fail(key, failure);
        });
}

void ErrorMicroscope::takeApart(const Key& key, std::shared_ptr<const Stretch> stretch) {
    const Document* document = m_controller.current();
    if (document == nullptr || document->id != key.document) {
        m_key.reset();
        m_panel.setBusy({});
        return;
    }
    m_runner.start(
        QStringLiteral("attribution"), tr("Taking an error apart"),
        [key, stretch](const JobControl& control) {
            auto account = std::make_shared<ErrorAccount>();
            account->graph = stretch->graph;
            account->program = stretch->program;
            account->part.index = key.inference;
            account->part.lost_columns = stretch->lostColumns;
            account->part.attribution =
                attribute_error(*account->graph, account->program->config, stretch->run, control);
            return std::shared_ptr<const ErrorAccount>(std::move(account));
        },
        [this, key, stretch](const std::shared_ptr<const ErrorAccount>& account) {
            if (m_key != key) return;
            m_panel.setBusy({});
            show(account, {});
            m_stretch = stretch;
            if (m_visible) compareDevices(key, stretch);
        },
        [this, key](const Failure& failure) { fail(key, failure); });
}

void ErrorMicroscope::compareDevices(const Key& key, std::shared_ptr<const Stretch> stretch) {
    m_runner.start(
        QStringLiteral("devices"), tr("Comparing plausible devices"),
        [key, stretch](const JobControl& control) {
            EnvelopePart part{
                .index = key.inference,
                .inferences = std::ssize(stretch->run.inputs),
                .vm_max_abs = 0,
                .variants = error_envelope(
                    stretch->program, stretch->run,
                    plausible_variants(stretch->program->cores_used, FunctionStyle::exact), control)};
            for (std::size_t k = 0; k < stretch->run.vm_outputs.size(); ++k)
                part.vm_max_abs = std::max(part.vm_max_abs,
                                           std::abs(static_cast<double>(stretch->run.vm_outputs[k]) -
                                                    static_cast<double>(stretch->run.reference_outputs[k])));
            return part;
        },
        [this, key](const EnvelopePart& part) {
            if (m_key != key) return;
            m_stretch.reset();
            m_panel.setEnvelope(part);
        },
        nullptr);
}

void ErrorMicroscope::show(std::shared_ptr<const ErrorAccount> account, const QString& reason) {
    std::map<quint32, double> errors;
    std::map<quint32, double> ulps;
    const qint64 inference = account ? account->part.index : 0;
    if (account) {
        for (const NodeError& node : account->attribution().nodes) {
            if (!node.has_values) continue;
            errors[node.node.value] = node.max_abs;
            ulps[node.node.value] = node.ulps;
        }
    }
    m_panel.setAccount(std::move(account), reason);
    Q_EMIT nodeErrorsChanged(inference, errors, ulps);
}

void ErrorMicroscope::fail(const Key& key, const Failure& failure) {
    if (m_key != key) return;
    m_panel.setBusy({});
    if (failure.kind == FailureKind::cancelled) {
        // It may be asked for again.
        m_key.reset();
        if (m_panel.account() == nullptr)
            show(nullptr, tr("Stopped. Look at an inference to have its error taken apart."));
        return;
    }
    show(nullptr, text(failure.message + (failure.advice.empty() ? "" : "\n" + failure.advice)));
}

}  // namespace lockstep::app
