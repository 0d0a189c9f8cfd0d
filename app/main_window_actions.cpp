#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QWhatsThis>

#include "app/command_palette.h"
#include "app/command_text.h"
#include "app/help_window.h"
#include "app/icon.h"
#include "app/last_session.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/operator_stepper.h"
#include "app/panel_actions.h"
#include "app/preferences_dialog.h"
#include "app/readout_dialog.h"
#include "app/selection_links.h"
#include "app/settings.h"
#include "app/transport_bar.h"
#include "app/view_details.h"
#include "app/welcome_page.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

/// Completions of a field are popups as well, and no hindrance.
bool menuIsOpen() {
    return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr;
}

}  // namespace

void MainWindow::connectActions() {
    const Actions& actions = *m_actions;
    const auto on = [&](Command command, auto&& what) {
        connect(actions[command], &QAction::triggered, this, what);
    };
    on(Command::open, &MainWindow::openDialog);
    on(Command::reload, [this] { m_controller->reload(); });
    on(Command::inputs, [this] { m_controller->askForInputs(); });
    on(Command::openSession, &MainWindow::openSessionDialog);
    on(Command::saveSession, &MainWindow::saveSessionDialog);
    on(Command::reopenSession, &MainWindow::reopenSession);
    on(Command::preferences, &MainWindow::showPreferences);
    on(Command::whatsThis, [] { QWhatsThis::enterWhatsThisMode(); });
    for (const Command command : {Command::saveProgram, Command::exportHtml, Command::exportPdf,
                                  Command::exportMarkdown, Command::exportCsv, Command::exportJson,
                                  Command::exportTrace, Command::exportOutputs, Command::exportWeights}) {
        on(command, [this, command] { exportDialog(command); });
    }
    on(Command::closeDocument, [this] { m_controller->closeCurrent(); });
    on(Command::quit, &QWidget::close);
    // What a menu that is open is about must not change under it.
    on(Command::undo, [this] {
        if (menuIsOpen()) return;
        m_details->finish();
        m_store->undoGroup()->undo();
    });
    on(Command::redo, [this] {
        if (menuIsOpen()) return;
        m_details->finish();
        m_store->undoGroup()->redo();
    });
    on(Command::selectionBack, [this] { m_links->back(); });
    on(Command::selectionForward, [this] { m_links->forward(); });
    on(Command::copyCommand, [this] {
        if (const Document* document = m_controller->current()) {
            const QString words = commandText(*document, looked());
            QApplication::clipboard()->setText(words);
            m_messageAction = nullptr;
            m_message->showMessage(MessageBar::Kind::info, tr("Copied: %1").arg(words));
        }
    });
    on(Command::palette, [this] { m_palette->open(); });
    on(Command::fit, [this] { m_graphs->fit(); });
    on(Command::zoomIn, [this] { m_graphs->zoomBy(1.25); });
    on(Command::zoomOut, [this] { m_graphs->zoomBy(0.8); });
    on(Command::resetLayout, [this] {
        arrangeDocks(*this, m_docks);
        settings::forgetWindowLayout();
    });
    on(Command::fullScreen, [this](bool full) { full ? showFullScreen() : showNormal(); });
    auto* themes = new QActionGroup(this);
    for (const auto& [command, mode] :
         {std::pair(Command::themeSystem, ThemeMode::system),
          std::pair(Command::themeLight, ThemeMode::light), std::pair(Command::themeDark, ThemeMode::dark)}) {
        themes->addAction(actions[command]);
        actions[command]->setChecked(m_store->state().theme == mode);
        on(command, [this, mode = mode] {
            m_store->change(tr("theme"), ViewStore::Group::single,
                            [&](ViewState& state) { state.theme = mode; });
        });
    }
    on(Command::helpWindow, [this] { showHelp(QStringLiteral("first-steps")); });
    on(Command::helpNumerics, [this] { showHelp(QStringLiteral("numerics")); });
    on(Command::helpShortcuts, [this] { showHelp(QStringLiteral("keys")); });
    on(Command::about, &MainWindow::about);
    connect(m_store->undoGroup(), &QUndoGroup::indexChanged, this, &MainWindow::updateActions);
    connect(m_store->undoGroup(), &QUndoGroup::activeStackChanged, this, &MainWindow::updateActions);
    connect(m_links, &SelectionLinks::historyChanged, this, &MainWindow::updateActions);
}

