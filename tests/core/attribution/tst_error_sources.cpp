#include <QtTest>
#include <array>
#include <cmath>

#include "core/run/model_document.h"
#include "tests/core/attribution/attributed_graphs.h"

using namespace lockstep;
using namespace attributed_graphs;

namespace {

const ErrorShare& share_of(const Attribution& a, ErrorSource source) {
    return a.sources[static_cast<std::size_t>(source)].second;
}

nnir::Graph graph_of(const QString& file, const Shape& shape, std::optional<int> streaming_axis = {}) {
    ModelOptions options;
    options.input_shapes = {{"", shape}};
    if (streaming_axis) options.streaming_axes = {{"", *streaming_axis}};
    const QString path = QStringLiteral(LOCKSTEP_TEST_DATA "/attribution/") + file;
    return *compiled_graph(load_model(path.toStdString(), options));
}

/// One step of a GRU, 16 values in, whose candidate is tanh(of row `candidate` + r * `hidden_bias`), with r =
/// 1 and all of the candidate taken; then times 16.
nnir::Graph one_gru(const std::vector<float>& candidate, float bias, float hidden_bias) {
    constexpr std::int64_t in = 16;
    constexpr std::int64_t hidden = 4;
    std::vector<float> weight(3 * hidden * in, 0);
    std::ranges::copy(candidate, weight.begin() + 2 * hidden * in);
    std::vector<float> bias_ih(3 * hidden, 0);
    for (std::size_t k = 0; k < hidden; ++k) {
        bias_ih[k] = 200;            // r
        bias_ih[hidden + k] = -200;  // z
    }
    bias_ih[2 * hidden] = bias;
    std::vector<float> bias_hh(3 * hidden, 0);
    bias_hh[2 * hidden] = hidden_bias;
    nnir::GraphBuilder b("gru");
    const nnir::ValueId h =
        b.add("Gru",
              {{"weight_ih", Tensor({3 * hidden, in}, weight)},
               {"weight_hh", Tensor({3 * hidden, hidden}, std::vector<float>(3 * hidden * hidden, 0))},
               {"bias_ih", Tensor({3 * hidden}, bias_ih)},
               {"bias_hh", Tensor({3 * hidden}, bias_hh)},
               {"time_axis", std::int64_t{0}},
               {"layer", std::int64_t{0}}},
              {b.input("x", {5, in})});
    b.output(h);
    return streaming_transform(b.graph(), {0}).graph;
}

}  // namespace

