#pragma once

#include <cstdint>
#include <random>

#include "core/layout/graph_layout.h"

/// Requests of the shapes that models have.
namespace lockstep {

inline void add_box(LayoutRequest& request, double width = 120) {
    request.boxes.push_back(
        {.id = static_cast<std::uint32_t>(request.boxes.size()) + 7, .width = width, .height = 44});
}

/// Connects boxes by their index.
inline void add_edge(LayoutRequest& request, std::size_t from, std::size_t to, bool ranks = true) {
    request.edges.push_back({.id = static_cast<std::uint32_t>(request.edges.size()),
                             .from = request.boxes[from].id,
                             .to = request.boxes[to].id,
                             .ranks = ranks});
}

inline LayoutRequest chain_request(std::size_t boxes) {
    LayoutRequest request;
    for (std::size_t i = 0; i < boxes; ++i) {
        add_box(request);
        if (i > 0) add_edge(request, i - 1, i);
    }
    return request;
}

/// A chain in which every fourth box also reads what stands four before it.
inline LayoutRequest residual_request(std::size_t boxes) {
    LayoutRequest request = chain_request(boxes);
    for (std::size_t i = 4; i < boxes; i += 4) add_edge(request, i - 4, i);
    return request;
}

/// Every box reads one to three earlier ones.
inline LayoutRequest random_request(std::size_t boxes, std::uint32_t seed) {
    std::mt19937 random(seed);
    LayoutRequest request;
    for (std::size_t i = 0; i < boxes; ++i) {
        add_box(request, 80 + static_cast<double>(random() % 80));
        const std::size_t readers = i == 0 ? 0 : 1 + random() % 3;
        for (std::size_t k = 0; k < readers; ++k) add_edge(request, random() % i, i);
    }
    return request;
}

/// One input that feeds every step of an unrolled recurrence.
inline LayoutRequest unrolled_request(std::size_t steps) {
    LayoutRequest request;
    add_box(request);
    for (std::size_t i = 1; i <= steps; ++i) {
        add_box(request);
        add_edge(request, 0, i);
        if (i > 1) add_edge(request, i - 1, i);
    }
    return request;
}

/// input -> layer <- two states, which the layer writes.
inline LayoutRequest state_request() {
    LayoutRequest request;
    for (int i = 0; i < 5; ++i) add_box(request);
    add_edge(request, 0, 3);
    add_edge(request, 1, 3);
    add_edge(request, 2, 3);
    add_edge(request, 3, 4);
    add_edge(request, 3, 1, false);
    add_edge(request, 3, 2, false);
    return request;
}

/// A ring: no order of ranks can lead every edge downwards.
inline LayoutRequest ring_request() {
    LayoutRequest request = chain_request(4);
    add_edge(request, 3, 0);
    add_edge(request, 2, 2);
    return request;
}

}  // namespace lockstep
