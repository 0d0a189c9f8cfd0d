#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numerics/random.h"
#include "core/program/byte_stream.h"
#include "core/run/error_statistics.h"

using namespace lockstep;

namespace {

std::vector<InferenceRecord> records(std::int64_t count) {
    std::vector<InferenceRecord> list;
    for (std::int64_t i = 0; i < count; ++i) {
        InferenceRecord record;
        record.index = i;
        record.reference = i % 7 == 3 ? ReferenceKind::none : ReferenceKind::stepped;
        const auto draw = static_cast<double>(random_input(3, static_cast<std::uint64_t>(i), 0));
        record.max_abs_error = i % 11 == 0 ? 0 : std::exp2(-20 + 12 * draw);
        record.rms_error = record.max_abs_error / 2;
        record.reference_max_abs = 1 + draw * draw;
        record.reference_rms = 1;
        list.push_back(record);
    }
    return list;
}

}  // namespace

/// Against sorting all errors.
class TestErrorStatistics : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theWorstAreThoseOfASort() {
        std::vector<InferenceRecord> list = records(5000);
        ErrorStatistics statistics;
        for (const InferenceRecord& record : list) statistics.add(record);
        std::erase_if(list, [](const auto& r) { return r.reference == ReferenceKind::none; });
        std::ranges::stable_sort(list, std::ranges::greater{}, &InferenceRecord::max_abs_error);
        QCOMPARE(statistics.worst().size(), ErrorStatistics::worst_kept);
        for (std::size_t k = 0; k < ErrorStatistics::worst_kept; ++k)
            QCOMPARE(statistics.worst()[k].index, list[k].index);
        QCOMPARE(statistics.summary().worst_index, list[0].index);
        QCOMPARE(statistics.summary().max_abs, list[0].max_abs_error);
        QCOMPARE(statistics.summary().inferences, std::ssize(list));
        double squares = 0;
        for (const InferenceRecord& record : list) squares += record.rms_error * record.rms_error;
        const double rms = std::sqrt(squares / static_cast<double>(list.size()));
        QVERIFY(std::abs(statistics.summary().rms - rms) < 1e-12 * rms);
    }

    void quantilesAreWithinABin() {
        std::vector<double> errors;
        ErrorStatistics statistics;
        for (const InferenceRecord& record : records(5000)) {
            statistics.add(record);
            if (record.reference != ReferenceKind::none) errors.push_back(record.max_abs_error);
        }
        std::ranges::sort(errors);
        for (const double share : {0.01, 0.05, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const double exact =
                errors[static_cast<std::size_t>(std::ceil(share * static_cast<double>(errors.size()))) - 1];
            const double found = statistics.quantile(share);
            QVERIFY2(found >= exact && found <= exact * (1 + 1.0 / 32),
                     qPrintable(QStringLiteral("%1: %2 for %3").arg(share).arg(found).arg(exact)));
        }
    }

    /// Inferences that are undefined in both are counted apart, and dilute no figure.
    void whatCannotBeComparedIsLeftOut() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        ErrorStatistics statistics;
        for (std::int64_t i = 0; i < 500; ++i) {
            InferenceRecord record;
            record.index = i;
            record.reference = ReferenceKind::stepped;
            record.max_abs_error = record.rms_error = record.reference_rms = 0.5;
            if (i >= 100) {
                record.max_abs_error = record.rms_error = nan;
                record.compared = 0;
                record.non_finite = 16;
                record.allclose = false;
            }
            statistics.add(record);
        }
        const ErrorSummary summary = statistics.summary();
        QCOMPARE(summary.inferences, 100);
        QCOMPARE(summary.undefined, 400);
        QCOMPARE(summary.non_finite, 6400);
        QCOMPARE(summary.rms, 0.5);
        QCOMPARE(summary.relative_rms, 1.0);
        QVERIFY(!summary.allclose);
        QVERIFY(statistics.quantile(0.5) >= 0.5);
        QCOMPARE(statistics.histogram().size(), std::size_t{1});
        QCOMPARE(statistics.histogram()[0].count, 100);
        ByteWriter writer;
        statistics.save(writer);
        ByteReader reader(writer.bytes(), "the figures");
        const ErrorSummary again = ErrorStatistics::load(reader).summary();
        QCOMPARE(again.undefined, 400);
        QCOMPARE(again.rms, 0.5);
    }

    void theHistogramCountsEachOnce() {
        ErrorStatistics statistics;
        std::vector<double> errors = {0, 0, 1, 1.5, 1.999, 2, 0.25, std::numeric_limits<double>::infinity()};
        std::int64_t index = 0;
        for (const double error : errors) {
            InferenceRecord record;
            record.index = index++;
            record.reference = ReferenceKind::forward;
            record.max_abs_error = error;
            statistics.add(record);
        }
        const double inf = std::numeric_limits<double>::infinity();
        const std::vector<ErrorBin> expected = {
            {0, 0, 2}, {0.25, 0.5, 1}, {1, 2, 3}, {2, 4, 1}, {inf, inf, 1}};
        QVERIFY(statistics.histogram() == expected);
        QCOMPARE(statistics.quantile(1.0), inf);
    }

    void sizesFarFromOne_data() {
        QTest::addColumn<double>("error");
        QTest::newRow("of the smallest fp32 values") << 0x1p-149;
        QTest::newRow("small") << 1.9e-33;
        QTest::newRow("large") << 1.51e27;
        QTest::newRow("of the largest fp32 values") << 6.8e38;
    }
    /// Each is in the octave that it lies in, and no quantile is more than a 32nd too large.
    void sizesFarFromOne() {
        QFETCH(double, error);
        ErrorStatistics statistics;
        for (const double each : {error, 1.5 * error, 3 * error}) {
            InferenceRecord record;
            record.reference = ReferenceKind::forward;
            record.max_abs_error = each > 6.8e38 ? error : each;
            statistics.add(record);
        }
        std::int64_t count = 0;
        for (const ErrorBin& bin : statistics.histogram()) {
            QVERIFY(bin.to == 2 * bin.from && bin.from <= 3 * error && bin.to > error);
            count += bin.count;
        }
        QCOMPARE(count, 3);
        const double least = statistics.quantile(0.3);
        QVERIFY(least >= error && least <= error * (1 + 1.0 / 32));
    }

    void nothingHasNoFigures() {
        ErrorStatistics statistics;
        statistics.add(InferenceRecord());
        QCOMPARE(statistics.summary().inferences, 0);
        QVERIFY(statistics.histogram().empty());
        QCOMPARE(statistics.quantile(0.5), 0.0);
    }

    void goingOnFromBytesGivesTheSame() {
        const std::vector<InferenceRecord> list = records(3000);
        ErrorStatistics whole;
        ErrorStatistics first;
        for (std::size_t k = 0; k < list.size(); ++k) {
            whole.add(list[k]);
            if (k < 1234) first.add(list[k]);
        }
        ByteWriter writer;
        first.save(writer);
        ByteReader reader(writer.bytes(), "statistics");
        ErrorStatistics second = ErrorStatistics::load(reader);
        reader.expect_end();
        for (std::size_t k = 1234; k < list.size(); ++k) second.add(list[k]);
        QCOMPARE(second.summary().rms, whole.summary().rms);
        QCOMPARE(second.summary().worst_index, whole.summary().worst_index);
        QVERIFY(second.histogram() == whole.histogram());
        QCOMPARE(second.worst().back().index, whole.worst().back().index);
    }
};

QTEST_APPLESS_MAIN(TestErrorStatistics)
#include "tst_error_statistics.moc"
