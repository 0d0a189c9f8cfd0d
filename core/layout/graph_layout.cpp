#include "core/layout/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr double largest_size = 1e5;
constexpr double largest_coordinate = 1e7;
constexpr double overlap_tolerance = 0.5;

[[noreturn]] void bad_request(const std::string& what) {
    throw Error(FailureKind::internal, "graph layout: " + what);
}

[[noreturn]] void bad_reply(const std::string& what) {
    throw Error(FailureKind::worker_failed, "the layout helper gave a wrong answer: " + what,
                "Check that the installation is complete.");
}

bool is_size(double value) {
    return std::isfinite(value) && value >= 0 && value <= largest_size;
}
bool is_coordinate(double value) {
    return std::isfinite(value) && std::abs(value) <= largest_coordinate;
}

/// Sweep by the top edge; boxes of one rank overlap in y, so the active set is a rank or two.
void check_overlaps(const std::vector<LayoutRect>& boxes) {
    std::vector<std::size_t> order(boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return boxes[a].x < boxes[b].x; });
    std::vector<std::size_t> active;
    for (const std::size_t i : order) {
        const LayoutRect& box = boxes[i];
        std::erase_if(active, [&](std::size_t j) { return boxes[j].right() <= box.x + overlap_tolerance; });
        for (const std::size_t j : active) {
            if (boxes[j].y + overlap_tolerance < box.bottom() &&
                box.y + overlap_tolerance < boxes[j].bottom()) {
                bad_reply("two boxes overlap");
            }
        }
        active.push_back(i);
    }
}

}  // namespace

void check_request(const LayoutRequest& request) {
    if (!is_size(request.box_gap) || !is_size(request.rank_gap)) bad_request("gaps out of range");
    std::unordered_set<std::uint32_t> boxes;
    for (const LayoutBox& box : request.boxes) {
        if (!is_size(box.width) || !is_size(box.height)) {
            bad_request("size of box " + std::to_string(box.id) + " out of range");
        }
        if (!boxes.insert(box.id).second) bad_request("box " + std::to_string(box.id) + " stands twice");
    }
    std::unordered_set<std::uint32_t> edges;
    for (const LayoutEdge& edge : request.edges) {
        if (!edges.insert(edge.id).second) bad_request("edge " + std::to_string(edge.id) + " stands twice");
        if (!boxes.contains(edge.from) || !boxes.contains(edge.to)) {
            bad_request("edge " + std::to_string(edge.id) + " leads to no box");
        }
        if (!(edge.weight >= 0 && edge.weight <= 100)) {
            bad_request("weight of edge " + std::to_string(edge.id) + " out of range");
        }
    }
}

void check_layout(const LayoutRequest& request, const GraphLayout& layout) {
    if (layout.boxes.size() != request.boxes.size()) bad_reply("wrong number of boxes");
    if (layout.edges.size() != request.edges.size()) bad_reply("wrong number of edges");
    for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
        const LayoutRect& box = layout.boxes[i];
        if (!is_coordinate(box.x) || !is_coordinate(box.y)) bad_reply("a box is out of range");
        if (box.width != request.boxes[i].width || box.height != request.boxes[i].height)
            bad_reply("a box has another size");
    }
    for (const EdgePath& path : layout.edges) {
        if (path.size() < 4 || (path.size() - 1) % 3 != 0) bad_reply("a curve has a wrong number of points");
        for (const LayoutPoint& point : path) {
            if (!is_coordinate(point.x) || !is_coordinate(point.y)) bad_reply("a curve is out of range");
        }
    }
    check_overlaps(layout.boxes);
}

void normalise(GraphLayout& layout) {
    double left = 0, top = 0, right = 0, bottom = 0;
    bool first = true;
    const auto include = [&](double x, double y) {
        left = first ? x : std::min(left, x);
        top = first ? y : std::min(top, y);
        right = first ? x : std::max(right, x);
        bottom = first ? y : std::max(bottom, y);
        first = false;
    };
    for (const LayoutRect& box : layout.boxes) {
        include(box.x, box.y);
        include(box.right(), box.bottom());
    }
    // A Bézier curve lies inside the hull of its points.
    for (const EdgePath& path : layout.edges) {
        for (const LayoutPoint& point : path) include(point.x, point.y);
    }
    for (LayoutRect& box : layout.boxes) {
        box.x -= left;
        box.y -= top;
    }
    for (EdgePath& path : layout.edges) {
        for (LayoutPoint& point : path) {
            point.x -= left;
            point.y -= top;
        }
    }
    layout.bounds = {0, 0, right - left, bottom - top};
}

}  // namespace lockstep
