#include "app/docks.h"

#include <QDockWidget>
#include <QLayout>
#include <QTimer>
#include <algorithm>

#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/decision_panel.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_statistics_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/panels/variants_panel.h"
#include "widgets/panels/watch_panel.h"
#include "widgets/panels/why_panel.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {
namespace {

/// A window of fewer lines of text has one row of panels under the graphs instead of two.
constexpr int leastLines = 46;

PanelHeader* ownHeader(QWidget* panel) {
    if (const auto* plot = qobject_cast<ErrorPlot*>(panel)) return plot->plot()->header();
    return panel->findChild<PanelHeader*>(QString(), Qt::FindDirectChildrenOnly);
}

/// The panel's own header becomes the dock's title bar, by which it can be dragged.
QDockWidget* addDock(QMainWindow& window, const char* name, const QString& title, QWidget* panel) {
    auto* dock = new QDockWidget(title, &window);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(panel);
    PanelHeader* header = ownHeader(panel);
    if (header == nullptr) header = new PanelHeader(title, dock);
    dock->setTitleBarWidget(header);
    return dock;
}

/// The header of a panel that has a tab does not repeat what the tab says.
void tellTabs(const QMainWindow& window, const Docks& docks) {
    for (QDockWidget* dock : docks.all) {
        auto* header = qobject_cast<PanelHeader*>(dock->titleBarWidget());
        if (header == nullptr) continue;
        const QList<QDockWidget*> beside = window.tabifiedDockWidgets(dock);
        const bool tab =
            !dock->isFloating() && std::any_of(beside.begin(), beside.end(),
                                               [](const QDockWidget* other) { return !other->isHidden(); });
        header->setTabText(tab ? dock->windowTitle() : QString());
    }
}

}  // namespace

QDockWidget* Docks::dockOf(const QWidget* panel) const {
    for (QDockWidget* dock : all) {
        if (dock->widget() == panel) return dock;
    }
    return nullptr;
}

PanelHeader* Docks::headerOf(const QWidget* panel) const {
    const QDockWidget* dock = dockOf(panel);
    return dock == nullptr ? nullptr : qobject_cast<PanelHeader*>(dock->titleBarWidget());
}

Docks makeDocks(QMainWindow& window) {
    Docks docks;
    docks.modules = new ModulePanel(&window);
    docks.memories = new MemoryPanel(&window);
    docks.inspector = new InspectorPanel(&window);
    docks.timeline = new TimelineView(&window);
    docks.ops = new OpTablePanel(&window);
    docks.disassembly = new DisassemblyPanel(&window);
    docks.why = new WhyPanel(&window);
    docks.microscope = new ErrorPanel(&window);
    docks.problems = new ProblemsPanel(&window);
    docks.state = new StatePlot(&window);
    docks.error = new ErrorPlot(&window);
    docks.units = new UnitPanel(&window);
    docks.decisions = new DecisionPanel(&window);
    docks.statistics = new ErrorStatisticsPanel(&window);
    docks.breakpoints = new BreakpointsPanel(&window);
    docks.runs = new RunsPanel(&window);
    docks.variants = new VariantsPanel(&window);
    docks.states = new StatesPanel(&window);
    docks.watch = new WatchPanel(&window);
    docks.inferences = new AxisRange(&window);
    docks.state->setRange(docks.inferences);
    docks.error->setRange(docks.inferences);
    docks.runs->setRange(docks.inferences);
    docks.timeline->setRange(docks.inferences);
    docks.all = {
        addDock(window, "dockModules", QMainWindow::tr("Modules"), docks.modules),
        addDock(window, "dockMemories", QMainWindow::tr("Memories"), docks.memories),
        addDock(window, "dockInspector", QMainWindow::tr("Inspector"), docks.inspector),
        addDock(window, "dockTimeline", QMainWindow::tr("Timeline"), docks.timeline),
        addDock(window, "dockOps", QMainWindow::tr("Operators"), docks.ops),
        addDock(window, "dockDisassembly", QMainWindow::tr("Disassembly"), docks.disassembly),
        addDock(window, "dockWhy", QMainWindow::tr("Why"), docks.why),
        addDock(window, "dockMicroscope", QMainWindow::tr("Error microscope"), docks.microscope),
        addDock(window, "dockProblems", QMainWindow::tr("Problems"), docks.problems),
        addDock(window, "dockState", QMainWindow::tr("State"), docks.state),
        addDock(window, "dockUnits", QMainWindow::tr("Units"), docks.units),
        addDock(window, "dockError", QMainWindow::tr("Output error"), docks.error),
        addDock(window, "dockStatistics", QMainWindow::tr("Error statistics"), docks.statistics),
        addDock(window, "dockDecisions", QMainWindow::tr("Decisions"), docks.decisions),
        addDock(window, "dockBreakpoints", QMainWindow::tr("Breakpoints"), docks.breakpoints),
        addDock(window, "dockRuns", QMainWindow::tr("Runs"), docks.runs),
        addDock(window, "dockVariants", QMainWindow::tr("Variants"), docks.variants),
        addDock(window, "dockStates", QMainWindow::tr("State values"), docks.states),
        addDock(window, "dockWatch", QMainWindow::tr("Watch"), docks.watch),
    };
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    window.setDocumentMode(true);
    window.setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    arrangeDocks(window, docks);
    // Behind what moved it: only then the tabs are as they will be.
    auto* later = new QTimer(&window);
    later->setSingleShot(true);
    later->setInterval(0);
    QObject::connect(later, &QTimer::timeout, &window, [&window, docks] { tellTabs(window, docks); });
    const auto moved = [later] { later->start(); };
    for (QDockWidget* dock : docks.all) {
        QObject::connect(dock, &QDockWidget::visibilityChanged, later, moved);
        QObject::connect(dock, &QDockWidget::topLevelChanged, later, moved);
        QObject::connect(dock, &QDockWidget::dockLocationChanged, later, moved);
    }
    tellTabs(window, docks);
    return docks;
}

