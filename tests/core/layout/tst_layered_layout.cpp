#include <QtTest>

#include "core/layout/layered_layout.h"
#include "core/support/error.h"
#include "tests/core/layout/sample_requests.h"

using namespace lockstep;

Q_DECLARE_METATYPE(lockstep::LayoutRequest)

namespace {

bool overlap(const LayoutRect& a, const LayoutRect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// On the border of the rectangle, give or take rounding.
bool on_border(const LayoutRect& box, const LayoutPoint& point) {
    const double eps = 1e-6;
    const bool inside = point.x > box.x - eps && point.x < box.right() + eps && point.y > box.y - eps &&
                        point.y < box.bottom() + eps;
    const bool strictly = point.x > box.x + eps && point.x < box.right() - eps && point.y > box.y + eps &&
                          point.y < box.bottom() - eps;
    return inside && !strictly;
}

std::size_t index_of(const LayoutRequest& request, std::uint32_t id) {
    for (std::size_t i = 0; i < request.boxes.size(); ++i) {
        if (request.boxes[i].id == id) return i;
    }
    return request.boxes.size();
}

}  // namespace

class LayeredLayoutTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void shapes_data() {
        QTest::addColumn<LayoutRequest>("request");
        QTest::newRow("one box") << chain_request(1);
        QTest::newRow("chain") << chain_request(12);
        QTest::newRow("residual") << residual_request(41);
        QTest::newRow("random") << random_request(60, 1);
        QTest::newRow("unrolled") << unrolled_request(30);
        QTest::newRow("state") << state_request();
        LayoutRequest right = residual_request(20);
        right.direction = LayoutDirection::right;
        QTest::newRow("to the right") << right;
        LayoutRequest apart = chain_request(3);
        for (int i = 0; i < 4; ++i) add_box(apart);
        QTest::newRow("boxes without edges") << apart;
    }

