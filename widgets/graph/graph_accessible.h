#pragma once

#include <QString>
#include <map>

#include "core/nnir/graph.h"

namespace lockstep {

class GraphView;

/// Makes every GraphView known to screen readers as a list of its boxes. Safe to call more than once.
void installGraphAccessibility();

/// What is said of nodes behind their names: "412 cycles, 18 percent of the latency".
void setSpokenFigures(GraphView& view, std::map<nnir::NodeId, QString> figures);
/// Empty: none are known.
QString spokenFigures(const GraphView& view, nnir::NodeId node);

}  // namespace lockstep
