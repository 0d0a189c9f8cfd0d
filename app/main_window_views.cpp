#include <QDockWidget>
#include <QFileInfo>
#include <QStackedWidget>
#include <QToolBar>

#include "app/band_dialog.h"
#include "app/error_page.h"
#include "app/graph_links.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/operator_stepper.h"
#include "app/refusal_page.h"
#include "app/selection_links.h"
#include "app/settings.h"
#include "app/shape_form.h"
#include "app/status_line.h"
#include "app/top_bar.h"
#include "app/transport_bar.h"
#include "app/welcome_page.h"
#include "core/report/search_text.h"
#include "core/report/size_report.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/inspector_text.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/panels/why_panel.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/state_plot.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {
namespace {

constexpr qint64 defaultLength = 20;  ///< of a run where no sequence gives one

/// The rows of the inspector's cost section per node.
std::map<std::uint32_t, QString> costRows(const std::vector<OpRow>& ops, const ThemeColors& colors) {
    std::map<std::uint32_t, QString> costs;
    for (const OpRow& row : ops) {
        QString html = tableRow(
            colors, MainWindow::tr("busy cycles"),
            MainWindow::tr("%1 (%2 % of all)").arg(countText(row.busy)).arg(row.share * 100, 0, 'f', 1));
        if (row.first_start && row.last_end) {
            html += tableRow(
                colors, MainWindow::tr("from – to cycle"),
                QStringLiteral("%1 – %2").arg(countText(*row.first_start), countText(*row.last_end)));
        }
        if (row.state_update > 0) {
            html += tableRow(colors, MainWindow::tr("for the next inference"),
                             MainWindow::tr("%1 cycles").arg(countText(row.state_update)));
        }
        costs[row.node] = html;
    }
    return costs;
}

/// Costs of the program, or while there is none what the operators of the model hold.
void showOps(const Document* document, OpTablePanel& panel) {
    const CompileResult* result = document == nullptr ? nullptr : document->compiled.get();
    const LoadedModel* model = result != nullptr     ? result->model.get()
                               : document == nullptr ? nullptr
                                                     : document->model.get();
    const auto graph = model == nullptr ? nullptr : model->graphs->compiled_form();
    panel.setGraph(graph);
    if (result != nullptr) {
        panel.setOps(result->report->ops, result->report->reconciliation);
    } else if (graph) {
        panel.setUncompiled(graph_rows(*graph));
    } else {
        panel.clear();
    }
}

/// While the chosen accelerator refuses the model, what is of the program before says of which one it is.
void showStale(const Document* document, const Docks& docks) {
    const bool stale = document != nullptr && document->compiled && !document->isProgram &&
                       document->failures.contains(Stage::compile);
    const QString words = stale ? MainWindow::tr("still of %1: not compiled for %2")
                                      .arg(text(document->compiled->compiled.program->config.name),
                                           QFileInfo(document->view.config).completeBaseName())
                                : QString();
    // The memories are those of what is chosen: see MemoryWatch.
    if (stale)
        docks.headerOf(docks.memories)->setFigure({QFileInfo(document->view.config).completeBaseName()});
    for (const QWidget* panel :
         {static_cast<const QWidget*>(docks.timeline), static_cast<const QWidget*>(docks.ops),
          static_cast<const QWidget*>(docks.disassembly), static_cast<const QWidget*>(docks.why)})
        docks.headerOf(panel)->setCaption(words);
}

}  // namespace

void MainWindow::syncView(const std::function<void(ViewState&)>& edit) {
    ViewState state = m_store->state();
    edit(state);
    m_store->set(state);
}

void MainWindow::showCosts() {
    const Document* document = m_controller->current();
    const CompileResult* result = document == nullptr ? nullptr : document->compiled.get();
    m_docks.inspector->setReport(result == nullptr ? nullptr : result->report);
    m_docks.inspector->setCosts(result == nullptr ? std::map<std::uint32_t, QString>()
                                                  : costRows(result->report->ops, themeColors(palette())));
}

