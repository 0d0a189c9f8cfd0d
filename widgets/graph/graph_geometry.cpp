#include "widgets/graph/graph_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/nnir/node_pattern.h"

namespace lockstep {
namespace {

constexpr int pointsPerPiece = 8;

QPointF toQt(const LayoutPoint& point) {
    return {point.x, point.y};
}

QPolygonF flattened(const EdgePath& path) {
    QPolygonF line;
    line << toQt(path[0]);
    for (std::size_t i = 1; i + 2 < path.size(); i += 3) {
        const QPointF a = toQt(path[i - 1]), b = toQt(path[i]), c = toQt(path[i + 1]), d = toQt(path[i + 2]);
        for (int k = 1; k <= pointsPerPiece; ++k) {
            const double t = static_cast<double>(k) / pointsPerPiece;
            const double s = 1 - t;
            line << a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t);
        }
    }
    return line;
}

double length(const QPointF& v) {
    return std::hypot(v.x(), v.y());
}

double distanceToSegment(const QPointF& point, const QPointF& a, const QPointF& b) {
    const QPointF along = b - a;
    const double squared = QPointF::dotProduct(along, along);
    const double share =
        squared <= 0 ? 0 : std::clamp(QPointF::dotProduct(point - a, along) / squared, 0.0, 1.0);
    return length(point - (a + along * share));
}

}  // namespace

GraphGeometry::GraphGeometry(std::shared_ptr<const nnir::Graph> graph, GraphScene scene, GraphLayout layout)
    : m_graph(std::move(graph)),
      m_scene(std::move(scene)),
      m_layout(std::move(layout)),
      m_bounds(0, 0, m_layout.bounds.width, m_layout.bounds.height),
      m_into(m_layout.boxes.size()),
      m_outOf(m_layout.boxes.size()) {
    for (const LayoutRect& box : m_layout.boxes) m_boxes.emplace_back(box.x, box.y, box.width, box.height);
    std::vector<QRectF> edgeBounds;
    for (const EdgePath& points : m_layout.edges) {
        QPainterPath path(toQt(points[0]));
        for (std::size_t i = 1; i + 2 < points.size(); i += 3) {
            path.cubicTo(toQt(points[i]), toQt(points[i + 1]), toQt(points[i + 2]));
        }
        m_polylines.push_back(flattened(points));
        edgeBounds.push_back(path.controlPointRect());
        m_paths.push_back(std::move(path));
    }
    for (std::uint32_t e = 0; e < m_scene.edges.size(); ++e) {
        m_outOf[m_scene.edges[e].from].push_back(e);
        m_into[m_scene.edges[e].to].push_back(e);
    }
    for (std::uint32_t b = 0; b < m_boxes.size(); ++b) {
        m_readingOrder.push_back(b);
        if (m_scene.boxes[b].kind == SceneKind::node) m_boxOfNode.emplace(m_scene.boxes[b].node, b);
        for (const nnir::NodeId member : m_scene.boxes[b].members) m_boxOfNode.emplace(member, b);
    }
    std::sort(m_readingOrder.begin(), m_readingOrder.end(), [this](std::uint32_t a, std::uint32_t b) {
        const QPointF p = m_boxes[a].topLeft(), q = m_boxes[b].topLeft();
        return std::tuple(std::lround(p.y()), p.x(), a) < std::tuple(std::lround(q.y()), q.x(), b);
    });
    for (const nnir::Node& node : m_graph->nodes) {
        if (node.op == nullptr) continue;  // a picture of what is no NNIR
        nnir::Support support = node.op->support(nnir::bind(*m_graph, node));
        if (support.level != nnir::SupportLevel::published)
            m_unpublished.emplace(node.id, std::move(support));
    }
    m_boxGrid = SpatialGrid(m_boxes);
    m_edgeGrid = SpatialGrid(edgeBounds);
    std::map<nnir::NodeId, const nnir::Node*> nodes;
    for (const nnir::Node& node : m_graph->nodes) nodes.emplace(node.id, &node);
    m_frames = moduleFrames(m_boxes, m_boxGrid, [&](std::uint32_t box) {
        const SceneBox& drawn = m_scene.boxes[box];
        if (drawn.kind == SceneKind::module) return moduleAround(box);
        const bool inside = drawn.kind == SceneKind::node || drawn.kind == SceneKind::state;
        const auto node = inside ? nodes.find(drawn.node) : nodes.end();
        return node == nodes.end() ? std::string() : node->second->provenance.module;
    });
}

const ModuleFrame* GraphGeometry::tabAt(const QPointF& point) const {
    const auto found = std::find_if(m_frames.rbegin(), m_frames.rend(),
                                    [&](const ModuleFrame& frame) { return frame.tab.contains(point); });
    return found == m_frames.rend() ? nullptr : &*found;
}

QPolygonF GraphGeometry::tip(std::uint32_t edge, double size) const {
    const QPolygonF& line = m_polylines[edge];
    const QPointF end = line.back();
    QPointF from = line.front();
    for (qsizetype i = line.size() - 2; i >= 0; --i) {
        if (length(end - line[i]) < size) continue;
        from = line[i];
        break;
    }
    const double distance = length(end - from);
    if (distance <= 0) return {};
    const QPointF back = (from - end) / distance * size;
    const QPointF side = QPointF(-back.y(), back.x()) * 0.42;
    return QPolygonF({end, end + back + side, end + back - side});
}

