#include "core/numerics/fp8.h"

#include <QtTest>

#include <limits>
#include <random>
#include <vector>

#include "tests/support/oracle.h"

using namespace lockstep;

class TestFp8 : public QObject {
    Q_OBJECT

    static bool is_nan(unsigned code) { return (code & 0x7FU) == 0x7FU; }

  private Q_SLOTS:
    /// The values that the OCP specification prints for E4M3.
    void namedCodes() {
        QCOMPARE(from_fp8(0x7E), 448.0F);
        QCOMPARE(from_fp8(0x08), 0x1p-6F);  // smallest normal
        QCOMPARE(from_fp8(0x07), 0.875F * 0x1p-6F);
        QCOMPARE(from_fp8(0x01), 0x1p-9F);
        QCOMPARE(from_fp8(0x38), 1.0F);
        QCOMPARE(from_fp8(0xB8), -1.0F);
        QVERIFY(std::signbit(from_fp8(0x80)) && from_fp8(0x80) == 0.0F);
        QVERIFY(std::isnan(from_fp8(0x7F)) && std::isnan(from_fp8(0xFF)));
    }

    void everyCodeAsTheOracleHasIt() {
        for (unsigned code = 0; code < 256; ++code) {
            const float ours = from_fp8(static_cast<std::uint8_t>(code));
            QCOMPARE(std::bit_cast<std::uint32_t>(ours),
                     std::bit_cast<std::uint32_t>(oracle::from_fp8(static_cast<std::uint8_t>(code))));
            QCOMPARE(to_fp8(ours), static_cast<std::uint8_t>(is_nan(code) ? 0x7FU : code));
        }
    }

    /// Every code's value, the middle to the next one, and what lies just beside these.
    void roundsToNearestTiesToEven() {
        for (unsigned code = 0; code < 0x7E; ++code) {
            const float low = from_fp8(static_cast<std::uint8_t>(code));
            const float high = from_fp8(static_cast<std::uint8_t>(code + 1));
            const float middle = (low + high) / 2;
            for (const float sign : {1.0F, -1.0F}) {
                for (const float value : {std::nextafter(low, high), std::nextafter(middle, low), middle,
                                          std::nextafter(middle, high), std::nextafter(high, low)})
                    QCOMPARE(to_fp8(sign * value), oracle::to_fp8(sign * value));
            }
            QCOMPARE(to_fp8(middle) % 2, 0);
        }
    }

    void saturates_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("code");
        QTest::newRow("beyond the largest") << 449.0F << 0x7E;
        QTest::newRow("where 480 would be nearer") << 470.0F << 0x7E;
        QTest::newRow("the largest fp32 value") << std::numeric_limits<float>::max() << 0x7E;
        QTest::newRow("infinity") << std::numeric_limits<float>::infinity() << 0x7E;
        QTest::newRow("minus infinity") << -std::numeric_limits<float>::infinity() << 0xFE;
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN() << 0x7F;
        QTest::newRow("half of the smallest") << 0x1p-10F << 0;
        QTest::newRow("a little more") << std::nextafter(0x1p-10F, 1.0F) << 1;
        QTest::newRow("a tiny negative one") << -1e-40F << 0x80;
    }
    void saturates() {
        QFETCH(float, value);
        QFETCH(int, code);
        QCOMPARE(static_cast<int>(to_fp8(value)), code);
    }

    void randomValuesAsTheOracleHasThem() {
        std::mt19937 random(1);
        for (int k = 0; k < 20'000; ++k) {
            const auto bits = static_cast<std::uint32_t>(random());
            // Mostly of sizes that fp8 has.
            const float any = std::bit_cast<float>(bits);
            const float value = k % 4 == 0 ? any : std::ldexp(static_cast<float>(bits >> 8), -37 + k % 20);
            QCOMPARE(to_fp8(value), oracle::to_fp8(value));
        }
    }

    void scales_data() {
        QTest::addColumn<QList<float>>("values");
        QTest::addColumn<int>("scale");
        QTest::newRow("as it is") << QList<float>{448, -1} << 127;
        QTest::newRow("a little more") << QList<float>{-448.1F, 1} << 128;
        QTest::newRow("one") << QList<float>{1, 0.5F} << 119;
        QTest::newRow("just above a power's share") << QList<float>{0.8751F} << 119;
        QTest::newRow("just below") << QList<float>{0.875F} << 118;
        QTest::newRow("zeros") << QList<float>{0, 0} << 127;
        QTest::newRow("only what is not finite") << QList<float>{INFINITY, NAN} << 127;
        QTest::newRow("infinity does not count") << QList<float>{INFINITY, 448} << 127;
        QTest::newRow("tiny") << QList<float>{1e-40F} << least_fp8_scale;
        QTest::newRow("huge") << QList<float>{3e38F} << most_fp8_scale;
    }
    void scales() {
        QFETCH(QList<float>, values);
        QFETCH(int, scale);
        QCOMPARE(static_cast<int>(fp8_scale_of(std::vector<float>(values.begin(), values.end()))), scale);
    }

    /// Nothing is lost when a code becomes the bf16 weight that is multiplied with, under any scale.
    void everyWeightIsExactInBf16() {
        for (int scale = least_fp8_scale; scale <= most_fp8_scale; ++scale)
            for (unsigned code = 0; code < 256; ++code) {
                const std::uint16_t weight =
                    fp8_weight(static_cast<std::uint8_t>(code), static_cast<std::uint8_t>(scale));
                const double expected =
                    std::ldexp(static_cast<double>(from_fp8(static_cast<std::uint8_t>(code))), scale - 127);
                if (is_nan(code))
                    QCOMPARE(weight, bf16_nan);
                else
                    QCOMPARE(static_cast<double>(from_bf16(weight)), expected);
                if (!is_nan(code))
                    QCOMPARE(to_fp8(from_bf16(weight), static_cast<std::uint8_t>(scale)),
                             static_cast<std::uint8_t>(code));
            }
    }
};

QTEST_APPLESS_MAIN(TestFp8)
#include "tst_fp8.moc"
