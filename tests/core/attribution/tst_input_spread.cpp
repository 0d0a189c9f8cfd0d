#include <QtTest>
#include <limits>

#include "core/attribution/input_spread.h"

using namespace lockstep;

class TestInputSpread : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void columnsThatBf16Loses() {
        IoTensor input;
        input.name = "x";
        input.shape = {4};
        input.streaming_axis = 0;
        InputArray array{.name = {}, .where = "x", .shape = {100, 4}, .values = {}};
        for (int i = 0; i < 100; ++i) {
            const float side = i % 2 == 0 ? 1 : -1;
            array.values.push_back(side);               // around 0
            array.values.push_back(1000 + side);        // steps of 4 for a spread of 1
            array.values.push_back(5000);               // constant: nothing to lose
            array.values.push_back(1000 + 100 * side);  // 25 steps
        }
        const auto source = array_inputs({input}, {array});
        const auto lost = lost_columns(*source, {input}, 100);
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0],
                 (InputSpread{
                     .input = "x", .element = 1, .mean = 1000, .spread = 1, .step = 4, .inferences = 100}));
        QVERIFY(to_text(lost[0]).find("x[1]") != std::string::npos);
        QVERIFY(to_text(lost[0]).find("over 100 inferences") != std::string::npos);
        // A NaN is no reason to be silent.
        array.values[5] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(lost_columns(*array_inputs({input}, {array}), {input}, 100).size(), std::size_t{1});
        IoTensor fp32 = input;
        fp32.fp32 = true;
        QVERIFY(lost_columns(*source, {fp32}, 100).empty());
    }

    /// What lies behind the first many is not looked at.
    void aLongRunIsLookedAtInItsBeginning() {
        IoTensor input;
        input.name = "x";
        input.shape = {1};
        input.streaming_axis = 0;
        constexpr std::int64_t rows = spread_inferences + 10;
        InputArray array{.name = {}, .where = "x", .shape = {rows, 1}, .values = {}};
        for (std::int64_t i = 0; i < rows; ++i)
            array.values.push_back(i < spread_inferences ? 1000.0F + static_cast<float>(i % 2) : -1e6F);
        const auto lost = lost_columns(*array_inputs({input}, {array}), {input}, rows);
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0].inferences, spread_inferences);
        QCOMPARE(lost[0].mean, 1000.5);
    }
};

QTEST_APPLESS_MAIN(TestInputSpread)
#include "tst_input_spread.moc"