void arrangeDocks(QMainWindow& window, const Docks& docks) {
    const auto dock = [&](const QWidget* panel) { return docks.dockOf(panel); };
    for (QDockWidget* each : docks.all) {
        each->setFloating(false);
        window.removeDockWidget(each);
    }
    window.addDockWidget(Qt::LeftDockWidgetArea, dock(docks.modules));
    window.splitDockWidget(dock(docks.modules), dock(docks.memories), Qt::Vertical);
    window.addDockWidget(Qt::RightDockWidgetArea, dock(docks.inspector));
    window.addDockWidget(Qt::BottomDockWidgetArea, dock(docks.timeline));
    const bool low = window.height() < leastLines * window.fontMetrics().height();
    window.splitDockWidget(dock(docks.timeline), dock(docks.state), low ? Qt::Horizontal : Qt::Vertical);
    if (low) {
        window.tabifyDockWidget(dock(docks.state), dock(docks.error));
    } else {
        window.splitDockWidget(dock(docks.state), dock(docks.error), Qt::Horizontal);
    }
    window.tabifyDockWidget(dock(docks.timeline), dock(docks.ops));
    window.tabifyDockWidget(dock(docks.ops), dock(docks.disassembly));
    window.tabifyDockWidget(dock(docks.disassembly), dock(docks.why));
    window.tabifyDockWidget(dock(docks.why), dock(docks.microscope));
    window.tabifyDockWidget(dock(docks.microscope), dock(docks.problems));
    window.tabifyDockWidget(dock(docks.state), dock(docks.units));
    window.tabifyDockWidget(dock(docks.error), dock(docks.statistics));
    window.tabifyDockWidget(dock(docks.statistics), dock(docks.decisions));
    window.tabifyDockWidget(dock(docks.problems), dock(docks.breakpoints));
    window.tabifyDockWidget(dock(docks.breakpoints), dock(docks.runs));
    window.tabifyDockWidget(dock(docks.runs), dock(docks.variants));
    window.tabifyDockWidget(dock(docks.inspector), dock(docks.states));
    window.tabifyDockWidget(dock(docks.states), dock(docks.watch));
    for (QDockWidget* each : docks.all) each->show();
    dock(docks.inspector)->raise();
    dock(docks.timeline)->raise();
    dock(docks.state)->raise();
    dock(docks.error)->raise();

    const int width = window.width();
    const int height = window.height();
    window.resizeDocks({dock(docks.modules), dock(docks.inspector)},
                       {qBound(200, width * 15 / 100, 300), qBound(230, width * 19 / 100, 380)},
                       Qt::Horizontal);
    window.resizeDocks({dock(docks.modules), dock(docks.memories)}, {height * 19 / 100, height * 21 / 100},
                       Qt::Vertical);
    if (low) {
        dock(docks.state)->raise();
        window.resizeDocks({dock(docks.timeline), dock(docks.state)}, {width * 58 / 100, width * 42 / 100},
                           Qt::Horizontal);
        window.resizeDocks({dock(docks.timeline)}, {height * 27 / 100}, Qt::Vertical);
        return;
    }
    window.resizeDocks({dock(docks.timeline), dock(docks.state)}, {height * 21 / 100, height * 21 / 100},
                       Qt::Vertical);
    window.resizeDocks({dock(docks.state), dock(docks.error)}, {width * 52 / 100, width * 48 / 100},
                       Qt::Horizontal);
}

}  // namespace lockstep::app
