#pragma once

#include <QString>
#include <QStringList>

namespace lockstep::app {

struct Document;
struct Selection;

/// What undo calls a change of the folded modules: "fold lstm.0", "unfold 3 modules".
QString foldingText(const QStringList& before, const QStringList& after);

/// What undo calls a change of the selection: "select Lstm l0", "select nothing".
QString selectionText(const Selection& selection, const Document* document);

}  // namespace lockstep::app