void MainWindow::showPage() {
    const Document* document = m_controller->current();
    showPanels(document != nullptr && (document->model || document->compiled));
    m_toolBar->setVisible(document != nullptr);
    m_transport->setVisible(m_panelsShown);
    setWindowTitle(document == nullptr ? tr("Lockstep") : tr("%1 – Lockstep").arg(document->title()));
    if (document == nullptr) {
        if (m_pages->currentWidget() != m_welcome) m_welcome->setRecent(settings::recentFiles());
        m_pages->setCurrentWidget(m_welcome);
    } else if (m_asking) {
        m_pages->setCurrentWidget(m_shapeForm);
    } else if (document->model || document->compiled) {
        m_pages->setCurrentWidget(m_graphs);
    } else {
        const auto failure = document->failures.find(Stage::load);
        const QString title = tr("%1 can't be opened").arg(document->title());
        if (failure != document->failures.end() && !m_controller->isPreparing() && document->picture) {
            m_refusalPage->showRefusal(title, failure->second, document->picture);
            m_pages->setCurrentWidget(m_refusalPage);
            return;
        }
        if (failure != document->failures.end() && !m_controller->isPreparing()) {
            m_errorPage->showFailure(title, failure->second);
        } else {
            m_errorPage->showWaiting(tr("Opening %1…").arg(document->title()));
        }
        m_pages->setCurrentWidget(m_errorPage);
    }
}

void MainWindow::showPanels(bool visible) {
    if (visible == m_panelsShown) return;
    if (visible) {
        m_panelsShown = true;
        if (m_layoutRestored) {
            restoreState(m_panelsState, settings::layoutVersion);
        } else {
            // The first time: in proportion to the window as it is now.
            arrangeDocks(*this, m_docks);
            m_layoutRestored = true;
        }
    } else {
        m_panelsState = saveState(settings::layoutVersion);
        m_panelsShown = false;
        for (QDockWidget* dock : m_docks.all) dock->hide();
    }
}

void MainWindow::showModel(bool fresh) {
    const Document* document = m_controller->current();
    m_asking = m_asking && !fresh;
    const std::shared_ptr<const LoadedModel> model = document != nullptr ? document->model : nullptr;
    m_graphs->setEmptyText(document != nullptr && document->isProgram
                               ? tr("A program holds no graph. Its operators are in the list on the left.")
                               : tr("The model's graph shows here."));
    m_graphs->setGraphs(model ? model->graphs : nullptr);
    if (document != nullptr && document->isProgram) {
        m_graphs->streamingView()->setEmptyText(tr("Open its model to see what was compiled."));
    } else if (model && model->graphs->steps_itself()) {
        m_graphs->setStreamingText(tr(
            "The model keeps its own state: each inference is one step already, without a streaming axis."));
    }
    m_docks.modules->setGraphs(model ? model->graphs : nullptr);
    m_docks.inspector->setModel(model ? model->graphs : nullptr, model ? model->imported : nullptr);
    showPolicy();
    if (model) {
        syncView([&](ViewState& state) {
            if (fresh) {
                // Read now, and perhaps shown as it was shown last.
                ViewState shown = document->view;
                shown.document = state.document;
                shown.theme = state.theme;
                shown.docks = state.docks;
                state = shown;
            }
            state.streamingAxes = document->view.streamingAxes;
            state.everyStep = document->view.everyStep;
            state.targetUs = document->view.targetUs;
            const qint64 length = document->sequenceLength() > 0 ? document->sequenceLength() : defaultLength;
            if (state.runLength == m_autoLength || state.runLength == defaultLength) state.runLength = length;
            m_autoLength = length;
        });
        const std::size_t count = model->graphs->compiled_form()->nodes.size();
        m_docks.headerOf(m_docks.modules)->setFigure({tr("%n operators", nullptr, static_cast<int>(count))});
        showPage();
    } else {
        m_docks.headerOf(m_docks.modules)->setFigure({});
    }
    showOps(document, *m_docks.ops);
    m_links->show();
    m_graphLinks->show();
    showBars();
    showProblems();
    if (fresh && model) m_graphLinks->foldLarge();
    if (fresh && model) offer();
}

