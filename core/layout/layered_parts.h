#pragma once

#include <cstdint>
#include <vector>

#include "core/layout/graph_layout.h"

/// The stages of layered_layout. Everything is drawn downwards here; `right` swaps axes before and after.
namespace lockstep::layered {

/// A box, or the point where an edge passes a rank (a bend).
struct Item {
    double width = 0;
    double height = 0;
    std::uint32_t rank = 0;
    double x = 0;  ///< centre
    double top = 0;
    bool bend = false;
};

struct Link {
    std::uint32_t item = 0;
    double weight = 1;  ///< how much the two want to stand in one line
};

/// How a request edge runs: from the item higher up to the lower one.
struct Chain {
    std::vector<std::uint32_t> items;  ///< first and last are boxes, bends between; empty for loops and arcs
    bool reversed = false;             ///< the edge leads from the last to the first
    bool beside = false;               ///< beyond the budget: runs beside the drawing, no bends
};

struct Layers {
    std::vector<Item> items;  ///< the boxes of the request first, in its order
    std::vector<std::vector<Link>> up;
    std::vector<std::vector<Link>> down;
    std::vector<std::vector<std::uint32_t>> ranks;  ///< items from left to right
    std::vector<Chain> chains;                      ///< by request edge
};

/// An edge by box indices.
struct Arc {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    bool ranks = true;
};

/// Longest-path ranks; boxes without predecessors stand right above their nearest successor. Edges that close
/// a cycle are left out.
std::vector<std::uint32_t> assign_ranks(std::size_t boxes, const std::vector<Arc>& arcs);

/// Orders the items of every rank to cross few edges.
void order_ranks(Layers& layers);

/// Gives every item its x: near its neighbours, without overlap, in the order of the ranks.
void place_items(Layers& layers, double gap);

/// The curves of all edges; items must be placed.
std::vector<EdgePath> route_edges(const Layers& layers, const std::vector<Arc>& arcs, double rank_gap);

}  // namespace lockstep::layered
