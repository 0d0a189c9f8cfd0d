#include "core/numerics/bf16.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace lockstep;

class TestBf16 : public QObject {
    Q_OBJECT

    /// A pattern's value by the definition of the format; infinity counts as 2^128, where the next value
    /// would be.
    static double value_of(unsigned pattern) {
        const int exponent = static_cast<int>(pattern >> 7 & 0xFFU);
        const int mantissa = static_cast<int>(pattern & 0x7FU);
        const double magnitude =
            exponent == 0 ? std::ldexp(mantissa, -133) : std::ldexp(128 + mantissa, exponent - 134);
        return (pattern & 0x8000U) != 0 ? -magnitude : magnitude;
    }

    /// The nearest pattern, found by comparing distances in double; the even one of two that are equally
    /// near.
    static std::uint16_t nearest(float value) {
        if (std::isnan(value)) return 0x7FC0;
        const unsigned sign = std::signbit(value) ? 0x8000U : 0U;
        const double magnitude = std::isinf(value) ? 0x1p128 : std::abs(static_cast<double>(value));
        unsigned low = 0;
        unsigned high = 0x7F80;
        while (high - low > 1) {
            const unsigned middle = (low + high) / 2;
            (value_of(middle) <= magnitude ? low : high) = middle;
        }
        if (value_of(high) <= magnitude) low = high;
        const double below = magnitude - value_of(low);
        const double above = value_of(low + 1) - magnitude;
        const bool up = low < 0x7F80 && (above < below || (above == below && (low & 1U) != 0));
        return static_cast<std::uint16_t>(sign | (low + (up ? 1U : 0U)));
    }

  private Q_SLOTS:
    void everyPatternHasItsValueAndComesBack() {
        for (unsigned pattern = 0; pattern < 0x10000; ++pattern) {
            const float value = from_bf16(static_cast<std::uint16_t>(pattern));
            const std::uint16_t back = to_bf16(value);
            if ((pattern & 0x7FFFU) > 0x7F80U) {
                QVERIFY(std::isnan(value));
                QCOMPARE(back, std::uint16_t{0x7FC0});
                QCOMPARE(canonical_bf16(static_cast<std::uint16_t>(pattern)), std::uint16_t{0x7FC0});
                continue;
            }
            if ((pattern & 0x7FFFU) == 0x7F80U) {
                QVERIFY(std::isinf(value));
            } else {
                QCOMPARE(static_cast<double>(value), value_of(pattern));
            }
            QCOMPARE(std::signbit(value), (pattern & 0x8000U) != 0);
            QCOMPARE(back, static_cast<std::uint16_t>(pattern));
            QCOMPARE(canonical_bf16(static_cast<std::uint16_t>(pattern)),
                     static_cast<std::uint16_t>(pattern));
        }
    }

    void roundsToNearestEven_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("pattern");
        QTest::newRow("tie to even below") << 0x1.01p+0F << 0x3F80;
        QTest::newRow("tie to even above") << 0x1.03p+0F << 0x3F82;
        QTest::newRow("just over a tie") << 0x1.010002p+0F << 0x3F81;
        QTest::newRow("negative tie") << -0x1.01p+0F << 0xBF80;
        QTest::newRow("into the next binade") << 0x1.FFp+0F << 0x4000;
        QTest::newRow("largest that stays finite") << 0x1.FEFFFEp+127F << 0x7F7F;
        QTest::newRow("overflow") << 0x1.FFp+127F << 0x7F80;
        QTest::newRow("smallest denormal") << 0x1p-133F << 0x0001;
        QTest::newRow("half the smallest denormal") << 0x1p-134F << 0x0000;
        QTest::newRow("over half the smallest denormal") << 0x1.0002p-134F << 0x0001;
        QTest::newRow("smallest fp32") << 0x1p-149F << 0x0000;
        QTest::newRow("negative zero") << -0.0F << 0x8000;
        QTest::newRow("underflow keeps the sign") << -0x1p-149F << 0x8000;
    }
    void roundsToNearestEven() {
        QFETCH(float, value);
        QFETCH(int, pattern);
        QCOMPARE(int{to_bf16(value)}, pattern);
    }

    void agreesWithTheNearestValueAroundEveryTie() {
        for (unsigned pattern = 0; pattern < 0x10000; ++pattern) {
            for (const unsigned low : {0U, 1U, 0x7FFFU, 0x8000U, 0x8001U, 0xFFFFU}) {
                const float value = std::bit_cast<float>(pattern << 16 | low);
                QCOMPARE(to_bf16(value), nearest(value));
            }
        }
    }

    void agreesWithTheNearestValueOfRandomBits() {
        std::mt19937 random(1);
        for (int k = 0; k < 500'000; ++k) {
            const float value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
            QCOMPARE(to_bf16(value), nearest(value));
        }
    }

    void fp32MemoriesKeepOneNan() {
        QCOMPARE(std::bit_cast<std::uint32_t>(canonical_fp32(std::bit_cast<float>(0xFFC12345U))),
                 0x7FC00000U);
        QCOMPARE(std::bit_cast<std::uint32_t>(canonical_fp32(-0x1p-149F)), 0x80000001U);
        QCOMPARE(std::bit_cast<std::uint32_t>(canonical_fp32(-std::numeric_limits<float>::infinity())),
                 0xFF800000U);
    }
};

QTEST_APPLESS_MAIN(TestBf16)
#include "tst_bf16.moc"
