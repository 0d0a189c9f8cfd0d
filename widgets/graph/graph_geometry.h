#pragma once

#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/layout/graph_layout.h"
#include "core/layout/graph_scene.h"
#include "core/nnir/graph.h"
#include "core/nnir/op.h"
#include "widgets/graph/module_frames.h"
#include "widgets/graph/spatial_grid.h"

namespace lockstep {

enum class WalkDirection : std::uint8_t { up, down, left, right };

/// A graph, its scene and its layout as shapes that can be drawn, hit and walked. Immutable; made off the UI
/// thread.
class GraphGeometry {
  public:
    GraphGeometry(std::shared_ptr<const nnir::Graph> graph, GraphScene scene, GraphLayout layout);

    const std::shared_ptr<const nnir::Graph>& graph() const { return m_graph; }
    const GraphScene& scene() const { return m_scene; }
    const QRectF& bounds() const { return m_bounds; }
    /// Nodes that published accelerators don't run as they are.
    const std::map<nnir::NodeId, nnir::Support>& unpublished() const { return m_unpublished; }
    /// As it was laid out: for export.
    const GraphLayout& layout() const { return m_layout; }

    std::size_t boxCount() const { return m_boxes.size(); }
    const QRectF& rect(std::uint32_t box) const { return m_boxes[box]; }
    const QPainterPath& path(std::uint32_t edge) const { return m_paths[edge]; }
    /// The curve as a line of points; what hits are tested on.
    const QPolygonF& polyline(std::uint32_t edge) const { return m_polylines[edge]; }
    /// The three corners of the edge's tip, `size` long.
    QPolygonF tip(std::uint32_t edge, double size) const;
    /// Half way along the edge.
    QPointF middle(std::uint32_t edge) const;

    std::vector<std::uint32_t> boxesIn(const QRectF& area) const { return m_boxGrid.touching(area); }
    std::vector<std::uint32_t> edgesIn(const QRectF& area) const { return m_edgeGrid.touching(area); }
    /// The box under the point: exact, round corners included.
    std::optional<std::uint32_t> boxAt(const QPointF& point) const;
    /// Unfolded modules; the outer ones first.
    const std::vector<ModuleFrame>& frames() const { return m_frames; }
    /// The innermost frame whose tab holds the point.
    const ModuleFrame* tabAt(const QPointF& point) const;
    /// The nearest edge within `tolerance`.
    std::optional<std::uint32_t> edgeAt(const QPointF& point, double tolerance) const;

    const std::vector<std::uint32_t>& edgesInto(std::uint32_t box) const { return m_into[box]; }
    const std::vector<std::uint32_t>& edgesOutOf(std::uint32_t box) const { return m_outOf[box]; }

    /// The box that shows the node: its own, or that of the folded module that it is in.
    std::optional<std::uint32_t> boxOf(nnir::NodeId node) const;
    /// The box of a folded module, else the first one that shows something of the module.
    std::optional<std::uint32_t> boxOfModule(const std::string& path) const;
    /// The module whose folding takes the box in: that of the node, or the one around the folded module.
    /// Empty: none.
    std::string moduleAround(std::uint32_t box) const;
    /// Boxes in reading order: from top to bottom, from left to right.
    const std::vector<std::uint32_t>& readingOrder() const { return m_readingOrder; }
    /// Where an arrow key leads: up and down along the edges (the straightest one), left and right to the
    /// nearest neighbour beside it.
    std::optional<std::uint32_t> walk(std::uint32_t from, WalkDirection direction) const;

    /// The outline of a box: states have round ends, nodes and modules round corners, inputs and outputs
    /// none.
    QPainterPath outline(std::uint32_t box) const;
    static double cornerRadius(SceneKind kind, const QRectF& rect);

  private:
    std::optional<std::uint32_t> beside(std::uint32_t from, bool right) const;

    std::shared_ptr<const nnir::Graph> m_graph;
    GraphScene m_scene;
    GraphLayout m_layout;
    QRectF m_bounds;
    std::vector<QRectF> m_boxes;
    std::vector<QPainterPath> m_paths;
    std::vector<QPolygonF> m_polylines;
    std::vector<std::vector<std::uint32_t>> m_into;
    std::vector<std::vector<std::uint32_t>> m_outOf;
    std::vector<std::uint32_t> m_readingOrder;
    std::map<nnir::NodeId, std::uint32_t> m_boxOfNode;
    std::map<nnir::NodeId, nnir::Support> m_unpublished;
    SpatialGrid m_boxGrid;
    SpatialGrid m_edgeGrid;
    std::vector<ModuleFrame> m_frames;
};

}  // namespace lockstep
