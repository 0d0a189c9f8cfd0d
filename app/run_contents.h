#pragma once

#include <QStringList>
#include <vector>

#include "app/document.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/states_panel.h"

/// What the panels of a run are filled with.
namespace lockstep::app {

/// A message of the core in which options of the command line are called by what the window calls them.
QString windowWords(QString words);

/// Why states cannot be edited where the document stands; empty: they can.
QString editProblem(const Document& document);

/// Why a condition or decision cannot be watched in what is open; empty: it can, or nothing is open that
/// could tell.
QString conditionProblem(const Document* document, const QString& words);
QString decisionProblem(const Document* document, const QString& words);

/// Outputs, states, gates and inputs that a condition can name.
QStringList valueNames(const Document& document);
/// What conditions call a node of the compiled form: its name, or its number where that says no one node;
/// empty if it is none.
QString conditionName(const Document& document, quint32 node);
/// The states in front of the next inference.
std::vector<StateValues> stateValues(const Document& document);
std::vector<BreakpointRow> breakpointRows(const Document& document);
std::vector<HitRow> hitRows(const Document& document);
/// The run that is shown, then those that were kept, newest first.
std::vector<RunRow> runRows(const Document& document);

}  // namespace lockstep::app
