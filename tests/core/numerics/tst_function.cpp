#include "core/numerics/function.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/numerics/bf16.h"
#include "tests/core/numerics/function_errors.h"

using namespace lockstep;
using namespace function_errors;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// The largest errors that help/numerics.md states, rounded up; in fp32 ulp of the exact value.
struct Bound {
    Function function;
    double any, bf16;
};
constexpr Bound bounds[] = {
    {Function::exp, 1.1, 0.88},  {Function::exp2, 0.9, 0.77},      {Function::expm1, 1.5, 1.2},
    {Function::log, 0.9, 0.76},  {Function::log2, 1.15, 0.78},     {Function::log10, 1.0, 0.73},
    {Function::sqrt, 0.5, 0.5},  {Function::rsqrt, 1.5, 1.28},     {Function::reciprocal, 0.5, 0.5},
    {Function::tanh, 1.5, 1.07}, {Function::sigmoid, 2.5, 1.65},   {Function::silu, 3.3, 2.05},
    {Function::gelu, 5.5, 3.8},  {Function::gelu_tanh, 3.2, 2.15}, {Function::softplus, 1.8, 1.13},
};

/// Every 4999th fp32 pattern of either sign, and each fp32 value around the points where a method changes.
std::vector<float> fp32_values() {
    std::vector<float> values;
    for (std::uint32_t bits = 0; bits < 0x7F800000U; bits += 4999) {
        values.push_back(std::bit_cast<float>(bits));
        values.push_back(std::bit_cast<float>(bits | 0x80000000U));
    }
    for (const float point :
         {0x1p-126F, 0.34657359F, 0.5F,   0.625F, 0.70710678F, 0.88137359F, 1.0F,  1.41421356F,
          8.5F,      11.0F,       15.0F,  20.0F,  27.0F,       88.722839F,  89.0F, 103.97F,
          104.0F,    110.0F,      128.0F, 129.0F, 149.0F,      150.0F,      151.0F}) {
        const auto middle = std::bit_cast<std::uint32_t>(point);
        for (std::uint32_t bits = middle - 500; bits <= middle + 500; ++bits) {
            values.push_back(std::bit_cast<float>(bits));
            values.push_back(std::bit_cast<float>(bits | 0x80000000U));
        }
    }
    return values;
}

double worst(Function function, const std::vector<float>& inputs) {
    std::vector<float> results = inputs;
    apply_function(function, results);
    double largest = 0;
    for (std::size_t k = 0; k < inputs.size(); ++k)
        largest = std::max(largest, ulps(results[k], exact(function, inputs[k])));
    return largest;
}

float of(Function function, float x) {
    apply_function(function, {&x, 1});
    return x;
}

std::uint32_t bits_of(float value) {
    return std::bit_cast<std::uint32_t>(value);
}

}  // namespace

