#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Where boxes and edges of a drawing go. Lengths are in logical pixels, x to the right, y downwards.
namespace lockstep {

struct LayoutPoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const LayoutPoint&, const LayoutPoint&) = default;
};

struct LayoutRect {
    double x = 0;  ///< left
    double y = 0;  ///< top
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    LayoutPoint center() const { return {x + width / 2, y + height / 2}; }
    friend bool operator==(const LayoutRect&, const LayoutRect&) = default;
};

/// Boxes of one group are kept in one line where that is possible.
inline constexpr std::uint32_t no_group = 0xFFFFFFFFU;

struct LayoutBox {
    std::uint32_t id = 0;  ///< unique in the request
    double width = 0;
    double height = 0;
    std::uint32_t group = no_group;
    friend bool operator==(const LayoutBox&, const LayoutBox&) = default;
};

struct LayoutEdge {
    std::uint32_t id = 0;    ///< unique among the edges of the request
    std::uint32_t from = 0;  ///< id of a box
    std::uint32_t to = 0;
    /// False for an edge that leads back (a state's next value): it is drawn but moves no box.
    bool ranks = true;
    double weight = 1;  ///< how much it is kept short and straight, 0 to 100
    friend bool operator==(const LayoutEdge&, const LayoutEdge&) = default;
};

enum class LayoutDirection : std::uint8_t { down, right };

struct LayoutRequest {
    std::vector<LayoutBox> boxes;
    std::vector<LayoutEdge> edges;
    LayoutDirection direction = LayoutDirection::down;
    double box_gap = 24;   ///< between neighbours of one rank
    double rank_gap = 36;  ///< between ranks
    friend bool operator==(const LayoutRequest&, const LayoutRequest&) = default;
};

enum class LayoutEngine : std::uint8_t {
    graphviz,  ///< dot, in the helper process
    layered,   ///< our own linear-time layout
};

/// A curve of cubic Bézier pieces: 1 + 3k points (start, then control, control, end of each piece).
using EdgePath = std::vector<LayoutPoint>;

struct GraphLayout {
    std::vector<LayoutRect> boxes;  ///< in the order of the request
    std::vector<EdgePath> edges;  ///< in the order of the request; from the border of `from` to that of `to`
    LayoutRect bounds;            ///< around boxes and curves, its corner at (0, 0)
    LayoutEngine engine = LayoutEngine::layered;
    std::string note;  ///< why graphviz was not used, for people; empty if it was
    friend bool operator==(const GraphLayout&, const GraphLayout&) = default;
};

/// Throws Error(internal) on ids that are not unique, edges to boxes that do not exist, and sizes or gaps
/// that are not finite, negative or beyond 1e5.
void check_request(const LayoutRequest& request);

/// Throws Error(worker_failed) if `layout` is no answer to `request`: wrong counts, sizes that differ from
/// those asked for, numbers that are not finite or beyond 1e7, curves without 1 + 3k points, boxes that
/// overlap.
void check_layout(const LayoutRequest& request, const GraphLayout& layout);

/// Moves the drawing so that its corner is at (0, 0) and sets `bounds`.
void normalise(GraphLayout& layout);

}  // namespace lockstep
