#include "app/main_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include "app/activation_watch.h"
#include "app/background_export.h"
#include "app/change_text.h"
#include "app/command_palette.h"
#include "app/config_form.h"
#include "app/drop_overlay.h"
#include "app/error_microscope.h"
#include "app/error_page.h"
#include "app/file_drops.h"
#include "app/graph_links.h"
#include "app/icon.h"
#include "app/last_session.h"
#include "app/memory_watch.h"
#include "app/menus.h"
#include "app/message_bar.h"
#include "app/operator_stepper.h"
#include "app/panel_actions.h"
#include "app/refusal_page.h"
#include "app/reload_change.h"
#include "app/selection_links.h"
#include "app/session_keeper.h"
#include "app/settings.h"
#include "app/several_models.h"
#include "app/shape_form.h"
#include "app/status_line.h"
#include "app/tab_order.h"
#include "app/target_links.h"
#include "app/top_bar.h"
#include "app/transport_bar.h"
#include "app/unit_survey.h"
#include "app/variant_links.h"
#include "app/view_details.h"
#include "app/watch_list.h"
#include "app/welcome_page.h"
#include "widgets/focus_ring.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/panels/variants_panel.h"

namespace lockstep::app {
namespace {

constexpr int frameEdge = 8;      ///< of a window manager, in pixels
constexpr int titleBar = 40;      ///< likewise
constexpr int leastGraphs = 200;  ///< height of the graphs, in pixels

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      m_store(new ViewStore(this)),
      m_controller(new DocumentController(this)),
      m_theme(new ThemeSwitch(*qApp, this)),
      m_actions(new Actions(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Lockstep"));
    setWindowIcon(applicationIcon());

    ViewState state;
    state.theme = settings::theme();
    state.config = settings::config(state.config);
    m_store->replace(0, state);
    m_theme->setMode(state.theme);
    connect(m_theme, &ThemeSwitch::changed, this, &MainWindow::showCosts, Qt::QueuedConnection);

    buildCentre();
    buildBars();
    m_docks = makeDocks(*this);
    keepTabsReachable(*this);
    new FocusRing(this);
    m_overlay = new DropOverlay(this);
    auto* drops = new FileDrops(*this, *m_overlay);
    connect(drops, &FileDrops::dropped, this, &MainWindow::openFiles);
    connect(drops, &FileDrops::remoteDropped, this, [this] {
        m_messageAction = nullptr;
        m_message->showMessage(MessageBar::Kind::warning,
                               tr("Only files on this computer can be opened: Lockstep uses no network."));
    });
    m_links = new SelectionLinks(*m_store, *m_controller, *m_graphs, m_docks, this);
    m_exports = new BackgroundExport(this);
    m_graphLinks = new GraphLinks(*m_store, *m_controller, *m_graphs, *m_actions, *m_exports, this);
    connectExports();
    connect(m_graphLinks, &GraphLinks::told, this, [this](const QString& words, bool problem) {
        m_messageAction = nullptr;
        m_message->showMessage(problem ? MessageBar::Kind::error : MessageBar::Kind::info, words);
    });
    m_panels = new PanelActions(*this, m_docks, *m_actions, *m_graphs);
    auto* menus = new Menus(*menuBar(), *m_actions, *m_panels, *m_graphs, m_docks);
    m_palette = new CommandPalette(*this, *menuBar());
    connect(menus, &Menus::exampleChosen, this, &MainWindow::openExample);
    connect(menus, &Menus::recentChosen, this, [this](const QString& file) { openFiles({file}); });
    connectOperators();
    connectActions();
    connectRunActions();
    connectErrors();
    connectCompile();
    connectRun();
    connectBars();
    connectController();
    connect(m_store, &ViewStore::changed, this, &MainWindow::viewChanged);
    new MemoryWatch(*m_controller, *m_docks.memories, this);
    auto* target = new TargetLinks(*m_store, *m_controller, *m_links, *m_actions, this);
    m_topBar->parentWidget()->layout()->addWidget(target->row());
    m_variants = new VariantLinks(*m_store, *m_controller, *m_actions, m_docks, this);
    m_details = new ViewDetails(*m_store, *m_controller, *m_graphs, m_docks, this);

    qApp->installEventFilter(this);
    restoreWindow();
    applyPreferences();
    m_keeper = new SessionKeeper(
        settings::openSessionsFolder(), [this] { return session(); }, this);
    connect(m_store, &ViewStore::changed, m_keeper, &SessionKeeper::changed);
    connect(m_controller, &DocumentController::documentsChanged, m_keeper, &SessionKeeper::changed);
    connect(m_variants, &VariantLinks::changed, m_keeper, &SessionKeeper::changed);
    connect(m_controller, &DocumentController::modelChanged, m_keeper, &SessionKeeper::changed);
    showPage();
    showBars();
    showStatus();
    showProblems();
    showPolicy();
    updateActions();
    // Only who dismisses this very message has declined; until then it comes back behind every other one.
    connect(m_message, &MessageBar::closed, m_keeper, [this] {
        if (m_message->text() == m_offer) m_keeper->forget(m_keeper->abandoned());
    });
    connect(m_message, &MessageBar::gone, this, &MainWindow::offerAbandoned, Qt::QueuedConnection);
    offerAbandoned();
}

MainWindow::~MainWindow() {
    m_details->settle();
    if (settings::start() == settings::Start::nothing) {
        last_session::forget();
    } else {
        last_session::keep(session());
    }
    delete m_keeper;
    qApp->removeEventFilter(this);
    // A cell that is being edited is committed when its panel goes: nobody is there to hear of it.
    for (QWidget* panel : std::initializer_list<QWidget*>{m_docks.breakpoints, m_docks.states, m_docks.runs})
        panel->disconnect(this);
    m_docks.variants->disconnect(m_variants);
    // The controller's handlers speak to the views: it goes first.
    delete m_details;
    delete m_microscope;
    delete m_unitSurvey;
    delete m_activations;
    m_operators->disconnect(this);
    delete m_watch;
    delete m_exports;
    m_exports = nullptr;
    delete m_controller;
    m_controller = nullptr;
    // The undo stack tells of its end.
    m_store->undoGroup()->disconnect(this);
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_message = new MessageBar(centre);
    m_several = new SeveralModels(centre);
    m_pages = new QStackedWidget(centre);
    // By itself a stack is as high as its highest page wants to be, also where the graphs stand above panels
    // that need the room. Pages without panels have the whole window.
    m_pages->setMinimumHeight(leastGraphs);
    m_welcome = new WelcomePage(m_pages);
    m_errorPage = new ErrorPage(m_pages);
    m_refusalPage = new RefusalPage(m_pages);
    m_shapeForm = new ShapeForm(m_pages);
    m_graphs = new TwinGraphView(m_pages);
    for (QWidget* page :
         std::initializer_list<QWidget*>{m_welcome, m_errorPage, m_refusalPage, m_shapeForm, m_graphs}) {
        m_pages->addWidget(page);
    }
    column->addWidget(m_message);
    column->addWidget(m_several);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

void MainWindow::buildBars() {
    m_topBar = new TopBar(*m_actions, this);
    m_transport = new TransportBar(*m_actions, this);
    auto* bars = new QWidget(this);
    auto* column = new QVBoxLayout(bars);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addWidget(m_transport);
    m_toolBar = addToolBar(tr("Model and run"));
    m_toolBar->setObjectName(QStringLiteral("barModel"));
    m_toolBar->setMovable(false);
    m_toolBar->toggleViewAction()->setVisible(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_toolBar->addWidget(bars);
    m_statusLine = new StatusLine(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_statusLine, 1);
    statusBar()->setContentsMargins(0, 0, 0, 0);
}

void MainWindow::connectBars() {
    using Group = ViewStore::Group;
    connect(m_topBar, &TopBar::documentChosen, m_controller, &DocumentController::setCurrent);
    connect(m_topBar, &TopBar::inputsWanted, m_controller, &DocumentController::askForInputs);
    connect(m_topBar, &TopBar::axesChosen, this, [this](const std::vector<std::optional<int>>& axes) {
        m_store->change(tr("streaming axis"), Group::single,
                        [&](ViewState& state) { state.streamingAxes = axes; });
    });
    connect(m_topBar, &TopBar::configChosen, this, &MainWindow::chooseConfig);
    connect(m_topBar, &TopBar::configFileWanted, this, &MainWindow::chooseConfigFile);
    connect(m_topBar, &TopBar::configEditWanted, this, &MainWindow::editConfig);
    connect(m_statusLine, &StatusLine::sureClicked, this, &MainWindow::showBand);
    connect(m_topBar, &TopBar::targetChosen, this, [this](double target) {
        m_store->change(tr("latency target"), Group::target,
                        [&](ViewState& state) { state.targetUs = target; });
    });
    connect(m_transport, &TransportBar::positionChosen, m_controller, &DocumentController::goTo);
    connect(m_transport, &TransportBar::runLengthChosen, this, [this](qint64 length) {
        m_store->change(tr("run length"), Group::runLength,
                        [&](ViewState& state) { state.runLength = length; });
    });
    connect(m_transport, &TransportBar::resetEveryChosen, this, [this](qint64 inferences) {
        m_store->change(tr("resets"), Group::resets,
                        [&](ViewState& state) { state.resetEvery = inferences; });
    });
    connect(m_transport, &TransportBar::stepCountChosen, this, [this](qint64 count) {
        m_store->change(tr("step"), Group::stepCount, [&](ViewState& state) { state.stepCount = count; });
    });
    connect(m_transport, &TransportBar::speedChosen, this, [this](double speed) {
        m_store->change(tr("speed"), Group::speed, [&](ViewState& state) { state.speed = speed; });
    });
    connect(m_transport, &TransportBar::inputChosen, this, [this](const InputChoice& input) {
        m_store->change(tr("inputs"), Group::single, [&](ViewState& state) { state.input = input; });
    });
    connect(m_transport, &TransportBar::inputsWanted, this, [this] { chooseInputs({}); });
    connect(m_docks.modules, &ModulePanel::foldedChanged, this, [this](const QStringList& folded) {
        m_store->change(foldingText(m_store->state().folded, folded), Group::single,
                        [&](ViewState& state) { state.folded = folded; });
    });
    connect(m_statusLine, &StatusLine::cancelClicked, m_controller, &DocumentController::cancel);
    connect(m_message, &MessageBar::actionClicked, this, [this] {
        m_message->hide();
        if (m_messageAction) m_messageAction();
    });
    connect(m_several, &SeveralModels::answered, this,
            [this](const QStringList& files, bool compare, bool always) {
                using Choice = settings::SeveralModels;
                if (always) settings::setSeveralModels(compare ? Choice::compare : Choice::each);
                compare ? compareModels(files) : openEach(files);
            });
    connect(m_welcome, &WelcomePage::recentChosen, this, [this](const QString& file) { openFiles({file}); });
    connect(m_welcome, &WelcomePage::exampleChosen, this, &MainWindow::openExample);
    connect(m_welcome, &WelcomePage::reopenWanted, this, &MainWindow::reopenSession);
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::openDialog);
    connect(m_errorPage, &ErrorPage::openWanted, this, &MainWindow::openDialog);
    connect(m_errorPage, &ErrorPage::methodChosen, this, [this](const QString& method) {
        ModelOptions options = m_controller->current()->options;
        options.method = method.toStdString();
        m_controller->setOptions(options, std::nullopt);
    });
    connect(m_errorPage, &ErrorPage::closeWanted, m_controller, &DocumentController::closeCurrent);
    connect(m_refusalPage, &RefusalPage::openWanted, this, &MainWindow::openDialog);
    connect(m_refusalPage, &RefusalPage::closeWanted, m_controller, &DocumentController::closeCurrent);
    connect(m_refusalPage, &RefusalPage::inputsWanted, m_controller, &DocumentController::askForInputs);
    connect(m_shapeForm, &ShapeForm::closeWanted, this, [this] {
        m_asking = false;
        const Document* document = m_controller->current();
        if (document != nullptr && !document->model) {
            m_controller->closeCurrent();
        } else {
            showPage();
        }
    });
    connect(m_shapeForm, &ShapeForm::answered, this,
            [this](const ModelOptions& options, const std::vector<std::optional<int>>& axes) {
                m_asking = false;
                m_controller->setOptions(options, axes);
                showPage();
            });
}

void MainWindow::connectController() {
    connect(m_controller, &DocumentController::documentsChanged, this, [this] {
        std::vector<quint64> open;
        for (const auto& document : m_controller->documents()) open.push_back(document->id);
        m_store->keepOnly(open);
        showBars();
    });
    connect(m_controller, &DocumentController::currentChanged, this, [this] {
        m_asking = false;
        m_message->hide();
        if (const Document* document = m_controller->current()) {
            ViewState state = document->view;
            state.document = m_controller->currentIndex();
            state.theme = m_store->state().theme;
            m_store->replace(document->id, state);
        } else {
            m_store->replace(0, m_store->state());
        }
        showModel(true);
        showProgram();
        showRecording();
        showProblems();
        showPage();
        showBars();
    });
    connect(m_controller, &DocumentController::modelChanged, this, &MainWindow::showModel);
    connect(m_controller, &DocumentController::compiledChanged, this, &MainWindow::showProgram);
    connect(m_controller, &DocumentController::recordingChanged, this, &MainWindow::showRecording);
    connect(m_controller, &DocumentController::failuresChanged, this, [this] {
        showProblems();
        showCompileState();
        showPage();
    });
    connect(m_controller, &DocumentController::failed, this, &MainWindow::showFailure);
    connect(m_controller, &DocumentController::inputsNeeded, this, &MainWindow::askForInputs);
    connect(m_controller, &DocumentController::fileChangedOnDisk, this, [this](const QString& file) {
        m_messageAction = [this] { m_controller->reload(); };
        m_message->showMessage(MessageBar::Kind::info,
                               tr("%1 has changed on disk.").arg(QFileInfo(file).fileName()), tr("Reload"));
    });
    auto* change = new ReloadChange(*m_controller, this);
    connect(change, &ReloadChange::told, this, [this](const QString& text) {
        m_messageAction = nullptr;
        m_message->showMessage(MessageBar::Kind::info, text);
    });
    connect(m_controller, &DocumentController::targetChanged, this, &MainWindow::updateActions);
    connect(m_controller, &DocumentController::motionChanged, this, [this] {
        m_transport->setMotion(m_controller->motion());
        showGoal();
    });
    connect(m_controller, &DocumentController::busyChanged, this, [this](bool busy) {
        m_statusLine->setBusy(busy && m_controller->motion() == Motion::still);
        showCompileState();
        showPage();
    });
    connect(m_controller, &DocumentController::progressChanged, m_statusLine, &StatusLine::setProgress);
}

void MainWindow::viewChanged(const ViewState& before, const ViewState& after) {
    m_controller->apply(after);
    if (before.theme != after.theme) {
        m_theme->setMode(after.theme);
        settings::setTheme(after.theme);
        const Command commands[] = {Command::themeSystem, Command::themeLight, Command::themeDark};
        (*m_actions)[commands[static_cast<int>(after.theme)]]->setChecked(true);
    }
    if (before.selection != after.selection) m_links->show();
    policyChanged(before, after);
    if (before.breakpoints != after.breakpoints || before.decisions != after.decisions ||
        before.edits != after.edits) {
        showWatch();
        showDecisions();
        showStateValues();
    }
    if (before.folded != after.folded) m_docks.modules->setFolded(after.folded);
    m_message->recheck();
    showBars();
    showStatus();
    showCompileState();
}

void MainWindow::restoreWindow() {
    // The frame is not known before the window manager has put it around the window: a title bar and edges of
    // usual sizes are left free.
    const QSize room = screen()->availableGeometry().size() - QSize(2 * frameEdge, titleBar + frameEdge);
    resize(std::min(1600, room.width()), std::min(1000, room.height()));
    restoreGeometry(settings::windowGeometry());
    m_layoutRestored = restoreState(settings::windowLayout(), settings::layoutVersion);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_configForm != nullptr && m_configForm->isVisible() && m_configForm->isWindowModified()) {
        // It asks what is to become of its changes; the window stays until that is answered.
        m_configForm->raise();
        m_configForm->reject();
        event->ignore();
        return;
    }
    m_controller->cancel();
    settings::setWindowGeometry(saveGeometry());
    settings::setWindowLayout(m_panelsShown ? saveState(settings::layoutVersion) : m_panelsState);
    event->accept();
}

bool MainWindow::focusNextPrevChild(bool next) {
    return focusNext(*this, next);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_overlay != nullptr && m_overlay->isVisible()) m_overlay->setGeometry(rect());
}

QMenu* MainWindow::createPopupMenu() {
    if (!m_panelsShown) return nullptr;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("panelPopup"));
    menu->addActions(m_panels->all());
    const QPoint pointer = mapFromGlobal(QCursor::pos());
    for (QDockWidget* dock : m_docks.all) {
        if (dock->isFloating() || !dock->isVisible() || !dock->geometry().contains(pointer)) continue;
        menu->addSeparator();
        connect(menu->addAction(icon(QStringLiteral("close")), tr("Close %1").arg(dock->windowTitle())),
                &QAction::triggered, dock, &QWidget::close);
    }
    return menu;
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::WindowStateChange)
        (*m_actions)[Command::fullScreen]->setChecked(isFullScreen());
    QMainWindow::changeEvent(event);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    // Space and letters belong to the button, list or field that has the focus; elsewhere they are shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = (key->modifiers() & ~Qt::ShiftModifier) == 0 && key->key() >= Qt::Key_Space &&
                           key->key() <= Qt::Key_Z;
        const bool takesKeys = qobject_cast<QAbstractButton*>(watched) != nullptr ||
                               qobject_cast<QComboBox*>(watched) != nullptr ||
                               qobject_cast<QAbstractItemView*>(watched) != nullptr;
        if (plain && takesKeys && key->key() != Qt::Key_Question) event->accept();
    }
    return QMainWindow::eventFilter(watched, event);
}

QString MainWindow::message() const {
    return m_message->isHidden() ? QString() : m_message->text();
}

}  // namespace lockstep::app
