#include <QtTest>

#include <algorithm>
#include <cmath>

#include "core/import/model_session.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/nnir/text.h"
#include "core/nnir/torch_source.h"
#include "core/passes/pipeline.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

namespace {

std::filesystem::path fixture(const QString& name) {
    return std::filesystem::path(LOCKSTEP_TEST_DATA) / "models" / (name.toStdString() + ".pt");
}

Shape shape_of(const QString& text) {
    Shape shape;
    for (const QString& extent : text.split(u'x')) shape.push_back(extent.toInt());
    return shape;
}

/// What a test asks of one file: its worker is started once and ended before the next one.
struct Known {
    ImportedGraph imported;
    std::vector<RealTensor> inputs;
    std::vector<float> forward;  ///< LibTorch's own result for them
    std::vector<float> stepped;  ///< LibTorch stepping the streaming form's source, position after position
};

std::vector<float> floats(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

Known load(const QString& name, const QString& shape, int axis) {
    ModelSession session(fixture(name));
    ImportOptions options;
    options.input_shapes = {shape_of(shape)};
    Known known;
    known.imported = session.import(options);
    known.inputs = {RealTensor(sample_tensor(shape_of(shape), 1))};
    known.forward = session.forward({floats(known.inputs[0].values)}).at(0);
    if (axis < 0) return known;
    const ModelGraphs graphs = build_graphs(known.imported, {axis});
    const std::int64_t steps = known.inputs[0].shape[at(axis)];
    std::vector<float> rows;
    for (std::int64_t step = 0; step < steps; ++step) {
        const auto in = floats(slice(known.inputs[0], axis, step, 1).values);
        rows.insert(rows.end(), in.begin(), in.end());
    }
    session.load_stepped(stepped_reference(*graphs.compiled_form()));
    known.stepped = session.step(rows, steps).outputs;
    return known;
}

const Known& known(const QString& name, const QString& shape, int axis) {
    static std::map<QString, Known> all;
    const auto found = all.find(name);
    return found != all.end() ? found->second : all.emplace(name, load(name, shape, axis)).first->second;
}

/// Shape, streaming axis (-1: none streams) and canonical operators of each model.
struct Model {
    const char* name;
    const char* shape;
    int axis;
    const char* operators;
};
constexpr Model models[] = {{"lstm", "20x128", 0, "Lstm Lstm Linear"},
                            {"mlp", "784", -1, "Linear Clamp Linear Clamp Pointwise Linear"},
                            {"cnn", "1x32x5", 2, "Conv1d Clamp Conv1d"},
                            {"cnn_cut", "1x32x5", 2, "Conv1d Clamp Conv1d"},
                            {"cnn_constant_pad", "1x32x5", 2, "Conv1d Clamp Conv1d"},
                            {"cnn_one_pad", "1x32x5", 2, "Conv1d Clamp Conv1d"},
                            {"lstm_batch_first", "1x20x128", 1, "Lstm Linear"}};

std::string canonical_form(const QString& name, const QString& shape, int axis) {
    return canonical_text(build_graphs(known(name, shape, axis).imported, StreamingAxes{}).canonical_graph());
}

/// Largest difference of fp32 results from float64 ones.
double distance(const std::vector<float>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::abs(double{a[k]} - b[k]));
    return largest;
}

/// fp32 sums of some hundred products of values near 1.
constexpr double fp32_tolerance = 1e-4;

}  // namespace

