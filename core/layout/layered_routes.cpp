#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

#include "core/layout/layered_parts.h"

namespace lockstep::layered {
namespace {

constexpr double port_distance = 14;
constexpr double lane_distance = 12;
constexpr double loop_size = 24;

/// Appends a piece with vertical tangents; a straight one where x does not change.
void curve_to(EdgePath& path, LayoutPoint to) {
    const LayoutPoint from = path.back();
    const double middle = (from.y + to.y) / 2;
    path.push_back({from.x, middle});
    path.push_back({to.x, middle});
    path.push_back(to);
}

void line_to(EdgePath& path, LayoutPoint to) {
    const LayoutPoint from = path.back();
    if (from == to) return;
    path.push_back({from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3});
    path.push_back({from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3});
    path.push_back(to);
}

/// Where the curves of each edge leave the upper box and reach the lower one: spread along the side, in the
/// order of what they lead to, so that they do not cross there.
class Ports {
  public:
    explicit Ports(const Layers& layers)
        : layers_(layers), upper_(layers.chains.size()), lower_(layers.chains.size()) {
        std::vector<std::vector<std::pair<double, std::uint32_t>>> below(layers.items.size());
        std::vector<std::vector<std::pair<double, std::uint32_t>>> above(layers.items.size());
        for (std::uint32_t e = 0; e < layers.chains.size(); ++e) {
            const Chain& chain = layers.chains[e];
            if (chain.items.empty()) continue;
            const double far = std::numeric_limits<double>::max();
            below[chain.items.front()].emplace_back(chain.beside ? far : x(chain.items[1]), e);
            above[chain.items.back()].emplace_back(
                chain.beside ? far : x(chain.items[chain.items.size() - 2]), e);
        }
        for (std::uint32_t i = 0; i < layers.items.size(); ++i) {
            spread(i, below[i], upper_);
            spread(i, above[i], lower_);
        }
    }
    double upper(std::size_t edge) const { return upper_[edge]; }
    double lower(std::size_t edge) const { return lower_[edge]; }

  private:
    double x(std::uint32_t item) const { return layers_.items[item].x; }

    void spread(std::uint32_t item, std::vector<std::pair<double, std::uint32_t>>& ends,
                std::vector<double>& ports) {
        std::sort(ends.begin(), ends.end());
        const auto count = static_cast<double>(ends.size());
        const double distance = std::min(port_distance, layers_.items[item].width * 0.7 / count);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            ports[ends[i].second] = x(item) + (static_cast<double>(i) - (count - 1) / 2) * distance;
        }
    }

    const Layers& layers_;
    std::vector<double> upper_;
    std::vector<double> lower_;
};

/// Lanes beside the drawing: each edge takes the nearest lane that is free over its height.
class Lanes {
  public:
    explicit Lanes(double left) : left_(left) {}

    /// Edges must come ordered by `top`.
    double take(double top, double bottom) {
        if (!busy_.empty() && busy_.top().first < top) {
            const std::size_t lane = busy_.top().second;
            busy_.pop();
            busy_.emplace(bottom, lane);
            return at(lane);
        }
        busy_.emplace(bottom, lanes_);
        return at(lanes_++);
    }

  private:
    double at(std::size_t lane) const { return left_ + lane_distance * static_cast<double>(lane + 1); }

    double left_;
    std::size_t lanes_ = 0;
    std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>,
                        std::greater<>>
        busy_;
};

EdgePath loop(const Item& item) {
    const double right = item.x + item.width / 2;
    const double middle = item.top + item.height / 2;
    return {{right, middle - item.height / 4},
            {right + loop_size, middle - item.height / 4},
            {right + loop_size, middle + item.height / 4},
            {right, middle + item.height / 4}};
}

/// Over the top, between boxes of one rank.
EdgePath arc(const Item& from, const Item& to, double rank_gap) {
    const double height = rank_gap * 0.8;
    return {{from.x, from.top}, {from.x, from.top - height}, {to.x, to.top - height}, {to.x, to.top}};
}

EdgePath through_bends(const Layers& layers, const Chain& chain, double upper_port, double lower_port,
                       const std::vector<std::pair<double, double>>& extents) {
    const Item& upper = layers.items[chain.items.front()];
    const Item& lower = layers.items[chain.items.back()];
    EdgePath path = {{upper_port, upper.top + upper.height}};
    line_to(path, {upper_port, extents[upper.rank].second});
    for (std::size_t i = 1; i + 1 < chain.items.size(); ++i) {
        const Item& bend = layers.items[chain.items[i]];
        curve_to(path, {bend.x, bend.top});
        line_to(path, {bend.x, bend.top + bend.height});
    }
    curve_to(path, {lower_port, extents[lower.rank].first});
    line_to(path, {lower_port, lower.top});
    return path;
}

EdgePath beside(const Item& upper, const Item& lower, double upper_port, double lower_port, double lane,
                double rank_gap) {
    EdgePath path = {{upper_port, upper.top + upper.height}};
    const double top = upper.top + upper.height + rank_gap;
    const double bottom = std::max(top, lower.top - rank_gap);
    curve_to(path, {lane, top});
    line_to(path, {lane, bottom});
    curve_to(path, {lower_port, lower.top});
    return path;
}

}  // namespace

std::vector<EdgePath> route_edges(const Layers& layers, const std::vector<Arc>& arcs, double rank_gap) {
    std::vector<std::pair<double, double>> extents;  // top and bottom of every rank
    for (const std::vector<std::uint32_t>& rank : layers.ranks) {
        double top = std::numeric_limits<double>::max();
        double bottom = std::numeric_limits<double>::lowest();
        for (const std::uint32_t item : rank) {
            top = std::min(top, layers.items[item].top);
            bottom = std::max(bottom, layers.items[item].top + layers.items[item].height);
        }
        extents.emplace_back(top, bottom);
    }
    double right = std::numeric_limits<double>::lowest();
    for (const Item& item : layers.items) right = std::max(right, item.x + item.width / 2);

    const Ports ports(layers);
    std::vector<EdgePath> paths(arcs.size());
    std::vector<std::pair<double, std::size_t>> beside_edges;
    for (std::size_t e = 0; e < arcs.size(); ++e) {
        const Chain& chain = layers.chains[e];
        if (arcs[e].from == arcs[e].to) {
            paths[e] = loop(layers.items[arcs[e].from]);
        } else if (chain.items.empty()) {
            paths[e] = arc(layers.items[arcs[e].from], layers.items[arcs[e].to], rank_gap);
        } else if (chain.beside) {
            beside_edges.emplace_back(layers.items[chain.items.front()].top, e);
        } else {
            paths[e] = through_bends(layers, chain, ports.upper(e), ports.lower(e), extents);
        }
    }
    std::sort(beside_edges.begin(), beside_edges.end());
    Lanes lanes(right);
    for (const auto& [top, e] : beside_edges) {
        const Item& upper = layers.items[layers.chains[e].items.front()];
        const Item& lower = layers.items[layers.chains[e].items.back()];
        paths[e] = beside(upper, lower, ports.upper(e), ports.lower(e), lanes.take(top, lower.top), rank_gap);
    }
    for (std::size_t e = 0; e < arcs.size(); ++e) {
        if (layers.chains[e].reversed) std::reverse(paths[e].begin(), paths[e].end());
    }
    return paths;
}

}  // namespace lockstep::layered
