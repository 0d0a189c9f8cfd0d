#include <QtTest>
#include <cmath>

#include "core/attribution/device_variants.h"
#include "core/nnir/builder.h"
#include "core/numerics/bf16.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

/// One row of weights on inputs of 1.
AttributedRun ones(std::size_t size, float reference) {
    return {.inputs = {std::vector<float>(size, 1)},
            .vm_states = {{}},
            .reference_states = {},
            .vm_outputs = {reference},
            .reference_outputs = {reference}};
}

nnir::Graph sum_of(const std::vector<float>& weights) {
    nnir::GraphBuilder b("sum");
    const auto size = static_cast<std::int64_t>(weights.size());
    b.output(b.linear(b.input("x", {size}), Tensor({1, size}, weights)));
    return solve_data_dimensions(b.graph());
}

double error(const nnir::Graph& graph, const AttributedRun& run, const DeviceVariant& variant) {
    return error_envelope(graph, run, {variant}).front().max_abs;
}

}  // namespace

/// Sums and functions whose values on each variant are known by hand.
class TestDeviceVariants : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theOrderOfASum() {
        // Forwards each 1 is lost beside 2^24, backwards none is.
        const nnir::Graph graph = sum_of({0x1p24F, 1, 1, -0x1p24F});
        const AttributedRun run = ones(4, 2);
        QCOMPARE(error(graph, run, {.name = {}}), 2.0);
        QCOMPARE(error(graph, run, {.name = {}, .reversed = true}), 0.0);
    }

    void sumsAcrossCores() {
        // 257 on one core and -256 on the other: 256 - 256 in bf16.
        const nnir::Graph graph = sum_of({256, 1, -256, 0});
        const AttributedRun run = ones(4, 1);
        QCOMPARE(error(graph, run, {.name = {}}), 0.0);
        QCOMPARE(error(graph, run, {.name = {}, .cores = 2}), 1.0);
        QCOMPARE(error(graph, run, {.name = {}, .cores = 4}), 0.0);
    }

    void tables_data() {
        QTest::addColumn<QString>("function");
        QTest::addColumn<double>("exact");
        QTest::addColumn<double>("by_table");
        QTest::addColumn<double>("x");
        // The argument is 5/512: 7 fractional bits take 1/128 of it (0.0098 * 128 = 1.25), of its half 1/128
        // as well (0.625).
        const double x = 5.0 / 512;
        // Half a step goes to the even side, which is 0.
        QTest::newRow("a tie") << QStringLiteral("tanh") << std::tanh(0x1p-8) << 0.0 << 0x1p-8;
        QTest::newRow("another tie") << QStringLiteral("tanh") << std::tanh(0x1.8p-7) << std::tanh(0x1p-6)
                                     << 0x1.8p-7;
        QTest::newRow("no table") << QStringLiteral("exp2") << std::exp2(x) << std::exp2(x) << x;
        QTest::newRow("tanh") << QStringLiteral("tanh") << std::tanh(x) << std::tanh(1.0 / 128) << x;
        QTest::newRow("sigmoid") << QStringLiteral("sigmoid") << 1 / (1 + std::exp(-x))
                                 << (std::tanh(1.0 / 128) + 1) / 2 << x;
        QTest::newRow("silu") << QStringLiteral("silu") << x / (1 + std::exp(-x))
                              << x * (std::tanh(1.0 / 128) + 1) / 2 << x;
        QTest::newRow("softplus") << QStringLiteral("softplus") << std::log1p(std::exp(x))
                                  << std::log1p(std::exp(1.0 / 128)) << x;
    }
    void tables() {
        QFETCH(QString, function);
        QFETCH(double, exact);
        QFETCH(double, by_table);
        QFETCH(double, x);
        nnir::GraphBuilder b("function");
        b.output(b.add("Activation", {{"function", function.toStdString()}}, {b.input("x", {1})}));
        const nnir::Graph graph = solve_data_dimensions(b.graph());
        AttributedRun run = ones(1, 0);
        run.inputs[0][0] = static_cast<float>(x);
        const auto within_bf16 = [](double found, double expected) {
            return std::abs(found - expected) <= expected * 0x1p-8;
        };
        const double plain = error(graph, run, {.name = {}});
        const double table = error(graph, run, {.name = {}, .tables = true});
        QVERIFY(within_bf16(plain, exact));
        QVERIFY(within_bf16(table, by_table));
    }

    /// An LSTM of one cell, by its formula.
    void anLstmByTables() {
        nnir::GraphBuilder b("lstm");
        const nnir::ValueId x = b.input("x", {3, 1});
        nnir::LstmWeights weights{.input = Tensor({4, 1}, {1, 0.5F, -1, 2}),
                                  .recurrent = Tensor({4, 1}, {0.25F, 0.5F, 0.75F, 1}),
                                  .input_bias = Tensor({4}, {0, 0, 0, 0}),
                                  .recurrent_bias = Tensor({4}, {0, 0, 0, 0}),
                                  .initial_hidden = {},
                                  .initial_cell = {}};
        b.output(b.lstm(x, weights, 0, 0));
        const nnir::Graph graph = solve_data_dimensions(streaming_transform(b.graph(), {0}).graph);
        const AttributedRun run{.inputs = {{0.5F}, {0.25F}},
                                .vm_states = {{0, 0}, {0, 0}},
                                .reference_states = {0, 0},
                                .vm_outputs = {0},
                                .reference_outputs = {0}};
        for (const bool tables : {false, true}) {
            const auto tanh = [&](double v) { return std::tanh(tables ? std::nearbyint(v * 128) / 128 : v); };
            const auto sigmoid = [&](double v) {
                return tables ? (tanh(v / 2) + 1) / 2 : 1 / (1 + std::exp(-v));
            };
            double h = 0;
            double c = 0;
            for (const double in : {0.5, 0.25}) {
                const double i = sigmoid(in + 0.25 * h);
                const double f = sigmoid(0.5 * in + 0.5 * h);
                const double g = tanh(-in + 0.75 * h);
                const double o = sigmoid(2 * in + h);
                c = f * c + i * g;
                h = o * tanh(c);
            }
            const double found = error(graph, run, {.name = {}, .tables = tables});
            QVERIFY2(std::abs(found - std::abs(h)) < 0x1p-8 * std::abs(h),
                     qPrintable(QString::number(found)));
        }
    }

    /// Of a graph without sums and functions with a table every variant is the same, and it is the rounding
    /// of each value: by hand.
    void withoutSumsAllVariantsAgree() {
        nnir::GraphBuilder b("pointwise");
        const nnir::ValueId x = b.input("x", {4});
        const nnir::ValueId square = b.add("Pointwise", {{"op", std::string("multiply")}}, {x, x});
        b.output(b.add("Activation", {{"function", std::string("exp2")}}, {square}));
        const nnir::Graph graph = solve_data_dimensions(b.graph());
        AttributedRun run = ones(4, 0);
        run.inputs[0] = {0.3F, 1.7F, -0.9F, 2.1F};
        run.vm_outputs.assign(4, 0);
        run.reference_outputs.assign(4, 0);
        double largest = 0;
        for (const float value : run.inputs[0]) {
            const auto given = static_cast<double>(round_to_bf16(value));
            const auto squared = static_cast<double>(round_to_bf16(static_cast<float>(given * given)));
            largest =
                std::max(largest, static_cast<double>(round_to_bf16(static_cast<float>(std::exp2(squared)))));
        }
        for (const VariantError& each : error_envelope(graph, run, plausible_variants(6)))
            QCOMPARE(each.max_abs, largest);
    }

    void whatIsPlausible() {
        QCOMPARE(plausible_variants(1).size(), std::size_t{3});
        QCOMPARE(plausible_variants(6).size(), std::size_t{5});
        QVERIFY_THROWS_EXCEPTION(Error, error_envelope(sum_of({1}), AttributedRun(), plausible_variants(2)));
    }
};

QTEST_APPLESS_MAIN(TestDeviceVariants)
#include "tst_device_variants.moc"
