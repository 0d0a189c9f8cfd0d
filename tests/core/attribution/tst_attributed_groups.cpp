#include "attributed_graphs.h"

using namespace lockstep;
using namespace attributed_graphs;

/// Nodes that the machine computes as one.
class TestAttributedGroups : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fusedLayers_data() {
        QTest::addColumn<QString>("function");
        for (const char* function : {"sigmoid", "tanh", "relu"}) QTest::newRow(function) << function;
    }

    /// Linear, activation, Linear: by an account of its own, with one rounding behind the activation.
    void fusedLayers() {
        QFETCH(QString, function);
        constexpr std::size_t in = 8;
        constexpr std::size_t width = 32;
        const Tensor first = nnir::sample_tensor({32, 8}, 3, 0.4);
        const Tensor second = nnir::sample_tensor({4, 32}, 4, 0.3);
        nnir::GraphBuilder b("fused");
        const nnir::ValueId sum = b.linear(b.input("x", {8}), first);
        const bool clamps = function == QStringLiteral("relu");
        b.output(b.linear(
            clamps ? b.relu(sum) : b.add("Activation", {{"function", function.toStdString()}}, {sum}),
            second));
        const Beside beside = run_beside(b.graph(), {random_row(in, 3)});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.nodes.size(), std::size_t{3});

        const auto bf16 = [](double v) { return static_cast<double>(round_to_bf16(static_cast<float>(v))); };
        const auto product = [](const Tensor& weight, const std::vector<double>& x, bool rounds) {
            std::vector<double> y(static_cast<std::size_t>(weight.shape()[0]), 0);
            for (std::size_t r = 0; r < y.size(); ++r)
                for (std::size_t c = 0; c < x.size(); ++c) {
                    const float w = weight.values()[r * x.size() + c];
                    y[r] += x[c] * static_cast<double>(rounds ? round_to_bf16(w) : w);
                }
            return y;
        };
        const auto activated = [&](std::vector<double> y, bool rounds) {
            for (double& v : y) {
                if (clamps) v = std::max(v, 0.0);
                if (function == QStringLiteral("tanh")) v = std::tanh(v);
                if (function == QStringLiteral("sigmoid")) v = 1 / (1 + std::exp(-v));
                if (rounds) v = bf16(v);
            }
            return y;
        };
        std::vector<double> x(beside.run.inputs[0].begin(), beside.run.inputs[0].end());
        for (double& v : x) v = bf16(v);
        const auto behind = [&](const std::vector<double>& hidden) {
            return product(second, hidden, false)[static_cast<std::size_t>(a.focus)];
        };
        const double exact = behind(activated(product(first, x, false), false));
        const double weighted = behind(activated(product(first, x, true), false));
        const double rounded = behind(activated(product(first, x, true), true));
        QCOMPARE(static_cast<std::size_t>(first.shape()[0]), width);
        const double bound = 1e-6;
        const NodeError& linear = a.nodes[0];
        const NodeError& end = a.nodes[1];
        QVERIFY(!linear.has_values);
        QVERIFY(linear.vm_values.empty());
        QCOMPARE(linear.computed_with, end.name);
        QVERIFY(end.has_values && end.computed_with.empty());
        QVERIFY(std::abs(linear.weights.at_focus - (weighted - exact)) < bound);
        QCOMPARE(linear.activation.max_abs, 0.0);
        QCOMPARE(linear.accumulation.max_abs, 0.0);
        QVERIFY(end.accumulation.max_abs < bound);
        QVERIFY(std::abs(rounded - weighted) > 10 * bound);
        QVERIFY2(std::abs(end.activation.at_focus - (rounded - weighted)) < bound,
                 qPrintable(QStringLiteral("%1 %2").arg(end.activation.at_focus).arg(rounded - weighted)));
        QCOMPARE(end.weights.max_abs, 0.0);
        QCOMPARE(a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs, 0.0);
        QVERIFY(!a.first_diverged || *a.first_diverged != 0);
        // The values are those that another program gives that stops behind the activation.
        nnir::GraphBuilder part("part");
        const nnir::ValueId again = part.linear(part.input("x", {8}), first);
        part.output(clamps ? part.relu(again)
                           : part.add("Activation", {{"function", function.toStdString()}}, {again}));
        const Beside until = run_beside(part.graph(), beside.run.inputs);
        QVERIFY(std::ranges::equal(end.vm_values, until.run.vm_outputs,
                                   [](double v, float w) { return v == static_cast<double>(w); }));
    }

    void littleIsLeftToTheWhole_data() {
        QTest::addColumn<int>("model");
        for (int model = 0; model < 6; ++model)
            QTest::addRow("%s", std::array{"a chain of layers", "a convolution and a clamp", "a GRU",
                                           "an LSTM over a window", "a sum of two layers",
                                           "scaled layers"}[static_cast<std::size_t>(model)])
                << model;
    }

    /// What no node explains is at most a hundredth of the error.
    void littleIsLeftToTheWhole() {
        QFETCH(int, model);
        nnir::GraphBuilder b("model");
        const auto function = [&b](const char* name, nnir::ValueId x) {
            return b.add("Activation", {{"function", std::string(name)}}, {x});
        };
        nnir::ValueId y;
        std::size_t in = 0;
        if (model == 0) {
            in = 40;
            y = b.relu(b.linear(b.input("x", {40}), nnir::sample_tensor({64, 40}, 1, 0.3)));
            y = function("tanh", b.linear(y, nnir::sample_tensor({48, 64}, 2, 0.2)));
            y = b.linear(y, nnir::sample_tensor({3, 48}, 5, 0.2), nnir::sample_tensor({3}, 6));
        } else if (model == 1) {
            in = 16 * 20;
            y = b.conv1d(b.input("x", {16, 20}), nnir::sample_tensor({24, 16, 3}, 1, 0.2));
            y = b.conv1d(b.relu(y), nnir::sample_tensor({8, 24, 3}, 2, 0.2));
        } else if (model == 2) {
            in = 12;
            y = b.add("Gru",
                      {{"weight_ih", nnir::sample_tensor({60, 12}, 1, 0.5)},
                       {"weight_hh", nnir::sample_tensor({60, 20}, 2, 0.3)},
                       {"bias_ih", nnir::sample_tensor({60}, 3)},
                       {"bias_hh", nnir::sample_tensor({60}, 4)},
                       {"time_axis", std::int64_t{0}},
                       {"layer", std::int64_t{0}}},
                      {b.input("x", {5, 12})});
        } else if (model == 3) {
            in = 60;
            y = b.linear(b.lstm(b.input("x", {5, 12}), nnir::sample_lstm(12, 24, 1), 0, 0),
                         nnir::sample_tensor({3, 24}, 9, 0.3));
        } else if (model == 4) {
            in = 24;
            const nnir::ValueId x = b.input("x", {24});
            const nnir::ValueId both = b.pointwise("add", b.linear(x, nnir::sample_tensor({40, 24}, 1, 0.3)),
                                                   b.linear(x, nnir::sample_tensor({40, 24}, 2, 0.3)));
            y = b.linear(function("sigmoid", both), nnir::sample_tensor({4, 40}, 3, 0.3));
        } else {
            in = 24;
            const nnir::ValueId h = b.linear(b.input("x", {24}), nnir::sample_tensor({40, 24}, 1, 0.3));
            y = b.linear(b.relu(b.pointwise("multiply", h, nnir::sample_tensor({40}, 7))),
                         nnir::sample_tensor({4, 40}, 3, 0.3));
        }
        b.output(y);
        const nnir::Graph graph = model == 2 ? streaming_transform(b.graph(), {0}).graph : b.graph();
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < (model == 2 ? 4U : 1U); ++k) inputs.push_back(random_row(in, k));
        const Beside beside = run_beside(graph, inputs);
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        for (const NodeError& node : a.nodes) QVERIFY2(!node.emulated, node.name.c_str());
        const double error = std::abs(a.error[static_cast<std::size_t>(a.focus)]);
        const double rest = a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs;
        QVERIFY2(rest <= 0.01 * error, qPrintable(QStringLiteral("%1 of %2").arg(rest).arg(error)));
    }
};

QTEST_APPLESS_MAIN(TestAttributedGroups)
#include "tst_attributed_groups.moc"
