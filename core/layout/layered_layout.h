#pragma once

#include "core/layout/graph_layout.h"
#include "core/support/job_control.h"

namespace lockstep {

/// Our own layered layout: longest-path ranks, barycentre ordering, least-squares positions. Deterministic;
/// time grows with boxes and edges only: edges that cross many ranks share a budget of bends, and what is
/// beyond it runs beside the drawing. Ranked edges lead downwards (to the right) unless they close a cycle.
/// Throws Error(cancelled), and Error(internal) if the request is broken.
GraphLayout layered_layout(const LayoutRequest& request, const JobControl& job = {});

}  // namespace lockstep
