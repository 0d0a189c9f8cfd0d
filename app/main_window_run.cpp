#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>

#include "app/input_dialog.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/operator_stepper.h"
#include "app/run_contents.h"
#include "app/run_until_dialog.h"
#include "app/selection_links.h"
#include "app/status_line.h"
#include "app/timeline_bookmarks.h"
#include "app/transport_bar.h"
#include "app/watch_list.h"
#include "core/run/state_edit.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/state_plot.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {

void MainWindow::connectOperators() {
    m_operators = new OperatorStepper(*m_controller, *m_links, *m_graphs, *m_docks.timeline, this);
    connect(m_operators, &OperatorStepper::changed, this, [this] {
        m_statusLine->setOperator(m_operators->words(), m_operators->shortWords());
        m_docks.inspector->setActivationsFirst(m_operators->index().has_value());
        updateActions();
    });
}

void MainWindow::stepOperator(int direction) {
    if (!m_operators->index()) {
        // What the operators write stands there.
        m_docks.dockOf(m_docks.inspector)->show();
        m_docks.dockOf(m_docks.inspector)->raise();
    }
    m_operators->step(direction);
}

void MainWindow::connectRun() {
    const Actions& actions = *m_actions;
    const auto raise = [this](QWidget* panel) {
        m_docks.dockOf(panel)->show();
        m_docks.dockOf(panel)->raise();
    };
    connect(actions[Command::newBreakpoint], &QAction::triggered, this, [this, raise] {
        raise(m_docks.breakpoints);
        m_docks.breakpoints->beginCondition();
    });
    m_watch = new WatchList(*m_store, *m_controller, *m_links, m_docks, this);
    connect(actions[Command::watchValue], &QAction::triggered, m_watch, &WatchList::addSelection);
    connect(actions[Command::editState], &QAction::triggered, this, [this, raise] {
        raise(m_docks.states);
        m_docks.states->setFocus();
    });
    connect(actions[Command::compareRuns], &QAction::triggered, this, [this, raise] {
        raise(m_docks.runs);
        m_docks.runs->setFocus();
    });

    BreakpointsPanel* breakpoints = m_docks.breakpoints;
    breakpoints->setCheck(
        [this](const QString& words) { return conditionProblem(m_controller->current(), words); },
        [this](const QString& words) { return decisionProblem(m_controller->current(), words); });
    connect(breakpoints, &BreakpointsPanel::added, this, [this](const QString& condition) {
        changeBreakpoints([&](std::vector<Breakpoint>& all) {
            const auto known = std::find_if(
                all.begin(), all.end(), [&](const Breakpoint& each) { return each.condition == condition; });
            if (known != all.end())
                known->enabled = true;
            else
                all.push_back({condition, true});
        });
    });
    connect(breakpoints, &BreakpointsPanel::changed, this, [this](int row, const QString& condition) {
        changeBreakpoints(
            [&](std::vector<Breakpoint>& all) { all[static_cast<std::size_t>(row)].condition = condition; });
    });
    connect(breakpoints, &BreakpointsPanel::enabledChanged, this, [this](int row, bool enabled) {
        changeBreakpoints(
            [&](std::vector<Breakpoint>& all) { all[static_cast<std::size_t>(row)].enabled = enabled; });
    });
    connect(breakpoints, &BreakpointsPanel::removed, this, [this](int row) {
        changeBreakpoints([&](std::vector<Breakpoint>& all) { all.erase(all.begin() + row); });
    });
    connect(breakpoints, &BreakpointsPanel::decisionsChanged, this, [this](const QStringList& decisions) {
        m_store->change(tr("decisions"), ViewStore::Group::single,
                        [&](ViewState& state) { state.decisions = decisions; });
    });
    connect(breakpoints, &BreakpointsPanel::hitChosen, this,
            [this](qint64 inference) { m_controller->goTo(inference + 1); });
    connect(breakpoints, &BreakpointsPanel::nodeChosen, m_links, &SelectionLinks::selectNode);
    breakpoints->setOperator([this] {
        const Document* document = m_controller->current();
        const std::optional<quint32> node = m_store->state().selection.node;
        return document != nullptr && node ? conditionName(*document, *node) : QString();
    });
    connect(breakpoints, &BreakpointsPanel::lookBackWanted, m_controller, &DocumentController::lookBack);
    connect(breakpoints, &BreakpointsPanel::helpWanted, this, [this] { showHelp(QStringLiteral("runs")); });

    connect(m_docks.states, &StatesPanel::valueEdited, this, &MainWindow::editState);
    connect(m_docks.states, &StatesPanel::unitChosen, this,
            [this](const QString& state, int unit) { m_links->selectState(state, unit); });
    connect(m_docks.states, &StatesPanel::plotWanted, this, [this](const QString& state, int unit) {
        m_docks.dockOf(m_docks.state)->show();
        m_docks.dockOf(m_docks.state)->raise();
        m_docks.state->plotUnit(state, unit);
    });
    connect(m_docks.states, &StatesPanel::editsRemoved, this, [this] {
        m_store->change(tr("state edits"), ViewStore::Group::single,
                        [](ViewState& state) { state.edits.clear(); });
    });

    connect(m_docks.runs, &RunsPanel::compareWanted, m_controller, &DocumentController::compareRuns);
    connect(m_docks.runs, &RunsPanel::runForgotten, m_controller, &DocumentController::forgetRun);
    connect(m_docks.runs, &RunsPanel::inferenceChosen, this,
            [this](qint64 inference) { m_controller->goTo(inference + 1); });
    connect(m_docks.runs, &RunsPanel::runChosen, this, [this](quint64 id) {
        const Document* document = m_controller->current();
        for (const KeptRun& run : document->kept) {
            if (run.id != id) continue;
            const ViewState view = run.view;
            m_store->change(tr("run"), ViewStore::Group::single, [&](ViewState& state) {
                state.streamingAxes = view.streamingAxes;
                state.everyStep = view.everyStep;
                state.config = view.config;
                state.precision = view.precision;
                state.pins = view.pins;
                state.build = view.build;
                state.input = view.input;
                state.reference = view.reference;
                state.resetEvery = view.resetEvery;
                state.edits = view.edits;
            });
            return;
        }
    });
    connect(m_controller, &DocumentController::runsChanged, this, &MainWindow::showRuns);
    connect(m_controller, &DocumentController::runStays, this, [this] {
        const ViewState& view = m_controller->current()->view;
        syncView([&](ViewState& state) {
            state.input = view.input;
            state.reference = view.reference;
            state.resetEvery = view.resetEvery;
            state.edits = view.edits;
        });
        showTransport();
        showStateValues();
    });
    connect(m_controller, &DocumentController::runsCompared, this,
            [this](const std::shared_ptr<const jobs::RunComparison>& comparison) {
                m_docks.runs->setDifference(comparison->difference);
            });
    connect(m_controller, &DocumentController::runsNotCompared, this, [this](const Failure& failure) {
        if (failure.kind != FailureKind::cancelled) m_docks.runs->setProblem(text(to_text(failure)));
    });
    connect(m_controller, &DocumentController::stoppedAt, this, &MainWindow::showStop);
    // A click in a plot looks at the inference everywhere.
    const auto look = [this](qint64 inference) {
        const Document* document = m_controller->current();
        if (document != nullptr && m_controller->motion() == Motion::still && inference < document->done())
            m_controller->goTo(inference + 1);
    };
    connect(m_docks.state, &StatePlot::inferenceChosen, this, look);
    connect(m_docks.error, &ErrorPlot::inferenceChosen, this, look);
    connect(m_docks.timeline, &TimelineView::inferenceChosen, this, look);
    auto* view =
        qobject_cast<QMenu*>(menuBar()->findChild<QMenu*>(QStringLiteral("menuPanels"))->parentWidget());
    auto* bookmarks = new TimelineBookmarks(*m_store, *m_docks.timeline, *this, *view);
    connect(bookmarks, &TimelineBookmarks::wentTo, this, [raise, this] { raise(m_docks.timeline); });
}

