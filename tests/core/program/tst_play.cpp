#include <algorithm>
#include <stdexcept>

#include <QTest>

#include "core/support/error.h"
#include "tests/core/program/streams.h"

using namespace lockstep;
using test::Streams;

namespace {

/// The event of an instruction in a unit.
const TimelineEvent& event_of(const Timeline& timeline, std::uint16_t core, std::uint32_t instruction,
                              Unit unit) {
    for (const TimelineEvent& event : timeline.events)
        if (event.core == core && event.instruction == instruction && event.unit == unit) return event;
    throw std::runtime_error("no such event");
}

}  // namespace

/// Times added up by hand on the machine of streams.h.
class TestPlay : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void oneProduct() {
        Streams s;
        s.input(1);
        s.output(1);
        s.fill(1, 1, 0);
        const auto x = s.tensor(1);
        const auto y = s.tensor(1);
        s.add(0, InputInstruction{0, 1, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        s.add(0, OutputInstruction{0, 1, {y, 0}});
        const Timeline timeline = play(s.program);
        // Input there at 6, product issued at 6, result readable at 6 + 1 + 10 = 17, leaves at 17 + 4 - 1
        // = 20.
        const TimelineEvent& product = event_of(timeline, 0, 1, Unit::matvec);
        QCOMPARE(product.start, std::int64_t{6});
        QCOMPARE(product.end, std::int64_t{7});
        QCOMPARE(product.waited_for, WaitReason::operand);
        QCOMPARE(timeline.events[product.released_by].unit, Unit::input);
        QCOMPARE(event_of(timeline, 0, 2, Unit::result).ready, std::int64_t{17});
        QCOMPARE(timeline.first_output, std::int64_t{20});
        QCOMPARE(timeline.spaced, std::int64_t{20});
        QCOMPARE(timeline.end, std::int64_t{7});
        QCOMPARE(timeline.contiguous, std::int64_t{21});
        QCOMPARE(timeline.last_input, std::int64_t{0});
    }

    void inputBlocksPaceTheProducts() {
        Streams s;
        s.program.config.timing.input_interval.value = 5;
        s.input(3);
        s.fill(3, 1, 0);
        const auto x = s.tensor(3);
        const auto y = s.tensor(1);
        s.add(0, InputInstruction{0, 3, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 3, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        const Timeline timeline = play(s.program);
        // Issued at 6, 11, 16.
        const TimelineEvent& product = event_of(timeline, 0, 1, Unit::matvec);
        QCOMPARE(product.end, std::int64_t{17});
        QCOMPARE(product.busy, std::int64_t{3});
        QCOMPARE(event_of(timeline, 0, 2, Unit::result).ready, std::int64_t{27});
        QCOMPARE(timeline.last_input, std::int64_t{10});
    }

    void accumulatorSpacing() {
        Streams s;
        s.program.config.timing.accumulator_spacing.value = 4;
        s.input(3);
        s.fill(6, 1, 0);
        const auto x = s.tensor(3);
        const auto y = s.tensor(2);
        s.add(0, InputInstruction{0, 3, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 3, 0, 2, AccumulatorStart::zero, 0});
        s.add(0, StoreInstruction{0, 2, ActivationCode::none, 0, {y, 0}, 1});
        // Accumulator 0 at 6, 10, 14, accumulator 1 at 7, 11, 15.
        QCOMPARE(event_of(play(s.program), 0, 2, Unit::result).ready, std::int64_t{15 + 1 + 10});
    }

    void bus() {
        Streams s;
        s.input(1);
        s.fill(1, 2, 0);
        const auto x = s.tensor(1);
        const auto y = s.tensor(2);
        const auto z = s.tensor(2);
        s.add(0, InputInstruction{0, 1, {x, 0}, 3});
        for (std::uint16_t core = 0; core < 2; ++core) {
            s.add(core, MatvecInstruction{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
            s.add(core, StoreInstruction{0, 1, ActivationCode::none, 0, {y, core}, 3});
            s.add(
                core,
                VectorInstruction{
                    VectorOpcode::copy, ActivationCode::none, 0, 2, {y, 0}, {}, {z, 0}, CoreMask{1} << core});
        }
        const Timeline timeline = play(s.program);
        // Both results are ready at 17; core 0 has the bus at 17, core 1 at 19; there 5 later.
        QCOMPARE(event_of(timeline, 0, 2, Unit::bus).start, std::int64_t{17});
        QCOMPARE(event_of(timeline, 0, 2, Unit::bus).ready, std::int64_t{22});
        const TimelineEvent& second = event_of(timeline, 1, 1, Unit::bus);
        QCOMPARE(second.start, std::int64_t{19});
        QCOMPARE(second.waited_for, WaitReason::bus);
        // Core 0 has block 0 at 17 and waits for block 1 of core 1 until 24; core 1 for block 0 until 22.
        QCOMPARE(event_of(timeline, 0, 3, Unit::vector).start, std::int64_t{24});
        QCOMPARE(event_of(timeline, 1, 2, Unit::vector).start, std::int64_t{22});
        QCOMPARE(event_of(timeline, 1, 2, Unit::vector).ready, std::int64_t{22 + 2 * 1 + 3});
    }

    void vectorUnit() {
        Streams s;
        s.input(2);
        s.output(2);
        const auto x = s.tensor(2);
        const auto y = s.tensor(2);
        s.add(0, InputInstruction{0, 2, {x, 0}, 1});
        s.add(0, VectorInstruction{VectorOpcode::add, ActivationCode::none, 0, 2, {x, 0}, {x, 0}, {y, 0}, 1});
        s.add(0, OutputInstruction{0, 2, {y, 0}});
        const Timeline timeline = play(s.program);
        // Both blocks there at 7; issue until 9 and 11; ready at 12 and 14; out at 15 and 17.
        QCOMPARE(timeline.first_output, std::int64_t{15});
        QCOMPARE(timeline.spaced, std::int64_t{17});
        QCOMPARE(timeline.end, std::int64_t{11});
    }

    /// What the vector unit has made comes to its own next instruction later than to other units and cores.
    void vectorChain() {
        Streams s;
        s.program.config.timing.vector_chain_latency.value = 4;
        s.input(1);
        s.output(1);
        s.fill(1, 0, 0);
        const auto x = s.tensor(1);
        const auto y = s.tensor(1);
        const auto z = s.tensor(1);
        const auto w = s.tensor(1);
        const auto copy = [](std::uint16_t from, std::uint16_t to, CoreMask targets) {
            return VectorInstruction{
                VectorOpcode::copy, ActivationCode::none, 0, 1, {from, 0}, {}, {to, 0}, targets};
        };
        s.add(0, InputInstruction{0, 1, {x, 0}, 1});
        s.add(0, copy(x, y, 3));
        s.add(0, copy(y, z, 1));
        s.add(0, MatvecInstruction{0, {y, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, OutputInstruction{0, 1, {z, 0}});
        s.add(1, copy(y, w, 2));
        const Timeline timeline = play(s.program);
        // The input at 6, issued until 7, ready at 10; in the vector unit at 14.
        QCOMPARE(event_of(timeline, 0, 1, Unit::vector).ready, std::int64_t{10});
        QCOMPARE(event_of(timeline, 0, 2, Unit::vector).start, std::int64_t{14});
        QCOMPARE(event_of(timeline, 0, 2, Unit::vector).waited_for, WaitReason::operand);
        QCOMPARE(event_of(timeline, 0, 3, Unit::matvec).start, std::int64_t{10});
        // Over the bus at 10, in the other core 5 later.
        QCOMPARE(event_of(timeline, 1, 0, Unit::vector).start, std::int64_t{15});
        QCOMPARE(event_of(timeline, 0, 4, Unit::output).start, std::int64_t{14 + 1 + 3 + 4 - 1});
    }

    void functionsAndReductions() {
        const Timeline timeline = play(test::vector_program());
        // Blocks at 6 and 7; the parts of the reduction issue 6 to 7 and 7 to 8, the maximum is there at 11.
        QCOMPARE(event_of(timeline, 0, 1, Unit::vector).end, std::int64_t{7});
        QCOMPARE(event_of(timeline, 0, 2, Unit::vector).start, std::int64_t{7});
        QCOMPARE(event_of(timeline, 0, 2, Unit::vector).ready, std::int64_t{11});
        // Three operands: 3 cycles a block; a function: 8 more.
        const TimelineEvent& choice = event_of(timeline, 0, 3, Unit::vector);
        QCOMPARE(choice.start, std::int64_t{11});
        QCOMPARE(choice.end, std::int64_t{17});
        QCOMPARE(choice.ready, std::int64_t{17 + 3 + 8});
        QCOMPARE(event_of(timeline, 0, 4, Unit::output).start, std::int64_t{14 + 3 + 8 + 4 - 1});
        // Over the bus at 16; product 16, its sum through a function at 16 + 1 + 10 + 8.
        QCOMPARE(event_of(timeline, 1, 0, Unit::matvec).start, std::int64_t{16});
        QCOMPARE(event_of(timeline, 1, 1, Unit::result).ready, std::int64_t{35});
        QCOMPARE(timeline.spaced, std::int64_t{38});
    }

    void outputsLeaveInOrder() {
        Streams s;
        s.input(2);
        s.output(2);
        const auto x = s.tensor(2);
        const auto slow = s.tensor(1);
        s.add(0, InputInstruction{0, 2, {x, 0}, 3});
        s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {x, 0}, {}, {slow, 0}, 1});
        s.add(0, OutputInstruction{0, 1, {slow, 0}});
        s.add(1, OutputInstruction{1, 1, {x, 1}});
        const Timeline timeline = play(s.program);
        // Block 0 ready at 6 + 1 + 3 = 10, leaves at 13; block 1 was ready at 7 but goes behind it.
        const TimelineEvent& last = event_of(timeline, 1, 0, Unit::output);
        QCOMPARE(last.start, std::int64_t{14});
        QCOMPARE(last.waited_for, WaitReason::order);
    }

    void lstm() {
        const Timeline timeline = play(test::lstm_program());
        // Products 6..9, cell from 10, h ready at 10 + 10 + 7 = 27, out at 30; U h from 27 to 31.
        QCOMPARE(timeline.spaced, std::int64_t{30});
        QCOMPARE(timeline.end, std::int64_t{31});
        QCOMPARE(timeline.contiguous, std::int64_t{31});
    }

    void stateWaitsForItsReaders() {
        Streams s;
        s.input(1);
        s.fill(1, 1, 0);
        const auto x = s.tensor(1);
        const auto state = s.state(1, 1);
        const auto y = s.tensor(1);
        s.add(0, InputInstruction{0, 1, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, MatvecInstruction{0, {state, 0}, 1, 0, 1, AccumulatorStart::chain, 0});
        s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {x, 0}, {}, {state, 0}, 1},
              true);
        // x is there at 6, but the state is read by the product that issues at 7.
        QCOMPARE(event_of(play(s.program), 0, 4, Unit::vector).start, std::int64_t{8});
    }

    void startsOnly() {
        Streams s;
        s.fill(0, 3, 0);
        s.add(0, MatvecInstruction{0, {}, 0, 0, 2, AccumulatorStart::store, 1});
        s.add(0, SaveInstruction{0, 2, 0});
        QCOMPARE(play(s.program).end, std::int64_t{0});
    }

    void timeIsWhole() {
        const Timeline timeline = play(test::sample_program());
        for (const TimelineEvent& event : timeline.events) {
            QVERIFY(event.start >= 0 && event.end > event.start && event.ready >= event.start);
            QVERIFY(event.busy > 0 && event.busy <= event.end - event.start);
            QCOMPARE(event.released_by == no_event || event.released_by < timeline.events.size(), true);
        }
        QVERIFY(std::ranges::is_sorted(timeline.events, {}, &TimelineEvent::start));
    }

    void deadlock() {
        Streams s;
        const auto a = s.tensor(1);
        const auto b = s.tensor(1);
        s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {a, 0}, {}, {b, 0}, 1});
        s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {b, 0}, {}, {a, 0}, 1});
        try {
            play(s.program);
            QFAIL("it ends");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::bad_program);
            QVERIFY2(error.failure().message.find("core 0 waits for ever at instruction 0 (vector)") !=
                         std::string::npos,
                     error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestPlay)
#include "tst_play.moc"
