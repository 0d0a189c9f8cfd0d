#include <QtTest>

#include "tests/widgets/timeline/sample_timeline.h"
#include "widgets/timeline/timeline_geometry.h"

using namespace lockstep;
using namespace lockstep::test;

namespace {

TimelineGeometry geometryOf(const TimelineMaker& maker, double width) {
    TimelineGeometry geometry(maker.share_program(), maker.share_timeline());
    geometry.axis.resize(width);
    geometry.placeLanes(200);
    return geometry;
}

}  // namespace

class TestTimelineGeometry : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void lanes() {
        const TimelineMaker maker = small_timeline();
        QStringList text;
        for (const TimelineLane& lane : makeLanes(*maker.share_timeline())) {
            QStringList events;
            for (const std::uint32_t event : lane.events) events += QString::number(event);
            text += QStringLiteral("%1 %2: %3")
                        .arg(lane.core)
                        .arg(QLatin1String(name(lane.unit).data()))
                        .arg(events.join(u' '));
        }
        const QStringList expected{QStringLiteral("0 input: 0"),    QStringLiteral("0 matvec: 1 5"),
                                   QStringLiteral("0 result: 3"),   QStringLiteral("0 output: 6"),
                                   QStringLiteral("1 matvec: 2 7"), QStringLiteral("1 bus: 4")};
        QCOMPARE(text, expected);
    }

    void overlappingEventsStandOnLevels() {
        TimelineMaker maker;
        maker.event(0, Unit::result, 0, 10, 0);
        maker.event(0, Unit::result, 4, 14, 0);
        maker.event(0, Unit::result, 10, 20, 0);
        maker.event(0, Unit::result, 11, 12, 0);
        maker.event(0, Unit::result, 11, 13, 0);  // a fourth at once: shares the last level
        const std::vector<TimelineLane> lanes = makeLanes(maker.timeline());
        QCOMPARE(lanes.size(), std::size_t{1});
        QCOMPARE(lanes[0].levels, 3);
        const std::vector<std::uint8_t> expected{0, 1, 0, 2, 2};
        QCOMPARE(lanes[0].level, expected);
    }

    void cyclesAndPixels_data() {
        QTest::addColumn<double>("cycle");
        QTest::addColumn<double>("x");
        // 104 cycles fitted in 1000 px with 20 px free at either end: 960 px for 104 cycles.
        QTest::newRow("start") << 0.0 << 20.0;
        QTest::newRow("middle") << 52.0 << 500.0;
        QTest::newRow("end") << 104.0 << 980.0;
    }
    void cyclesAndPixels() {
        QFETCH(double, cycle);
        QFETCH(double, x);
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        QVERIFY(std::abs(geometry.axis.xOf(cycle) - x) < 1e-9);
        QVERIFY(std::abs(geometry.axis.cycleAt(x) - cycle) < 1e-9);
    }

    void zoomKeepsThePointerInPlace() {
        TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        const double cycle = geometry.axis.cycleAt(300);
        geometry.axis.zoom(300, 0.25);
        QVERIFY(std::abs(geometry.axis.cycleAt(300) - cycle) < 1e-9);
        QVERIFY(!geometry.axis.fitted());
        geometry.axis.zoom(300, 100);
        QVERIFY(geometry.axis.fitted());
    }

    void zoomEndsAtOneCycleIn256Pixels() {
        TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        for (int i = 0; i < 100; ++i) geometry.axis.zoom(500, 0.5);
        QCOMPARE(1 / geometry.axis.cyclesPerPixel, 256.0);
    }

    void panStaysInside() {
        TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        geometry.axis.zoom(500, 0.5);
        geometry.axis.pan(-1e6);
        QVERIFY(geometry.axis.xOf(0) >= 0 && geometry.axis.xOf(0) <= 30);
        geometry.axis.pan(1e6);
        QVERIFY(geometry.axis.xOf(104) >= 970 && geometry.axis.xOf(104) <= 1000);
    }

    void anotherWidthKeepsTheFit() {
        TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        geometry.axis.resize(500);
        QVERIFY(std::abs(geometry.axis.xOf(104) - 490) < 1e-9);
    }

    void snap_data() {
        QTest::addColumn<double>("cycle");
        QTest::addColumn<qint64>("snapped");
        // 9.23 px a cycle: six pixels are 0.65 cycles.
        QTest::newRow("to the start of an event") << 9.5 << qint64{10};
        QTest::newRow("to the end of an event") << 40.4 << qint64{40};
        QTest::newRow("to the nearer of two edges") << 61.8 << qint64{62};
        QTest::newRow("to the spaced end") << 99.6 << qint64{100};
        QTest::newRow("far from edges: whole cycle") << 30.3 << qint64{30};
        QTest::newRow("behind everything") << 200.2 << qint64{200};
    }
    void snap() {
        QFETCH(double, cycle);
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        QTEST(qint64{geometry.snap(cycle)}, "snapped");
    }

    void snapPrefersAnEdgeToTheNearestCycle() {
        TimelineGeometry geometry = geometryOf(long_timeline(1000), 100);
        // Many cycles per pixel: the edges are dense, so the result must be one.
        const std::int64_t snapped = geometry.snap(1234.9);
        bool edge = false;
        for (const TimelineEvent& event : geometry.timeline().events)
            edge = edge || event.start == snapped || event.end == snapped;
        QVERIFY(edge);
    }

    void hit_data() {
        QTest::addColumn<int>("lane");
        QTest::addColumn<double>("cycle");
        QTest::addColumn<int>("event");
        QTest::newRow("inside an event") << 1 << 20.0 << 1;
        QTest::newRow("second event of the lane") << 1 << 70.0 << 5;
        QTest::newRow("gap between events") << 1 << 50.0 << -1;
        QTest::newRow("input") << 0 << 2.0 << 0;
        QTest::newRow("core 1") << 4 << 100.0 << 7;
    }
    void hit() {
        QFETCH(int, lane);
        QFETCH(double, cycle);
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        const LaneRow& row = geometry.rows()[static_cast<std::size_t>(lane)];
        const auto found = geometry.hit(geometry.axis.xOf(cycle), row.y + row.height / 2);
        QTEST(found ? static_cast<int>(*found) : -1, "event");
    }

    void hitBelowTheLanesIsNothing() {
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        QVERIFY(!geometry.hit(500, geometry.lanesHeight() + 1));
    }

    void spansOfWideEventsAreTheEvents() {
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        const std::vector<TimelineSpan> spans = geometry.spans(1);
        QCOMPARE(spans.size(), std::size_t{2});
        QCOMPARE(spans[0].event, 1U);
        QCOMPARE(spans[0].x0, geometry.axis.xOf(10));
        QCOMPARE(spans[0].x1, geometry.axis.xOf(40));
        QCOMPARE(spans[1].event, 5U);
    }

    void spansOutsideTheViewAreLeftOut() {
        TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        geometry.axis.show(60, 90);
        const std::vector<TimelineSpan> spans = geometry.spans(1);
        QCOMPARE(spans.size(), std::size_t{1});
        QCOMPARE(spans[0].event, 5U);
    }

    void hundredThousandEventsAreAtMostOneSpanAPixel() {
        const TimelineGeometry geometry = geometryOf(long_timeline(100000), 800);
        const std::vector<TimelineSpan> spans = geometry.spans(0);
        QVERIFY(spans.size() <= 800);
        QVERIFY(spans.size() > 700);
        std::int64_t events = 0;
        for (const TimelineSpan& span : spans) events += span.count;
        QCOMPARE(events, std::int64_t{100000});
    }

    void aMergedSpanIsItsLongestEvent() {
        const TimelineGeometry geometry = geometryOf(long_timeline(1000), 50);
        for (const TimelineSpan& span : geometry.spans(0)) {
            const TimelineEvent& event = geometry.timeline().events[span.event];
            QCOMPARE(event.end - event.start, std::int64_t{2});
        }
    }

    void areaStatisticsAreCutToTheRange() {
        const TimelineMaker maker = small_timeline();
        const auto timeline = maker.share_timeline();
        const std::vector<TimelineLane> lanes = makeLanes(*timeline);
        // Lanes 0 … 3 are core 0. In [30, 70): 10 cycles of event 1, 8 of event 3, 4 of event 5.
        const AreaStatistics s = areaStatistics(*timeline, lanes, 0, 3, 30, 70);
        QCOMPARE(
            s, (AreaStatistics{
                   .count = 3, .total = 22, .minimum = 4, .maximum = 10, .average = 22.0 / 3, .worked = 22}));
        // Event 1 works in half of its 30 cycles: in 5 of the 10 that the range has.
        TimelineMaker lazy = small_timeline();
        lazy.timeline().events[1].busy = 15;
        QCOMPARE(areaStatistics(lazy.timeline(), lanes, 0, 3, 30, 70).worked, std::int64_t{17});
    }

    void areaStatisticsOfNothing() {
        const TimelineMaker maker = small_timeline();
        const auto timeline = maker.share_timeline();
        QCOMPARE(areaStatistics(*timeline, makeLanes(*timeline), 0, 5, 45, 50), AreaStatistics{});
    }

    void areaStatisticsByOperator() {
        const TimelineMaker maker = small_timeline();
        const auto timeline = maker.share_timeline();
        const auto program = maker.share_program();
        const auto rows =
            lockstep::areaStatisticsByOperator(*timeline, *program, makeLanes(*timeline), 0, 5, 0, 200);
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].label, std::string("Lstm"));
        QCOMPARE(rows[0].statistics.total, std::int64_t{4 + 30 + 34 + 8 + 4 + 22});
        QCOMPARE(rows[1].label, std::string("Linear"));
        QCOMPARE(rows[1].statistics.total, std::int64_t{14 + 6});
    }

    void criticalPathEndsAtTheLastOutput() {
        const TimelineMaker maker = small_timeline();
        const std::vector<std::uint32_t> expected{6, 5, 4, 2, 0};
        QCOMPARE(criticalPath(*maker.share_timeline()), expected);
    }

    void aRingOfWaitsEnds() {
        TimelineMaker maker;
        maker.event(0, Unit::matvec, 0, 4, 0, WaitReason::operand, 1);
        maker.event(0, Unit::matvec, 4, 8, 0, WaitReason::operand, 0);
        QCOMPARE(releaseChain(maker.timeline(), 0).size(), std::size_t{2});
    }

    void releasedEventsOfOne() {
        const TimelineMaker maker = small_timeline();
        const std::vector<std::uint32_t> expected{1, 2};
        QCOMPARE(releasedEvents(*maker.share_timeline(), 0), expected);
    }

    void eventsOfANodeThatIsFusedAway() {
        TimelineMaker maker = small_timeline();
        const std::uint32_t clamp = maker.node(11, "Clamp", "relu");
        maker.program().nodes[clamp].fused_into = {1};  // the Linear does its work
        const std::vector<bool> events = eventsOfNode(maker.timeline(), maker.program(), 11);
        const std::vector<bool> expected{false, false, false, false, false, true, true, false};
        QCOMPARE(events, expected);
    }

    void eventsBeyondTheProgramHaveNoNode() {
        TimelineMaker maker = small_timeline();
        TimelineEvent stray;
        stray.core = 9;
        QVERIFY(!nodeOfEvent(maker.program(), stray));
        stray.core = 0;
        stray.instruction = 99;
        QVERIFY(!nodeOfEvent(maker.program(), stray));
        QVERIFY(!instructionOfEvent(maker.program(), stray));
    }

    void stepsInTheLane() {
        const TimelineGeometry geometry = geometryOf(small_timeline(), 1000);
        QCOMPARE(geometry.step(1, 1), std::optional<std::uint32_t>(5));
        QCOMPARE(geometry.step(5, -1), std::optional<std::uint32_t>(1));
        QVERIFY(!geometry.step(5, 1));
        QCOMPARE(geometry.nearestEvent(1, 60), 5U);
    }

    void emptyTimeline() {
        const TimelineGeometry nothing;
        QVERIFY(nothing.empty());
        const TimelineGeometry geometry(nullptr, std::make_shared<Timeline>());
        QVERIFY(geometry.empty());
        QCOMPARE(geometry.lanesHeight(), 0);
    }
};

QTEST_APPLESS_MAIN(TestTimelineGeometry)
#include "tst_timeline_geometry.moc"
