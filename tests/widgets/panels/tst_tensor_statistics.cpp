#include <QtTest>
#include <cmath>
#include <limits>
#include <numeric>

#include "widgets/panels/tensor_statistics.h"

using lockstep::TensorStatistics;
using lockstep::tensorStatistics;

class TestTensorStatistics : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void handMade() {
        const std::vector<float> values = {-1, 0, 0, 1, 2};
        const TensorStatistics s = tensorStatistics(values, 3);
        QCOMPARE(s.count, 5);
        QCOMPARE(s.examined, 5);
        QVERIFY(!s.sampled);
        QCOMPARE(s.zeros, 2);
        QCOMPARE(s.minimum, -1.0);
        QCOMPARE(s.maximum, 2.0);
        QCOMPARE(s.mean, 0.4);
        QVERIFY(std::abs(s.deviation - std::sqrt(1.04)) < 1e-12);
        // [-1, 0), [0, 1), [1, 2]: the last one is closed.
        QCOMPARE(s.bins, (std::vector<std::int64_t>{1, 2, 2}));
    }

    void notFinite() {
        const float infinity = std::numeric_limits<float>::infinity();
        const std::vector<float> values = {std::nanf(""), 3, infinity, -infinity, 5};
        const TensorStatistics s = tensorStatistics(values, 2);
        QCOMPARE(s.nonFinite, 3);
        QCOMPARE(s.minimum, 3.0);
        QCOMPARE(s.maximum, 5.0);
        QCOMPARE(s.mean, 4.0);
        QCOMPARE(s.bins, (std::vector<std::int64_t>{1, 1}));
    }

    void degenerate_data() {
        QTest::addColumn<std::vector<float>>("values");
        QTest::addColumn<qint64>("binned");
        QTest::newRow("nothing") << std::vector<float>{} << qint64{0};
        QTest::newRow("one value") << std::vector<float>{7} << qint64{1};
        QTest::newRow("all alike") << std::vector<float>{2, 2, 2} << qint64{3};
        QTest::newRow("only NaN") << std::vector<float>{std::nanf("")} << qint64{0};
    }

    void degenerate() {
        QFETCH(std::vector<float>, values);
        QFETCH(qint64, binned);
        const TensorStatistics s = tensorStatistics(values);
        QCOMPARE(std::accumulate(s.bins.begin(), s.bins.end(), std::int64_t{0}), binned);
    }

    void largeOnesAreSampledAndSaySo() {
        std::vector<float> values(std::size_t{3} << 20);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 1000);
        const TensorStatistics s = tensorStatistics(values);
        QVERIFY(s.sampled);
        QCOMPARE(s.count, std::ssize(values));
        QVERIFY(s.examined <= TensorStatistics::sampleLimit);
        QVERIFY(s.examined > TensorStatistics::sampleLimit / 2);
        QVERIFY(std::abs(s.mean - 499.5) < 5);
    }
};

QTEST_APPLESS_MAIN(TestTensorStatistics)
#include "tst_tensor_statistics.moc"