void MainWindow::connectRunActions() {
    const Actions& actions = *m_actions;
    const auto on = [&](Command command, auto&& what) {
        connect(actions[command], &QAction::triggered, this, what);
    };
    on(Command::step, [this] {
        const qint64 from = m_controller->target();
        const Document* document = m_controller->current();
        const qint64 to = from + m_store->state().stepCount;
        // A longer step ends where the inputs do.
        const qint64 end = document != nullptr ? document->inputCount.value_or(to) : to;
        m_controller->goTo(from < end ? std::min(to, end) : to);
    });
    on(Command::stepBack, [this] {
        m_controller->goTo(std::max<qint64>(m_controller->target() - m_store->state().stepCount, 0));
    });
    on(Command::rewind, [this] { m_controller->goTo(0); });
    on(Command::stepOperator, [this] { stepOperator(1); });
    on(Command::stepOperatorBack, [this] { stepOperator(-1); });
    on(Command::wholeInference, [this] { m_operators->leave(); });
    on(Command::reset, [this] { m_controller->reset(); });
    on(Command::run, [this] {
        if (m_controller->motion() == Motion::running) {
            m_controller->pause();
            return;
        }
        const Document* document = m_controller->current();
        if (document == nullptr) return;
        // At the end of the run length it goes a length further.
        const qint64 length = document->view.runLength;
        m_controller->runTo((document->position() / length + 1) * length);
    });
    on(Command::play, [this] {
        if (m_controller->motion() == Motion::playing) {
            m_controller->pause();
        } else {
            m_controller->play(m_store->state().speed);
        }
    });
    on(Command::stop, [this] { m_controller->cancel(); });
    on(Command::goTo, &MainWindow::goToDialog);
    on(Command::runUntil, &MainWindow::runUntilDialog);
    on(Command::runInputs, [this] { chooseInputs({}); });
    on(Command::nextHit, [this] { goToHit(1); });
    on(Command::previousHit, [this] { goToHit(-1); });
    on(Command::recompile, [this] { m_controller->recompile(); });
    on(Command::deployments, &MainWindow::compareDeployments);
    const auto changeSpeed = [this](int step) {
        const QList<double>& speeds = TransportBar::speeds();
        const double now = m_store->state().speed;
        const auto faster = std::upper_bound(speeds.begin(), speeds.end(), now);
        const auto same = std::lower_bound(speeds.begin(), speeds.end(), now);
        const double next = step > 0 ? (faster == speeds.end() ? now : *faster)
                                     : (same == speeds.begin() ? now : *(same - 1));
        m_store->change(tr("speed"), ViewStore::Group::speed, [&](ViewState& state) { state.speed = next; });
    };
    on(Command::slower, [changeSpeed] { changeSpeed(-1); });
    on(Command::faster, [changeSpeed] { changeSpeed(1); });
}

Looked MainWindow::looked() const {
    const QDockWidget* panel = m_panels->current();
    const QString name = panel != nullptr ? panel->objectName() : QString();
    if (name == QLatin1String("dockDisassembly")) return Looked::disassembly;
    if (name == QLatin1String("dockWhy")) return Looked::why;
    if (name == QLatin1String("dockMemories")) return Looked::memories;
    const QWidget* focus = QApplication::focusWidget();
    const Document* document = m_controller->current();
    if (focus == nullptr || document == nullptr || !document->model || !m_graphs->isAncestorOf(focus))
        return Looked::run;
    const bool streaming = document->isStreamed() && (m_graphs->streamingView() == focus ||
                                                      m_graphs->streamingView()->isAncestorOf(focus));
    return streaming ? Looked::streamingGraph : Looked::canonicalGraph;
}

void MainWindow::updateActions() {
    const Document* document = m_controller->current();
    const bool open = document != nullptr;
    const bool running = open && document->run != nullptr;
    const Actions& actions = *m_actions;
    for (const Command command :
         {Command::reload, Command::closeDocument, Command::saveSession, Command::copyCommand, Command::fit,
          Command::zoomIn, Command::zoomOut, Command::find, Command::findNext, Command::findPrevious,
          Command::nextHeat, Command::foldAll, Command::unfoldAll, Command::passes}) {
        actions[command]->setEnabled(open);
    }
    for (const Command command :
         {Command::saveProgram, Command::exportHtml, Command::exportPdf, Command::exportMarkdown,
          Command::exportCsv, Command::exportJson, Command::exportTrace}) {
        actions[command]->setEnabled(open && document->compiled);
    }
    actions[Command::exportOutputs]->setEnabled(open && document->recording && document->recording->rows > 0);
    for (const Command command : {Command::recompile, Command::policyCalibrated, Command::policyQuick,
                                  Command::policyOptimize, Command::stateReset, Command::compareConfigs})
        actions[command]->setEnabled(open && document->model);
    for (const Command command : {Command::exportGraph, Command::exportWeights})
        actions[command]->setEnabled(open && document->model);
    actions[Command::inputs]->setEnabled(open && !document->isProgram);
    actions[Command::deployments]->setEnabled(open && document->model && has_readout(*document->model));
    for (const Command command : {Command::run, Command::step, Command::stepOperator, Command::play,
                                  Command::goTo, Command::runUntil, Command::explainWorst})
        actions[command]->setEnabled(running);
    actions[Command::wholeInference]->setEnabled(running && m_operators->index().has_value());
    for (const Command command :
         {Command::stepBack, Command::rewind, Command::stepOperatorBack, Command::reset}) {
        actions[command]->setEnabled(running && (document->position() > 0 || m_controller->target() > 0));
    }
    actions[Command::reset]->setEnabled(running && (document->done() > 0 || m_controller->target() > 0));
    actions[Command::runInputs]->setEnabled(open && document->compiled);
    for (const Command command :
         {Command::newBreakpoint, Command::watchValue, Command::editState, Command::compareRuns})
        actions[command]->setEnabled(open && document->compiled);
    for (const Command command : {Command::nextHit, Command::previousHit})
        actions[command]->setEnabled(running && document->watch && !document->watch->result.hits.empty());
    QUndoGroup* undo = m_store->undoGroup();
    actions[Command::undo]->setEnabled(undo->canUndo());
    actions[Command::undo]->setText(undo->canUndo() ? tr("&Undo %1").arg(undo->undoText()) : tr("&Undo"));
    actions[Command::redo]->setEnabled(undo->canRedo());
    actions[Command::redo]->setText(undo->canRedo() ? tr("&Redo %1").arg(undo->redoText()) : tr("&Redo"));
    actions[Command::selectionBack]->setEnabled(m_links->canGoBack());
    actions[Command::selectionForward]->setEnabled(m_links->canGoForward());
}

