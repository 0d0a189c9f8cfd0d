#include <QtTest>
#include <cmath>
#include <limits>

#include "widgets/plots/plot_axis.h"
#include "widgets/plots/plot_decimation.h"

using namespace lockstep;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Curve curveOf(std::vector<double> values, std::int64_t first = 0) {
    const auto count = static_cast<std::int64_t>(values.size());
    return {.first = first,
            .count = count,
            .value = [values = std::move(values),
                      first](std::int64_t i) { return values[static_cast<std::size_t>(i - first)]; },
            .present = {}};
}

/// The same with what is known of blocks of `size` values, and a count of the values that were asked for.
Curve withBlocks(Curve curve, std::int64_t size, std::int64_t* asked = nullptr) {
    const auto value = curve.value;
    const auto present = curve.present;
    const std::int64_t end = curve.first + curve.count;
    curve.blockSize = size;
    curve.block = [=](std::int64_t begin) -> std::optional<CurveBlock> {
        CurveBlock block;
        if (begin < curve.first || begin + size > end) return std::nullopt;
        for (std::int64_t i = begin; i < begin + size; ++i) {
            const double y = value(i);
            if (!std::isfinite(y) || (present && !present(i))) return std::nullopt;
            const CurvePoint point{static_cast<double>(i), y};
            if (i == begin || y < block.least.y) block.least = point;
            if (i == begin || y > block.most.y) block.most = point;
            if (y > 0 && (block.leastPositive == 0 || y < block.leastPositive)) block.leastPositive = y;
        }
        return block;
    };
    if (asked != nullptr)
        curve.value = [value, asked](std::int64_t i) {
            ++*asked;
            return value(i);
        };
    return curve;
}

QString text(const DecimatedCurve& curve) {
    QStringList segments;
    for (const auto& segment : curve.segments) {
        QStringList points;
        for (const CurvePoint& point : segment) points += QStringLiteral("%1:%2").arg(point.x).arg(point.y);
        segments += points.join(u' ');
    }
    return segments.join(QStringLiteral(" | "));
}

}  // namespace

