#pragma once

#include <QList>
#include <QMainWindow>

class QDockWidget;

namespace lockstep {
class AxisRange;
class BreakpointsPanel;
class DecisionPanel;
class DisassemblyPanel;
class ErrorPanel;
class ErrorPlot;
class ErrorStatisticsPanel;
class InspectorPanel;
class MemoryPanel;
class ModulePanel;
class OpTablePanel;
class PanelHeader;
class ProblemsPanel;
class RunsPanel;
class StatePlot;
class StatesPanel;
class TimelineView;
class UnitPanel;
class VariantsPanel;
class WatchPanel;
class WhyPanel;
}  // namespace lockstep

namespace lockstep::app {

/// The panels around the graphs, each in a dock with a one-line header.
struct Docks {
    ModulePanel* modules = nullptr;
    MemoryPanel* memories = nullptr;
    InspectorPanel* inspector = nullptr;
    TimelineView* timeline = nullptr;
    OpTablePanel* ops = nullptr;
    DisassemblyPanel* disassembly = nullptr;
    WhyPanel* why = nullptr;
    ErrorPanel* microscope = nullptr;
    ProblemsPanel* problems = nullptr;
    StatePlot* state = nullptr;
    UnitPanel* units = nullptr;
    ErrorPlot* error = nullptr;
    ErrorStatisticsPanel* statistics = nullptr;
    DecisionPanel* decisions = nullptr;
    BreakpointsPanel* breakpoints = nullptr;
    RunsPanel* runs = nullptr;
    VariantsPanel* variants = nullptr;
    StatesPanel* states = nullptr;
    WatchPanel* watch = nullptr;
    AxisRange* inferences = nullptr;  ///< shared by all plots
    QList<QDockWidget*> all;

    QDockWidget* dockOf(const QWidget* panel) const;
    PanelHeader* headerOf(const QWidget* panel) const;
};

/// Makes the panels and puts them in their places.
Docks makeDocks(QMainWindow& window);
/// Where the panels are at first, for the window's present size.
void arrangeDocks(QMainWindow& window, const Docks& docks);

}  // namespace lockstep::app
