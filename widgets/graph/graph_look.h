#pragma once

#include <QFont>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/nnir/graph.h"
#include "core/passes/pipeline.h"
#include "widgets/graph/view_transform.h"
#include "widgets/theme_maps.h"

/// What is laid over the drawing of a graph. Plain values; nothing here moves a box.
namespace lockstep {

/// What a pass did to a node: shown by colour and by a badge ("+", "–", "~"); the reason stands in the tool
/// tip.
struct NodeMark {
    ChangeKind kind = ChangeKind::changed;
    QString reason;
    friend bool operator==(const NodeMark&, const NodeMark&) = default;
};

/// A quantity per node as the fill of its box; nodes without a value stay plain. Texts are those of the
/// legend.
struct NodeHeat {
    std::map<nnir::NodeId, double> values;   ///< in [0, 1]; NaN: no number
    std::map<std::string, double> modules;   ///< the same, of folded modules by path
    std::map<nnir::NodeId, double> figures;  ///< what the shares are of
    std::map<std::string, double> moduleFigures;
    QString name;  ///< of the figure
    QString unit;
    QString title;  ///< "cycles of an inference"; empty: no legend
    QString plain;  ///< what a box without a value is; empty: there is none
    QString low;    ///< what 0 stands for, with its unit; empty: there is no scale, the title says all
    QString high;
    MagnitudeMap map = MagnitudeMap::cividis;
    friend bool operator==(const NodeHeat&, const NodeHeat&) = default;
};

struct GraphLook {
    ViewTransform view;
    QFont font;
    std::map<nnir::NodeId, NodeMark> marks;
    std::set<nnir::NodeId> highlighted;  ///< by other views: what stands for the selection
    std::set<nnir::NodeId> found;        ///< by the search
    std::set<nnir::NodeId> toCome;       ///< not computed yet where a walk through the operators stands
    std::set<nnir::NodeId> shown;        ///< the match of the search that was gone to
    NodeHeat heat;
    std::optional<std::uint32_t> current;  ///< box that is selected
    std::optional<std::uint32_t> hovered;
    std::optional<std::uint32_t> hoveredEdge;
    bool focused = false;  ///< the widget has the keyboard
};

}  // namespace lockstep