class TestPlotDecimation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void smallCurves_data() {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QString>("points");
        QTest::newRow("every point while there is room")
            << QList<double>{1, 3, 2} << QStringLiteral("0:1 1:3 2:2");
        QTest::newRow("one point") << QList<double>{5} << QStringLiteral("0:5");
        QTest::newRow("nothing") << QList<double>{} << QString();
        QTest::newRow("NaN breaks the line")
            << QList<double>{1, notANumber, 2} << QStringLiteral("0:1 | 2:2");
        QTest::newRow("infinity breaks the line")
            << QList<double>{1, 2, infinity, 3} << QStringLiteral("0:1 1:2 | 3:3");
        QTest::newRow("NaN first") << QList<double>{notANumber, 1, 2} << QStringLiteral("1:1 2:2");
        QTest::newRow("only NaN") << QList<double>{notANumber, notANumber} << QString();
    }
    void smallCurves() {
        QFETCH(QList<double>, values);
        const Curve curve = curveOf({values.begin(), values.end()});
        QTEST(text(decimate(curve, -0.5, static_cast<double>(values.size()) - 0.5, 100)), "points");
    }

    /// What is drawn is the same, whatever is known in advance.
    void blocksChangeNothing_data() {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("positive");
        for (const int columns : {1, 7, 100, 1000})
            for (const auto& [from, to] : {std::pair(-0.5, 4999.5), std::pair(3.2, 4711.9),
                                           std::pair(1000.0, 1100.0), std::pair(4000.0, 6000.0)})
                for (const bool positive : {false, true})
                    QTest::addRow("%g to %g in %d%s", from, to, columns, positive ? ", positive" : "")
                        << from << to << columns << positive;
    }
    void blocksChangeNothing() {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(int, columns);
        QFETCH(bool, positive);
        std::vector<double> values;
        for (int i = 0; i < 5000; ++i) {
            const double wave = std::sin(i * 0.37) * std::cos(i * 0.011);
            values.push_back(i % 640 == 5 ? notANumber : i % 977 == 3 ? infinity : i % 13 == 0 ? 0 : wave);
            if (positive && i > 2000 && i < 4000) values.back() = std::abs(wave) + 1e-9;
        }
        Curve curve = curveOf(values);
        curve.present = [](std::int64_t i) { return i % 701 != 17; };
        const DecimatedCurve expected = decimate(curve, from, to, columns, positive);
        const DecimatedCurve blocks = decimate(withBlocks(curve, 64), from, to, columns, positive);
        QCOMPARE(text(blocks), text(expected));
        QVERIFY(blocks.odd == expected.odd);
        QCOMPARE(blocks.oddCount, expected.oddCount);
        QCOMPARE(blocks.minimum, expected.minimum);
        QCOMPARE(blocks.maximum, expected.maximum);
        QCOMPARE(blocks.leastPositive, expected.leastPositive);
        QCOMPARE(blocks.hasZero, expected.hasZero);
    }

    /// A million values cost what a fraction of them does.
    void aMillionValuesAreMostlyNotAskedFor() {
        std::int64_t asked = 0;
        const Curve curve{
            .first = 0,
            .count = 1'000'000,
            .value = [](std::int64_t i) { return i == 654'321 ? 500.0 : static_cast<double>(i % 97); },
            .present = {}};
        const DecimatedCurve thin = decimate(withBlocks(curve, 64, &asked), -0.5, 999'999.5, 1000);
        QVERIFY2(asked < 150'000, qPrintable(QString::number(asked)));
        QCOMPARE(thin.maximum, 500.0);  // the one spike
    }

    void aColumnKeepsItsExtremesInOrder() {
        // Ten values in one column: the least at 7, the most at 2.
        const Curve curve = curveOf({5, 6, 9, 4, 5, 6, 5, 1, 5, 5});
        QCOMPARE(text(decimate(curve, -0.5, 9.5, 1)), QStringLiteral("2:9 7:1"));
    }

    void aMillionPointsAreAtMostTwoAColumn() {
        constexpr std::int64_t count = 1000000;
        constexpr std::int64_t spike = 777777;
        Curve curve{.first = 0, .count = count, .value = {}, .present = {}};
        curve.value = [](std::int64_t i) { return i == spike ? 1000.0 : std::sin(static_cast<double>(i)); };
        const DecimatedCurve result = decimate(curve, -0.5, count - 0.5, 640);
        QCOMPARE(result.segments.size(), std::size_t{1});
        QVERIFY(result.segments[0].size() <= 2 * 640);
        const bool kept =
            std::any_of(result.segments[0].begin(), result.segments[0].end(), [](const CurvePoint& p) {
                return p == CurvePoint{spike, 1000.0};
            });
        QVERIFY(kept);
        QCOMPARE(result.maximum, 1000.0);
        // In order, and never more than two in a pixel column.
        std::vector<int> perColumn(640);
        double last = -1;
        for (const CurvePoint& point : result.segments[0]) {
            QVERIFY(point.x > last);
            last = point.x;
            const auto column = static_cast<std::size_t>((point.x + 0.5) / count * 640);
            QVERIFY(++perColumn[std::min<std::size_t>(column, 639)] <= 2);
        }
    }

    void everyColumnHasTheTrueExtremes() {
        constexpr int columns = 37;
        std::vector<double> values;
        std::uint32_t seed = 1;
        for (int i = 0; i < 5000; ++i) {
            seed = seed * 1664525U + 1013904223U;
            values.push_back(static_cast<double>(seed) / 4294967296.0);
        }
        const DecimatedCurve result = decimate(curveOf(values), -0.5, 4999.5, columns);
        std::vector<double> least(columns, 2);
        std::vector<double> most(columns, -1);
        const auto columnOf = [](double x) { return static_cast<std::size_t>((x + 0.5) / 5000 * columns); };
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t column = columnOf(static_cast<double>(i));
            least[column] = std::min(least[column], values[i]);
            most[column] = std::max(most[column], values[i]);
        }
        for (const CurvePoint& point : result.segments[0]) {
            const std::size_t column = columnOf(point.x);
            if (point.y == least[column]) least[column] = notANumber;
            if (point.y == most[column]) most[column] = notANumber;
        }
        for (int i = 0; i < columns; ++i)
            QVERIFY(std::isnan(least[static_cast<std::size_t>(i)]) &&
                    std::isnan(most[static_cast<std::size_t>(i)]));
    }

    void oneNeighbourBeyondEitherEnd() {
        const Curve curve = curveOf({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        const DecimatedCurve result = decimate(curve, 3.5, 6.5, 100);
        QCOMPARE(text(result), QStringLiteral("3:3 4:4 5:5 6:6 7:7"));
        // They join the line to the edge but are no part of what the axis has to show.
        QCOMPARE(result.minimum, 4.0);
        QCOMPARE(result.maximum, 6.0);
    }

    void indicesNeedNotBeginAtZero() {
        QCOMPARE(text(decimate(curveOf({7, 8, 9}, 100), 99.5, 102.5, 10)),
                 QStringLiteral("100:7 101:8 102:9"));
    }

    void oddValuesAreMarkedAndCounted() {
        const DecimatedCurve result =
            decimate(curveOf({1, notANumber, infinity, -infinity, -2}), -0.5, 4.5, 100, true);
        const std::vector<OddPoint> expected{{1, OddValue::notANumber},
                                             {2, OddValue::plusInfinity},
                                             {3, OddValue::minusInfinity},
                                             {4, OddValue::negative}};
        QCOMPARE(result.odd, expected);
        QCOMPARE(result.oddCount, std::int64_t{4});
        QCOMPARE(result.maximum, 1.0);
    }

    void oddValuesOfOneColumnAreOneMark() {
        const DecimatedCurve result =
            decimate(curveOf(std::vector<double>(1000, notANumber)), -0.5, 999.5, 10);
        QCOMPARE(result.odd.size(), std::size_t{10});
        QCOMPARE(result.oddCount, std::int64_t{1000});
        QVERIFY(!result.hasValues);
    }

    void gapsBreakTheLineWithoutAMark() {
        Curve curve = curveOf({1, 2, 3, 4});
        curve.present = [](std::int64_t i) { return i != 1; };
        const DecimatedCurve result = decimate(curve, -0.5, 3.5, 100);
        QCOMPARE(text(result), QStringLiteral("0:1 | 2:3 3:4"));
        QVERIFY(result.odd.empty());
    }

    void zerosAndTheLeastPositiveValue() {
        const DecimatedCurve result = decimate(curveOf({0.5, 0, 1e-6, 3}), -0.5, 3.5, 100, true);
        QVERIFY(result.hasZero);
        QCOMPARE(result.leastPositive, 1e-6);
    }

    void ticks_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("labels");
        QTest::newRow("steps of two") << 0.0 << 10.0 << QStringLiteral("0 2 4 6 8 10");
        QTest::newRow("decimals of the step") << 0.0 << 1.0 << QStringLiteral("0.0 0.2 0.4 0.6 0.8 1.0");
        QTest::newRow("true minus") << -1.0 << 1.0 << QStringLiteral("−1.0 −0.5 0.0 0.5 1.0");
        QTest::newRow("tiny") << 0.0 << 2e-6 << QStringLiteral("0 5·10⁻⁷ 1.0·10⁻⁶ 1.5·10⁻⁶ 2.0·10⁻⁶");
    }
    void ticks() {
        QFETCH(double, low);
        QFETCH(double, high);
        QStringList labels;
        for (const AxisTick& tick : linearTicks(low, high, 5)) labels += tick.label;
        QTEST(labels.join(u' '), "labels");
    }

    void wholeTicksAreWhole() {
        QStringList labels;
        for (const AxisTick& tick : wholeTicks(-0.5, 2.5, 10)) labels += tick.label;
        QCOMPARE(labels.join(u' '), QStringLiteral("0 1 2"));
    }

    void logarithmicScale() {
        const ValueScale scale = ValueScale::logarithmic(3e-5, 2e-3, true);
        // Decades 1e-5 … 1e-2, zeros below.
        QCOMPARE(scale.position(1e-5), -5.0);
        QCOMPARE(scale.high(), -2.0);
        QVERIFY(scale.position(0) < -5 && scale.position(0) > scale.low());
        QCOMPARE(scale.value(scale.position(0)), 0.0);
        QStringList labels;
        for (const AxisTick& tick : scale.ticks(10)) labels += tick.label;
        QCOMPARE(labels.join(u' '), QStringLiteral("0 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻²"));
    }

    void logarithmicScaleOfNothingButZeros() {
        const ValueScale scale = ValueScale::logarithmic(0, 0, true);
        QVERIFY(scale.hasZeroBand());
        QVERIFY(scale.position(0) > scale.low() && scale.position(0) < scale.high());
    }

    void linearScaleOfOneValue_data() {
        QTest::addColumn<double>("value");
        QTest::newRow("zero") << 0.0;
        QTest::newRow("small") << 1e-30;
        QTest::newRow("negative") << -4.0;
        QTest::newRow("huge") << 1e300;
    }
    void linearScaleOfOneValue() {
        QFETCH(double, value);
        const ValueScale scale = ValueScale::linear(value, value);
        QVERIFY(scale.low() < value && value < scale.high());
    }
};

QTEST_APPLESS_MAIN(TestPlotDecimation)
#include "tst_plot_decimation.moc"