    void boxesDoNotOverlap_data() { shapes_data(); }
    void boxesDoNotOverlap() {
        QFETCH(LayoutRequest, request);
        const GraphLayout layout = layered_layout(request);
        QCOMPARE(layout.boxes.size(), request.boxes.size());
        for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) QVERIFY(!overlap(layout.boxes[i], layout.boxes[j]));
        }
    }

    void rankedEdgesLeadOnwards_data() { shapes_data(); }
    void rankedEdgesLeadOnwards() {
        QFETCH(LayoutRequest, request);
        const GraphLayout layout = layered_layout(request);
        for (const LayoutEdge& edge : request.edges) {
            if (!edge.ranks) continue;
            const LayoutRect& from = layout.boxes[index_of(request, edge.from)];
            const LayoutRect& to = layout.boxes[index_of(request, edge.to)];
            if (request.direction == LayoutDirection::down) {
                QVERIFY(from.bottom() < to.y);
            } else {
                QVERIFY(from.right() < to.x);
            }
        }
    }

    void curvesJoinTheirBoxes_data() {
        shapes_data();
        QTest::newRow("ring and loop") << ring_request();
    }
    void curvesJoinTheirBoxes() {
        QFETCH(LayoutRequest, request);
        const GraphLayout layout = layered_layout(request);
        QCOMPARE(layout.edges.size(), request.edges.size());
        for (std::size_t e = 0; e < layout.edges.size(); ++e) {
            const EdgePath& path = layout.edges[e];
            QVERIFY(path.size() >= 4);
            QCOMPARE((path.size() - 1) % 3, std::size_t{0});
            QVERIFY(on_border(layout.boxes[index_of(request, request.edges[e].from)], path.front()));
            QVERIFY(on_border(layout.boxes[index_of(request, request.edges[e].to)], path.back()));
        }
    }

    void everythingLiesInTheBounds_data() { shapes_data(); }
    void everythingLiesInTheBounds() {
        QFETCH(LayoutRequest, request);
        const GraphLayout layout = layered_layout(request);
        QCOMPARE(layout.bounds.x, 0.0);
        QCOMPARE(layout.bounds.y, 0.0);
        for (const LayoutRect& box : layout.boxes) {
            QVERIFY(box.x >= 0 && box.y >= 0 && box.right() <= layout.bounds.width + 1e-6 &&
                    box.bottom() <= layout.bounds.height + 1e-6);
        }
    }

    void aChainIsStraight() {
        const GraphLayout layout = layered_layout(chain_request(20));
        for (const LayoutRect& box : layout.boxes) QVERIFY(std::abs(box.x - layout.boxes[0].x) < 0.01);
    }

    void backEdgesMoveNoBox() {
        LayoutRequest request = state_request();
        const GraphLayout with = layered_layout(request);
        std::erase_if(request.edges, [](const LayoutEdge& edge) { return !edge.ranks; });
        const GraphLayout without = layered_layout(request);
        for (std::size_t i = 0; i < with.boxes.size(); ++i) QCOMPARE(with.boxes[i].y, without.boxes[i].y);
    }

    void sourcesStandAboveTheirReader() {
        LayoutRequest request = chain_request(10);
        add_box(request);
        add_edge(request, 10, 8);
        const GraphLayout layout = layered_layout(request);
        QCOMPARE(layout.boxes[10].y, layout.boxes[7].y);
    }

    void untanglesCrossings() {
        // Two chains whose boxes are named in crossed order.
        LayoutRequest request;
        for (int i = 0; i < 6; ++i) add_box(request);
        add_edge(request, 0, 3);
        add_edge(request, 1, 2);
        add_edge(request, 2, 5);
        add_edge(request, 3, 4);
        const GraphLayout layout = layered_layout(request);
        const auto left_of = [&](std::size_t a, std::size_t b) {
            return layout.boxes[a].x < layout.boxes[b].x;
        };
        QCOMPARE(left_of(0, 1), left_of(3, 2));
        QCOMPARE(left_of(3, 2), left_of(4, 5));
    }

    void isDeterministic() {
        const LayoutRequest request = random_request(300, 5);
        QVERIFY(layered_layout(request) == layered_layout(request));
    }

    void tenThousandBoxes_data() {
        QTest::addColumn<LayoutRequest>("request");
        QTest::newRow("residual") << residual_request(10'000);
        QTest::newRow("random") << random_request(10'000, 3);
        QTest::newRow("one input feeds all") << unrolled_request(10'000);
    }
    void tenThousandBoxes() {
        QFETCH(LayoutRequest, request);
        // A quadratic method runs into the time limit of the test program.
        const GraphLayout layout = layered_layout(request);
        check_layout(request, layout);
        std::size_t points = 0;
        for (const EdgePath& path : layout.edges) points += path.size();
        QVERIFY(points < 60 * (request.boxes.size() + request.edges.size()));
    }

    void stops() {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(
            Error, layered_layout(residual_request(100), {.stop = source.get_token(), .progress = {}}));
    }

    void refusesBrokenRequests_data() {
        QTest::addColumn<LayoutRequest>("request");
        LayoutRequest twice = chain_request(2);
        twice.boxes[1].id = twice.boxes[0].id;
        QTest::newRow("box twice") << twice;
        LayoutRequest nowhere = chain_request(2);
        nowhere.edges[0].to = 99;
        QTest::newRow("edge to nowhere") << nowhere;
        LayoutRequest size = chain_request(2);
        size.boxes[0].width = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("size is no number") << size;
        LayoutRequest edges = chain_request(3);
        edges.edges[1].id = edges.edges[0].id;
        QTest::newRow("edge twice") << edges;
    }
    void refusesBrokenRequests() {
        QFETCH(LayoutRequest, request);
        QVERIFY_THROWS_EXCEPTION(Error, layered_layout(request));
    }
};

QTEST_APPLESS_MAIN(LayeredLayoutTest)
#include "tst_layered_layout.moc"
