#include "app/panel_words.h"

#include <QCoreApplication>
#include <array>

namespace lockstep::app {
namespace {

struct PanelRow {
    const char* dock;
    const char* words;
};

constexpr std::array rows = {
    PanelRow{"dockModules", QT_TRANSLATE_NOOP("Panels", "The model's modules and operators as a tree")},
    PanelRow{"dockMemories",
             QT_TRANSLATE_NOOP("Panels", "The accelerator's memories: what is used, and what is left")},
    PanelRow{"dockInspector",
             QT_TRANSLATE_NOOP(
                 "Panels", "Everything about the selected operator: shapes, attributes, source, weights")},
    PanelRow{"dockTimeline", QT_TRANSLATE_NOOP("Panels", "What each unit of each core does in which cycle")},
    PanelRow{"dockOps", QT_TRANSLATE_NOOP("Panels", "The operators as a table that can be sorted")},
    PanelRow{"dockDisassembly", QT_TRANSLATE_NOOP("Panels", "The instructions of the program, core by core")},
    PanelRow{"dockWhy",
             QT_TRANSLATE_NOOP("Panels", "Why an inference takes so long: critical path and lower bounds")},
    PanelRow{"dockMicroscope", QT_TRANSLATE_NOOP("Panels", "Where the error of an inference comes from")},
    PanelRow{"dockProblems",
             QT_TRANSLATE_NOOP("Panels", "Errors, warnings and notes, with what to do about them")},
    PanelRow{"dockState",
             QT_TRANSLATE_NOOP("Panels", "The state over inferences: all units as colours, some as lines")},
    PanelRow{"dockUnits",
             QT_TRANSLATE_NOOP("Panels", "Units of the state that are saturated, dead or worst")},
    PanelRow{"dockError",
             QT_TRANSLATE_NOOP("Panels", "How far the outputs of the VM are from the reference")},
    PanelRow{
        "dockStatistics",
        QT_TRANSLATE_NOOP("Panels", "The error over the whole run: histogram, quantiles, worst inferences")},
    PanelRow{"dockDecisions",
             QT_TRANSLATE_NOOP("Panels", "How often the VM decides otherwise than the reference")},
    PanelRow{"dockBreakpoints", QT_TRANSLATE_NOOP("Panels", "Where a run stops, and where it would have")},
    PanelRow{"dockRuns", QT_TRANSLATE_NOOP("Panels", "Runs that were kept, laid over each other")},
    PanelRow{"dockVariants",
             QT_TRANSLATE_NOOP("Panels", "Models, accelerators and options held against a baseline")},
    PanelRow{"dockStates", QT_TRANSLATE_NOOP("Panels", "The values of the state, to read and to edit")},
    PanelRow{"dockWatch",
             QT_TRANSLATE_NOOP("Panels", "Values that were pinned, in the inference that is shown")},
};

}  // namespace

QString panelWords(const QString& dock) {
    for (const PanelRow& row : rows)
        if (dock == QLatin1String(row.dock)) return QCoreApplication::translate("Panels", row.words);
    return {};
}

}  // namespace lockstep::app
