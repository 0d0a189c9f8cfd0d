#include <QTest>

#include "core/analysis/slack.h"
#include "tests/core/analysis/many_programs.h"

using namespace lockstep;

/// Slack against the player, which knows nothing of it: an instruction that ends by its slack later leaves
/// the figure, by one cycle more it moves it.
class TestSlack : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void againstThePlayer_data() { test::many_programs_rows(); }
    void againstThePlayer() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const RecordedPlay played = play_recorded(judged);
        const std::vector<Slack> slack = slack_of_events(played);
        const Timeline& timeline = played.timeline;
        QCOMPARE(slack.size(), timeline.events.size());
        const auto delayed = [&](const TimelineEvent& event, std::int64_t cycles) {
            return play_delayed(judged, {event.core, event.instruction, cycles, event.unit == Unit::bus},
                                &played.record.bus_turns);
        };
        constexpr std::int64_t very_long = 100'000;
        for (std::size_t i = 0; i < slack.size(); i += 1 + slack.size() / 70) {
            const TimelineEvent& event = timeline.events[i];
            const std::int64_t spaced = slack[i].spaced.value_or(very_long);
            QVERIFY(spaced >= 0);
            QCOMPARE(delayed(event, spaced).spaced, timeline.spaced);
            if (slack[i].spaced) QCOMPARE(delayed(event, spaced + 1).spaced, timeline.spaced + 1);
            const std::int64_t contiguous = slack[i].contiguous.value_or(very_long);
            QCOMPARE(delayed(event, contiguous).contiguous, timeline.contiguous);
            if (slack[i].contiguous)
                QCOMPARE(delayed(event, contiguous + 1).contiguous, timeline.contiguous + 1);
        }
    }

    /// The machine's bus takes who comes first: a delayed block may lose its turn, mostly to one that is not
    /// waited for. There the slack is nearly always safe, and often there is more.
    void firstComeFirstServed() {
        int judged = 0;
        int unsafe = 0;
        for (const test::NamedProgram& named : test::many_programs()) {
            const RecordedPlay played = play_recorded(named.program);
            const std::vector<Slack> slack = slack_of_events(played);
            for (std::size_t i = 0; i < slack.size(); i += 1 + slack.size() / 20) {
                const TimelineEvent& event = played.timeline.events[i];
                if (!slack[i].spaced || event.unit == Unit::bus) continue;
                const PlayDelay delay{event.core, event.instruction, *slack[i].spaced};
                ++judged;
                if (play_delayed(named.program, delay).spaced > played.timeline.spaced) ++unsafe;
            }
        }
        QVERIFY(judged > 200);
        QVERIFY2(unsafe * 20 <= judged, qPrintable(QString::number(unsafe)));
    }
};

QTEST_APPLESS_MAIN(TestSlack)
#include "tst_slack.moc"
