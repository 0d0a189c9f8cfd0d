#include <algorithm>

#include <QTest>

#include <fmt/format.h>

#include "core/analysis/why.h"
#include "tests/core/analysis/many_programs.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

std::int64_t sum(const std::vector<Spent>& spent) {
    std::int64_t cycles = 0;
    for (const Spent& part : spent) cycles += part.cycles;
    return cycles;
}

/// A line for each entry: "matvec 6-10 operand: products 4".
std::string text_of(const CriticalPath& path, const Timeline& timeline) {
    std::string text;
    for (const PathEntry& entry : path.entries) {
        text += fmt::format(
            "{} {}-{} {}:", entry.event == no_event ? "end" : name(timeline.events[entry.event].unit),
            entry.begin, entry.end, name(entry.reason));
        for (const Spent& part : entry.spent) text += fmt::format(" {} {}", name(part.cost), part.cycles);
        text += "\n";
    }
    return text;
}

}  // namespace

class TestCriticalPath : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void addsUp_data() { test::many_programs_rows(); }
    void addsUp() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const Why why = explain(judged);
        const Timeline timeline = play(judged);
        QCOMPARE(why.spaced, timeline.spaced);
        for (const auto& [path, figure] :
             {std::pair{&why.path, timeline.spaced}, std::pair{&why.contiguous_path, timeline.contiguous}}) {
            QCOMPARE(path->cycles, figure);
            std::int64_t now = 0;
            std::int64_t total = 0;
            std::uint32_t before = no_event;
            for (const PathEntry& entry : path->entries) {
                QCOMPARE(entry.begin, now);
                QVERIFY(entry.end >= entry.begin);
                QCOMPARE(sum(entry.spent), entry.cycles());
                QCOMPARE(entry.released_by, before);
                QVERIFY(entry.gathering >= 0);
                now = entry.end;
                before = entry.event;
                total += entry.cycles();
                if (entry.event == no_event) continue;
                // The timeline, which the path is not made from, has the unit at work in between.
                const TimelineEvent& event = timeline.events[entry.event];
                QVERIFY(entry.begin <= event.end);
                QVERIFY(entry.end >= event.start);
            }
            QCOMPARE(total, figure);
        }
        std::int64_t held = 0;
        for (const Holder& holder : why.holders) held += holder.cycles;
        QCOMPARE(held, timeline.spaced);
        QCOMPARE(sum(path_costs(why)), timeline.spaced);
    }

    /// Whatever is on the path moves the figure with it, as far as the player is concerned.
    void isCritical_data() { test::many_programs_rows(); }
    void isCritical() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const RecordedPlay played = play_recorded(judged);
        const CriticalPath path = critical_path(judged, played, played.record.spaced);
        const std::vector<std::uint32_t> events = path.events();
        QVERIFY(!events.empty());
        for (std::size_t i = 0; i < events.size(); i += 1 + events.size() / 40) {
            const TimelineEvent& event = played.timeline.events[events[i]];
            const bool transfers = event.unit == Unit::bus;
            const Timeline delayed =
                play_delayed(judged, {event.core, event.instruction, 7, transfers}, &played.record.bus_turns);
            // A transfer may be on the path for the time that it holds the bus.
            if (transfers)
                QVERIFY(delayed.spaced >= played.timeline.spaced);
            else
                QCOMPARE(delayed.spaced, played.timeline.spaced + 7);
        }
    }

    void lstmByHand() {
        const Program program = test::lstm_program();
        const RecordedPlay played = play_recorded(program);
        // Products 6..9; sums complete at 10, h ready 10 + 10 + 7, out 3 later.
        const std::string expected =
            "input 0-6 stream: input_latency 6\n"
            "matvec 6-10 operand: products 4\n"
            "result 10-27 sum: product_latency 10 cell_latency 7\n"
            "output 27-30 operand: output_latency 3\n";
        QCOMPARE(text_of(critical_path(program, played, played.record.spaced), played.timeline), expected);
    }

    void contiguousByHand() {
        const Program program = test::sample_program();
        const RecordedPlay played = play_recorded(program);
        const std::string spaced =
            text_of(critical_path(program, played, played.record.spaced), played.timeline);
        // Its state is written before the outputs have left: the next input comes one cycle behind them.
        QCOMPARE(text_of(critical_path(program, played, played.record.contiguous), played.timeline),
                 spaced + fmt::format("end {}-{} end: next_inference 1\n", played.timeline.spaced,
                                      played.timeline.spaced + 1));
    }
};

QTEST_APPLESS_MAIN(TestCriticalPath)
#include "tst_critical_path.moc"
