#include "app/activation_watch.h"

#include <QDockWidget>
#include <QFileDialog>
#include <algorithm>
#include <iterator>

#include "app/document_jobs.h"
#include "app/file_dialog.h"
#include "core/attribution/activation_arrays.h"
#include "widgets/panels/activation_view.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

/// Where the VM's values come from: they are the run's own, or the node is done inside another one.
QString originOf(const Program& program, quint32 id, const NodeValues& values) {
    const auto own = std::ranges::find(program.nodes, id, &ProgramNode::id);
    const bool recorded = std::ranges::all_of(values.values, &NodeValue::recorded);
    if (own != program.nodes.end() && !own->fused_into.empty() && !recorded) {
        QStringList into;
        for (const std::uint32_t each : own->fused_into)
            into << QStringLiteral("%1 %2").arg(text(program.nodes[each].op), text(program.nodes[each].name));
        return ActivationWatch::tr("Fused into %1: shown is what it gives when its result is written.")
            .arg(into.join(QStringLiteral(", ")));
    }
    if (!values.same_outputs) {
        return ActivationWatch::tr(
            "The program hands this value on unrounded and does not write it: shown is what is written when "
            "it is asked for, with which the outputs differ in their last bits.");
    }
    return recorded ? ActivationWatch::tr("As the program wrote it.")
                    : ActivationWatch::tr(
                          "From a program that writes it too; its outputs are the run's, bit for bit.");
}

}  // namespace

ActivationWatch::ActivationWatch(DocumentController& controller, InspectorPanel& panel, QDockWidget& dock,
                                 QObject* parent)
    : QObject(parent), m_controller(controller), m_panel(panel) {
    m_later.setSingleShot(true);
    m_later.setInterval(120);
    connect(&m_later, &QTimer::timeout, this, &ActivationWatch::follow);
    connect(&dock, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        m_visible = visible;
        if (visible) m_later.start();
    });
    connect(&panel, &InspectorPanel::nodeShown, this, [this] {
        // Nothing of another operator stands under this one's name.
        m_key.reset();
        show({});
        m_later.start();
    });
    connect(&controller, &DocumentController::motionChanged, this, [this] { m_later.start(); });
    connect(panel.activations(), &ActivationView::allWanted, this, &ActivationWatch::askForFile);
}

void ActivationWatch::lookAt(std::optional<qint64> inference) {
    m_looked = inference;
    m_later.start();
}

void ActivationWatch::update() {
    m_later.start();
}

ActivationWatch::Wanted ActivationWatch::wanted() const {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->model || !m_panel.node()) return {};
    const LoadedModel& model = document->compiled ? *document->compiled->model : *document->model;
    const std::vector<std::uint32_t> parts = compiledCounterparts(*model.graphs, *m_panel.node());
    if (parts.empty()) return {{}, tr("It is not in the form that is compiled, and computes nothing there.")};
    if (!document->run || !document->recording || !document->compiled || document->done() == 0 ||
        document->ran != document->compiled->compiled.program)
        return {{}, tr("What it computes shows here once the model is run (F5).")};
    const qint64 inference = m_looked.value_or(document->position() - 1);
    if (inference < 0 || inference >= document->done())
        return {{}, tr("Look at an inference that was run to see what it computes there.")};
    return {Key{.document = document->id,
                .run = document->runNumber,
                .node = parts.front(),
                .inference = inference},
            {}};
}

void ActivationWatch::show(const QString& reason) {
    m_busy = false;
    m_panel.setActivations(nullptr, reason);
}

void ActivationWatch::follow() {
    if (!m_visible || m_controller.motion() != Motion::still) return;
    const Wanted now = wanted();
    if (!now.key) {
        m_runner.drop(QStringLiteral("activations"));
        m_key.reset();
        show(now.reason);
        return;
    }
    if (m_key == now.key) return;
    m_key = now.key;
    read(*now.key);
}