/// What each kind of error is told as, by models whose errors are known.
class TestErrorSources : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatIsFoldedIntoManyGoesWithEach_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("readers");
        QTest::addColumn<bool>("isMade");
        QTest::newRow("cells") << QStringLiteral("scaled_cells.pt") << 3 << false;
        QTest::newRow("layers") << QStringLiteral("scaled_layers.pt") << 3 << false;
        QTest::newRow("layers and an output") << QStringLiteral("scaled_output.pt") << 2 << true;
    }
    /// Each output comes of one reader of the scaled values: nothing of another reader's is told there.
    void whatIsFoldedIntoManyGoesWithEach() {
        QFETCH(QString, file);
        QFETCH(int, readers);
        QFETCH(bool, isMade);
        const Beside beside = run_beside(graph_of(file, {1, 24}), {random_row(24, 3)});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        int found = 0;
        std::vector<int> of_output(a.error.size(), 0);
        for (std::size_t k = 0; k < a.nodes.size(); ++k) {
            const NodeError& node = a.nodes[k];
            QVERIFY2(!node.emulated, node.name.c_str());
            if (node.op != "LstmCell" && node.op != "Linear") continue;
            ++found;
            if (node.op == "LstmCell") QVERIFY2(node.computed_with.empty(), node.computed_with.c_str());
            QVERIFY(node.weights.max_abs > 0);
            for (std::size_t e = 0; e < node.weights.change.size(); ++e)
                if (node.weights.change[e] != 0) ++of_output[e];
        }
        QCOMPARE(found, readers);
        for (const int nodes : of_output) QVERIFY(nodes <= 1);
        // Sums of 24 products, whatever is folded into them.
        QVERIFY2(share_of(a, ErrorSource::accumulation).max_abs < 1e-5,
                 qPrintable(QString::number(share_of(a, ErrorSource::accumulation).max_abs)));
        const NodeError& scale = a.nodes.front();
        QCOMPARE(scale.op, std::string("Pointwise"));
        QCOMPARE(scale.has_values, isMade);
        QCOMPARE(scale.computed_with.empty(), isMade);
        if (!isMade) {
            QCOMPARE(QString::fromStdString(scale.computed_with).split(QStringLiteral(", ")).size(), readers);
            QCOMPARE(scale.total.max_abs, 0.0);
        }
    }

    void anErrorInsideAGruIsNamed_data() {
        QTest::addColumn<QString>("planted");
        for (const char* planted : {"weight rounding", "accumulation", "activation rounding"})
            QTest::newRow(planted) << QString::fromLatin1(planted);
    }
    /// The candidate is tanh(1) exactly and tanh(0) in the VM, or the other way round.
    void anErrorInsideAGruIsNamed() {
        QFETCH(QString, planted);
        std::vector<float> row(16, 0);
        float bias = 0;
        float hidden_bias = 0;
        if (planted == QStringLiteral("weight rounding")) row = {257, -256};
        if (planted == QStringLiteral("accumulation")) {
            row.assign(16, 0);
            row[0] = 0x1p24F;
            row[1] = 1;
            row[2] = -0x1p24F;
        }
        if (planted == QStringLiteral("activation rounding")) {
            bias = -256;
            hidden_bias = 257;
        }
        const Beside beside = run_beside(one_gru(row, bias, hidden_bias), {std::vector<float>(16, 1)});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.focus, 0);
        const double whole = -std::tanh(1.0);
        for (const auto& [source, share] : a.sources) {
            const bool is_it = QString::fromUtf8(name(source).data()) == planted;
            const double expected = is_it ? whole : 0.0;
            QVERIFY2(std::abs(share.at_focus - expected) < 1e-6,
                     qPrintable(QStringLiteral("%1: %2")
                                    .arg(QString::fromUtf8(name(source).data()))
                                    .arg(share.at_focus)));
        }
    }

    /// By table the functions of a GRU's gates are far off, whatever is rounded behind them.
    void functionsInsideAGruAreNamed() {
        const nnir::Graph graph = one_gru({0.0078125F * 2.5F}, 0, 0);
        for (const FunctionStyle style : {FunctionStyle::exact, FunctionStyle::table}) {
            const Beside beside = run_beside(graph, {std::vector<float>(16, 1)}, style);
            const Attribution a = attribute_error(beside.graph, config(), beside.run, {}, style);
            check_sum(a, beside.run);
            const double at = 0.0078125 * 2.5;
            const double expected =
                style == FunctionStyle::table ? std::tanh(std::nearbyint(at * 128) / 128) - std::tanh(at) : 0;
            const double found = share_of(a, ErrorSource::functions).change[0];
            QVERIFY2(std::abs(found - expected) < 1e-6, qPrintable(QString::number(found)));
            QVERIFY(std::abs(share_of(a, ErrorSource::accumulation).change[0]) < 1e-7);
        }
    }

    /// fp32 sums of 24 products do not move an output, roundings to bf16 do.
    void aGrusSumsAreSmall() {
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 8; ++k) inputs.push_back(random_row(8, k));
        const Beside beside = run_beside(graph_of(QStringLiteral("gated.pt"), {1, 20, 8}, 1), inputs);
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        for (const NodeError& node : a.nodes) {
            QVERIFY2(!node.emulated, node.name.c_str());
            QVERIFY(node.accumulation.max_abs < 1e-5);
            QVERIFY(node.functions.max_abs < 1e-5);
        }
        QVERIFY(share_of(a, ErrorSource::activation).max_abs > 1e-4);
    }

    /// Over a stretch that is longer than the model remembers the terms still are the error, and those of
    /// each inference are what a stretch that begins with it has.
    void aLongStretchAddsUpAndTellsHowFarItIs() {
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 90; ++k) inputs.push_back(random_row(12, k));
        const Beside whole = run_beside(streamed_lstm(), inputs);
        std::vector<double> shares;
        const JobControl job{
            .stop = {}, .progress = [&shares](double share, std::string_view) { shares.push_back(share); }};
        const Attribution a = attribute_error(whole.graph, config(), whole.run, job);
        check_sum(a, whole.run);
        QVERIFY(shares.size() > 90);
        QVERIFY(std::ranges::is_sorted(shares));
        QVERIFY(shares.front() >= 0 && shares.back() <= 1 && shares.back() > 0.9);
        // What lies far back is forgotten, what is near is not.
        QVERIFY(std::abs(a.by_inference.front()) < 1e-9);
        QVERIFY(std::abs(a.by_inference.back()) > 1e-6);
        Beside part = whole;
        part.run.inputs.erase(part.run.inputs.begin(), part.run.inputs.end() - 3);
        part.run.vm_states.erase(part.run.vm_states.begin(), part.run.vm_states.end() - 3);
        const Attribution last = attribute_error(part.graph, config(), part.run);
        for (std::size_t k = 0; k < 3; ++k)
            QVERIFY(std::abs(last.by_inference[k] - a.by_inference[87 + k]) < 1e-9);
    }

    /// An inference that is not compared has no error, and no reference outputs.
    void whatIsNotComparedIsRefused() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        const auto inputs = random_inputs(compiled.program->inputs, 11);
        LockstepRun run(compiled, inputs, std::make_unique<EvaluatedReference>(graph, inputs),
                        RunOptions{.tolerance = {}, .recorder = {}, .reset_every = 0, .reference_every = 5});
        run.run(20);
        const RecordedRows rows = run.rows(10, 5);
        for (std::size_t k = 0; k < 5; ++k) QCOMPARE(std::isnan(rows.reference_outputs[3 * k]), k != 4);
        check_sum(attribute_error(graph, config(), attributed_run(run, graph, 14, 2)),
                  attributed_run(run, graph, 14, 2));
        try {
            attributed_run(run, graph, 11, 2);
            QFAIL("nothing was refused");
        } catch (const Error& error) {
            const std::string& message = error.failure().message;
            QVERIFY2(message.find("sampled:5") != std::string::npos, message.c_str());
            QVERIFY(error.failure().advice.find("14") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TestErrorSources)
#include "tst_error_sources.moc"
