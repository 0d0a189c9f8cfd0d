#include <QDockWidget>

#include "app/activation_watch.h"
#include "app/background_export.h"
#include "app/error_microscope.h"
#include "app/graph_links.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/selection_links.h"
#include "app/unit_survey.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/decision_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_statistics_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/unit_panel.h"

namespace lockstep::app {

void MainWindow::connectErrors() {
    const auto go = [this](qint64 inference) { m_controller->goTo(inference + 1); };
    m_microscope =
        new ErrorMicroscope(*m_controller, *m_docks.microscope, *m_docks.dockOf(m_docks.microscope), this);
    m_unitSurvey = new UnitSurvey(*m_controller, *m_docks.units, *m_docks.dockOf(m_docks.units), this);
    m_activations =
        new ActivationWatch(*m_controller, *m_docks.inspector, *m_docks.dockOf(m_docks.inspector), this);
    connect(m_links, &SelectionLinks::lookedAt, m_microscope, &ErrorMicroscope::lookAt);
    connect(m_links, &SelectionLinks::lookedAt, m_activations, &ActivationWatch::lookAt);
    connect(m_activations, &ActivationWatch::exportWanted, m_exports, &BackgroundExport::start);
    connect(m_activations, &ActivationWatch::exportFailed, m_exports, &BackgroundExport::failed);
    connect(m_docks.microscope, &ErrorPanel::inferenceActivated, this, go);
    connect(m_docks.statistics, &ErrorStatisticsPanel::inferenceChosen, this, go);
    connect(m_docks.decisions, &DecisionPanel::inferenceChosen, this, go);
    connect(m_docks.decisions, &DecisionPanel::lookBackWanted, m_controller, &DocumentController::lookBack);
    connect(m_docks.decisions, &DecisionPanel::rulesChanged, this, [this](const QStringList& rules) {
        m_store->change(tr("decisions"), ViewStore::Group::single,
                        [&](ViewState& state) { state.decisions = rules; });
    });
    connect((*m_actions)[Command::explainWorst], &QAction::triggered, this, [this, go] {
        const Document* document = m_controller->current();
        m_microscope->showWorst();
        if (document != nullptr && document->recording && document->recording->error.inferences > 0)
            go(document->recording->error.worst_index);
    });
    connect(m_microscope, &ErrorMicroscope::nodeErrorsChanged, m_graphLinks, &GraphLinks::setErrors);
    connect(m_store, &ViewStore::changed, m_microscope, [this](const ViewState&, const ViewState& after) {
        m_microscope->setHeated(GraphLinks::isErrorHeat(after.heat));
    });
    connect((*m_actions)[Command::stop], &QAction::triggered, m_microscope, &ErrorMicroscope::cancel);
    connect((*m_actions)[Command::stop], &QAction::triggered, m_activations, &ActivationWatch::cancel);
}

void MainWindow::showErrors() {
    const Document* document = m_controller->current();
    m_docks.statistics->setRecording(document != nullptr ? document->recording : nullptr);
    m_microscope->setHeated(GraphLinks::isErrorHeat(m_store->state().heat));
    m_microscope->update();
    m_unitSurvey->update();
    m_activations->update();
    showDecisions();
}

void MainWindow::connectExports() {
    connect(m_exports, &BackgroundExport::started, this, [this](const QString& file) {
        m_messageAction = [this] { m_exports->cancel(); };
        m_message->showMessage(MessageBar::Kind::info, tr("Writing %1…").arg(file), tr("Cancel"));
    });
    connect(m_exports, &BackgroundExport::written, this, [this](const QString& file) {
        m_messageAction = nullptr;
        m_message->showMessage(MessageBar::Kind::info, tr("Wrote %1.").arg(file));
    });
    connect(m_exports, &BackgroundExport::failed, this, [this](const QString& problem) {
        m_messageAction = nullptr;
        m_message->showMessage(MessageBar::Kind::error, problem);
    });
    connect(m_graphs, &TwinGraphView::streamingFormWanted, (*m_actions)[Command::inputs], &QAction::trigger);
    connect((*m_actions)[Command::stop], &QAction::triggered, m_exports, &BackgroundExport::cancel);
}

void MainWindow::showDecisions() {
    const Document* document = m_controller->current();
    DecisionPanel* panel = m_docks.decisions;
    if (document == nullptr || !document->compiled || !document->run) {
        panel->setOutputs({});
        panel->setRules({});
        panel->setResults({}, 0);
        return;
    }
    QStringList outputs;
    for (const IoTensor& output : document->compiled->compiled.program->outputs) outputs << text(output.name);
    panel->setOutputs(outputs);
    panel->setRules(document->view.decisions);
    QStringList problems;
    for (const QString& rule : document->view.decisions)
        if (const QString problem = document->watchProblems.value(rule); !problem.isEmpty())
            problems << problem;
    panel->setProblem(problems.join(QLatin1Char('\n')));
    if (document->watch) {
        panel->setResults(document->watch->result.decisions, document->watch->from);
    } else {
        panel->setResults({}, 0);
    }
}

}  // namespace lockstep::app