void ActivationWatch::read(const Key& key) {
    m_runner.drop(QStringLiteral("activations"));
    m_busy = true;
    m_panel.setActivationsBusy();
    const Document* document = m_controller.current();
    const auto graph = std::make_shared<std::shared_ptr<const nnir::Graph>>();
    m_controller.askRun(
        QStringLiteral("activations"), tr("Reading inference %1").arg(key.inference),
        [graph, key, compiled = document->compiled](LockstepRun& run, const JobControl& control) {
            *graph = compiled_graph(*compiled->model);
            return std::make_shared<const InferenceStretch>(
                inference_stretch(run, **graph, key.inference, control));
        },
        [this, graph, key](const std::shared_ptr<const InferenceStretch>& stretch) {
            if (m_key == key) compute(key, *graph, stretch);
        },
        [this, key](const Failure& failure) { fail(key, failure); });
}

void ActivationWatch::compute(const Key& key, std::shared_ptr<const nnir::Graph> graph,
                              std::shared_ptr<const InferenceStretch> stretch) {
    const Document* document = m_controller.current();
    if (document == nullptr || document->id != key.document || !document->compiled || !document->model) {
        m_key.reset();
        show({});
        return;
    }
    m_runner.start(
        QStringLiteral("activations"), tr("Computing what an operator gives"),
        [key, graph, stretch, compiled = document->compiled](const JobControl& control) {
            const std::shared_ptr<const Program> program = compiled->compiled.program;
            const NodeValues found = node_values(*graph, program->config, jobs::compileOptions(*compiled),
                                                 *stretch, nnir::NodeId{key.node}, control);
            auto activations = std::make_shared<Activations>();
            activations->inference = key.inference;
            activations->note = originOf(*program, key.node, found);
            for (const NodeValue& value : found.values)
                activations->values.push_back(
                    {text(graph->value(value.value).name), value.vm, value.reference});
            return std::shared_ptr<const Activations>(std::move(activations));
        },
        [this, key](const std::shared_ptr<const Activations>& activations) {
            if (m_key != key) return;
            if (activations->values.empty()) {
                show(
                    tr("Its result is a window that the program keeps as partial sums only: it has no values "
                       "to show."));
                return;
            }
            m_busy = false;
            m_panel.setActivations(activations, {});
        },
        [this, key](const Failure& failure) { fail(key, failure); });
}

void ActivationWatch::askForFile() {
    const std::optional<Key> key = wanted().key;
    if (!key) return;
    QFileDialog* dialog = newFileDialog(m_panel.window(), QStringLiteral("activationsDialog"),
                                        tr("Save what every operator gives"));
    dialog->setNameFilter(tr("NumPy arrays (*.npz)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("npz"));
    dialog->selectFile(QStringLiteral("inference%1.npz").arg(key->inference));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, key = *key](const QString& file) { saveAll(key, file); });
    dialog->open();
}

void ActivationWatch::saveAll(const Key& key, const QString& file) {
    const Document* document = m_controller.current();
    if (document == nullptr || document->id != key.document || document->runNumber != key.run) return;
    const auto compiled = document->compiled;
    const auto recording = document->recording;
    m_controller.askRun(
        QStringLiteral("all activations"), tr("Reading inference %1").arg(key.inference),
        [key, compiled](LockstepRun& run, const JobControl& control) {
            return std::make_shared<const InferenceStretch>(
                inference_stretch(run, *compiled_graph(*compiled->model), key.inference, control));
        },
        [this, file, compiled, recording](const std::shared_ptr<const InferenceStretch>& stretch) {
            Q_EMIT exportWanted(file, [file, compiled, recording, stretch](const JobControl& control) {
                std::vector<OutputArray> arrays =
                    activation_arrays(*compiled_graph(*compiled->model), compiled->compiled.program->config,
                                      jobs::compileOptions(*compiled), *stretch, control);
                std::ranges::move(recording_arrays(*recording), std::back_inserter(arrays));
                write_npz(file.toStdString(), arrays);
            });
        },
        [this](const Failure& failure) { Q_EMIT exportFailed(text(to_text(failure))); });
}

void ActivationWatch::fail(const Key& key, const Failure& failure) {
    if (m_key != key) return;
    if (failure.kind == FailureKind::cancelled) {
        // It may be asked for again.
        m_key.reset();
        show(tr("Stopped. Choose an inference to see what the operator computes."));
        return;
    }
    const QString words = text(failure.message + (failure.advice.empty() ? "" : ". " + failure.advice));
    show(tr("Not recorded, and no program gives it: %1").arg(words));
}

}  // namespace lockstep::app