void MainWindow::changeBreakpoints(const std::function<void(std::vector<Breakpoint>&)>& edit) {
    m_store->change(tr("breakpoints"), ViewStore::Group::single,
                    [&](ViewState& state) { edit(state.breakpoints); });
}

void MainWindow::editState(const QString& state, qint64 unit, double value) {
    const Document* document = m_controller->current();
    if (document == nullptr) return;
    m_controller->pause();
    const StateChange change{document->position(), state.toStdString(), unit, value};
    const QString place = text(to_text({change.inference, change.state, change.element, 0})).chopped(1);
    m_store->change(tr("state edit"), ViewStore::Group::single, [&](ViewState& view) {
        view.edits.erase(std::remove_if(view.edits.begin(), view.edits.end(),
                                        [&](const QString& edit) { return edit.startsWith(place); }),
                         view.edits.end());
        view.edits << text(to_text(change));
    });
}

void MainWindow::goToHit(int direction) {
    const Document* document = m_controller->current();
    if (document == nullptr || !document->watch) return;
    const qint64 current = document->position() - 1;
    std::optional<qint64> found;
    for (const Hit& hit : document->watch->result.hits) {
        if (direction > 0 && hit.index > current) {
            found = hit.index;
            break;
        }
        if (direction < 0 && hit.index < current) found = hit.index;
    }
    if (found) m_controller->goTo(*found + 1);
}

