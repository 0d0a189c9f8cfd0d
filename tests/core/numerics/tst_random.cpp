#include "core/numerics/random.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace lockstep;

class TestRandom : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Computed with unbounded integers in Python from the description in help/numerics.md; the same script
    // gives the published first outputs of SplitMix64 for the seed 1234567 (6457827717110365317,
    // 3203168211198807973).
    void firstValues_data() {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<quint64>("inference");
        QTest::addColumn<QVector<int>>("sums");  // of elements 0, 1, 2, 3, 1000
        const quint64 last = std::numeric_limits<quint64>::max();
        QTest::newRow("seed 0") << quint64{0} << quint64{0}
                                << QVector<int>{-34904, 75637, 83208, -8944, 11039};
        QTest::newRow("seed 1") << quint64{1} << quint64{0}
                                << QVector<int>{-49954, -6262, 54873, -49233, 57819};
        QTest::newRow("inference 1") << quint64{1} << quint64{1}
                                     << QVector<int>{18790, -19497, -43526, 74493, -47994};
        QTest::newRow("seed 42, inference 7")
            << quint64{42} << quint64{7} << QVector<int>{-82447, 153129, 91009, 34339, 124937};
        QTest::newRow("largest") << last << last - 1 << QVector<int>{9322, 170592, -43637, -145058, 29462};
    }
    void firstValues() {
        QFETCH(quint64, seed);
        QFETCH(quint64, inference);
        QFETCH(QVector<int>, sums);
        const std::array<std::uint64_t, 5> elements{0, 1, 2, 3, 1000};
        for (std::size_t k = 0; k < elements.size(); ++k) {
            QCOMPARE(random_input(seed, inference, elements[k]),
                     static_cast<float>(sums[static_cast<int>(k)]) / 65536.0F);
        }
    }

    void fillIsElementByElement() {
        std::vector<float> values(100);
        fill_random_input(5, 9, values);
        for (std::size_t e = 0; e < values.size(); ++e) QCOMPARE(values[e], random_input(5, 9, e));
    }

    void hasTheMomentsOfANormalVariable() {
        // 200,000 values: the mean's own deviation is 0.0022, the variance's 0.0031, that of the fourth
        // moment 0.02.
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        const int count = 200'000;
        std::vector<float> values(1000);
        for (int k = 0; k < count / 1000; ++k) {
            fill_random_input(3, static_cast<std::uint64_t>(k), values);
            for (const double x : values) {
                sum += x;
                squares += x * x;
                fourths += x * x * x * x;
                QVERIFY(std::abs(x) <= 6);
            }
        }
        QVERIFY(std::abs(sum / count) < 0.009);
        QVERIFY(std::abs(squares / count - 1) < 0.0125);
        QVERIFY(std::abs(fourths / count - 2.9) < 0.08);  // 3 - 1.2 / 12 for a sum of twelve
    }

    void neighboursAreUnrelated() {
        // Correlation over 100,000 pairs: own deviation 0.0032.
        double elements = 0;
        double inferences = 0;
        double seeds = 0;
        const int count = 100'000;
        for (std::uint64_t k = 0; k < count; ++k) {
            const double x = random_input(1, k / 100, k % 100);
            elements += x * random_input(1, k / 100, k % 100 + 1);
            inferences += x * random_input(1, k / 100 + 1, k % 100);
            seeds += x * random_input(2, k / 100, k % 100);
        }
        for (const double correlation : {elements / count, inferences / count, seeds / count})
            QVERIFY(std::abs(correlation) < 0.013);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
