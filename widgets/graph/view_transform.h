#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace lockstep {

/// How scene positions become pixels: view = scene * zoom + offset.
struct ViewTransform {
    double zoom = 1;
    QPointF offset;

    QPointF toView(const QPointF& scene) const { return scene * zoom + offset; }
    QRectF toView(const QRectF& scene) const { return {toView(scene.topLeft()), scene.size() * zoom}; }
    QPointF toScene(const QPointF& view) const { return (view - offset) / zoom; }
    QRectF toScene(const QRectF& view) const { return {toScene(view.topLeft()), view.size() / zoom}; }
    QTransform matrix() const { return {zoom, 0, 0, zoom, offset.x(), offset.y()}; }

    /// Zoomed by `factor`, with what lies under `view` staying there. The zoom is kept within [smallest,
    /// largest].
    ViewTransform zoomedAt(const QPointF& view, double factor) const;
    ViewTransform movedBy(const QPointF& delta) const { return {zoom, offset + delta}; }
    /// Moved as little as possible, so that at least `visible` pixels of `bounds` stay in a view of that
    /// size.
    ViewTransform keptInSight(const QRectF& bounds, const QSizeF& view, double visible = 64) const;
    /// Moved as little as possible to show `scene` with a margin; its top left corner wins where it is too
    /// large.
    ViewTransform showing(const QRectF& scene, const QSizeF& view, double margin = 24) const;

    /// The largest zoom up to `most` at which all of `bounds` is in the view.
    static double fittingZoom(const QRectF& bounds, const QSizeF& view, double most = 1, double margin = 24);
    /// `bounds` at that zoom: centred sideways, its top at the top of the view.
    static ViewTransform placed(const QRectF& bounds, const QSizeF& view, double zoom, double margin = 24);

    static constexpr double smallest = 0.01;
    static constexpr double largest = 4;

    friend bool operator==(const ViewTransform&, const ViewTransform&) = default;
};

}  // namespace lockstep
