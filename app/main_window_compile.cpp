#include <QActionGroup>
#include <QDockWidget>
#include <QFileDialog>

#include "app/background_export.h"
#include "app/config_form.h"
#include "app/configs_dialog.h"
#include "app/file_dialog.h"
#include "app/main_window.h"
#include "app/node_menu.h"
#include "app/policy_button.h"
#include "app/selection_links.h"
#include "app/settings.h"
#include "app/top_bar.h"
#include "app/watch_list.h"
#include "core/run/weight_arrays.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/core_choice.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/precision_choice.h"

namespace lockstep::app {

void MainWindow::connectCompile() {
    const Actions& actions = *m_actions;
    auto* policies = new QActionGroup(this);
    const auto choose = [this](Command command, bool optimize, bool quick) {
        connect((*m_actions)[command], &QAction::triggered, this, [this, optimize, quick] {
            changeBuild([&](BuildOptions& build) {
                build.search.optimize = optimize;
                build.search.quick = quick;
                if (quick) build.search.seeds = 1;
            });
        });
    };
    for (const Command command : {Command::policyCalibrated, Command::policyQuick, Command::policyOptimize})
        policies->addAction(actions[command]);
    choose(Command::policyCalibrated, false, false);
    choose(Command::policyQuick, false, true);
    choose(Command::policyOptimize, true, false);
    connect(actions[Command::stateReset], &QAction::triggered, this,
            [this](bool on) { changeBuild([&](BuildOptions& build) { build.state_reset = on; }); });
    connect(actions[Command::compareConfigs], &QAction::triggered, this, &MainWindow::compareConfigs);
    connect(actions[Command::editConfig], &QAction::triggered, this, &MainWindow::editConfig);
    PolicyButton* policy = m_topBar->policy();
    connect(policy, &PolicyButton::seedsChosen, this, [this](int seeds) {
        changeBuild([&](BuildOptions& build) { build.search.seeds = static_cast<std::uint32_t>(seeds); });
    });
    connect(policy, &PolicyButton::pinRemoved, this, [this](const QString& pin) {
        m_store->change(tr("pin"), ViewStore::Group::single,
                        [&](ViewState& state) { state.pins.removeOne(pin); });
    });
    connect(m_docks.inspector, &InspectorPanel::precisionChosen, this, &MainWindow::choosePrecision);
    connect(m_docks.inspector, &InspectorPanel::pinChosen, this, &MainWindow::choosePin);
    connect(m_graphs, &TwinGraphView::nodeMenuWanted, this, &MainWindow::showNodeMenu);
}

void MainWindow::changeBuild(const std::function<void(BuildOptions&)>& edit) {
    m_store->change(tr("policy"), ViewStore::Group::single, [&](ViewState& state) { edit(state.build); });
    showPolicy();
}

void MainWindow::choosePrecision(const PrecisionRule& chosen) {
    m_store->change(tr("precision"), ViewStore::Group::single, [&](ViewState& state) {
        const std::vector<PrecisionRule> rules = withRule(precisionRules(state), chosen);
        state.precision.clear();
        for (const PrecisionRule& rule : rules) state.precision << QString::fromStdString(to_text(rule));
    });
}

void MainWindow::choosePin(const CorePin& chosen) {
    m_store->change(tr("pin"), ViewStore::Group::single, [&](ViewState& state) {
        const std::vector<CorePin> pins = withPin(corePins(state), chosen);
        state.pins.clear();
        for (const CorePin& pin : pins) state.pins << QString::fromStdString(to_text(pin));
    });
}

void MainWindow::showPolicy() {
    const Document* document = m_controller->current();
    const ViewState& view = m_store->state();
    const Actions& actions = *m_actions;
    const SearchOptions& search = view.build.search;
    actions[search.optimize ? Command::policyOptimize
            : search.quick  ? Command::policyQuick
                            : Command::policyCalibrated]
        ->setChecked(true);
    actions[Command::stateReset]->setChecked(view.build.state_reset);
    m_topBar->policy()->setPolicy(view.build, view.pins);
    m_docks.inspector->setPrecision(precisionRules(view), document == nullptr || takesFp8(*document));
    m_docks.inspector->setPins(corePins(view), document == nullptr ? 0 : coreCount(*document));
}

void MainWindow::showNodeMenu(const TwinNode& node, const QPoint& at) {
    const Document* document = m_controller->current();
    const std::optional<nnir::NodeId> compiled = node.compiled(m_graphs->streams());
    const std::optional<nnir::NodeId> id = compiled ? compiled : node.canonical;
    if (document == nullptr || !document->model || !id) return;
    auto* menu = new NodeMenu(*document, m_docks, id->value, this);
    connect(menu, &NodeMenu::precisionChosen, this, &MainWindow::choosePrecision);
    connect(menu, &NodeMenu::pinChosen, this, &MainWindow::choosePin);
    connect(menu, &NodeMenu::showWanted, this, [this, node = id->value](QWidget* panel) {
        QDockWidget* dock = m_docks.dockOf(panel);
        dock->show();
        dock->raise();
        m_links->selectNode(node);
        panel->setFocus();
    });
    connect(menu, &NodeMenu::breakWanted, this, [this](const QString& condition) {
        m_docks.dockOf(m_docks.breakpoints)->show();
        m_docks.dockOf(m_docks.breakpoints)->raise();
        m_docks.breakpoints->beginCondition(condition);
    });
    connect(menu, &NodeMenu::watchWanted, this, [this, node = id->value] {
        m_links->selectNode(node);
        m_watch->addSelection();
    });
    connect(menu, &NodeMenu::weightsWanted, this,
            [this, graph = document->model->graphs->compiled_form(), id = *id] {
                QFileDialog* dialog =
                    newFileDialog(this, QStringLiteral("nodeWeightsDialog"), tr("Save weights"));
                dialog->setNameFilter(tr("NumPy arrays (*.npz)"));
                dialog->setAcceptMode(QFileDialog::AcceptSave);
                dialog->setDefaultSuffix(QStringLiteral("npz"));
                dialog->selectFile(QStringLiteral("weights.npz"));
                connect(dialog, &QFileDialog::fileSelected, this, [this, graph, id](const QString& file) {
                    m_exports->start(file, [graph, id, file](const JobControl&) {
                        nnir::Graph alone;
                        alone.nodes = {graph->node(id)};
                        write_npz(file.toStdString(), weight_arrays(alone));
                    });
                });
                dialog->open();
            });
    m_graphs->addFoldActions(*menu, node);
    menu->popup(at);
}

void MainWindow::compareConfigs() {
    if (m_configsDialog == nullptr) {
        m_configsDialog = new ConfigsDialog(this);
        connect(m_configsDialog, &ConfigsDialog::configChosen, this, &MainWindow::chooseConfig);
        connect(m_configsDialog, &ConfigsDialog::compareWanted, m_controller,
                &DocumentController::compareConfigs);
        // What nobody looks at is not worked on.
        connect(m_configsDialog, &QDialog::finished, m_controller, &DocumentController::stopComparing);
        connect(m_controller, &DocumentController::configsCompared, m_configsDialog,
                [this](const std::shared_ptr<const ConfigComparison>& comparison) {
                    m_configsDialog->showComparison(comparison, m_store->state().config);
                });
        connect(m_controller, &DocumentController::configsFailed, m_configsDialog,
                &ConfigsDialog::showFailure);
        // It stands beside the window and is about the model in front.
        connect(m_controller, &DocumentController::currentChanged, m_configsDialog, &QDialog::close);
    }
    m_configsDialog->showWaiting();
    m_configsDialog->show();
    m_configsDialog->raise();
    m_controller->compareConfigs();
}

bool MainWindow::chooseConfig(const QString& config) {
    try {
        static_cast<void>(find_config(config.toStdString()));
    } catch (const Error& error) {
        showBars();  // the chooser shows again what is in effect
        showError(error.failure());
        return false;
    }
    if (config.endsWith(QLatin1String(".json"))) settings::addRecentConfig(config);
    settings::setConfig(config);
    m_store->change(tr("accelerator"), ViewStore::Group::single,
                    [&](ViewState& state) { state.config = config; });
    return true;
}

void MainWindow::editConfig() {
    showBars();  // the chooser shows again what is in effect
    if (m_configForm == nullptr) {
        m_configForm = new ConfigForm(this);
        connect(m_configForm, &ConfigForm::used, this, [this](const QString& file) {
            const bool same = m_store->state().config == file;
            // The same file holds other figures now.
            if (chooseConfig(file) && same) m_controller->recompile();
        });
    }
    if (!m_configForm->isVisible()) m_configForm->edit(m_store->state().config);
    m_configForm->show();
    m_configForm->raise();
    m_configForm->activateWindow();
}

void MainWindow::policyChanged(const ViewState& before, const ViewState& after) {
    showPolicy();
    if (m_configsDialog == nullptr || !m_configsDialog->isVisible()) return;
    m_configsDialog->setChosen(after.config);
    CompileRequest as = compileRequest(before);
    as.config = after.config;
    if (as != compileRequest(after) || before.streamingAxes != after.streamingAxes ||
        before.everyStep != after.everyStep || before.targetUs != after.targetUs)
        m_configsDialog->setOutdated();
}

}  // namespace lockstep::app
