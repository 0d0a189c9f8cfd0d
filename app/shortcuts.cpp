#include "app/shortcuts.h"

#include <QtGlobal>
#include <array>

namespace lockstep::app {
namespace {

constexpr std::array rows = {
    CommandRow{Command::open, "open", "File", QT_TRANSLATE_NOOP("Commands", "&Open…"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Open a TorchScript model, a program, a session, a config or input data"),
               "Ctrl+O", "open"},
    CommandRow{Command::reload, "reload", "File", QT_TRANSLATE_NOOP("Commands", "&Reload"),
               QT_TRANSLATE_NOOP("Commands", "Read the model's file again; settings, layout and plots stay"),
               "Ctrl+R", "reload"},
    CommandRow{Command::inputs, "inputs", "File", QT_TRANSLATE_NOOP("Commands", "&Inputs of the model…"),
               QT_TRANSLATE_NOOP("Commands", "Give other shapes, values or streaming axes"), "", "stream"},
    CommandRow{Command::openSession, "openSession", "File/Session",
               QT_TRANSLATE_NOOP("Commands", "&Open session…"),
               QT_TRANSLATE_NOOP("Commands", "Open a saved session: its models, settings and view"),
               "Ctrl+Shift+O", ""},
    CommandRow{
        Command::saveSession, "saveSession", "File/Session", QT_TRANSLATE_NOOP("Commands", "&Save session…"),
        QT_TRANSLATE_NOOP("Commands", "Save the open models, their settings and the view"), "Ctrl+S", "save"},
    CommandRow{Command::saveProgram, "saveProgram", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Save &program…"),
               QT_TRANSLATE_NOOP("Commands", "Save the compiled program: it runs without the model"),
               "Ctrl+Shift+S", "chip"},
    CommandRow{Command::exportHtml, "exportHtml", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Report as &HTML…"),
               QT_TRANSLATE_NOOP("Commands", "One page with figures, tables and plots"), "Ctrl+E", "report"},
    CommandRow{Command::exportPdf, "exportPdf", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Report as P&DF…"),
               QT_TRANSLATE_NOOP("Commands", "The report for printing and sending"), "", ""},
    CommandRow{Command::exportMarkdown, "exportMarkdown", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Report as &Markdown…"),
               QT_TRANSLATE_NOOP("Commands", "The report for wikis and merge requests"), "", ""},
    CommandRow{Command::exportCsv, "exportCsv", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Report as &CSV…"),
               QT_TRANSLATE_NOOP("Commands", "The report's tables for a spreadsheet"), "", ""},
    CommandRow{Command::exportJson, "exportJson", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "Report as &JSON…"),
               QT_TRANSLATE_NOOP("Commands", "The report for tools"), "", ""},
    CommandRow{
        Command::exportTrace, "exportTrace", "File/Export", QT_TRANSLATE_NOOP("Commands", "Chrome &trace…"),
        QT_TRANSLATE_NOOP("Commands", "The cycle timeline as trace events, which Perfetto opens"), "", ""},
    CommandRow{Command::exportOutputs, "exportOutputs", "File/Export",
               QT_TRANSLATE_NOOP("Commands", "&Outputs as NPY…"),
               QT_TRANSLATE_NOOP("Commands", "The outputs of the run, one row per inference"), "", "export"},
    CommandRow{Command::exportGraph, "exportGraph", "File/Export", QT_TRANSLATE_NOOP("Commands", "&Graph…"),
               QT_TRANSLATE_NOOP("Commands", "A graph as SVG, PNG, PDF or DOT: all of it or what is visible"),
               "Ctrl+Shift+E", ""},
    CommandRow{Command::closeDocument, "closeDocument", "File", QT_TRANSLATE_NOOP("Commands", "&Close model"),
               QT_TRANSLATE_NOOP("Commands", "Close the model that is shown"), "Ctrl+W", "close"},
    CommandRow{Command::quit, "quit", "File", QT_TRANSLATE_NOOP("Commands", "&Quit"),
               QT_TRANSLATE_NOOP("Commands", "Leave Lockstep"), "Ctrl+Q", "quit"},

    CommandRow{Command::undo, "undo", "Edit", QT_TRANSLATE_NOOP("Commands", "&Undo"),
               QT_TRANSLATE_NOOP("Commands", "Take back the last change of the view"), "Ctrl+Z", "undo"},
    CommandRow{Command::redo, "redo", "Edit", QT_TRANSLATE_NOOP("Commands", "&Redo"),
               QT_TRANSLATE_NOOP("Commands", "Make the change of the view again"), "Ctrl+Shift+Z", "redo"},
    CommandRow{Command::selectionBack, "selectionBack", "Edit",
               QT_TRANSLATE_NOOP("Commands", "Selection &back"),
               QT_TRANSLATE_NOOP("Commands", "Select what was selected before"), "Alt+Left", "back"},
    CommandRow{Command::selectionForward, "selectionForward", "Edit",
               QT_TRANSLATE_NOOP("Commands", "Selection &forward"),
               QT_TRANSLATE_NOOP("Commands", "Select what was selected after"), "Alt+Right", "forward"},
    CommandRow{Command::find, "find", "Edit", QT_TRANSLATE_NOOP("Commands", "&Find operator…"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Find operators by name, kind, shape or module, and operators in a row"),
               "Ctrl+F", "find"},
    CommandRow{Command::findNext, "findNext", "Edit", QT_TRANSLATE_NOOP("Commands", "Find &next"),
               QT_TRANSLATE_NOOP("Commands", "Go to the next operator that was found"), "F3", ""},
    CommandRow{Command::findPrevious, "findPrevious", "Edit", QT_TRANSLATE_NOOP("Commands", "Find &previous"),
               QT_TRANSLATE_NOOP("Commands", "Go to the operator that was found before"), "Shift+F3", ""},
    CommandRow{Command::copyCommand, "copyCommand", "Edit", QT_TRANSLATE_NOOP("Commands", "Copy as &command"),
               QT_TRANSLATE_NOOP("Commands", "Copy the lockstep command that prints what is shown"),
               "Ctrl+Shift+C", "copy"},

    CommandRow{Command::fit, "fit", "View", QT_TRANSLATE_NOOP("Commands", "&Fit graphs"),
               QT_TRANSLATE_NOOP("Commands", "Show the whole graphs"), "F", "fit"},
    CommandRow{Command::zoomIn, "zoomIn", "View", QT_TRANSLATE_NOOP("Commands", "Zoom &in"),
               QT_TRANSLATE_NOOP("Commands", "Enlarge the graphs"), "Ctrl++; Ctrl+=", "zoom-in"},
    CommandRow{Command::zoomOut, "zoomOut", "View", QT_TRANSLATE_NOOP("Commands", "Zoom &out"),
               QT_TRANSLATE_NOOP("Commands", "Shrink the graphs"), "Ctrl+-", "zoom-out"},
    CommandRow{Command::passes, "passes", "View", QT_TRANSLATE_NOOP("Commands", "P&asses"),
               QT_TRANSLATE_NOOP("Commands",
                                 "The graphs before and after each pass, with the reason for each change"),
               "Ctrl+T", ""},
    CommandRow{Command::foldAll, "foldAll", "View", QT_TRANSLATE_NOOP("Commands", "Fold &modules"),
               QT_TRANSLATE_NOOP("Commands", "Draw each module of the top level as one box"), "Ctrl+Shift+Up",
               ""},
    CommandRow{Command::unfoldAll, "unfoldAll", "View", QT_TRANSLATE_NOOP("Commands", "U&nfold modules"),
               QT_TRANSLATE_NOOP("Commands", "Draw every operator"), "Ctrl+Shift+Down", ""},
    CommandRow{
        Command::nextHeat, "nextHeat", "View", QT_TRANSLATE_NOOP("Commands", "Next &heat"),
        QT_TRANSLATE_NOOP(
            "Commands", "Fill the operators of the graphs by the next figure: cycles, critical path, slack…"),
        "Ctrl+H", ""},
    CommandRow{Command::themeSystem, "themeSystem", "View/Theme", QT_TRANSLATE_NOOP("Commands", "&System"),
               QT_TRANSLATE_NOOP("Commands", "Light or dark, as the desktop is"), "", "", true},
    CommandRow{Command::themeLight, "themeLight", "View/Theme", QT_TRANSLATE_NOOP("Commands", "&Light"),
               QT_TRANSLATE_NOOP("Commands", "Dark text on a light ground"), "", "", true},
    CommandRow{Command::themeDark, "themeDark", "View/Theme", QT_TRANSLATE_NOOP("Commands", "&Dark"),
               QT_TRANSLATE_NOOP("Commands", "Light text on a dark ground"), "", "", true},
    CommandRow{Command::resetLayout, "resetLayout", "View", QT_TRANSLATE_NOOP("Commands", "&Reset layout"),
               QT_TRANSLATE_NOOP("Commands", "Put all panels back where they were at first"), "", "layout"},
    CommandRow{Command::fullScreen, "fullScreen", "View", QT_TRANSLATE_NOOP("Commands", "F&ull screen"),
               QT_TRANSLATE_NOOP("Commands", "Use the whole screen"), "F11", "full-screen", true},

    CommandRow{
        Command::run, "run", "Run", QT_TRANSLATE_NOOP("Commands", "&Run"),
        QT_TRANSLATE_NOOP(
            "Commands",
            "Run to the run length as fast as possible, and again to a length further; while running: pause"),
        "F5", "run"},
    CommandRow{Command::step, "step", "Run", QT_TRANSLATE_NOOP("Commands", "&Step"),
               QT_TRANSLATE_NOOP("Commands", "One inference forward"), "F10; F8", "step"},
    CommandRow{Command::stepBack, "stepBack", "Run", QT_TRANSLATE_NOOP("Commands", "Step &back"),
               QT_TRANSLATE_NOOP("Commands", "One inference back"), "Shift+F10; Shift+F8", "step-back"},
    CommandRow{Command::reset, "reset", "Run", QT_TRANSLATE_NOOP("Commands", "R&eset"),
               QT_TRANSLATE_NOOP("Commands", "Back to before the first inference"), "Shift+F5", "reset"},
    CommandRow{Command::goTo, "goTo", "Run", QT_TRANSLATE_NOOP("Commands", "&Go to inference…"),
               QT_TRANSLATE_NOOP("Commands", "Run forward or back to an inference"), "Ctrl+G", "go-to"},
    CommandRow{Command::play, "play", "Run", QT_TRANSLATE_NOOP("Commands", "&Play"),
               QT_TRANSLATE_NOOP("Commands", "Step on at the chosen speed until stopped"), "Space", "play"},
    CommandRow{Command::stop, "stop", "Run", QT_TRANSLATE_NOOP("Commands", "S&top"),
               QT_TRANSLATE_NOOP("Commands", "Stop stepping, and cancel loading or compiling"), "Shift+Esc",
               "stop"},
    CommandRow{Command::explainWorst, "explainWorst", "Run",
               QT_TRANSLATE_NOOP("Commands", "E&xplain the worst inference"),
               QT_TRANSLATE_NOOP(
                   "Commands", "Take the error of the worst inference apart: which nodes add to it, and how"),
               "Ctrl+Shift+X", ""},
    CommandRow{Command::slower, "slower", "Run", QT_TRANSLATE_NOOP("Commands", "S&lower"),
               QT_TRANSLATE_NOOP("Commands", "Play fewer inferences per second"), "Ctrl+[", "slower"},
    CommandRow{Command::faster, "faster", "Run", QT_TRANSLATE_NOOP("Commands", "F&aster"),
               QT_TRANSLATE_NOOP("Commands", "Play more inferences per second"), "Ctrl+]", "faster"},
    CommandRow{Command::recompile, "recompile", "Run", QT_TRANSLATE_NOOP("Commands", "&Compile again"),
               QT_TRANSLATE_NOOP("Commands", "Compile the model for the chosen config again"), "Ctrl+B",
               "compile"},
    CommandRow{Command::policyCalibrated, "policyCalibrated", "Run/Policy",
               QT_TRANSLATE_NOOP("Commands", "&Calibrated"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Predict what the published toolchain does: figures are comparable with "
                                 "published ones"),
               "", "", true},
    CommandRow{Command::policyQuick, "policyQuick", "Run/Policy", QT_TRANSLATE_NOOP("Commands", "&Quick"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Take the first program, without a search; not comparable with published "
                                 "figures"),
               "", "", true},
    CommandRow{Command::policyOptimize, "policyOptimize", "Run/Policy",
               QT_TRANSLATE_NOOP("Commands", "&Optimize"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Search freely for fewer cycles; not comparable with published figures"),
               "", "", true},
    CommandRow{Command::stateReset, "stateReset", "Run",
               QT_TRANSLATE_NOOP("Commands", "State rese&t in the program"),
               QT_TRANSLATE_NOOP("Commands",
                                 "Give the program instructions that put its state back, and tell what they "
                                 "cost"),
               "", "", true},
    CommandRow{Command::compareConfigs, "compareConfigs", "Run",
               QT_TRANSLATE_NOOP("Commands", "Compare &accelerators…"),
               QT_TRANSLATE_NOOP("Commands",
                                 "The model on all accelerators: what fits, and how fast, ranked by "
                                 "end-to-end latency"),
               "Ctrl+Shift+B", "table"},
    CommandRow{Command::deployments, "deployments", "Run",
               QT_TRANSLATE_NOOP("Commands", "Compare &deployments…"),
               QT_TRANSLATE_NOOP("Commands",
                                 "A model that ends in a last-step readout: whole windows, or carried "
                                 "state, side by side"),
               "", "table"},

    CommandRow{Command::helpWindow, "helpWindow", "Help", QT_TRANSLATE_NOOP("Commands", "&Using this window"),
               QT_TRANSLATE_NOOP("Commands", "What the parts of this window show"), "F1", "help"},
    CommandRow{Command::helpNumerics, "helpNumerics", "Help", QT_TRANSLATE_NOOP("Commands", "&Numerics"),
               QT_TRANSLATE_NOOP("Commands", "How the VM computes, to the bit"), "", ""},
    CommandRow{Command::helpShortcuts, "helpShortcuts", "Help",
               QT_TRANSLATE_NOOP("Commands", "&Keyboard shortcuts"),
               QT_TRANSLATE_NOOP("Commands", "All keys on one page"), "Shift+F1", "keyboard"},
    CommandRow{Command::about, "about", "Help", QT_TRANSLATE_NOOP("Commands", "&About Lockstep"),
               QT_TRANSLATE_NOOP("Commands", "Version, licence and libraries"), "", "info"},
};

}  // namespace

std::span<const CommandRow> commandTable() {
    return rows;
}

const CommandRow& commandRow(Command command) {
    for (const CommandRow& row : rows) {
        if (row.command == command) return row;
    }
    qFatal("a command without a row");
}

}  // namespace lockstep::app
