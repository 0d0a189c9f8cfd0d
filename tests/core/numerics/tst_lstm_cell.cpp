#include "core/numerics/lstm_cell.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <random>

#include "core/numerics/activation.h"
#include "core/support/error.h"

using namespace lockstep;

class TestLstmCell : public QObject {
    Q_OBJECT

    static std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }

  private Q_SLOTS:
    void everyTargetGivesTheBitsOfTheFormula_data() {
        QTest::addColumn<int>("target");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("adversarial");
        for (const SimdTarget target : simd_targets()) {
            for (const int size : {1, 16, 17, 32, 64}) {
                QTest::addRow("%s, %d", name(target).data(), size)
                    << static_cast<int>(target) << size << false;
                QTest::addRow("%s, %d, any bits", name(target).data(), size)
                    << static_cast<int>(target) << size << true;
            }
        }
    }
    void everyTargetGivesTheBitsOfTheFormula() {
        QFETCH(int, target);
        QFETCH(int, size);
        QFETCH(bool, adversarial);
        std::mt19937 random(3);
        std::normal_distribution<float> normal(0, 3);
        const auto value = [&] {
            return adversarial ? std::bit_cast<float>(static_cast<std::uint32_t>(random())) : normal(random);
        };
        const auto count = static_cast<std::size_t>(size);
        for (int round = 0; round < 50; ++round) {
            std::vector<float> gates(4 * count);
            std::vector<float> cell(count);
            for (float& gate : gates) gate = value();
            for (float& c : cell) c = value();
            std::vector<float> updated = cell;
            std::vector<std::uint16_t> hidden(count);
            lstm_cell(gates, updated, updated, hidden, static_cast<SimdTarget>(target));
            for (std::size_t r = 0; r < count; ++r) {
                const float added = sigmoid(gates[r]) * hyperbolic_tangent(gates[2 * count + r]);
                const float next = std::fma(sigmoid(gates[count + r]), cell[r], added);
                const float output = sigmoid(gates[3 * count + r]) * hyperbolic_tangent(next);
                if (std::isnan(next)) {
                    QCOMPARE(bits(updated[r]), 0x7FC00000U);
                    QCOMPARE(hidden[r], std::uint16_t{0x7FC0});
                    continue;
                }
                QCOMPARE(bits(updated[r]), bits(next));
                if (std::isnan(output)) {
                    QCOMPARE(hidden[r], std::uint16_t{0x7FC0});
                    continue;
                }
                // Rounding bounds |error| by half a place of bf16; its ties are judged in tst_bf16.
                const float rounded = std::bit_cast<float>(std::uint32_t{hidden[r]} << 16);
                QVERIFY(std::abs(rounded - output) <= std::max(std::abs(output) * 0x1p-8F, 0x1p-134F));
            }
        }
    }

    void gatesStandInTheOrderInputForgetCandidateOutput() {
        // One gate open at a time, c = 0.5: only forget keeps c, only input with candidate adds.
        const float open = 100;
        const float shut = -100;
        std::vector<float> cell{0.5F};
        std::vector<std::uint16_t> hidden(1);
        lstm_cell(std::vector{shut, open, open, shut}, cell, cell, hidden);
        QCOMPARE(cell[0], 0.5F);
        QVERIFY(hidden[0] < 0x0080);
        lstm_cell(std::vector{open, shut, open, open}, cell, cell, hidden);
        QCOMPARE(cell[0], 1.0F);
        QCOMPARE(hidden[0], std::uint16_t{0x3F43});  // tanh(1) = 0.7616
        lstm_cell(std::vector{open, shut, -open, open}, cell, cell, hidden);
        QCOMPARE(cell[0], -1.0F);
    }

    void sizesMustMatch() {
        std::vector<float> cell(2);
        std::vector<std::uint16_t> hidden(2);
        QVERIFY_THROWS_EXCEPTION(Error, lstm_cell(std::vector<float>(7), cell, cell, hidden));
    }
};

QTEST_APPLESS_MAIN(TestLstmCell)
#include "tst_lstm_cell.moc"
