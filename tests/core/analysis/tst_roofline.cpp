#include <algorithm>

#include <QTest>

#include "core/analysis/roofline.h"
#include "tests/core/analysis/many_programs.h"
#include "tests/core/program/streams.h"

using namespace lockstep;
using test::Streams;

class TestRoofline : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void neverAboveWhatIsPlayed_data() { test::many_programs_rows(); }
    void neverAboveWhatIsPlayed() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const Roofline roof = roofline(judged, play_recorded(judged));
        QCOMPARE(roof.spaced, play(judged).spaced);
        for (const std::int64_t bound : {roof.weights, roof.dependences, roof.io})
            QVERIFY(bound <= roof.combined);
        QVERIFY(roof.combined <= roof.spaced);
        QVERIFY(roof.combined_balanced <= roof.combined);
        QVERIFY(roof.weights_balanced <= roof.weights);
        QVERIFY(roof.weights_balanced <= roof.combined_balanced);
    }

    /// Where a machine has more of what a bound leaves out, the played figure comes down to the bound, but no
    /// further.
    void holdsOnAFasterMachine_data() { test::many_programs_rows(); }
    void holdsOnAFasterMachine() {
        QFETCH(int, program);
        Program judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const Roofline roof = roofline(judged, play_recorded(judged));
        judged.config.timing.bus_interval.value = 0;
        QVERIFY(play(judged).spaced >= roof.dependences);
        QVERIFY(play(judged).spaced >= roof.weights);
        for (Figure<int>* latency : {&judged.config.timing.product_latency,
                                     &judged.config.timing.vector_latency, &judged.config.timing.bus_latency,
                                     &judged.config.timing.table_latency, &judged.config.timing.cell_latency})
            latency->value = 0;
        QVERIFY(play(judged).spaced >= roof.weights);
        QVERIFY(play(judged).spaced >= roof.io);
    }

    /// One core, four input blocks into two rows of blocks: 6 + 8 products + 10, out 4 later and one more.
    void byHand() {
        Streams s;
        s.input(4);
        s.output(2);
        s.fill(8, 2, 0);
        const auto x = s.tensor(4);
        const auto y = s.tensor(2);
        s.add(0, InputInstruction{0, 4, {x, 0}, 1});
        s.add(0, MatvecInstruction{0, {x, 0}, 4, 0, 2, AccumulatorStart::zero, 0});
        s.add(0, StoreInstruction{0, 2, ActivationCode::none, 0, {y, 0}, 1});
        s.add(0, OutputInstruction{0, 2, {y, 0}});
        const Roofline roof = roofline(s.program, play_recorded(s.program));
        QCOMPARE(roof.products, (std::vector<std::int64_t>{8, 0}));
        QCOMPARE(roof.weights, std::int64_t{8});
        QCOMPARE(roof.weights_balanced, std::int64_t{4});
        // 6, 4 products into one accumulator, 10, 4 - 1.
        QCOMPARE(roof.dependences, std::int64_t{6 + 4 + 10 + 3});
        // The last input block at 6 + 3, its output 3 later, the second one a cycle behind the first.
        QCOMPARE(roof.io, std::int64_t{6 + 3 + 3 + 1});
        QCOMPARE(roof.spaced, std::int64_t{6 + 8 + 10 + 3});
        QCOMPARE(roof.combined, roof.spaced);
        // On two cores: 6, then 4 cycles of 2 products, 10 and 3.
        QCOMPARE(roof.combined_balanced, std::int64_t{6 + 4 + 10 + 3 + 1});
        QCOMPARE(roof.limit, Roofline::Limit::dependences);
    }
};

QTEST_APPLESS_MAIN(TestRoofline)
#include "tst_roofline.moc"
