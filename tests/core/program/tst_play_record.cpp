#include <algorithm>
#include <functional>

#include <QTest>

#include "core/program/play_record.h"
#include "core/support/error.h"
#include "tests/core/program/streams.h"

using namespace lockstep;
using test::Streams;

namespace {

using Kinds = std::vector<BoundKind>;

/// The points of an instruction in the order of time.
std::vector<std::uint32_t> points_of(const RecordedPlay& played, std::uint16_t core,
                                     std::uint32_t instruction, PointKind kind) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t p = 0; p < played.record.points.size(); ++p) {
        const PlayPoint& point = played.record.points[p];
        if (point.kind != kind || point.event == no_event) continue;
        const TimelineEvent& event = played.timeline.events[point.event];
        if (event.core == core && event.instruction == instruction) found.push_back(p);
    }
    return found;
}

/// What holds the point exactly at its time.
Kinds binding(const PlayRecord& record, std::uint32_t point) {
    Kinds kinds;
    for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
        if (record.points[bound->from].time + bound->cycles == record.points[point].time)
            kinds.push_back(bound->kind);
    return kinds;
}

/// Two cores that make a block each for both of them; core 0 has the bus first.
Streams two_on_the_bus() {
    Streams s;
    s.input(1);
    s.output(2);
    s.fill(1, 2, 0);
    const auto x = s.tensor(1);
    const auto y = s.tensor(2);
    const auto z = s.tensor(2);
    s.add(0, InputInstruction{0, 1, {x, 0}, 3});
    for (std::uint16_t core = 0; core < 2; ++core) {
        s.add(core, MatvecInstruction{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
        s.add(core, StoreInstruction{0, 1, ActivationCode::none, 0, {y, core}, 3});
    }
    s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 2, {y, 0}, {}, {z, 0}, 1});
    s.add(0, OutputInstruction{0, 2, {z, 0}});
    return s;
}

}  // namespace