/// Real TorchScript files through the worker and the passes, against LibTorch's own results.
class TestRealFixtures : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<int>("axis");
        QTest::addColumn<QString>("operators");
        for (const Model& model : models) {
            for (const char* form : {"_traced", "_scripted"}) {
                const QString name = QString::fromLatin1(model.name) + QString::fromLatin1(form);
                QTest::newRow(qPrintable(name)) << name << QString::fromLatin1(model.shape) << model.axis
                                                << QString::fromLatin1(model.operators);
            }
        }
    }

  private Q_SLOTS:
    void becomesTheExpectedGraph_data() { rows(); }
    void becomesTheExpectedGraph() {
        QFETCH(QString, name);
        QFETCH(QString, shape);
        QFETCH(int, axis);
        QFETCH(QString, operators);
        const Known& model = known(name, shape, axis);
        const ModelGraphs graphs = build_graphs(model.imported, StreamingAxes{});
        const Graph& graph = graphs.canonical_graph();
        check_sound(graph, true);
        QStringList found;
        for (const Node& node : graph.nodes) {
            found.append(QString::fromStdString(node.op->name()));
            QVERIFY(!node.origins.empty());
        }
        QCOMPARE(found.join(u' '), operators);
        const double off = distance(model.forward, evaluate(graph, model.inputs).outputs.at(0).values);
        QVERIFY2(off < fp32_tolerance, qPrintable(QString::number(off)));
    }

    void tracedAndScriptedAreOneGraph_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<int>("axis");
        for (const Model& model : models)
            QTest::newRow(model.name)
                << QString::fromLatin1(model.name) << QString::fromLatin1(model.shape) << model.axis;
    }
    void tracedAndScriptedAreOneGraph() {
        QFETCH(QString, name);
        QFETCH(QString, shape);
        QFETCH(int, axis);
        QCOMPARE(canonical_form(name + QStringLiteral("_scripted"), shape, axis),
                 canonical_form(name + QStringLiteral("_traced"), shape, axis));
    }

    void everySpellingOfTheCnnIsOneGraph_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"cnn_cut_traced", "cnn_cut_scripted", "cnn_constant_pad_traced", "cnn_constant_pad_scripted"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everySpellingOfTheCnnIsOneGraph() {
        QFETCH(QString, name);
        QCOMPARE(canonical_form(name, QStringLiteral("1x32x5"), 2),
                 canonical_form(QStringLiteral("cnn_traced"), QStringLiteral("1x32x5"), 2));
    }

    /// The float64 reference of the streaming form, and LibTorch stepping its source, against forward on the
    /// whole sequence.
    void streamsLikeForward_data() { rows(); }
    void streamsLikeForward() {
        QFETCH(QString, name);
        QFETCH(QString, shape);
        QFETCH(int, axis);
        const Known& model = known(name, shape, axis);
        if (axis < 0) {
            QVERIFY_THROWS_EXCEPTION(Error, build_graphs(model.imported, {0}));
            return;
        }
        const ModelGraphs graphs = build_graphs(model.imported, {axis});
        const Graph& streaming = *graphs.compiled_form();
        check_sound(streaming, true);
        const int output_axis = graphs.output_axes.at(0).value();
        const RealTensor stepped = evaluate_steps(streaming, model.inputs, {axis}, {output_axis}).at(0);
        QVERIFY(distance(model.forward, stepped.values) < fp32_tolerance);
        std::vector<double> by_position;
        for (std::int64_t step = 0; step < stepped.shape[at(output_axis)]; ++step) {
            const RealTensor out = slice(stepped, output_axis, step, 1);
            by_position.insert(by_position.end(), out.values.begin(), out.values.end());
        }
        QVERIFY(distance(model.stepped, by_position) < fp32_tolerance);
    }

    void theExampleLstmNamesItsStates() {
        const Known& model = known(QStringLiteral("lstm_scripted"), QStringLiteral("20x128"), 0);
        const ModelGraphs graphs = build_graphs(model.imported, {0});
        QStringList states;
        for (const State& state : graphs.compiled_form()->states)
            states.append(QString::fromStdString(state.name));
        QCOMPARE(states.join(u' '), QStringLiteral("lstm.h0 lstm.c0 lstm.h1 lstm.c1"));
    }

    void outputsThatNeverChangeAreConstants() {
        ModelSession session(LOCKSTEP_TEST_DATA "/import/constant_output.pt");
        ImportOptions options;
        options.input_shapes = {Shape{3}};
        const ModelGraphs graphs = build_graphs(session.import(options), StreamingAxes{});
        const Graph& graph = graphs.canonical_graph();
        QCOMPARE(graph.outputs.size(), std::size_t{2});
        const std::vector<RealTensor> outputs = evaluate(graph, {RealTensor({3}, {-1.0, 0.0, 2.0})}).outputs;
        QVERIFY(outputs.at(0).values == (std::vector<double>{0.0, 0.0, 2.0}));
        QVERIFY(outputs.at(1).values == (std::vector<double>{2.0, 8.0}));
    }

    void refusesWithTheAuthorsLine() {
        ModelSession session(fixture(QStringLiteral("sort")));
        ImportOptions options;
        options.input_shapes = {Shape{2, 6}};
        try {
            build_graphs(session.import(options), StreamingAxes{});
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::unsupported);
            const auto& nodes = error.failure().nodes;
            QVERIFY(std::any_of(nodes.begin(), nodes.end(), [](const FailureNode& n) {
                return n.op == "aten::sort" && n.source.find(".py:") != std::string::npos;
            }));
        }
    }
};

QTEST_APPLESS_MAIN(TestRealFixtures)
#include "tst_real_fixtures.moc"