class TestFunction : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<Function>("function");
        for (const Function function : all_functions) QTest::newRow(name(function).data()) << function;
    }

  private Q_SLOTS:
    void isAccurate_data() { rows(); }
    void isAccurate() {
        QFETCH(Function, function);
        const auto* const bound = std::find_if(std::begin(bounds), std::end(bounds),
                                               [&](const Bound& row) { return row.function == function; });
        QVERIFY(bound != std::end(bounds));
        const double bf16 = worst(function, bf16_values());
        const double any = worst(function, fp32_values());
        QVERIFY2(bf16 <= bound->bf16, qPrintable(QString::number(bf16)));
        QVERIFY2(any <= bound->any, qPrintable(QString::number(any)));
        QVERIFY2(any >= 0.4, "an error below what rounding alone makes means that nothing was compared");
    }

    void everyTargetGivesTheSameBits_data() { rows(); }
    void everyTargetGivesTheSameBits() {
        QFETCH(Function, function);
        std::vector<float> inputs = fp32_values();
        const std::vector<float> others = bf16_values();
        inputs.insert(inputs.end(), others.begin(), others.end());
        inputs.insert(inputs.end(),
                      {infinity, -infinity, not_a_number, -not_a_number, std::bit_cast<float>(0x7F800001U)});
        std::vector<float> portable = inputs;
        apply_function(function, portable, SimdTarget::portable);
        for (const SimdTarget target : simd_targets()) {
            std::vector<float> results = inputs;
            apply_function(function, results, target);
            QVERIFY2(std::memcmp(results.data(), portable.data(), portable.size() * sizeof(float)) == 0,
                     name(target).data());
        }
    }

    /// Lengths that leave a rest behind whole registers: every place as alone, nothing beyond is touched.
    void everyLength_data() { rows(); }
    void everyLength() {
        QFETCH(Function, function);
        for (const SimdTarget target : simd_targets()) {
            for (std::size_t length = 0; length <= 67; ++length) {
                std::vector<float> values(length + 1);
                for (std::size_t k = 0; k < values.size(); ++k)
                    values[k] = 0.37F * (static_cast<float>(k) - 20.0F);
                const std::vector<float> inputs = values;
                apply_function(function, std::span(values).first(length), target);
                for (std::size_t k = 0; k < length; ++k)
                    QCOMPARE(bits_of(values[k]), bits_of(of(function, inputs[k])));
                QCOMPARE(values[length], inputs[length]);
            }
        }
    }

    /// PyTorch 1.13 gives these.
    void specialValues_data() {
        QTest::addColumn<Function>("function");
        QTest::addColumn<float>("x");
        QTest::addColumn<float>("expected");
        const auto row = [](Function function, float x, float expected) {
            QTest::addRow("%s(%g)", name(function).data(), static_cast<double>(x))
                << function << x << expected;
        };
        const auto ends = [&](Function f, float minus_infinity, float minus_zero, float zero,
                              float plus_infinity) {
            row(f, -infinity, minus_infinity);
            row(f, -0.0F, minus_zero);
            row(f, 0.0F, zero);
            row(f, infinity, plus_infinity);
        };
        const float log_two = 0x1.62e43p-1F;
        ends(Function::exp, 0, 1, 1, infinity);
        ends(Function::exp2, 0, 1, 1, infinity);
        ends(Function::expm1, -1, -0.0F, 0, infinity);
        for (const Function log : {Function::log, Function::log2, Function::log10}) {
            ends(log, not_a_number, -infinity, -infinity, infinity);
            row(log, 1, 0);
            row(log, -0x1p-149F, not_a_number);
            row(log, -3, not_a_number);
        }
        ends(Function::sqrt, not_a_number, -0.0F, 0, infinity);
        ends(Function::rsqrt, not_a_number, -infinity, infinity, 0);
        ends(Function::reciprocal, -0.0F, -infinity, infinity, 0);
        ends(Function::tanh, -1, -0.0F, 0, 1);
        ends(Function::sigmoid, 0, 0.5F, 0.5F, 1);
        ends(Function::silu, not_a_number, -0.0F, 0, infinity);
        ends(Function::gelu, not_a_number, -0.0F, 0, infinity);
        ends(Function::gelu_tanh, not_a_number, -0.0F, 0, infinity);
        ends(Function::softplus, 0, log_two, log_two, infinity);
        row(Function::sqrt, -1, not_a_number);
        row(Function::rsqrt, -1, not_a_number);
        row(Function::exp2, -149, 0x1p-149F);
        row(Function::exp2, 127, 0x1p+127F);
        row(Function::exp2, 128, infinity);
        row(Function::exp2, -0x1.2cp+7F, 0);
        row(Function::log2, 0x1p-149F, -149);
        row(Function::log2, 0x1p+127F, 127);
        row(Function::exp, 1e30F, infinity);
        row(Function::exp, -1e30F, 0);
        row(Function::expm1, -30, -1);
        row(Function::expm1, 0x1p-149F, 0x1p-149F);
        row(Function::softplus, -1e30F, 0);
        row(Function::softplus, 20.5F, 20.5F);
        row(Function::softplus, 1e30F, 1e30F);
        for (const Function gate : {Function::silu, Function::gelu, Function::gelu_tanh}) {
            row(gate, -1e30F, -0.0F);
            row(gate, 1e30F, 1e30F);
            row(gate, 0x1p-148F, 0x1p-149F);
        }
    }
    void specialValues() {
        QFETCH(Function, function);
        QFETCH(float, x);
        QFETCH(float, expected);
        QCOMPARE(bits_of(of(function, x)), bits_of(canonical_fp32(expected)));
    }

    void nanGivesTheOneNan_data() { rows(); }
    void nanGivesTheOneNan() {
        QFETCH(Function, function);
        for (const std::uint32_t bits : {0x7FC00000U, 0xFFC00000U, 0x7F800001U, 0xFFFFFFFFU})
            QCOMPARE(bits_of(of(function, std::bit_cast<float>(bits))), fp32_nan_bits);
    }

    /// What a threshold in PyTorch's softplus leaves out (log(1 + e^-20) at most) is below half a unit.
    void softplusIsTheIdentityBeyondPytorchsThreshold() {
        for (const float x : fp32_values()) {
            if (x > 20.0F) QCOMPARE(of(Function::softplus, x), x);
        }
    }

    void namesLeadBack() {
        QCOMPARE(all_functions.size(), std::size_t{15});
        for (std::size_t k = 0; k < all_functions.size(); ++k) {
            QCOMPARE(static_cast<std::size_t>(all_functions[k]), k);
            QVERIFY(function_named(name(all_functions[k])) == all_functions[k]);
        }
        QVERIFY(!function_named("relu"));
        QVERIFY(!function_named(""));
    }
};

QTEST_APPLESS_MAIN(TestFunction)
#include "tst_function.moc"