void MainWindow::offer() {
    const Document& document = *m_controller->current();
    const std::vector<StateProposal>& proposals = document.model->imported->state_proposals;
    if (!proposals.empty()) {
        QStringList pairs;
        for (const StateProposal& proposal : proposals)
            pairs << QStringLiteral("%1 → %2").arg(text(proposal.input), text(proposal.output));
        m_messageAction = [this] {
            const Document& current = *m_controller->current();
            ModelOptions options = current.options;
            for (const StateProposal& proposal : current.model->imported->state_proposals)
                options.states.emplace_back(proposal.input, proposal.output);
            m_controller->setOptions(options, std::nullopt);
        };
        m_message->showMessage(MessageBar::Kind::info,
                               tr("These look like state that is passed in and out: %1. Kept between "
                                  "inferences, it starts at zero.")
                                   .arg(pairs.join(QStringLiteral(", "))),
                               tr("Keep as state"));
    } else if (has_readout(*document.model) && !document.view.everyStep) {
        m_messageAction = [this] { (*m_actions)[Command::deployments]->trigger(); };
        m_message->showMessage(
            MessageBar::Kind::info,
            tr("The model answers with the last position of a window. It can also take one "
               "position per inference, its state carried on."),
            tr("Compare deployments"));
    }
}

void MainWindow::showProgram() {
    const Document* document = m_controller->current();
    const std::shared_ptr<const CompileResult> result = document != nullptr ? document->compiled : nullptr;
    const std::shared_ptr<const Program> program = result ? result->compiled.program : nullptr;
    m_docks.memories->setProgram(program);
    m_docks.modules->setProgram(program);
    m_docks.inspector->setProgram(program);
    showPolicy();
    m_docks.timeline->setTimeline(program, result ? result->compiled.timeline : nullptr);
    m_docks.timeline->setCriticalPath(result ? result->report->why : nullptr);
    m_operators->update();
    m_docks.disassembly->setListing(result ? result->compiled.timeline : nullptr,
                                    result ? result->listing : nullptr);
    m_docks.why->setWhy(program, result ? result->compiled.timeline : nullptr,
                        result ? result->report->why : nullptr);
    m_docks.headerOf(m_docks.memories)
        ->setFigure(program ? QStringList{text(program->config.name)} : QStringList());
    showOps(document, *m_docks.ops);
    if (result && document->isProgram)
        syncView([&](ViewState& state) { state.config = result->request.config; });
    showCosts();
    m_links->show();
    m_graphLinks->show();
    showCompileState();
    showProblems();
    showBars();
    showStatus();
    showPage();
}

void MainWindow::showRecording() {
    const Document* document = m_controller->current();
    const std::shared_ptr<const Recording> recording = document != nullptr ? document->recording : nullptr;
    m_docks.inspector->setRecording(recording);
    m_docks.state->setRecording(recording);
    m_docks.error->setRecording(recording);
    m_docks.error->setInputDescription(document != nullptr ? document->inputs : QString());
    m_docks.inspector->setInputDescription(document != nullptr ? document->inputs : QString());
    const qint64 position = document != nullptr ? document->position() : 0;
    showErrors();
    m_docks.timeline->setRunLength(document != nullptr ? document->done() : 0);
    m_links->lookAt(position > 0 ? std::optional(position - 1) : std::nullopt);
    m_operators->update();
    // Without a recording the view's inference is where the run is to begin.
    if (recording) {
        syncView([&](ViewState& state) {
            state.inference = position;
            // A file says how far there is to run, unless the user said another length.
            const std::optional<qint64> count = document->inputCount;
            if (!count || document->randomInputs) return;
            if (state.runLength == m_autoLength || state.runLength > *count) state.runLength = *count;
            m_autoLength = *count;
        });
    }
    showTransport();
    showGoal();
    showWatch();
    showRuns();
    compareAgain();
    showStateValues();
    showStatus();
    updateActions();
}

