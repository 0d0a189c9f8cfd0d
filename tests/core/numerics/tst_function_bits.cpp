#include <QtTest>

#include <bit>
#include <cstdint>
#include <vector>

#include "core/numerics/function_style.h"
#include "core/numerics/random.h"
#include "tests/support/oracle.h"

using namespace lockstep;

/// The functions against the oracle, which is written from help/numerics.md alone: bit for bit.
class TestFunctionBits : public QObject {
    Q_OBJECT

    static void compare(Function function, const std::vector<std::uint32_t>& patterns) {
        compare(function, patterns, FunctionStyle::exact);
        compare(function, patterns, FunctionStyle::table);
    }

    static void compare(Function function, const std::vector<std::uint32_t>& patterns, FunctionStyle style) {
        std::vector<float> expected;
        for (const std::uint32_t pattern : patterns)
            expected.push_back(oracle::apply(function, std::bit_cast<float>(pattern), style));
        for (const SimdTarget target : simd_targets()) {
            std::vector<float> values;
            for (const std::uint32_t pattern : patterns) values.push_back(std::bit_cast<float>(pattern));
            apply_function(function, values, target, style);
            for (std::size_t k = 0; k < values.size(); ++k) {
                if (std::bit_cast<std::uint32_t>(values[k]) == std::bit_cast<std::uint32_t>(expected[k]))
                    continue;
                QFAIL(qPrintable(QStringLiteral("%1 (%6) of 0x%2 on %3: 0x%4 instead of 0x%5")
                                     .arg(QLatin1String(name(function)))
                                     .arg(patterns[k], 8, 16, QLatin1Char('0'))
                                     .arg(QLatin1String(name(target)))
                                     .arg(std::bit_cast<std::uint32_t>(values[k]), 8, 16, QLatin1Char('0'))
                                     .arg(std::bit_cast<std::uint32_t>(expected[k]), 8, 16, QLatin1Char('0'))
                                     .arg(QLatin1String(name(style)))));
            }
        }
    }

    static void rows() {
        QTest::addColumn<Function>("function");
        for (const Function function : all_functions) QTest::newRow(name(function).data()) << function;
    }

  private Q_SLOTS:
    void everyBf16Input_data() { rows(); }
    void everyBf16Input() {
        QFETCH(Function, function);
        std::vector<std::uint32_t> patterns;
        for (std::uint32_t pattern = 0; pattern < 0x10000; ++pattern) patterns.push_back(pattern << 16);
        compare(function, patterns);
    }

    /// All signs and exponents, NaNs and denormals too, odd steps apart.
    void manyFp32Inputs_data() { rows(); }
    void manyFp32Inputs() {
        QFETCH(Function, function);
        std::vector<std::uint32_t> patterns;
        for (std::uint64_t pattern = 0; pattern < 0x100000000; pattern += 20011)
            patterns.push_back(static_cast<std::uint32_t>(pattern));
        compare(function, patterns);
    }

    /// Every value near a place where a method changes: bounds of a range, a halfway case of k, a power of
    /// two.
    void changesOfMethod_data() { rows(); }
    void changesOfMethod() {
        QFETCH(Function, function);
        std::vector<std::uint32_t> patterns;
        for (const float place :
             {0x1p-126F,      0x1p-24F,  0x1.62e43p-2F,  0.5F,           0.625F,   0x1.6a09e6p-1F,
              0x1.c34366p-1F, 1.0F,      0x1.0a2b24p+0F, 0x1.6a09e6p+0F, 2.0F,     4.0F,
              0x1p-8F,        0x1.8p-8F, 0x1p-7F,        0x1p+14F,       0x1p+15F, 11.0F,
              15.0F,          20.0F,     27.0F,          0x1.62e43p+6F,  89.0F,    0x1.9fe368p+6F,
              104.0F,         110.0F,    126.5F,         127.5F,         128.0F,   129.0F,
              148.5F,         149.5F,    150.0F,         151.0F,         0x1p+22F, 0x1.fffffep+127F}) {
            const auto middle = std::bit_cast<std::uint32_t>(place);
            for (std::uint32_t pattern = middle - 200; pattern <= middle + 200; ++pattern) {
                patterns.push_back(pattern);
                patterns.push_back(pattern | 0x80000000U);
            }
        }
        compare(function, patterns);
    }

    void ordinaryInputs_data() { rows(); }
    void ordinaryInputs() {
        QFETCH(Function, function);
        std::vector<float> values(100000);
        fill_random_input(7, 0, values);
        std::vector<std::uint32_t> patterns;
        for (const float value : values) patterns.push_back(std::bit_cast<std::uint32_t>(value));
        compare(function, patterns);
    }
};

QTEST_APPLESS_MAIN(TestFunctionBits)
#include "tst_function_bits.moc"
