#include "core/numerics/activation.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>

#include "core/numerics/bf16.h"

using namespace lockstep;

// The bounds that help/numerics.md states.
constexpr double sigmoid_ulps = 2.5;
constexpr double tanh_ulps = 1.5;

class TestActivation : public QObject {
    Q_OBJECT

    static long double exact_sigmoid(float x) {
        return 1.0L / (1.0L + std::exp(-static_cast<long double>(x)));
    }
    static long double exact_tanh(float x) { return std::tanh(static_cast<long double>(x)); }

    /// Distance in units of the last fp32 place of the exact value.
    static double ulps(float value, long double exact) {
        int exponent = 0;
        std::frexp(exact, &exponent);
        const long double unit = std::ldexp(1.0L, std::max(exponent - 24, -149));
        return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / unit);
    }

    template <class Check>
    static void for_all_bf16(Check check) {
        for (unsigned pattern = 0; pattern < 0x10000; ++pattern) {
            const float x = from_bf16(static_cast<std::uint16_t>(pattern));
            if (!std::isnan(x)) check(x);
        }
    }

    /// fp32 values over all magnitudes and both signs, odd steps apart.
    template <class Check>
    static void for_many_fp32(Check check) {
        for (std::uint32_t bits = 0; bits < 0x7F800000U; bits += 4999) {
            check(std::bit_cast<float>(bits));
            check(std::bit_cast<float>(bits | 0x80000000U));
        }
    }

  private Q_SLOTS:
    void sigmoidIsAccurate() {
        double worst = 0;
        const auto check = [&](float x) { worst = std::max(worst, ulps(sigmoid(x), exact_sigmoid(x))); };
        for_all_bf16(check);
        for_many_fp32(check);
        QVERIFY2(worst <= sigmoid_ulps, qPrintable(QString::number(worst)));
        QVERIFY2(worst >= 0.5, "a worst error below half a unit means that nothing was compared");
    }

    void tanhIsAccurate() {
        double worst = 0;
        const auto check = [&](float x) {
            worst = std::max(worst, ulps(hyperbolic_tangent(x), exact_tanh(x)));
        };
        for_all_bf16(check);
        for_many_fp32(check);
        QVERIFY2(worst <= tanh_ulps, qPrintable(QString::number(worst)));
        QVERIFY2(worst >= 0.5, "a worst error below half a unit means that nothing was compared");
    }

    void growsWithEveryBf16Input() {
        float last_sigmoid = 0;
        float last_tanh = -1;
        const auto check = [&](float x) {
            QVERIFY(sigmoid(x) >= last_sigmoid);
            QVERIFY(hyperbolic_tangent(x) >= last_tanh);
            last_sigmoid = sigmoid(x);
            last_tanh = hyperbolic_tangent(x);
        };
        for (unsigned pattern = 0xFF80; pattern >= 0x8000; --pattern)
            check(from_bf16(static_cast<std::uint16_t>(pattern)));
        for (unsigned pattern = 0; pattern <= 0x7F80; ++pattern)
            check(from_bf16(static_cast<std::uint16_t>(pattern)));
    }

    void staysInsideItsRange() {
        const auto check = [](float x) {
            QVERIFY(sigmoid(x) >= 0.0F && sigmoid(x) <= 1.0F);
            QVERIFY(std::abs(hyperbolic_tangent(x)) <= 1.0F);
        };
        for_all_bf16(check);
        for_many_fp32(check);
    }

    void tanhIsOdd() {
        for_many_fp32([](float x) {
            const auto bits = std::bit_cast<std::uint32_t>(hyperbolic_tangent(x));
            QCOMPARE(std::bit_cast<std::uint32_t>(hyperbolic_tangent(-x)), bits ^ 0x80000000U);
        });
    }

    void specialValues_data() {
        QTest::addColumn<bool>("is_tanh");
        QTest::addColumn<float>("x");
        QTest::addColumn<float>("expected");
        const float infinity = std::numeric_limits<float>::infinity();
        QTest::newRow("sigmoid(0)") << false << 0.0F << 0.5F;
        QTest::newRow("sigmoid(-0)") << false << -0.0F << 0.5F;
        QTest::newRow("sigmoid(inf)") << false << infinity << 1.0F;
        QTest::newRow("sigmoid(-inf)") << false << -infinity << 0.0F;
        QTest::newRow("sigmoid saturates") << false << 17.5F << 1.0F;
        QTest::newRow("sigmoid underflows to +0") << false << -104.0F << 0.0F;
        QTest::newRow("sigmoid of the largest") << false << -std::numeric_limits<float>::max() << 0.0F;
        QTest::newRow("tanh(0)") << true << 0.0F << 0.0F;
        QTest::newRow("tanh(-0)") << true << -0.0F << -0.0F;
        QTest::newRow("tanh(inf)") << true << infinity << 1.0F;
        QTest::newRow("tanh(-inf)") << true << -infinity << -1.0F;
        QTest::newRow("tanh saturates") << true << 9.25F << 1.0F;
        QTest::newRow("tanh of the largest") << true << -std::numeric_limits<float>::max() << -1.0F;
        QTest::newRow("tanh keeps denormals") << true << 0x1p-149F << 0x1p-149F;
    }
    void specialValues() {
        QFETCH(bool, is_tanh);
        QFETCH(float, x);
        QFETCH(float, expected);
        const float value = is_tanh ? hyperbolic_tangent(x) : sigmoid(x);
        QCOMPARE(std::bit_cast<std::uint32_t>(value), std::bit_cast<std::uint32_t>(expected));
    }

    void nanGivesNan() {
        for (const std::uint32_t bits : {0x7FC00000U, 0xFFC00000U, 0x7F800001U, 0xFFFFFFFFU}) {
            QVERIFY(std::isnan(sigmoid(std::bit_cast<float>(bits))));
            QVERIFY(std::isnan(hyperbolic_tangent(std::bit_cast<float>(bits))));
        }
    }
};

QTEST_APPLESS_MAIN(TestActivation)
#include "tst_activation.moc"