QPointF GraphGeometry::middle(std::uint32_t edge) const {
    const QPolygonF& line = m_polylines[edge];
    double total = 0;
    for (qsizetype i = 1; i < line.size(); ++i) total += length(line[i] - line[i - 1]);
    double left = total / 2;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const double step = length(line[i] - line[i - 1]);
        if (step >= left && step > 0) return line[i - 1] + (line[i] - line[i - 1]) * (left / step);
        left -= step;
    }
    return line.front();
}

std::optional<std::uint32_t> GraphGeometry::boxAt(const QPointF& point) const {
    for (const std::uint32_t box : m_boxGrid.touching(QRectF(point, QSizeF(0, 0)))) {
        const QRectF& rect = m_boxes[box];
        const double radius = cornerRadius(m_scene.boxes[box].kind, rect);
        // The nearest point of the rectangle that is left when the corners' circles are taken off.
        const QPointF inner(std::clamp(point.x(), rect.left() + radius, rect.right() - radius),
                            std::clamp(point.y(), rect.top() + radius, rect.bottom() - radius));
        if (length(point - inner) <= radius) return box;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> GraphGeometry::edgeAt(const QPointF& point, double tolerance) const {
    std::optional<std::uint32_t> nearest;
    double best = tolerance;
    const QRectF around(point - QPointF(tolerance, tolerance), QSizeF(2 * tolerance, 2 * tolerance));
    for (const std::uint32_t edge : m_edgeGrid.touching(around)) {
        const QPolygonF& line = m_polylines[edge];
        for (qsizetype i = 1; i < line.size(); ++i) {
            const double distance = distanceToSegment(point, line[i - 1], line[i]);
            if (distance > best) continue;
            best = distance;
            nearest = edge;
        }
    }
    return nearest;
}

std::optional<std::uint32_t> GraphGeometry::boxOf(nnir::NodeId node) const {
    const auto found = m_boxOfNode.find(node);
    if (found == m_boxOfNode.end()) return std::nullopt;
    return found->second;
}

std::optional<std::uint32_t> GraphGeometry::boxOfModule(const std::string& path) const {
    for (std::uint32_t b = 0; b < m_scene.boxes.size(); ++b) {
        if (m_scene.boxes[b].kind == SceneKind::module && m_scene.boxes[b].module == path) return b;
    }
    for (const nnir::Node& node : m_graph->nodes) {
        if (nnir::is_inside(node.provenance.module, path) && m_boxOfNode.contains(node.id))
            return m_boxOfNode.at(node.id);
    }
    return std::nullopt;
}

std::string GraphGeometry::moduleAround(std::uint32_t box) const {
    const SceneBox& drawn = m_scene.boxes[box];
    if (drawn.kind == SceneKind::module) {
        const std::size_t dot = drawn.module.rfind('.');
        return dot == std::string::npos ? std::string() : drawn.module.substr(0, dot);
    }
    const nnir::Node* node = drawn.kind == SceneKind::node ? m_graph->find_node(drawn.node) : nullptr;
    return node == nullptr ? std::string() : node->provenance.module;
}

std::optional<std::uint32_t> GraphGeometry::walk(std::uint32_t from, WalkDirection direction) const {
    if (direction == WalkDirection::left || direction == WalkDirection::right) {
        return beside(from, direction == WalkDirection::right);
    }
    const bool down = direction == WalkDirection::down;
    std::optional<std::uint32_t> best;
    double nearest = std::numeric_limits<double>::max();
    for (const std::uint32_t edge : down ? m_outOf[from] : m_into[from]) {
        const SceneEdge& drawn = m_scene.edges[edge];
        const std::uint32_t to = down ? drawn.to : drawn.from;
        if (drawn.back || drawn.against || to == from) continue;
        const double aside = std::abs(m_boxes[to].center().x() - m_boxes[from].center().x());
        if (aside >= nearest) continue;
        nearest = aside;
        best = to;
    }
    return best;
}

std::optional<std::uint32_t> GraphGeometry::beside(std::uint32_t from, bool right) const {
    const QRectF& rect = m_boxes[from];
    const QRectF strip(m_bounds.left(), rect.top(), m_bounds.width(), rect.height());
    std::optional<std::uint32_t> best;
    double nearest = std::numeric_limits<double>::max();
    for (const std::uint32_t box : m_boxGrid.touching(strip)) {
        const double distance = (m_boxes[box].center().x() - rect.center().x()) * (right ? 1 : -1);
        if (box == from || distance <= 0 || distance >= nearest) continue;
        nearest = distance;
        best = box;
    }
    return best;
}

QPainterPath GraphGeometry::outline(std::uint32_t box) const {
    const double radius = cornerRadius(m_scene.boxes[box].kind, m_boxes[box]);
    QPainterPath path;
    path.addRoundedRect(m_boxes[box], radius, radius);
    return path;
}

double GraphGeometry::cornerRadius(SceneKind kind, const QRectF& rect) {
    switch (kind) {
        case SceneKind::node:
        case SceneKind::module:
            return 6;
        case SceneKind::state:
            return rect.height() / 2;
        case SceneKind::input:
        case SceneKind::output:
            return 0;
    }
    return 0;
}

}  // namespace lockstep
