#include <QtTest>

#include "core/layout/layered_layout.h"
#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/graph_geometry.h"
#include "widgets/graph/view_transform.h"

using namespace lockstep;

Q_DECLARE_METATYPE(lockstep::WalkDirection)

namespace {

GraphGeometry geometryOf(const nnir::Graph& graph) {
    GraphScene scene = make_scene(graph);
    GraphLayout layout = layered_layout(layout_request(scene));
    return {std::make_shared<const nnir::Graph>(graph), std::move(scene), std::move(layout)};
}

/// Looks at every rectangle: what the grid must agree with.
std::vector<std::uint32_t> touchingAll(const std::vector<QRectF>& rects, const QRectF& area) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < rects.size(); ++i) {
        const QRectF& r = rects[i];
        if (r.left() <= area.right() && area.left() <= r.right() && r.top() <= area.bottom() &&
            area.top() <= r.bottom())
            found.push_back(i);
    }
    return found;
}

bool near(const QPointF& a, const QPointF& b) {
    return (a - b).manhattanLength() < 1e-6;
}

}  // namespace

class GraphGeometryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gridFindsWhatTouches() {
        QRandomGenerator random(7);
        std::vector<QRectF> rects;
        for (int i = 0; i < 400; ++i) {
            const bool wide = i % 40 == 0;
            rects.emplace_back(random.bounded(3000.0), random.bounded(800.0),
                               wide ? 2500 : random.bounded(60.0), i % 7 == 0 ? 0 : random.bounded(60.0));
        }
        const SpatialGrid grid(rects);
        for (int i = 0; i < 300; ++i) {
            const QRectF area(random.bounded(3500.0) - 200, random.bounded(1000.0) - 100,
                              random.bounded(i % 3 == 0 ? 900.0 : 5.0),
                              random.bounded(i % 3 == 0 ? 500.0 : 5.0));
            QCOMPARE(grid.touching(area), touchingAll(rects, area));
        }
    }

    void emptyGridFindsNothing() { QVERIFY(SpatialGrid().touching(QRectF(0, 0, 10, 10)).empty()); }

    void hitsAreExact() {
        const GraphGeometry geometry = geometryOf(*graphsOf(lstmGraph(), 0)->compiled_form());
        for (std::uint32_t box = 0; box < geometry.boxCount(); ++box) {
            const QRectF& rect = geometry.rect(box);
            const bool sharp = GraphGeometry::cornerRadius(geometry.scene().boxes[box].kind, rect) == 0;
            QVERIFY(geometry.boxAt(rect.center()) == box);
            QVERIFY(geometry.boxAt(QPointF(rect.left() + 0.1, rect.center().y())) == box);
            QVERIFY(!geometry.boxAt(QPointF(rect.left() - 0.1, rect.center().y())));
            QVERIFY(!geometry.boxAt(QPointF(rect.center().x(), rect.bottom() + 0.1)));
            // Round corners are not part of the box.
            QCOMPARE(geometry.boxAt(rect.topLeft() + QPointF(0.3, 0.3)).has_value(), sharp);
        }
    }

    void hitsAgreeWithTheOutline() {
        const GraphGeometry geometry = geometryOf(*graphsOf(lstmGraph(), 0)->compiled_form());
        QRandomGenerator random(3);
        for (int i = 0; i < 2000; ++i) {
            const std::uint32_t box = random.bounded(static_cast<quint32>(geometry.boxCount()));
            const QRectF around = geometry.rect(box).adjusted(-3, -3, 3, 3);
            const QPointF at(around.left() + random.bounded(around.width()),
                             around.top() + random.bounded(around.height()));
            const QPainterPath outline = geometry.outline(box);
            QPainterPathStroker border;
            border.setWidth(0.5);
            if (border.createStroke(outline).contains(at)) continue;  // rounding decides there
            QCOMPARE(geometry.boxAt(at) == box, outline.contains(at));
        }
    }

    void edgesAreHitWithinTheTolerance() {
        const GraphGeometry geometry = geometryOf(residualGraph(1));
        for (std::uint32_t e = 0; e < geometry.scene().edges.size(); ++e) {
            const QPointF on = geometry.middle(e);
            QVERIFY(geometry.edgeAt(on, 4) == e);
            QVERIFY(!geometry.edgeAt(QPointF(geometry.bounds().right() + 100, on.y()), 4));
        }
    }

    void curvesStartAndEndWhereTheLayoutSays() {
        const nnir::Graph graph = residualGraph(2);
        const GraphLayout layout = layered_layout(layout_request(make_scene(graph)));
        const GraphGeometry geometry = geometryOf(graph);
        for (std::uint32_t e = 0; e < layout.edges.size(); ++e) {
            const QPointF end(layout.edges[e].back().x, layout.edges[e].back().y);
            QVERIFY(near(geometry.polyline(e).back(), end));
            QVERIFY(near(geometry.tip(e, 7).front(), end));
            QVERIFY(near(geometry.path(e).currentPosition(), end));
        }
    }

    void walks_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<WalkDirection>("direction");
        QTest::addColumn<int>("to");
        // Boxes: 0 input, 1 lstm.h0, 2 lstm.c0, 3 lstm.h1, 4 lstm.c1, 5 cell, 6 cell, 7 linear, 8 output.
        QTest::newRow("input to cell") << 0 << WalkDirection::down << 5;
        QTest::newRow("state to its cell") << 1 << WalkDirection::down << 5;
        QTest::newRow("cell to cell, not back to the state") << 5 << WalkDirection::down << 6;
        QTest::newRow("up to the straightest") << 6 << WalkDirection::up << 5;
        QTest::newRow("end") << 8 << WalkDirection::down << -1;
        QTest::newRow("start") << 0 << WalkDirection::up << -1;
        QTest::newRow("last step up") << 8 << WalkDirection::up << 7;
    }
    void walks() {
        QFETCH(int, from);
        QFETCH(WalkDirection, direction);
        QFETCH(int, to);
        const GraphGeometry geometry = geometryOf(*graphsOf(lstmGraph(), 0)->compiled_form());
        const auto reached = geometry.walk(static_cast<std::uint32_t>(from), direction);
        QCOMPARE(reached ? static_cast<int>(*reached) : -1, to);
    }

    void walksSideways() {
        const GraphGeometry geometry = geometryOf(*graphsOf(lstmGraph(), 0)->compiled_form());
        std::uint32_t box = geometry.readingOrder().front();
        int steps = 0;
        while (const auto next = geometry.walk(box, WalkDirection::right)) {
            QVERIFY(geometry.rect(*next).left() > geometry.rect(box).right());
            QVERIFY(geometry.walk(*next, WalkDirection::left) == box);
            box = *next;
            ++steps;
        }
        QCOMPARE(steps, 2);  // input and the two states of the first layer
    }

    void zoomKeepsThePointUnderTheCursor() {
        const ViewTransform view{0.8, QPointF(13, -40)};
        for (const double factor : {1.25, 0.5, 1e6, 1e-6}) {
            const QPointF cursor(120, 77);
            const ViewTransform zoomed = view.zoomedAt(cursor, factor);
            QVERIFY(near(zoomed.toView(view.toScene(cursor)), cursor));
            QVERIFY(zoomed.zoom >= ViewTransform::smallest && zoomed.zoom <= ViewTransform::largest);
        }
    }

    void viewAndSceneAreInverse() {
        const ViewTransform view{1.7, QPointF(-5, 9)};
        QVERIFY(near(view.toScene(view.toView(QPointF(3, 4))), QPointF(3, 4)));
        QVERIFY(near(view.matrix().map(QPointF(3, 4)), view.toView(QPointF(3, 4))));
    }

    void fitShowsEverything_data() {
        QTest::addColumn<QRectF>("bounds");
        QTest::newRow("small") << QRectF(0, 0, 50, 50);
        QTest::newRow("wide") << QRectF(0, 0, 5000, 50);
        QTest::newRow("high") << QRectF(10, 20, 50, 3000);
    }
    void fitShowsEverything() {
        QFETCH(QRectF, bounds);
        const QSizeF size(400, 300);
        const double zoom = ViewTransform::fittingZoom(bounds, size);
        const QRectF shown = ViewTransform::placed(bounds, size, zoom).toView(bounds);
        QVERIFY(zoom <= 1);
        QVERIFY(QRectF(QPointF(), size).adjusted(23.9, 23.9, -23.9, -23.9).contains(shown));
        QVERIFY(std::abs(shown.center().x() - 200) < 1e-6);
    }

    void theDrawingCannotBeLost() {
        const QRectF bounds(0, 0, 1000, 1000);
        const QSizeF size(400, 300);
        for (const QPointF& delta :
             {QPointF(5000, 0), QPointF(-5000, 0), QPointF(0, 5000), QPointF(-3000, -3000)}) {
            const ViewTransform view = ViewTransform{1, {}}.movedBy(delta).keptInSight(bounds, size);
            const QRectF seen = view.toView(bounds).intersected(QRectF(QPointF(), size));
            QVERIFY(seen.width() >= 64 && seen.height() >= 64);
        }
        const ViewTransform inside{1, QPointF(-100, -100)};
        QCOMPARE(inside.keptInSight(bounds, size), inside);
    }

    void showingMovesAsLittleAsNeeded() {
        const QSizeF size(400, 300);
        const ViewTransform view{1, {}};
        QCOMPARE(view.showing(QRectF(100, 100, 50, 50), size), view);
        const QRectF shown = view.showing(QRectF(500, 100, 50, 50), size).toView(QRectF(500, 100, 50, 50));
        QCOMPARE(shown, QRectF(326, 100, 50, 50));
        QCOMPARE(view.showing(QRectF(0, 0, 900, 900), size).toView(QPointF(0, 0)), QPointF(24, 24));
    }
};

QTEST_APPLESS_MAIN(GraphGeometryTest)
#include "tst_graph_geometry.moc"
