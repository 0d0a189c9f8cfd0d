#pragma once

#include <QString>
#include <span>

namespace lockstep::app {

/// Every command of the window. Its row in shortcuts.cpp is the one place that gives text, keys, menu and
/// icon.
enum class Command {
    open,
    reload,
    inputs,
    saveProgram,
    exportHtml,
    exportPdf,
    exportMarkdown,
    exportCsv,
    exportJson,
    exportTrace,
    exportOutputs,
    exportWeights,
    exportGraph,
    openSession,
    saveSession,
    reopenSession,
    closeDocument,
    quit,
    undo,
    redo,
    copyCommand,
    preferences,
    selectionBack,
    selectionForward,
    themeSystem,
    themeLight,
    themeDark,
    resetLayout,
    fit,
    zoomIn,
    zoomOut,
    find,
    findNext,
    findPrevious,
    nextHeat,
    graphDirection,
    foldAll,
    unfoldAll,
    passes,
    palette,
    nextPanel,
    previousPanel,
    goToGraphs,
    closePanel,
    fullScreen,
    run,
    step,
    stepBack,
    rewind,
    stepOperator,
    stepOperatorBack,
    wholeInference,
    reset,
    goTo,
    runUntil,
    play,
    stop,
    explainWorst,
    slower,
    faster,
    runInputs,
    newBreakpoint,
    watchValue,
    nextHit,
    previousHit,
    editState,
    compareRuns,
    recompile,
    policyCalibrated,
    policyQuick,
    policyOptimize,
    stateReset,
    compareConfigs,
    whatHelps,
    editConfig,
    keepVariant,
    deployments,
    helpWindow,
    helpNumerics,
    helpShortcuts,
    whatsThis,
    about,
};

struct CommandRow {
    Command command;
    const char* id;    ///< object name of the action; stable
    const char* menu;  ///< "File", "Edit", "View", "Run" or "Help"; "File/Export" for a submenu
    const char* text;  ///< with its mnemonic; translated in the context "Commands"
    const char* tip;   ///< one line; translated
    const char* keys;  ///< QKeySequence::PortableText, several separated by "; "; may be empty
    const char* icon;  ///< of resources/icons; may be empty
    bool checkable = false;
};

/// A key that works while one kind of panel has the keyboard.
struct LocalKeyRow {
    const char* panel;  ///< "Graph", "Timeline", "Plot"…; translated in the context "Commands"
    const char* keys;   ///< as they are shown: "W, S", "Shift+←"
    const char* text;   ///< what they do; translated
};
/// By panel.
std::span<const LocalKeyRow> localKeyTable();

/// All commands, in the order of the menus.
std::span<const CommandRow> commandTable();
const CommandRow& commandRow(Command command);

}  // namespace lockstep::app