void MainWindow::showProblems() {
    const Document* document = m_controller->current();
    std::vector<Problem> problems;
    if (document != nullptr) {
        for (const auto& [stage, failure] : document->failures) {
            std::vector<Problem> found = problemsOf(failure);
            for (std::size_t i = 0; i < found.size() && document->model; ++i) {
                const std::size_t place = found.size() == failure.nodes.size() ? i : i - 1;
                if (place < failure.nodes.size())
                    found[i].node = findFailureNode(*document->model->graphs, failure.nodes[place]);
            }
            problems.insert(problems.end(), found.begin(), found.end());
        }
        if (document->compiled) {
            for (const std::string& warning : document->compiled->compiled.program->warnings) {
                problems.push_back({ProblemLevel::warning, text(warning), {}, {}, {}, {}});
            }
        }
        if (document->model) {
            if (document->vectors) {
                problems.push_back({document->vectors->allclose ? ProblemLevel::note : ProblemLevel::warning,
                                    text(vectors_text(*document->vectors)),
                                    {},
                                    {},
                                    {},
                                    {}});
            }
            for (const std::string& note : model_notes(*document->model)) {
                problems.push_back({ProblemLevel::note, text(note), {}, {}, {}, {}});
            }
        }
    }
    m_docks.problems->setProblems(std::move(problems));
    const int count = m_docks.problems->count();
    m_docks.headerOf(m_docks.problems)
        ->setFigure(count > 0 ? QStringList{QString::number(count)} : QStringList());
    m_docks.dockOf(m_docks.problems)
        ->setWindowTitle(count > 0 ? tr("Problems (%1)").arg(count) : tr("Problems"));
}

void MainWindow::showFailure(Stage stage) {
    const Document* document = m_controller->current();
    const Failure& failure = document->failures.at(stage);
    if (stage == Stage::stream) {
        syncView([&](ViewState& state) {
            state.streamingAxes = document->view.streamingAxes;
            state.everyStep = document->view.everyStep;
        });
        showBars();
    }
    showProblems();
    showCompileState();
    showPage();
    if (failure.kind == FailureKind::cancelled || m_pages->currentWidget() != m_graphs) return;
    m_messageAction = [this] {
        m_docks.dockOf(m_docks.problems)->show();
        m_docks.dockOf(m_docks.problems)->raise();
        m_docks.problems->setFocus();
    };
    const bool shown = !failure.nodes.empty() || !failure.advice.empty();
    m_message->showMessage(MessageBar::Kind::error, text(failure.message),
                           shown ? tr("Show problem") : QString());
}

void MainWindow::showCompileState() {
    const Document* document = m_controller->current();
    showStale(document, m_docks);
    if (document == nullptr) {
        m_topBar->setCompileState({}, {}, {});
    } else if (m_controller->isPreparing()) {
        m_topBar->setCompileState(
            tr("working…"), tr("Reading, transforming or compiling; the line at the bottom says how far"),
            {});
    } else if (const auto failed = document->failures.find(Stage::compile);
               failed != document->failures.end()) {
        const bool tooBig = failed->second.kind == FailureKind::does_not_fit;
        m_topBar->setCompileState(tooBig ? tr("does not fit") : tr("not compiled"),
                                  text(to_text(failed->second)), QStringLiteral("error"));
    } else if (document->compiled) {
        const CompileResult& result = *document->compiled;
        const QString time = figureText(result.milliseconds, QStringLiteral("ms"));
        m_topBar->setCompileState(
            document->isProgram ? tr("read in %1").arg(time) : tr("compiled in %1").arg(time),
            tr("%1 of %2 cores used; program of %3\n%4")
                .arg(result.compiled.program->cores_used)
                .arg(result.compiled.program->config.cores.value)
                .arg(text(result.compiled.program->config.name), text(search_text(*result.compiled.program))),
            QStringLiteral("check"));
    } else {
        m_topBar->setCompileState({}, {}, {});
    }
}

void MainWindow::showStatus() {
    const StatusText status = statusText(m_controller->current());
    m_statusLine->setStatus(status);
    m_topBar->setVerdict(status.verdict);
    if (m_bandDialog != nullptr && m_bandDialog->isVisible()) showBand();
}

void MainWindow::showBand() {
    const Document* document = m_controller->current();
    if (document == nullptr || !document->compiled) {
        if (m_bandDialog != nullptr) m_bandDialog->close();
        return;
    }
    if (m_bandDialog == nullptr) m_bandDialog = new BandDialog(this);
    LatencyFigures latency = document->compiled->report->latency;
    if (document->view.targetUs > 0) set_target(latency, document->view.targetUs);
    m_bandDialog->setLatency(latency, text(document->compiled->compiled.program->config.name));
    m_bandDialog->show();
}

void MainWindow::showBars() {
    m_topBar->setDocuments(m_controller->documents(), m_controller->currentIndex());
    m_topBar->setDocument(m_controller->current());
    showTransport();
    updateActions();
}

}  // namespace lockstep::app
