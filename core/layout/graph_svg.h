#pragma once

#include <string>

#include "core/layout/graph_layout.h"
#include "core/nnir/graph.h"

namespace lockstep {

/// The laid-out graph as an SVG document that needs nothing else: light by default, dark where the viewer
/// prefers it. `layout` must answer layout_request(make_scene(graph)); throws Error(internal) otherwise.
std::string graph_to_svg(const nnir::Graph& graph, const GraphLayout& layout);

}  // namespace lockstep
