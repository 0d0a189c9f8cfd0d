#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/attribution/device_variants.h"
#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/numerics/bf16.h"
#include "core/numerics/random.h"
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

std::shared_ptr<const Program> compiled(const nnir::Graph& graph) {
    return compile(solve_data_dimensions(graph), find_config("v80_c6b32")).program;
}

double error(const nnir::Graph& graph, const AttributedRun& run, FunctionStyle functions,
             const SumStyle& sums = {}) {
    return error_envelope(compiled(graph), run, {{.name = {}, .functions = functions, .sums = sums}})
        .front()
        .max_abs;
}

/// What a VM made anew gives for these inferences, held against a reference.
double error_of_vm(const std::shared_ptr<const Program>& program, const AttributedRun& run,
                   FunctionStyle functions) {
    Vm vm(program, VmOptions{.functions = functions, .sums = {}});
    std::vector<float> found(run.reference_outputs.size());
    for (const std::vector<float>& row : run.inputs) vm.step(row, found);
    double most = 0;
    for (std::size_t k = 0; k < found.size(); ++k)
        most = std::max(
            most, std::abs(static_cast<double>(found[k]) - static_cast<double>(run.reference_outputs[k])));
    return most;
}

/// A few inferences of random inputs, held against 0.
AttributedRun random_run(const Program& program, std::uint64_t inferences) {
    AttributedRun run;
    for (std::uint64_t i = 0; i < inferences; ++i) {
        run.inputs.emplace_back();
        for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(program.input_values()); ++k)
            run.inputs.back().push_back(random_input(5, i, k));
    }
    run.reference_outputs.assign(static_cast<std::size_t>(program.output_values()), 0);
    run.vm_outputs = run.reference_outputs;
    return run;
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
        QCOMPARE(error(graph, run, FunctionStyle::exact), 2.0);
        QCOMPARE(error(graph, run, FunctionStyle::exact, {.reversed = true, .parts = 1}), 0.0);
    }

    void sumsAcrossCores() {
        // 257 on one core and -256 on the other: 256 - 256 in bf16.
        const nnir::Graph graph = sum_of({256, 1, -256, 0});
        const AttributedRun run = ones(4, 1);
        QCOMPARE(error(graph, run, FunctionStyle::exact), 0.0);
        QCOMPARE(error(graph, run, FunctionStyle::exact, {.reversed = false, .parts = 2}), 1.0);
        QCOMPARE(error(graph, run, FunctionStyle::exact, {.reversed = false, .parts = 4}), 0.0);
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
        const double plain = error(graph, run, FunctionStyle::exact);
        const double table = error(graph, run, FunctionStyle::table);
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
            const double found = error(graph, run, tables ? FunctionStyle::table : FunctionStyle::exact);
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
        for (const VariantError& each :
             error_envelope(compiled(graph), run, plausible_variants(6, FunctionStyle::exact)))
            QCOMPARE(each.max_abs, largest);
    }

    void everyKindOfLayerIsVaried_data() {
        QTest::addColumn<int>("layer");
        QTest::newRow("Linear and sigmoid") << 0;
        QTest::newRow("a GRU, streamed") << 1;
        QTest::newRow("an LSTM, streamed") << 2;
        QTest::newRow("an LSTM over a window") << 3;
        QTest::newRow("a convolution and tanh") << 4;
    }
    /// The first variant is the VM, and tables are the VM's, both to the bit; other sums and functions give
    /// something else, whatever the layer is made of.
    void everyKindOfLayerIsVaried() {
        QFETCH(int, layer);
        nnir::GraphBuilder b("layer");
        nnir::ValueId y;
        const auto function = [&b](const char* name, nnir::ValueId x) {
            return b.add("Activation", {{"function", std::string(name)}}, {x});
        };
        if (layer == 0) {
            y = function("sigmoid", b.linear(b.input("x", {40}), nnir::sample_tensor({24, 40}, 1)));
        } else if (layer == 1) {
            y = b.add("Gru",
                      {{"weight_ih", nnir::sample_tensor({60, 40}, 1)},
                       {"weight_hh", nnir::sample_tensor({60, 20}, 2)},
                       {"bias_ih", nnir::sample_tensor({60}, 3)},
                       {"bias_hh", nnir::sample_tensor({60}, 4)},
                       {"time_axis", std::int64_t{0}},
                       {"layer", std::int64_t{0}}},
                      {b.input("x", {5, 40})});
        } else if (layer == 4) {
            y = function("tanh", b.conv1d(b.input("x", {16, 12}), nnir::sample_tensor({24, 16, 3}, 1)));
        } else {
            y = b.lstm(b.input("x", {5, 40}), nnir::sample_lstm(40, 24, 1), 0, 0);
        }
        b.output(y);
        nnir::Graph graph = b.graph();
        if (layer == 1 || layer == 2) graph = streaming_transform(graph, {0}).graph;
        const auto program = compiled(graph);
        const AttributedRun run = random_run(*program, 4);
        const auto variants = error_envelope(program, run, plausible_variants(6, FunctionStyle::exact));
        QCOMPARE(variants[0].max_abs, error_of_vm(program, run, FunctionStyle::exact));
        const auto by_table = std::ranges::find(variants, std::string("table activations"),
                                                [](const VariantError& each) { return each.variant.name; });
        QVERIFY(by_table != variants.end());
        QCOMPARE(by_table->max_abs, error_of_vm(program, run, FunctionStyle::table));
        QVERIFY(by_table->rms != variants[0].rms);
        const auto split = std::ranges::find(variants, std::string("bf16 sums across cores"),
                                             [](const VariantError& each) { return each.variant.name; });
        QVERIFY(split->rms != variants[0].rms);
        // Of a VM with tables the VM's own comes first as well.
        const auto others = error_envelope(program, run, plausible_variants(6, FunctionStyle::table));
        QCOMPARE(others[0].max_abs, by_table->max_abs);
        QCOMPARE(others[3].max_abs, variants[0].max_abs);
    }

    /// The stretch begins where the VM's memories say.
    void theStretchBeginsAtTheVmsMemories() {
        nnir::GraphBuilder b("lstm");
        b.output(b.lstm(b.input("x", {5, 12}), nnir::sample_lstm(12, 24, 1), 0, 0));
        const auto program = compiled(streaming_transform(b.graph(), {0}).graph);
        const AttributedRun whole = random_run(*program, 6);
        Vm vm(program);
        std::vector<float> found(whole.reference_outputs.size());
        for (std::size_t k = 0; k < 4; ++k) vm.step(whole.inputs[k], found);
        AttributedRun last = whole;
        last.inputs.erase(last.inputs.begin(), last.inputs.begin() + 4);
        last.vm_memories = vm.snapshot();
        const std::vector<DeviceVariant> same = {{.name = {}}};
        QCOMPARE(error_envelope(program, last, same)[0].max_abs,
                 error_envelope(program, whole, same)[0].max_abs);
        last.vm_memories.reset();
        QVERIFY(error_envelope(program, last, same)[0].max_abs !=
                error_envelope(program, whole, same)[0].max_abs);
    }

    void whatIsPlausible() {
        const FunctionStyle exact = FunctionStyle::exact;
        QCOMPARE(plausible_variants(1, exact).size(), std::size_t{3});
        QCOMPARE(plausible_variants(6, exact).size(), std::size_t{5});
        QVERIFY_THROWS_EXCEPTION(
            Error, error_envelope(compiled(sum_of({1})), AttributedRun(), plausible_variants(2, exact)));
        AttributedRun run = ones(2, 0);
        QVERIFY_THROWS_EXCEPTION(Error,
                                 error_envelope(compiled(sum_of({1})), run, plausible_variants(2, exact)));
    }
};

QTEST_APPLESS_MAIN(TestDeviceVariants)
#include "tst_device_variants.moc"
