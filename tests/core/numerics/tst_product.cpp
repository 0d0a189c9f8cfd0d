#include "core/numerics/product.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include "core/numerics/bf16.h"
#include "core/support/error.h"

using namespace lockstep;

class TestProduct : public QObject {
    Q_OBJECT

    struct Case {
        std::size_t block;
        std::size_t accumulators;
        std::size_t inputs;
        std::vector<float> sums;
        std::vector<std::uint16_t> weights;
        std::vector<float> source;
    };

    static Case random_case(int block, int accumulators, int inputs, bool adversarial) {
        Case made{static_cast<std::size_t>(block),
                  static_cast<std::size_t>(accumulators),
                  static_cast<std::size_t>(inputs),
                  {},
                  {},
                  {}};
        std::mt19937 random(7);
        // Ordinary: between 2^-8 and 2^8. Adversarial: any pattern at all.
        const auto pattern = [&] {
            const auto bits = static_cast<std::uint32_t>(random());
            if (adversarial) return static_cast<std::uint16_t>(bits);
            return static_cast<std::uint16_t>((bits & 0x8000U) | ((119U + (bits >> 16 & 15U)) << 7) |
                                              (bits & 0x7FU));
        };
        made.sums.resize(made.block * made.accumulators);
        for (float& sum : made.sums)
            sum = adversarial ? std::bit_cast<float>(static_cast<std::uint32_t>(random()))
                              : from_bf16(pattern());
        made.weights.resize(made.inputs * made.accumulators * made.block * made.block);
        for (std::uint16_t& weight : made.weights) weight = pattern();
        made.source.resize(made.inputs * made.block);
        for (float& x : made.source) x = from_bf16(pattern());
        return made;
    }

    /// Straight from the definition, one row at a time. A reduction takes the weights of input block 0.
    static std::vector<float> by_definition(const Case& c, bool reduction = false) {
        std::vector<float> sums = c.sums;
        for (std::size_t o = 0; o < c.accumulators; ++o) {
            for (std::size_t r = 0; r < c.block; ++r) {
                float sum = sums[o * c.block + r];
                for (std::size_t i = 0; i < c.inputs; ++i) {
                    for (std::size_t k = 0; k < c.block; ++k) {
                        const std::size_t input = reduction ? 0 : i;
                        const std::size_t place = ((input * c.accumulators + o) * c.block + k) * c.block + r;
                        const std::uint32_t weight = std::uint32_t{c.weights[place]} << 16;
                        sum = std::fma(std::bit_cast<float>(weight), c.source[i * c.block + k], sum);
                    }
                }
                sums[o * c.block + r] = sum;
            }
        }
        return sums;
    }

    static bool same(float a, float b) {
        return (std::isnan(a) && std::isnan(b)) ||
               std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    }

  private Q_SLOTS:
    void everyTargetGivesTheBitsOfTheDefinition_data() {
        QTest::addColumn<int>("target");
        QTest::addColumn<int>("block");
        QTest::addColumn<int>("accumulators");
        QTest::addColumn<bool>("adversarial");
        for (const SimdTarget target : simd_targets()) {
            for (const int block : {1, 5, 16, 32, 48, 64, 96}) {
                for (const int accumulators : {1, 2, 3, 5, 8, 17}) {
                    for (const bool adversarial : {false, true}) {
                        QTest::addRow("%s, block %d, %d accumulators%s", name(target).data(), block,
                                      accumulators, adversarial ? ", any bits" : "")
                            << static_cast<int>(target) << block << accumulators << adversarial;
                    }
                }
            }
        }
    }
    void everyTargetGivesTheBitsOfTheDefinition() {
        QFETCH(int, target);
        QFETCH(int, block);
        QFETCH(int, accumulators);
        QFETCH(bool, adversarial);
        for (const int inputs : {0, 1, 3}) {
            const Case made = random_case(block, accumulators, inputs, adversarial);
            std::vector<float> sums = made.sums;
            accumulate_products(sums, made.weights, made.source, block, static_cast<SimdTarget>(target));
            const std::vector<float> expected = by_definition(made);
            for (std::size_t k = 0; k < sums.size(); ++k)
                QVERIFY2(same(sums[k], expected[k]), qPrintable(QString::number(k)));
        }
    }

    /// Weights in the order in which the target reads them, and reductions, which read some of them again.
    void everyOrderGivesTheBitsOfTheDefinition_data() { everyTargetGivesTheBitsOfTheDefinition_data(); }
    void everyOrderGivesTheBitsOfTheDefinition() {
        QFETCH(int, target);
        QFETCH(int, block);
        QFETCH(int, accumulators);
        QFETCH(bool, adversarial);
        const auto simd = static_cast<SimdTarget>(target);
        const WeightOrder order = weight_order(simd, block);
        for (const int inputs : {1, 3}) {
            for (const bool reduction : {false, true}) {
                Case made = random_case(block, accumulators, inputs, adversarial);
                const std::vector<float> expected = by_definition(made, reduction);
                if (reduction) made.weights.resize(made.accumulators * made.block * made.block);
                std::vector<std::uint16_t> ordered(made.weights.size(), 0x1234);
                reorder_weights(made.weights, ordered, block, made.accumulators, order);
                std::vector<float> sums = made.sums;
                accumulate_products(sums, made.weights, made.source, block, simd, reduction);
                std::vector<float> again = made.sums;
                if (order.rows > 0) accumulate_ordered(again, ordered, made.source, block, simd, reduction);
                for (std::size_t k = 0; k < sums.size(); ++k) {
                    QVERIFY2(same(sums[k], expected[k]), qPrintable(QString::number(k)));
                    if (order.rows > 0) QVERIFY2(same(again[k], expected[k]), qPrintable(QString::number(k)));
                }
            }
        }
    }

    void anOrderKeepsEveryWeight() {
        for (const SimdTarget target : simd_targets()) {
            const int block = 64;
            std::vector<std::uint16_t> weights(3 * 5 * 64 * 64);
            for (std::size_t k = 0; k < weights.size(); ++k) weights[k] = static_cast<std::uint16_t>(k);
            std::vector<std::uint16_t> ordered(weights.size());
            reorder_weights(weights, ordered, block, 5, weight_order(target, block));
            QCOMPARE(ordered == weights, target == SimdTarget::portable);
            std::ranges::sort(ordered);
            std::ranges::sort(weights);
            QVERIFY(ordered == weights);
        }
    }

    void denormalSumsStay() {
        // 2^-70 * 2^-70 = 2^-140 is denormal; 32 of them make 2^-135.
        for (const SimdTarget target : simd_targets()) {
            QCOMPARE(weight_order(target, 32).rows == 0, target == SimdTarget::portable);
            const std::vector<std::uint16_t> weights(32 * 32, to_bf16(0x1p-70F));
            const std::vector<float> source(32, 0x1p-70F);
            std::vector<float> sums(32);
            accumulate_products(sums, weights, source, 32, target);
            for (const float sum : sums) QCOMPARE(sum, 0x1p-135F);
        }
    }

    void sizesMustMatch() {
        std::vector<float> sums(32);
        const std::vector<float> source(32);
        const std::vector<std::uint16_t> weights(32 * 31);
        QVERIFY_THROWS_EXCEPTION(Error, accumulate_products(sums, weights, source, 32));
        QVERIFY_THROWS_EXCEPTION(Error, accumulate_products(sums, weights, source, 0));
    }
};

QTEST_APPLESS_MAIN(TestProduct)
#include "tst_product.moc"
