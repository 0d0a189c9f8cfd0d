#include <QtTest>

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
        const auto lost = lost_columns(*source, {input}, 0, 100);
        QCOMPARE(lost.size(), std::size_t{1});
        QCOMPARE(lost[0], (InputSpread{.input = "x", .element = 1, .mean = 1000, .spread = 1, .step = 4}));
        QVERIFY(to_text(lost[0]).find("x[1]") != std::string::npos);
        IoTensor fp32 = input;
        fp32.fp32 = true;
        QVERIFY(lost_columns(*source, {fp32}, 0, 100).empty());
    }
};

QTEST_APPLESS_MAIN(TestInputSpread)
#include "tst_input_spread.moc"
