#include "attributed_graphs.h"

using namespace lockstep;
using namespace attributed_graphs;

class TestAttribution : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// One thing is wrong in an otherwise exact chain of three layers: small whole numbers and powers of two.
    void aPlantedErrorIsFound_data() {
        QTest::addColumn<int>("layer");  // -1: the input
        QTest::addColumn<QString>("source");
        QTest::addColumn<double>("error");
        for (int layer = 0; layer < 3; ++layer) {
            // 257 - 256 becomes 256 - 256.
            QTest::addRow("weights of layer %d", layer) << layer << QStringLiteral("weight rounding") << -1.0;
            // 256 + 1 becomes 256.
            QTest::addRow("rounding of layer %d", layer)
                << layer << QStringLiteral("activation rounding") << -1.0;
            // 2^24 + 1 is 2^24 in fp32, fourteen times, before 2^24 is taken away.
            QTest::addRow("sums of layer %d", layer) << layer << QStringLiteral("accumulation") << -14.0;
        }
        QTest::newRow("the input") << -1 << QStringLiteral("input rounding") << -1.0;
    }
    void aPlantedErrorIsFound() {
        QFETCH(int, layer);
        QFETCH(QString, source);
        QFETCH(double, error);
        constexpr std::int64_t width = 16;
        nnir::GraphBuilder b("chain");
        nnir::ValueId x = b.input("x", {width});
        for (int k = 0; k < 3; ++k) {
            // The first value goes on, all others are 1 in front of each layer.
            Tensor weight = filled({width, width}, {1});
            Tensor bias = filled({width}, {0}, 1);
            std::vector<float> row(width, 0);
            row[0] = 1;
            if (k == layer && source == QStringLiteral("weight rounding")) row = {257, -256};
            if (k == layer && source == QStringLiteral("activation rounding")) row = {1, 256};
            if (k == layer && source == QStringLiteral("accumulation")) {
                row.assign(width, 1);
                row.front() = 0x1p24F;
                row.back() = -0x1p24F;
            }
            x = b.linear(x, filled({width, width}, row), bias);
        }
        b.output(x);
        std::vector<float> input(width, 1);
        if (layer < 0) input[0] = 257;
        const Beside beside = run_beside(b.graph(), {input});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.focus, 0);
        QCOMPARE(a.error[0], error);
        for (const auto& [kind, share] : a.sources) {
            const bool planted = QString::fromUtf8(name(kind).data()) == source;
            QCOMPARE(share.at_focus, planted ? error : 0.0);
        }
        QCOMPARE(a.nodes.size(), std::size_t{3});
        for (int k = 0; k < 3; ++k) {
            const NodeError& node = a.nodes[static_cast<std::size_t>(k)];
            QVERIFY(!node.emulated);
            QCOMPARE(node.total.at_focus, k == layer ? error : 0.0);
            if (layer < 0) continue;
            // An exact 257 is rounded by whoever reads it.
            const bool rounds = source == QStringLiteral("activation rounding");
            QCOMPARE(node.alone, k == layer || (rounds && k > layer) ? -error : 0.0);
            const bool spared = k == layer && (k == 2 || !rounds);
            QCOMPARE(node.all_but, spared ? 0.0 : -error);
            QCOMPARE(node.max_abs > 0, k >= layer);
        }
        const bool diverges =
            source == QStringLiteral("accumulation") || source == QStringLiteral("weight rounding");
        QCOMPARE(a.first_diverged.has_value(), diverges);
        if (diverges) QCOMPARE(*a.first_diverged, static_cast<std::size_t>(layer));
    }

    /// A function by a table that reads it half a step beside, made 256 times as large behind it; all else is
    /// exact but for the rounding of its result.
    void aFunctionsErrorIsFound_data() {
        QTest::addColumn<QString>("function");
        QTest::addColumn<double>("x");
        QTest::addColumn<bool>("table");
        for (const char* function : {"tanh", "sigmoid", "silu", "softplus"}) {
            QTest::addRow("%s by table", function)
                << QString::fromLatin1(function) << 0.0078125 * 2.5 << true;
            QTest::addRow("%s", function) << QString::fromLatin1(function) << 0.0078125 * 2.5 << false;
        }
    }
    void aFunctionsErrorIsFound() {
        QFETCH(QString, function);
        QFETCH(double, x);
        QFETCH(bool, table);
        constexpr std::int64_t width = 16;
        nnir::GraphBuilder b("function");
        const nnir::ValueId y =
            b.add("Activation", {{"function", function.toStdString()}}, {b.input("x", {width})});
        b.output(b.linear(y, filled({1, width}, {256})));
        std::vector<float> input(width, 0);
        input[0] = static_cast<float>(x);
        const FunctionStyle style = table ? FunctionStyle::table : FunctionStyle::exact;
        const Beside beside = run_beside(b.graph(), {input}, style);
        const Attribution a = attribute_error(beside.graph, config(), beside.run, {}, style);
        check_sum(a, beside.run);
        // By hand: at the table's point or at x, rounded to bf16.
        const auto by_hand = [&](bool by_table) {
            const double at = by_table ? std::nearbyint(x * 128) / 128 : x;
            const double sigmoid =
                by_table ? 0.5 * (std::tanh(std::nearbyint(x * 64) / 128) + 1) : 1 / (1 + std::exp(-x));
            if (function == QStringLiteral("tanh")) return std::tanh(at);
            if (function == QStringLiteral("softplus")) return std::log1p(std::exp(at));
            return function == QStringLiteral("silu") ? x * sigmoid : sigmoid;
        };
        const double expected = 256 * (by_hand(table) - by_hand(false));
        const NodeError& node = a.nodes[0];
        QVERIFY(!node.emulated);
        QVERIFY2(std::abs(node.functions.at_focus - expected) <= 1e-4 * std::abs(expected) + 1e-5,
                 qPrintable(QString::number(node.functions.at_focus)));
        if (table && function != QStringLiteral("sigmoid")) QVERIFY(std::abs(expected) > 1e-3);
        QCOMPARE(node.weights.at_focus, 0.0);
        QVERIFY(std::abs(node.accumulation.at_focus) < 1e-5);
        QCOMPARE(a.nodes[1].functions.max_abs, 0.0);
        for (const auto& [source, share] : a.sources)
            if (source == ErrorSource::functions) QCOMPARE(share.at_focus, node.functions.at_focus);
    }

    /// The cell unit's functions too.
    void aCellsFunctionsAreFound() {
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 4; ++k) inputs.push_back(random_row(12, k));
        const Beside exact = run_beside(streamed_lstm(), inputs);
        const Beside table = run_beside(streamed_lstm(), inputs, FunctionStyle::table);
        const Attribution few = attribute_error(exact.graph, config(), exact.run);
        const Attribution many = attribute_error(table.graph, config(), table.run, {}, FunctionStyle::table);
        check_sum(few, exact.run);
        check_sum(many, table.run);
        const auto functions = [](const Attribution& a) {
            return a.sources[static_cast<std::size_t>(ErrorSource::functions)].second.max_abs;
        };
        QVERIFY2(functions(many) > 3 * functions(few), qPrintable(QString::number(functions(many))));
        QVERIFY(functions(many) > 0);
    }

    void theTermsAreTheError_data() {
        QTest::addColumn<int>("inferences");
        for (const int inferences : {1, 2, 7}) QTest::addRow("%d inferences", inferences) << inferences;
    }
    void theTermsAreTheError() {
        QFETCH(int, inferences);
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 9; ++k) inputs.push_back(random_row(12, k));
        const Beside all = run_beside(streamed_lstm(), inputs);
        Beside beside = all;
        const auto skip = std::ssize(inputs) - inferences;
        beside.run.inputs.erase(beside.run.inputs.begin(), beside.run.inputs.begin() + skip);
        beside.run.vm_states.erase(beside.run.vm_states.begin(), beside.run.vm_states.begin() + skip);
        // The reference's states in front of the stretch.
        const std::vector<std::vector<float>> before(inputs.begin(), inputs.begin() + skip);
        std::vector<nnir::RealTensor> states = nnir::initial_states(beside.graph);
        for (const std::vector<float>& input : before) {
            nnir::RealTensor tensor(beside.graph.value(beside.graph.inputs[0]).type.shape);
            std::ranges::copy(input, tensor.values.begin());
            states = nnir::evaluate(beside.graph, {tensor}, states).states;
        }
        beside.run.reference_states.clear();
        for (const nnir::RealTensor& state : states)
            for (const double value : state.values)
                beside.run.reference_states.push_back(static_cast<float>(value));
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.inferences, inferences);
        QVERIFY(a.sources[static_cast<std::size_t>(ErrorSource::carried)].second.max_abs > 0);
        QVERIFY(a.sources[static_cast<std::size_t>(ErrorSource::weights)].second.max_abs > 0);
        for (const NodeError& node : a.nodes) {
            QVERIFY(!node.emulated);
            QCOMPARE(std::ssize(node.by_inference), inferences);
            const double bound = 1e-12 * std::abs(a.error[static_cast<std::size_t>(a.focus)]);
            const double over_time = std::accumulate(node.by_inference.begin(), node.by_inference.end(), 0.0);
            QVERIFY(std::abs(over_time - node.total.at_focus) <= bound);
            double parts = 0;
            for (const auto& [source, share] : parts_of(node)) parts += share->at_focus;
            QVERIFY(std::abs(parts - node.total.at_focus) <= bound);
            double most = 0;
            QCOMPARE(node.vm_values.size(), node.reference_values.size());
            for (std::size_t k = 0; k < node.vm_values.size(); ++k)
                most = std::max(most, std::abs(node.vm_values[k] - node.reference_values[k]));
            QCOMPARE(node.max_abs, most);
        }
        // What is left to the whole program is far below what its nodes do.
        const double rest = a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs;
        QVERIFY2(rest <= 0.01 * std::abs(a.error[static_cast<std::size_t>(a.focus)]),
                 qPrintable(QString::number(rest)));
    }

    void aStateThatIsOffIsCarried() {
        Beside beside = run_beside(streamed_lstm(), {random_row(12, 0), random_row(12, 1)});
        beside.run.inputs.erase(beside.run.inputs.begin());
        beside.run.vm_states.erase(beside.run.vm_states.begin());
        // The reference goes another way.
        beside.run.reference_states = beside.run.vm_states[0];
        for (float& value : beside.run.reference_states) value += 0.25F;
        nnir::RealTensor input(beside.graph.value(beside.graph.inputs[0]).type.shape);
        std::ranges::copy(beside.run.inputs[0], input.values.begin());
        std::vector<nnir::RealTensor> states;
        auto at = beside.run.reference_states.begin();
        for (const nnir::State& state : beside.graph.states) {
            nnir::RealTensor tensor(state.initial.shape());
            for (double& value : tensor.values) value = static_cast<double>(*at++);
            states.push_back(std::move(tensor));
        }
        const nnir::Evaluation expected = nnir::evaluate(beside.graph, {input}, states);
        std::ranges::transform(expected.outputs[0].values, beside.run.reference_outputs.begin(),
                               [](double v) { return static_cast<float>(v); });
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        const double carried = a.sources[static_cast<std::size_t>(ErrorSource::carried)].second.at_focus;
        const double error = a.error[static_cast<std::size_t>(a.focus)];
        QVERIFY(std::abs(error) > 0.01);
        QVERIFY(std::abs(carried - error) < 0.1 * std::abs(error));
    }

    /// One node exact, and one alone, are so in every inference of the stretch. A state that counts from 256
    /// on in ones stays there in bf16; what copies it adds nothing.
    void oneNodeExactInEveryInference() {
        nnir::GraphBuilder b("counter");
        const nnir::ValueId x = b.input("x", {1});
        const nnir::ValueId count = b.state("count", "hidden", Tensor(Shape{1}, std::vector<float>{256}));
        const nnir::ValueId next = b.pointwise("add", count, x);
        b.write(count, next);
        b.output(b.linear(next, Tensor(Shape{1, 1}, std::vector<float>{1})));
        const Beside beside = run_beside(b.graph(), std::vector<std::vector<float>>(8, {1.0F}));
        QCOMPARE(beside.run.vm_outputs.front(), 256.0F);
        QCOMPARE(beside.run.reference_outputs.front(), 264.0F);
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.nodes.size(), std::size_t{2});
        QVERIFY(a.nodes[0].computed_with.empty() && a.nodes[1].computed_with.empty());
        QCOMPARE(a.nodes[0].all_but, 0.0);
        QCOMPARE(a.nodes[0].alone, 8.0);
        QCOMPARE(a.nodes[1].all_but, 8.0);
        QCOMPARE(a.nodes[1].alone, 0.0);
        QCOMPARE(a.nodes[1].total.max_abs, 0.0);
        QCOMPARE(a.first_diverged, std::optional<std::size_t>(0));
    }

    /// Each output of a node in its own steps: a large cell state says nothing of the h that is made of it.
    void stepsOfEachOutput() {
        nnir::GraphBuilder b("lstm");
        nnir::LstmWeights weights = nnir::sample_lstm(4, 8, 1);
        weights.initial_cell = Tensor(Shape{8}, std::vector<float>(8, 100.0F));
        const nnir::ValueId h = b.lstm(b.input("x", {3, 4}), weights, 0, 0);
        b.output(h);
        const Beside beside =
            run_beside(streaming_transform(b.graph(), {0}).graph, {random_row(4, 0), random_row(4, 1)});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        bool seen = false;
        for (const NodeError& node : a.nodes) {
            if (node.op != "LstmCell") continue;
            seen = true;
            // h is below 1 in size: an error of it is at least so many of its own steps.
            double h_error = 0;
            for (std::size_t k = 0; k < 8; ++k)
                h_error = std::max(h_error, std::abs(node.vm_values[k] - node.reference_values[k]));
            QVERIFY(h_error > 0);
            QVERIFY(node.ulps >= h_error / bf16_step(1.0));
        }
        QVERIFY(seen);
    }

    void valuesThatDoNotFitAreRefused() {
        Beside beside = run_beside(streamed_lstm(), {random_row(12, 0)});
        AttributedRun run = beside.run;
        run.inputs[0].pop_back();
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), run));
        run = beside.run;
        run.reference_states.push_back(0);
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), run));
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), AttributedRun()));
    }

    void stepsOfBf16() {
        QCOMPARE(bf16_step(1.0), 0x1p-7);
        QCOMPARE(bf16_step(1.99), 0x1p-7);
        QCOMPARE(bf16_step(256), 2.0);
    }
};

QTEST_APPLESS_MAIN(TestAttribution)
#include "tst_attribution.moc"
