#include "core/layout/layered_layout.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/layout/layered_parts.h"

namespace lockstep {
namespace layered {
namespace {

/// Marks the arcs that close a cycle, by depth-first search in the order of the request.
std::vector<bool> cycle_closers(std::size_t boxes, const std::vector<Arc>& arcs) {
    std::vector<std::vector<std::uint32_t>> from(boxes);
    for (std::uint32_t a = 0; a < arcs.size(); ++a) {
        if (arcs[a].ranks) from[arcs[a].from].push_back(a);
    }
    std::vector<bool> closes(arcs.size());
    enum class Mark : std::uint8_t { unseen, open, done };
    std::vector<Mark> marks(boxes, Mark::unseen);
    std::vector<std::pair<std::uint32_t, std::size_t>> stack;
    for (std::uint32_t root = 0; root < boxes; ++root) {
        if (marks[root] != Mark::unseen) continue;
        marks[root] = Mark::open;
        stack.emplace_back(root, 0);
        while (!stack.empty()) {
            auto& [box, next] = stack.back();
            if (next == from[box].size()) {
                marks[box] = Mark::done;
                stack.pop_back();
                continue;
            }
            const std::uint32_t arc = from[box][next++];
            const std::uint32_t to = arcs[arc].to;
            if (marks[to] == Mark::open) closes[arc] = true;
            if (marks[to] == Mark::unseen) {
                marks[to] = Mark::open;
                stack.emplace_back(to, 0);
            }
        }
    }
    return closes;
}

}  // namespace

std::vector<std::uint32_t> assign_ranks(std::size_t boxes, const std::vector<Arc>& arcs) {
    const std::vector<bool> closes = cycle_closers(boxes, arcs);
    std::vector<std::vector<std::uint32_t>> successors(boxes);
    std::vector<std::uint32_t> waiting(boxes);
    for (std::size_t a = 0; a < arcs.size(); ++a) {
        if (!arcs[a].ranks || closes[a]) continue;
        successors[arcs[a].from].push_back(arcs[a].to);
        ++waiting[arcs[a].to];
    }
    std::vector<bool> is_source(boxes);
    std::vector<std::uint32_t> ready;
    for (std::uint32_t b = 0; b < boxes; ++b) {
        is_source[b] = waiting[b] == 0;
        if (is_source[b]) ready.push_back(b);
    }
    std::vector<std::uint32_t> rank(boxes);
    for (std::size_t i = 0; i < ready.size(); ++i) {
        for (const std::uint32_t to : successors[ready[i]]) {
            rank[to] = std::max(rank[to], rank[ready[i]] + 1);
            if (--waiting[to] == 0) ready.push_back(to);
        }
    }
    for (std::uint32_t b = 0; b < boxes; ++b) {
        if (!is_source[b] || successors[b].empty()) continue;
        std::uint32_t nearest = rank[successors[b].front()];
        for (const std::uint32_t to : successors[b]) nearest = std::min(nearest, rank[to]);
        rank[b] = nearest - 1;
    }
    return rank;
}

namespace {

constexpr double bend_width = 8;
constexpr double bend_weight = 8;
constexpr double half_bend_weight = 2;
constexpr double group_weight = 4;
constexpr double least_weight = 0.1;  // of what stands alone, neighbours still decide

void link(Layers& layers, std::uint32_t upper, std::uint32_t lower, double weight) {
    layers.down[upper].push_back({lower, weight});
    layers.up[lower].push_back({upper, weight});
}

std::uint32_t add_bend(Layers& layers, std::uint32_t rank) {
    const auto index = static_cast<std::uint32_t>(layers.items.size());
    layers.items.push_back({.width = bend_width, .height = 0, .rank = rank, .x = 0, .top = 0, .bend = true});
    layers.up.emplace_back();
    layers.down.emplace_back();
    return index;
}

/// Gives every arc its chain of bends, the short ones first, while the budget lasts.
void make_chains(Layers& layers, const std::vector<Arc>& arcs, const LayoutRequest& request) {
    const auto span = [&](std::uint32_t a) {
        const std::uint32_t from = layers.items[arcs[a].from].rank;
        const std::uint32_t to = layers.items[arcs[a].to].rank;
        return from < to ? to - from : from - to;
    };
    std::vector<std::uint32_t> by_span(arcs.size());
    std::iota(by_span.begin(), by_span.end(), 0U);
    std::stable_sort(by_span.begin(), by_span.end(), [&](auto a, auto b) { return span(a) < span(b); });

    std::size_t budget = 4 * (request.boxes.size() + request.edges.size()) + 1000;
    layers.chains.resize(arcs.size());
    for (const std::uint32_t a : by_span) {
        if (span(a) == 0) continue;
        Chain& chain = layers.chains[a];
        chain.reversed = layers.items[arcs[a].from].rank > layers.items[arcs[a].to].rank;
        const std::uint32_t upper = chain.reversed ? arcs[a].to : arcs[a].from;
        const std::uint32_t lower = chain.reversed ? arcs[a].from : arcs[a].to;
        chain.items.push_back(upper);
        chain.beside = span(a) - 1 > budget;
        if (chain.beside) {
            chain.items.push_back(lower);
            continue;
        }
        budget -= span(a) - 1;
        std::uint32_t above = upper;
        for (std::uint32_t rank = layers.items[upper].rank + 1; rank < layers.items[lower].rank; ++rank) {
            const std::uint32_t bend = add_bend(layers, rank);
            link(layers, above, bend, above == upper ? half_bend_weight : bend_weight);
            chain.items.push_back(bend);
            above = bend;
        }
        const std::uint32_t group = request.boxes[upper].group;
        const bool grouped = group != no_group && group == request.boxes[lower].group;
        const double direct = request.edges[a].weight * (grouped ? group_weight : 1);
        link(layers, above, lower, above != upper ? half_bend_weight : std::max(direct, least_weight));
        chain.items.push_back(lower);
    }
}

/// Ranks from left to right in the order in which a walk from the top meets the items.
void fill_ranks(Layers& layers) {
    std::uint32_t last = 0;
    for (const Item& item : layers.items) last = std::max(last, item.rank);
    layers.ranks.resize(last + 1);
    std::vector<bool> seen(layers.items.size());
    std::vector<std::uint32_t> queue;
    for (std::uint32_t root = 0; root < layers.items.size(); ++root) {
        if (seen[root]) continue;
        seen[root] = true;
        queue.assign(1, root);
        for (std::size_t i = 0; i < queue.size(); ++i) {
            const std::uint32_t item = queue[i];
            layers.ranks[layers.items[item].rank].push_back(item);
            for (const auto* links : {&layers.up[item], &layers.down[item]}) {
                for (const Link& next : *links) {
                    if (seen[next.item]) continue;
                    seen[next.item] = true;
                    queue.push_back(next.item);
                }
            }
        }
    }
}

void place_ranks(Layers& layers, double rank_gap) {
    double top = 0;
    for (const std::vector<std::uint32_t>& rank : layers.ranks) {
        double height = 0;
        for (const std::uint32_t item : rank) height = std::max(height, layers.items[item].height);
        for (const std::uint32_t item : rank) {
            Item& it = layers.items[item];
            if (it.bend) it.height = height;
            it.top = top + (height - it.height) / 2;
        }
        top += height + rank_gap;
    }
}

GraphLayout lay_out_downwards(const LayoutRequest& request, const JobControl& job) {
    std::unordered_map<std::uint32_t, std::uint32_t> index_of;
    for (std::uint32_t b = 0; b < request.boxes.size(); ++b) index_of[request.boxes[b].id] = b;
    std::vector<Arc> arcs;
    for (const LayoutEdge& edge : request.edges) {
        arcs.push_back({index_of[edge.from], index_of[edge.to], edge.ranks && edge.from != edge.to});
    }
    const std::vector<std::uint32_t> rank = assign_ranks(request.boxes.size(), arcs);
    Layers layers;
    for (std::size_t b = 0; b < request.boxes.size(); ++b) {
        const LayoutBox& box = request.boxes[b];
        layers.items.push_back(
            {.width = box.width, .height = box.height, .rank = rank[b], .x = 0, .top = 0, .bend = false});
    }
    layers.up.resize(layers.items.size());
    layers.down.resize(layers.items.size());
    make_chains(layers, arcs, request);
    fill_ranks(layers);
    job.check();
    order_ranks(layers);
    job.check();
    place_items(layers, request.box_gap);
    place_ranks(layers, request.rank_gap);
    job.check();

    GraphLayout layout;
    for (std::size_t b = 0; b < request.boxes.size(); ++b) {
        const Item& item = layers.items[b];
        layout.boxes.push_back({item.x - item.width / 2, item.top, item.width, item.height});
    }
    layout.edges = route_edges(layers, arcs, request.rank_gap);
    return layout;
}

}  // namespace
}  // namespace layered

GraphLayout layered_layout(const LayoutRequest& request, const JobControl& job) {
    check_request(request);
    if (request.boxes.empty()) return {};
    LayoutRequest downwards = request;
    const bool right = request.direction == LayoutDirection::right;
    if (right) {
        for (LayoutBox& box : downwards.boxes) std::swap(box.width, box.height);
    }
    GraphLayout layout = layered::lay_out_downwards(downwards, job);
    if (right) {
        for (LayoutRect& box : layout.boxes) box = {box.y, box.x, box.height, box.width};
        for (EdgePath& path : layout.edges) {
            for (LayoutPoint& point : path) std::swap(point.x, point.y);
        }
    }
    normalise(layout);
    return layout;
}

}  // namespace lockstep
