#include <QtTest>

#include "core/accel/accelerator_config.h"
#include "tests/core/compiler/work_lists.h"
#include "widgets/timeline/timeline_geometry.h"

using namespace lockstep;
using namespace lockstep::test;

/// What the timeline view says of programs that the compiler made.
class TestTimelinePrograms : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("meta");
        QTest::addColumn<QString>("config");
        QTest::newRow("slp") << QStringLiteral("slp") << QStringLiteral("input=128;output=128")
                             << QStringLiteral("v80_c6b32");
        QTest::newRow("lstm on six cores")
            << QStringLiteral("lstm") << QStringLiteral("layers=2;hidden_size=250")
            << QStringLiteral("v80_c6b32");
        QTest::newRow("lstm on three cores")
            << QStringLiteral("lstm") << QStringLiteral("layers=2;hidden_size=250")
            << QStringLiteral("ia_840f_c3b64");
    }

    void init() {
        QFETCH_GLOBAL(QString, family);
        QFETCH_GLOBAL(QString, meta);
        QFETCH_GLOBAL(QString, config);
        const TestModel model = benchmark_model(family.toStdString(), meta.toStdString());
        m_compiled = compiler::compile_work(model.list, model.view, find_config(config.toStdString()));
        QVERIFY(!m_compiled.timeline->events.empty());
    }

    void everyEventStandsInOneLane() {
        std::vector<int> seen(m_compiled.timeline->events.size());
        for (const TimelineLane& lane : makeLanes(*m_compiled.timeline)) {
            for (const std::uint32_t event : lane.events) ++seen[event];
        }
        QVERIFY(std::all_of(seen.begin(), seen.end(), [](int count) { return count == 1; }));
    }

    void everyEventHasANodeAndAnInstruction() {
        for (const TimelineEvent& event : m_compiled.timeline->events) {
            QVERIFY(nodeOfEvent(*m_compiled.program, event));
            QVERIFY(instructionOfEvent(*m_compiled.program, event));
        }
    }

    /// The chain that is shown as critical begins with the inference, goes forward in time and ends at the
    /// spaced latency.
    void theCriticalPathSpansTheLatency() {
        const Timeline& timeline = *m_compiled.timeline;
        const std::vector<std::uint32_t> path = criticalPath(timeline);
        QVERIFY(path.size() >= 3);
        QCOMPARE(timeline.events[path.back()].start, std::int64_t{0});
        QCOMPARE(timeline.events[path.back()].waited_for, WaitReason::none);
        QCOMPARE(timeline.events[path.front()].ready, timeline.spaced);
        for (std::size_t i = 1; i < path.size(); ++i)
            QVERIFY(timeline.events[path[i]].start <= timeline.events[path[i - 1]].start);
    }

    /// Busy cycles per unit never exceed the time there is.
    void noUnitWorksLongerThanThereIsTime() {
        const Timeline& timeline = *m_compiled.timeline;
        const std::vector<TimelineLane> lanes = makeLanes(timeline);
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            if (lanes[lane].levels > 1) continue;
            const AreaStatistics s = areaStatistics(timeline, lanes, lane, lane, 0, timeline.end);
            QVERIFY(s.total <= timeline.end);
        }
    }

  private:
    CompiledProgram m_compiled;
};

QTEST_APPLESS_MAIN(TestTimelinePrograms)
#include "tst_timeline_programs.moc"
