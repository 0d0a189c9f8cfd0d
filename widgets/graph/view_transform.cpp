#include "widgets/graph/view_transform.h"

#include <algorithm>

namespace lockstep {

ViewTransform ViewTransform::zoomedAt(const QPointF& view, double factor) const {
    const QPointF held = toScene(view);
    const double wanted = std::clamp(zoom * factor, smallest, largest);
    return {wanted, view - held * wanted};
}

ViewTransform ViewTransform::keptInSight(const QRectF& bounds, const QSizeF& view, double visible) const {
    const QRectF shown = toView(bounds);
    const double across = std::min({visible, shown.width(), view.width()});
    const double down = std::min({visible, shown.height(), view.height()});
    QPointF delta;
    if (shown.right() < across) delta.setX(across - shown.right());
    if (shown.left() > view.width() - across) delta.setX(view.width() - across - shown.left());
    if (shown.bottom() < down) delta.setY(down - shown.bottom());
    if (shown.top() > view.height() - down) delta.setY(view.height() - down - shown.top());
    return movedBy(delta);
}

ViewTransform ViewTransform::showing(const QRectF& scene, const QSizeF& view, double margin) const {
    const QRectF shown = toView(scene).adjusted(-margin, -margin, margin, margin);
    QPointF delta;
    if (shown.right() > view.width()) delta.setX(view.width() - shown.right());
    if (shown.left() + delta.x() < 0) delta.setX(-shown.left());
    if (shown.bottom() > view.height()) delta.setY(view.height() - shown.bottom());
    if (shown.top() + delta.y() < 0) delta.setY(-shown.top());
    return movedBy(delta);
}

double ViewTransform::fittingZoom(const QRectF& bounds, const QSizeF& view, double most, double margin) {
    const double across = std::max(view.width() - 2 * margin, 1.0) / std::max(bounds.width(), 1.0);
    const double down = std::max(view.height() - 2 * margin, 1.0) / std::max(bounds.height(), 1.0);
    return std::clamp(std::min(across, down), smallest, most);
}

ViewTransform ViewTransform::placed(const QRectF& bounds, const QSizeF& view, double zoom, double margin) {
    const double x = (view.width() - bounds.width() * zoom) / 2 - bounds.left() * zoom;
    return {zoom, QPointF(x, margin - bounds.top() * zoom)};
}

}  // namespace lockstep
