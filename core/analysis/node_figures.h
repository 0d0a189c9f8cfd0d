#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>

#include "core/analysis/why.h"
#include "core/program/program.h"

namespace lockstep {

/// A quantity of every node of a compiled program, which can be laid over its graph.
enum class NodeFigure : std::uint8_t {
    cycles,        ///< in which units work for it, in one inference, over all cores
    path_share,    ///< of the cycles that bind the spaced latency, in percent
    slack,         ///< cycles by which one of its instructions may end later without a later last output
    utilisation,   ///< of the cycles in which units are held for it those in which they work, in percent
    weight_bytes,  ///< of the weight stores, padding to blocks included
};
std::span<const NodeFigure> node_figures();
/// "cycles", "path", "slack", "utilisation", "weights": stable.
std::string_view key(NodeFigure figure);
/// A module's is the sum of its nodes'; otherwise it is that of the node that stands out.
bool is_sum(NodeFigure figure);
/// The less the more it matters.
bool is_low_hot(NodeFigure figure);

/// By ProgramNode::id. Nodes without instructions of their own, for which the figure says nothing, are left
/// out; so are those without weights (weight_bytes) and those that the last output never waits for (slack).
/// `why` must be of this program; it may be null, then path_share and slack are empty.
std::map<std::uint32_t, double> node_figure(NodeFigure figure, const Program& program,
                                            const Timeline& timeline, const Why* why);

}  // namespace lockstep
