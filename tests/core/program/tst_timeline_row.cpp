#include "core/program/timeline_row.h"

#include <QTest>
#include <algorithm>

#include "core/program/player.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

class TestTimelineRow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void repeatsAtThePeriod_data() {
        QTest::addColumn<int>("pause");
        QTest::newRow("back to back") << 0;
        QTest::newRow("spaced") << 100;
        QTest::newRow("shorter than it can be") << -5;
    }
    void repeatsAtThePeriod() {
        QFETCH(int, pause);
        const Timeline one = play(test::lstm_program());
        const TimelineRow row = timeline_row(one, 3, one.contiguous + pause);
        const std::int64_t period = one.contiguous + std::max(pause, 0);
        QCOMPARE(row.starts, (std::vector<std::int64_t>{0, period, 2 * period}));
        QCOMPARE(row.timeline.events.size(), 3 * one.events.size());
        QCOMPARE(row.timeline.spaced, one.spaced);
        for (std::uint32_t i = 0; i < row.timeline.events.size(); ++i) {
            const TimelineEvent& event = row.timeline.events[i];
            const TimelineEvent& base = one.events[row.base_of(i)];
            const std::uint32_t k = i / row.events_each;
            QCOMPARE(event.start - base.start, k * period);
            QCOMPARE(event.end - event.start, base.end - base.start);
            QCOMPARE(event.instruction, base.instruction);
            if (base.released_by == no_event) {
                QCOMPARE(event.released_by, no_event);
            } else {
                QCOMPARE(event.released_by, base.released_by + k * row.events_each);
            }
        }
    }

    /// No unit is asked to do two things at once: what the machine page says of back-to-back inferences.
    void noUnitWorksTwiceAtATime() {
        const Timeline one = play(test::lstm_program());
        TimelineRow row = timeline_row(one, 2, one.contiguous);
        for (const Unit unit : {Unit::matvec, Unit::vector}) {
            std::int64_t last = -1;
            for (std::uint32_t i = 0; i < row.events_each; ++i)
                if (row.timeline.events[i].unit == unit) last = std::max(last, row.timeline.events[i].end);
            for (std::uint32_t i = row.events_each; i < row.timeline.events.size(); ++i)
                if (row.timeline.events[i].unit == unit) QVERIFY(row.timeline.events[i].start >= last);
        }
    }
};

QTEST_APPLESS_MAIN(TestTimelineRow)
#include "tst_timeline_row.moc"
