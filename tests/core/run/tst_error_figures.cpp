#include <QtTest>
#include <cmath>
#include <limits>
#include <vector>

#include "core/run/error_figures.h"
#include "core/run/error_statistics.h"
#include "core/run/recorder.h"

using namespace lockstep;

/// The error figures of one inference.
class TestErrorFigures : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// By hand.
    void errorFigures() {
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        const std::vector<float> reference = {1, -2, 0, 4};
        set_errors(record, std::vector<float>{1, -1, 0, 1}, reference, {.atol = 0.5, .rtol = 0.25});
        QCOMPARE(record.max_abs_error, 3.0);
        QCOMPARE(record.rms_error, std::sqrt((1.0 + 9.0) / 4));
        QCOMPARE(record.reference_max_abs, 4.0);
        QCOMPARE(record.reference_rms, std::sqrt(21.0 / 4));
        QVERIFY(!record.allclose);
        set_errors(record, std::vector<float>{1, -1, 0, 1}, reference, {.atol = 2.0, .rtol = 0.25});
        QVERIFY(record.allclose);
        const ErrorSummary summary = summarize_errors({record, InferenceRecord{.index = 1}, record});
        QCOMPARE(summary.inferences, 2);
        QCOMPARE(summary.rms, std::sqrt(10.0 / 4));
        QVERIFY(std::abs(summary.relative_rms - std::sqrt(10.0 / 21)) < 1e-15);
    }

    void valuesThatAreNotFinite_data() {
        QTest::addColumn<float>("vm");
        QTest::addColumn<float>("reference");
        QTest::addColumn<bool>("close");
        QTest::addColumn<bool>("compared");
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float inf = std::numeric_limits<float>::infinity();
        QTest::newRow("both NaN") << nan << nan << false << false;
        QTest::newRow("VM NaN") << nan << 1.0F << false << true;
        QTest::newRow("reference NaN") << 1.0F << nan << false << true;
        QTest::newRow("both infinite") << inf << inf << true << false;
        QTest::newRow("opposite") << inf << -inf << false << true;
        QTest::newRow("reference infinite") << 1.0F << inf << false << true;
    }

    void valuesThatAreNotFinite() {
        QFETCH(float, vm);
        QFETCH(float, reference);
        QFETCH(bool, close);
        QFETCH(bool, compared);
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        set_errors(record, std::vector<float>{vm, 3}, std::vector<float>{reference, 2},
                   {.atol = 2, .rtol = 0});
        QCOMPARE(record.non_finite, 1);
        QCOMPARE(record.allclose, close);
        QCOMPARE(record.compared, compared ? 1.0 : 0.5);
        // What is undefined in both is left out of the mean: one value is off by 1.
        QCOMPARE(record.rms_error, compared ? std::numeric_limits<double>::infinity() : 1.0);
        QCOMPARE(record.max_abs_error, compared ? std::numeric_limits<double>::infinity() : 1.0);
        QVERIFY(record.has_error());
    }

    void nothingToCompare() {
        const std::vector<float> nans(3, std::numeric_limits<float>::quiet_NaN());
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        set_errors(record, nans, nans, {});
        QVERIFY(!record.has_error());
        QVERIFY(std::isnan(record.max_abs_error));
        QVERIFY(std::isnan(record.rms_error));
        QVERIFY(!record.allclose);
    }
};

QTEST_APPLESS_MAIN(TestErrorFigures)
#include "tst_error_figures.moc"