/// What a play writes down of itself, on the machine of streams.h.
class TestPlayRecord : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyTimeIsItsLargestBound_data() {
        QTest::addColumn<int>("which");
        QTest::addRow("sample") << 0;
        QTest::addRow("vectors") << 1;
        QTest::addRow("lstm") << 2;
        QTest::addRow("bus") << 3;
    }
    void everyTimeIsItsLargestBound() {
        QFETCH(int, which);
        const std::vector<std::function<Program()>> programs = {test::sample_program, test::vector_program,
                                                                test::lstm_program,
                                                                [] { return two_on_the_bus().program; }};
        const Program program = programs[static_cast<std::size_t>(which)]();
        const RecordedPlay played = play_recorded(program);
        QVERIFY(played.timeline == play(program));
        const PlayRecord& record = played.record;
        QCOMPARE(record.points[record.spaced].time, played.timeline.spaced);
        QCOMPARE(record.points[record.contiguous].time, played.timeline.contiguous);
        for (std::uint32_t p = 1; p < record.points.size(); ++p) {
            std::int64_t latest = -1;
            for (const PlayBound* bound = record.first_bound(p); bound != record.end_bound(p); ++bound) {
                QVERIFY(bound->from < p);
                QVERIFY(bound->cycles >= 0);
                latest = std::max(latest, record.points[bound->from].time + bound->cycles);
            }
            QCOMPARE(latest, record.points[p].time);
        }
    }

    void causes() {
        const RecordedPlay played = play_recorded(two_on_the_bus().program);
        const PlayRecord& record = played.record;
        // Both results are ready at 17: core 1's waits until core 0's has gone, and arrives at 19 + 5.
        const std::uint32_t second = points_of(played, 1, 1, PointKind::transfer).at(0);
        QCOMPARE(record.points[second].time, std::int64_t{19});
        QCOMPARE(binding(record, second), Kinds{BoundKind::bus});
        const std::uint32_t copy = points_of(played, 0, 3, PointKind::vector).at(0);
        QCOMPARE(binding(record, copy), Kinds{BoundKind::operands});
        // Blocks at 28 and 29, on the way until 31 and 32.
        const std::vector<std::uint32_t> outputs = points_of(played, 0, 4, PointKind::output);
        QCOMPARE(record.points[outputs.at(0)].time, std::int64_t{31});
        QCOMPARE(binding(record, outputs.at(0)), Kinds{BoundKind::output});
        QCOMPARE(binding(record, outputs.at(1)), (Kinds{BoundKind::output, BoundKind::order}));
        QCOMPARE(record.bus_turns, (std::vector<BusTurn>{{0, 2, 0}, {1, 1, 1}}));
    }

    void chains() {
        Streams s;
        s.program.config.timing.accumulator_spacing.value = 4;
        s.input(3);
        s.fill(3, 1, 0);
        const auto x = s.tensor(3);
        const auto y = s.tensor(1);
        s.add(0, InputInstruction{0, 3, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 3, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        const RecordedPlay played = play_recorded(s.program);
        const std::vector<std::uint32_t> products = points_of(played, 0, 1, PointKind::product);
        QCOMPARE(binding(played.record, products.at(0)), Kinds{BoundKind::operand});
        QCOMPARE(binding(played.record, products.at(2)), Kinds{BoundKind::accumulator});
    }

    void reductionsWaitForAll() {
        Streams s;
        s.program.config.timing.input_interval.value = 5;
        s.input(3);
        s.fill(1, 1, 0);
        const auto x = s.tensor(3);
        const auto y = s.tensor(1);
        s.add(0, InputInstruction{0, 3, {x, 0}, 1});
        MatvecInstruction sum{0, {x, 0}, 3, 0, 1, AccumulatorStart::zero, 0};
        sum.reduction = true;
        s.add(0, sum);
        s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        const RecordedPlay played = play_recorded(s.program);
        const std::uint32_t first = points_of(played, 0, 1, PointKind::product).at(0);
        QCOMPARE(played.record.points[first].time, std::int64_t{16});
        QCOMPARE(binding(played.record, first), Kinds{BoundKind::operands});
    }

    void delays() {
        const Program program = two_on_the_bus().program;
        const std::int64_t spaced = play(program).spaced;
        QCOMPARE(play_delayed(program, {}).spaced, spaced);
        // Core 1's block waits 2 cycles for the bus: its product may end one cycle later, or two.
        QCOMPARE(play_delayed(program, {1, 0, 2}).spaced, spaced);
        QCOMPARE(play_delayed(program, {1, 0, 3}).spaced, spaced + 1);
        // Core 0's block goes behind it then, if the bus takes who comes first.
        const std::vector<BusTurn> turns = play_recorded(program).record.bus_turns;
        QCOMPARE(play_delayed(program, {0, 2, 9}, &turns).spaced, spaced + 9);
        QCOMPARE(play_delayed(program, {0, 2, 9}).spaced, spaced + 2);
        QCOMPARE(play_delayed(program, {1, 1, 4, true}).spaced, spaced + 4);
        QCOMPARE(play_delayed(program, {0, 2, 4, true}).spaced, spaced);
        for (const std::uint32_t instruction : {0U, 3U, 4U})
            QCOMPARE(play_delayed(program, {0, instruction, 6}).spaced, spaced + 6);
    }

    void turnsOfAnotherProgram() {
        const Program program = two_on_the_bus().program;
        std::vector<BusTurn> turns = play_recorded(program).record.bus_turns;
        std::ranges::reverse(turns);
        turns.push_back({1, 7, 0});
        QCOMPARE(play_delayed(program, {}, &turns).spaced, play(program).spaced - 2);
        turns.erase(turns.begin());
        QVERIFY_THROWS_EXCEPTION(Error, play_delayed(program, {}, &turns));
    }
};

QTEST_APPLESS_MAIN(TestPlayRecord)
#include "tst_play_record.moc"