void MainWindow::showStop(const Hit& hit, const QString& condition) {
    QString words = tr("Stopped at inference %1: %2").arg(countText(hit.index), condition);
    QStringList parts;
    if (!hit.where.empty()) parts << text(hit.where);
    if (hit.value != 0 || !hit.where.empty()) parts << figureText(hit.value);
    if (!parts.isEmpty()) words += QStringLiteral(" (%1)").arg(parts.join(QStringLiteral(" = ")));
    m_messageAction = [this] {
        m_docks.dockOf(m_docks.breakpoints)->show();
        m_docks.dockOf(m_docks.breakpoints)->raise();
    };
    m_message->showMessage(MessageBar::Kind::info, words, tr("Show hits"));
}

void MainWindow::chooseInputs(const QString& file) {
    const Document* document = m_controller->current();
    if (document == nullptr || !document->compiled) return;
    showBars();  // the chooser shows again what is in effect
    if (m_inputDialog == nullptr) {
        m_inputDialog = new InputDialog(this);
        connect(m_inputDialog, &InputDialog::chosen, this,
                [this](const InputChoice& input, const QString& reference) {
                    m_store->change(tr("inputs"), ViewStore::Group::single, [&](ViewState& state) {
                        state.input = input;
                        state.reference = reference;
                    });
                });
        connect(m_controller, &DocumentController::currentChanged, m_inputDialog, &QDialog::reject);
    }
    const InputDialog::Subject subject{.inputs = document->compiled->compiled.program->inputs,
                                       .hasModel = document->model != nullptr,
                                       .hasState = document->hasState(),
                                       .takesWindows = document->model && has_readout(*document->model)};
    m_inputDialog->ask(subject, document->view.input, document->view.reference);
    if (!file.isEmpty()) m_inputDialog->propose(file);
    m_inputDialog->open();
}

void MainWindow::runUntilDialog() {
    const Document* document = m_controller->current();
    if (document == nullptr) return;
    auto* dialog = new RunUntilDialog(
        *document, [this](const QString& words) { return conditionProblem(m_controller->current(), words); },
        this);
    connect(dialog, &RunUntilDialog::chosen, m_controller, &DocumentController::runTo);
    dialog->open();
}

void MainWindow::showWatch() {
    const Document* document = m_controller->current();
    BreakpointsPanel* panel = m_docks.breakpoints;
    qint64 total = 0;
    if (document != nullptr) {
        if (document->watch)
            for (const ConditionResult& condition : document->watch->result.conditions)
                total += condition.hits;
        if (m_controller->motion() == Motion::still) panel->setNames(valueNames(*document));
        panel->setBreakpoints(breakpointRows(*document));
        panel->setDecisions(document->view.decisions);
        panel->setHits(hitRows(*document), total, document->watch ? document->watch->from : 0);
        panel->setCurrentInference(document->position() - 1);
    } else {
        panel->setBreakpoints({});
        panel->setDecisions({});
        panel->setHits({}, 0, 0);
    }
    m_docks.dockOf(panel)->setWindowTitle(total > 0 ? tr("Breakpoints (%1)").arg(countText(total))
                                                    : tr("Breakpoints"));
}

void MainWindow::showRuns() {
    const Document* document = m_controller->current();
    m_docks.runs->setRuns(document != nullptr ? runRows(*document) : std::vector<RunRow>());
}

void MainWindow::compareAgain() {
    if (m_controller->motion() == Motion::still && m_docks.runs->isVisible()) m_docks.runs->compare();
}

void MainWindow::showStateValues() {
    const Document* document = m_controller->current();
    StatesPanel* panel = m_docks.states;
    // What nobody looks at is not filled 25 times a second.
    if (m_controller->motion() == Motion::running && !panel->isVisible()) return;
    const QString readOnly = document != nullptr ? editProblem(*document) : QString();
    std::vector<StateValues> states;
    if (document != nullptr) states = stateValues(*document);
    panel->setStates(std::move(states), document != nullptr ? document->position() : 0, readOnly);
    panel->setEdits(m_store->state().edits);
}

void MainWindow::showTransport() {
    const bool still = m_controller->motion() == Motion::still;
    m_transport->setDocument(m_controller->current(),
                             still ? std::optional(m_controller->target()) : std::nullopt);
}

void MainWindow::showGoal() {
    const bool running = m_controller->motion() == Motion::running;
    m_transport->setGoal(running ? std::optional(m_controller->goal()) : std::nullopt,
                         m_controller->secondsLeft());
}

}  // namespace lockstep::app
