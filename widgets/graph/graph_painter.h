#pragma once

#include <QPainter>
#include <QRectF>

#include "widgets/graph/graph_geometry.h"
#include "widgets/graph/graph_look.h"
#include "widgets/theme.h"

namespace lockstep {

/// How much is drawn at a zoom.
enum class DetailLevel : std::uint8_t { shapes, outlines, titles, full, edgeShapes };
DetailLevel detailLevel(double zoom);

/// Draws what of the geometry lies in `exposed` (pixels of the view).
void paintGraph(QPainter& painter, const GraphGeometry& geometry, const GraphLook& look,
                const ThemeColors& colors, const QRectF& exposed);

/// Pixels that the legend of a heat overlay takes below the graph; 0 if there is no heat.
double heatLegendHeight(const GraphLook& look);
/// Into a strip of that height.
void paintHeatLegend(QPainter& painter, const GraphLook& look, const ThemeColors& colors,
                     const QRectF& strip);

}  // namespace lockstep
