#pragma once

#include <QUndoStack>

namespace lockstep {
class StatePlot;
}

namespace lockstep::app {

/// What the user changes of a state plot's lines goes onto the undo stack.
void undoPlotLines(QUndoStack& stack, StatePlot& plot);

}  // namespace lockstep::app
