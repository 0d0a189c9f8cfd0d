#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

#include "widgets/graph/graph_look.h"

namespace lockstep {

/// A figure of the nodes of the compiled form that can be laid over the graphs.
struct HeatSource {
    QString key;         ///< stable: "cycles"
    QString name;        ///< in the menu: "Cycles"
    QString title;       ///< in the legend: "cycles of an inference"
    QString unit;        ///< behind numbers; may be empty
    QString plain = {};  ///< in the legend: why an operator has no figure, and stays white
    QString note = {};   ///< behind the title: "of inference 19"
    /// It can be chosen before it has values: they are found out then. In place of a scale the legend says
    /// this.
    QString waiting = {};
    std::map<nnir::NodeId, double> values;
    bool sums = true;       ///< a module's is the sum of its nodes'; otherwise that of the hottest
    bool lowIsHot = false;  ///< the less the more it matters
    friend bool operator==(const HeatSource&, const HeatSource&) = default;
};

/// Nodes by the module that is drawn as one box.
using FoldedNodes = std::map<std::string, std::vector<nnir::NodeId>>;

/// Shares for painting. Linear scales begin at zero; logarithmic ones at the least value above it, with zero
/// there too. Values that are no numbers stay so.
NodeHeat makeHeat(const HeatSource& source, bool logarithmic, const FoldedNodes& folded = {});

/// "1 204 cycles": the figure of a node or module as the tool tip says it.
QString heatText(const NodeHeat& heat, double figure);

}  // namespace lockstep