void MainWindow::compareDeployments() {
    if (m_readoutDialog == nullptr) {
        m_readoutDialog = new ReadoutDialog(this);
        connect(m_readoutDialog, &ReadoutDialog::deploymentChosen, this,
                [this](const std::vector<std::optional<int>>& axes, bool everyStep, qint64 resetEvery) {
                    m_store->change(tr("deployment"), ViewStore::Group::single, [&](ViewState& state) {
                        state.streamingAxes = axes;
                        state.everyStep = everyStep;
                        state.resetEvery = resetEvery;
                    });
                });
        connect(m_controller, &DocumentController::readoutsCompared, m_readoutDialog, [this] {
            const Document& document = *m_controller->current();
            using Kind = ReadoutDeployment::Kind;
            const Kind carried = document.view.resetEvery > 0 ? Kind::reset : Kind::carried;
            m_readoutDialog->showComparison(document.readout, document.isStreamed() ? carried : Kind::window);
        });
        connect(m_controller, &DocumentController::readoutsFailed, m_readoutDialog,
                &ReadoutDialog::showFailure);
    }
    m_readoutDialog->showWaiting();
    m_readoutDialog->open();
    m_controller->compareReadouts();
}

void MainWindow::showPreferences() {
    auto* dialog = new PreferencesDialog(m_store->state().theme, this);
    connect(dialog, &PreferencesDialog::themeChosen, this, [this](ThemeMode theme) {
        m_store->change(tr("theme"), ViewStore::Group::single,
                        [&](ViewState& state) { state.theme = theme; });
    });
    connect(dialog, &PreferencesDialog::changed, this, &MainWindow::applyPreferences);
    dialog->open();
}

void MainWindow::applyPreferences() {
    using Mode = GraphView::WheelMode;
    m_graphs->setWheelMode(settings::wheelZooms() ? Mode::zoom : Mode::scroll);
    applyMotion(*this, settings::motion());
    const Session last = settings::start() == settings::Start::nothing ? Session{} : last_session::load();
    (*m_actions)[Command::reopenSession]->setEnabled(!last.documents.empty() || !last.variants.empty());
    m_welcome->setLastSession(last_session::names(last));
    m_welcome->setRecent(settings::recentFiles());
}

void MainWindow::goToDialog() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("goToDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to inference"));
    const Document* document = m_controller->current();
    const qint64 count = document != nullptr ? document->inputCount.value_or(mostInferences) : mostInferences;
    const qint64 last = std::max<qint64>(count - 1, 0);
    dialog->setLabelText(
        count < mostInferences
            ? tr("Inference, 0 to %1 (the inputs hold %2):").arg(countText(last), countText(count))
            : tr("Inference, from 0 on:"));
    dialog->setOkButtonText(tr("&Go"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(0, static_cast<int>(last));
    dialog->setIntValue(static_cast<int>(std::clamp<qint64>(m_controller->target() - 1, 0, last)));
    connect(dialog, &QInputDialog::intValueSelected, m_controller,
            [this](int value) { m_controller->goTo(qint64{value} + 1); });
    dialog->open();
}

void MainWindow::showHelp(const QString& page) {
    if (m_help == nullptr) m_help = new HelpWindow(this);
    m_help->showPage(page);
    m_help->show();
    m_help->raise();
}

void MainWindow::about() {
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setWindowTitle(tr("About Lockstep"));
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->setText(tr("<b>Lockstep %1</b><br>Latency and accuracy of streaming models on FPGA accelerators.")
                     .arg(QStringLiteral(LOCKSTEP_VERSION)));
    box->setInformativeText(
        tr("MIT licence. Built with Qt %1, LibTorch (in the import worker), Graphviz, nlohmann/json, CLI11, "
           "fmt, libzip, libseccomp and OpenSSL. Lockstep never uses a network.")
            .arg(QLatin1String(qVersion())));
    box->open();
}

}  // namespace lockstep::app
