#include <QtTest>
#include <cmath>
#include <cstring>

#include "core/import/model_session.h"
#include "core/support/error.h"
#include "tests/core/import/graph_source.h"
#include "tests/core/import/npy_fixture.h"

using namespace lockstep;

namespace {

std::string file_of(const QString& name) {
    return std::string(LOCKSTEP_TEST_DATA) + "/import/" + name.toStdString();
}

/// What PyTorch answered in consecutive calls.
std::vector<float> numbers_of(const QString& name) {
    QFile file(QString::fromStdString(file_of(name)) + QStringLiteral("_vectors.bin"));
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("no vectors");
    const QByteArray bytes = file.readAll();
    std::vector<float> numbers(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
    return numbers;
}

std::size_t size_of(const ImportedGraph& graph, const std::vector<std::uint32_t>& values) {
    std::int64_t size = 0;
    for (const std::uint32_t value : values) size += element_count(graph.values[value].shape);
    return static_cast<std::size_t>(size);
}

float worst_difference(std::span<const float> got, std::span<const float> expected) {
    if (got.size() != expected.size()) return std::numeric_limits<float>::infinity();
    float worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const float difference = std::abs(got[i] - expected[i]);
        if (!(difference <= worst)) worst = difference;
    }
    return worst;
}

QString names(const ImportedGraph& graph, const std::vector<std::uint32_t>& values) {
    QStringList found;
    for (const std::uint32_t value : values) found << QString::fromStdString(graph.values[value].name);
    return found.join(QLatin1Char(' '));
}

QString states_of(const ImportedGraph& graph) {
    QStringList found;
    for (const ImportedState& state : graph.states)
        found << QString::fromStdString(state.name + ":" + to_text(state.initial.shape()));
    found.sort();
    return found.join(QLatin1Char(' '));
}

ImportOptions options_of(const QString& shapes, const QString& method) {
    ImportOptions options;
    options.method = method.toStdString();
    for (const QString& text : shapes.split(QLatin1Char(' '))) {
        Shape shape;
        for (const QString& size : text.split(QLatin1Char(','))) shape.push_back(size.toLongLong());
        options.input_shapes.emplace_back(shape);
    }
    return options;
}

}  // namespace

/// Models whose graph is run by LibTorch, call by call, against what PyTorch answered.
class TestImportAnswers : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answersAsPyTorch_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shapes");
        QTest::addColumn<QString>("inputs");
        QTest::addColumn<QString>("outputs");
        QTest::addColumn<QString>("states");
        QTest::addColumn<QString>("method");
        const auto row = [](const char* file, const char* shapes, const char* inputs, const char* outputs,
                            const char* states, const char* method = "forward") {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(shapes)
                                << QString::fromLatin1(inputs) << QString::fromLatin1(outputs)
                                << QString::fromLatin1(states) << QString::fromLatin1(method);
        };
        row("buffer_state", "6", "x", "y", "hidden:6");
        row("rolling_window", "1,4", "x", "output", "window:1 x 5 x 4");
        row("assigned_state", "1,4", "x", "out", "cell.c:1 x 5 cell.h:1 x 5");
        row("none_state", "4", "x", "h", "h:5");
        row("empty_state", "2,4", "x", "h", "h:2 x 5");
        row("tuple_state", "1,4", "x", "output", "hc.0:1 x 3 hc.1:1 x 3 taps.0:3 taps.1:3");
        row("counted_state", "4", "x", "output", "mean:4");
        row("filled_rows", "5,4", "x", "slice", "");
        row("written_views", "4,6", "x", "output cat cat_2", "");
        row("containers", "2,4", "x", "a b sum", "");
        row("loops", "1,4", "x", "output", "");
        row("constant_output", "3", "x", "output constant", "");
        row("state_pairs", "1,4 1,5 1,5 1,5", "x h c memory", "output h_new c_new memory_out", "");
        row("half_weights", "2,4", "x", "output", "");
        row("rotation", "1,4 1,3", "q v", "fc", "");
        row("input_containers", "1,4 1,2 1,5 1,5", "joints speed states.0 states.1", "output y y_2", "");
        row("methods", "3", "x", "level", "level:3", "smooth");
        row("frozen_double", "1,5,4", "x", "output", "");
    }
    void answersAsPyTorch() {
        QFETCH(QString, file);
        QFETCH(QString, shapes);
        QFETCH(QString, method);
        ModelSession session(file_of(file + QStringLiteral(".pt")));
        const ImportOptions options = options_of(shapes, method);
        ImportedGraph graph;
        try {
            graph = session.import(options);
        } catch (const Error& error) {
            QFAIL(to_text(error.failure()).c_str());
        }
        QTEST(names(graph, graph.inputs), "inputs");
        QTEST(names(graph, graph.outputs), "outputs");
        QTEST(states_of(graph), "states");
        const std::vector<float> numbers = numbers_of(file);
        const std::size_t in = size_of(graph, graph.inputs);
        const std::size_t out = size_of(graph, graph.outputs);
        QCOMPARE(numbers.size() % (in + out), std::size_t{0});
        const std::size_t calls = numbers.size() / (in + out);
        QCOMPARE(calls, std::size_t{3});
        try {
            session.load_stepped(reference_of(graph));
        } catch (const Error& error) {
            QFAIL(error.failure().details.c_str());
        }
        const std::span<const float> all(numbers);
        std::vector<float> first;
        for (std::size_t call = 0; call < calls; ++call) {
            const std::span<const float> inputs = all.subspan(call * (in + out), in);
            const std::span<const float> expected = all.subspan(call * (in + out) + in, out);
            const std::vector<float> graph_answer = session.step(inputs, 1).outputs;
            QVERIFY2(worst_difference(graph_answer, expected) <= 1e-5F,
                     qPrintable(QStringLiteral("graph, call %1: %2")
                                    .arg(call)
                                    .arg(worst_difference(graph_answer, expected))));
            std::vector<std::vector<float>> parts;
            std::size_t offset = 0;
            for (const std::uint32_t input : graph.inputs) {
                const auto size = static_cast<std::size_t>(element_count(graph.values[input].shape));
                parts.emplace_back(inputs.begin() + static_cast<std::ptrdiff_t>(offset),
                                   inputs.begin() + static_cast<std::ptrdiff_t>(offset + size));
                offset += size;
            }
            std::vector<float> file_answer;
            for (const std::vector<float>& part : session.forward(parts))
                file_answer.insert(file_answer.end(), part.begin(), part.end());
            QVERIFY2(worst_difference(file_answer, expected) <= 1e-5F,
                     qPrintable(QStringLiteral("forward, call %1: %2")
                                    .arg(call)
                                    .arg(worst_difference(file_answer, expected))));
            if (call == 0) first = file_answer;
            // Looking at the file moves none of its state.
            session.probe(method.toStdString());
        }
        session.reset_forward();
        std::vector<std::vector<float>> again;
        std::size_t offset = 0;
        for (const std::uint32_t input : graph.inputs) {
            const auto size = static_cast<std::size_t>(element_count(graph.values[input].shape));
            again.emplace_back(numbers.begin() + static_cast<std::ptrdiff_t>(offset),
                               numbers.begin() + static_cast<std::ptrdiff_t>(offset + size));
            offset += size;
        }
        std::vector<float> after_reset;
        for (const std::vector<float>& part : session.forward(again))
            after_reset.insert(after_reset.end(), part.begin(), part.end());
        QVERIFY(after_reset == first);
        // Importing it again finds it as it was loaded.
        const ImportedGraph second = session.import(options);
        for (std::size_t i = 0; i < second.states.size(); ++i)
            QVERIFY(second.states[i].initial == graph.states[i].initial);
    }

    void aTracedFormAnswersTheSame_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shapes");
        QTest::newRow("rotation") << "rotation"
                                  << "1,4 1,3";
    }
    void aTracedFormAnswersTheSame() {
        QFETCH(QString, file);
        QFETCH(QString, shapes);
        const std::vector<float> numbers = numbers_of(file);
        ModelSession session(file_of(file + QStringLiteral("_traced.pt")));
        const ImportedGraph graph = session.import(options_of(shapes, QStringLiteral("forward")));
        const std::size_t in = size_of(graph, graph.inputs);
        const std::size_t out = size_of(graph, graph.outputs);
        session.load_stepped(reference_of(graph));
        const std::span<const float> all(numbers);
        const std::vector<float> answer = session.step(all.first(in), 1).outputs;
        QVERIFY(worst_difference(answer, all.subspan(in, out)) <= 1e-5F);
    }

    void optionalInputsAreGivenByNamingThem() {
        ModelSession session(file_of(QStringLiteral("optional_input.pt")));
        ImportOptions options;
        options.input_shapes = {Shape{1, 4}};
        const ImportedGraph without = session.import(options);
        QCOMPARE(names(without, without.inputs), QStringLiteral("x"));
        const auto said = [](const std::string& note) {
            return note.find("the optional input 'h' is left out (None)") != std::string::npos;
        };
        QVERIFY(std::any_of(without.notes.begin(), without.notes.end(), said));
        options.named_input_shapes["h"] = {1, 3};
        const ImportedGraph graph = session.import(options);
        QCOMPARE(names(graph, graph.inputs), QStringLiteral("x h"));
        QVERIFY(std::none_of(graph.notes.begin(), graph.notes.end(), said));
        const std::vector<float> numbers = numbers_of(QStringLiteral("optional_input"));
        for (std::size_t call = 0; call < 3; ++call) {
            const auto at = numbers.begin() + static_cast<std::ptrdiff_t>(call * 10);
            const std::vector<float> expected(at + 7, at + 10);
            const auto outputs = session.forward({{at, at + 4}, {at + 4, at + 7}});
            QVERIFY(worst_difference(outputs.at(0), expected) <= 1e-6F);
        }
        options.named_input_shapes["g"] = {1, 3};
        QVERIFY_THROWS_EXCEPTION(Error, session.import(options));
    }

    void aFrozenFileTellsItsShape() {
        ModelSession session(file_of(QStringLiteral("frozen_double.pt")));
        const ModelProbe probe = session.probe();
        QVERIFY(probe.inputs.at(0).proposal == (Shape{20, 4}));
        QCOMPARE(QString::fromStdString(describe_axes(probe.inputs[0])),
                 QStringLiteral("time = axis 0 (20), features = axis 1 (4)"));
        QCOMPARE(probe.parameter_count, std::int64_t{4 * 3 * (4 + 3 + 2) + 2 * 4});
    }

    void refusesWhatNoAcceleratorCanDo_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("reason");
        QTest::newRow("positions as data") << "token_ids"
                                           << "8"
                                           << "aten::embedding"
                                           << "looks up by positions that come with the input data";
        QTest::newRow("quantised") << "quantised"
                                   << "1,5,4"
                                   << "aten::quantized_lstm"
                                   << "save the model before quantising it";
        QTest::newRow("packed") << "packed"
                                << "1,5,4"
                                << "prepacked::linear_clamp_run"
                                << "optimize_for_mobile";
    }
    void refusesWhatNoAcceleratorCanDo() {
        QFETCH(QString, file);
        QFETCH(QString, shape);
        ModelSession session(file_of(file + QStringLiteral(".pt")));
        try {
            session.import(options_of(shape, QStringLiteral("forward")));
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), std::size_t{1});
            QTEST(QString::fromStdString(error.failure().nodes[0].op), "op");
            QFETCH(QString, reason);
            QVERIFY2(error.failure().nodes[0].reason.find(reason.toStdString()) != std::string::npos,
                     error.failure().nodes[0].reason.c_str());
        }
    }

    void statesThatAFirstCallMakesAreFound_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shapes");
        QTest::addColumn<float>("value");
        QTest::newRow("none") << "none_state"
                              << "4" << 0.5F;
        QTest::newRow("empty") << "empty_state"
                               << "2,4" << 0.0F;
    }
    void statesThatAFirstCallMakesAreFound() {
        QFETCH(QString, file);
        QFETCH(QString, shapes);
        QFETCH(float, value);
        ModelSession session(file_of(file + QStringLiteral(".pt")));
        const ImportedGraph graph = session.import(options_of(shapes, QStringLiteral("forward")));
        const Tensor& initial = graph.states.at(0).initial;
        QVERIFY(initial == Tensor::filled(initial.shape(), value));
    }

    void rowsThatAreFilledAreJoinedOnce() {
        ModelSession session(file_of(QStringLiteral("filled_rows.pt")));
        const ImportedGraph graph =
            session.import(options_of(QStringLiteral("5,4"), QStringLiteral("forward")));
        const auto joins = std::count_if(graph.nodes.begin(), graph.nodes.end(),
                                         [](const ImportedNode& node) { return node.op == "aten::cat"; });
        QCOMPARE(joins, 1);
    }

    void aContainerThatTheCodeDoesNotTellIsRefused() {
        ModelSession session(file_of(QStringLiteral("untold_container.pt")));
        try {
            session.probe();
            QFAIL("probed");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::unsupported);
            QVERIFY2(error.failure().message.find("the input 'parts' is of type Tensor[], and the code does "
                                                  "not tell what it holds") != std::string::npos,
                     error.failure().message.c_str());
            QVERIFY2(error.failure().advice.find("states[0]") != std::string::npos,
                     error.failure().advice.c_str());
        }
    }

    void pairsAreProposedAndNotApplied() {
        ModelSession session(file_of(QStringLiteral("state_pairs.pt")));
        const ImportedGraph graph =
            session.import(options_of(QStringLiteral("1,4 1,5 1,5 1,5"), QStringLiteral("forward")));
        QStringList pairs;
        for (const StateProposal& pair : graph.state_proposals) {
            pairs << QString::fromStdString(pair.input + "=" + pair.output);
            QVERIFY2(pair.reason.find("same shape (1 x 5)") == 0, pair.reason.c_str());
        }
        QCOMPARE(pairs.join(QLatin1Char(' ')), QStringLiteral("h=h_new c=c_new memory=memory_out"));
        QVERIFY(graph.states.empty());
    }

    void refusesStateThatHasNoFixedForm_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        QTest::newRow("first input") << "first_input_state"
                                     << "the first call makes from its input data";
        QTest::newRow("a counter decides") << "counter_controls"
                                           << "its condition depends on the attribute 'steps', which changes";
        QTest::newRow("a counter in the data") << "counter_tensor"
                                               << "the state 'seen' is of type int64";
        QTest::newRow("growing") << "growing_state"
                                 << "changes from call to call: give it a fixed size";
    }
    void refusesStateThatHasNoFixedForm() {
        QFETCH(QString, file);
        QFETCH(QString, reason);
        ModelSession session(file_of(file + QStringLiteral(".pt")));
        std::optional<ImportedGraph> partial;
        try {
            session.import(options_of(QStringLiteral("4"), QStringLiteral("forward")), {}, &partial);
            QFAIL("imported");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::unsupported);
            QCOMPARE(error.failure().nodes.size(), std::size_t{1});
            QVERIFY2(error.failure().nodes[0].reason.find(reason.toStdString()) != std::string::npos,
                     error.failure().nodes[0].reason.c_str());
            QVERIFY(partial.has_value());
        }
    }

    void aRefusalShowsWhatIsAroundIt() {
        ModelSession session(model_fixture("data_dependent_if.pt"));
        std::optional<ImportedGraph> partial;
        QVERIFY_THROWS_EXCEPTION(
            Error, session.import(options_of(QStringLiteral("6"), QStringLiteral("forward")), {}, &partial));
        QVERIFY(partial.has_value());
        QStringList ops;
        for (const ImportedNode& node : partial->nodes) ops << QString::fromStdString(node.op);
        QCOMPARE(ops.join(QLatin1Char(' ')),
                 QStringLiteral("aten::linear aten::sum aten::gt lockstep::unsupported"));
        QVERIFY(partial->outputs.empty());
        const ImportedNode& refused = partial->nodes.back();
        QCOMPARE(std::get<std::int64_t>(std::get<ImportedAttribute>(refused.find("failure")->value)), 0);
        QCOMPARE(refused.source.line, 129);
    }

    void methodsAreListedWithTheirSignatures() {
        ModelSession session(file_of(QStringLiteral("methods.pt")));
        const ModelProbe probe = session.probe("smooth");
        QStringList found;
        for (const std::string& text : probe.signatures) found << QString::fromStdString(text);
        found.sort();
        QCOMPARE(found.join(QLatin1Char('|')),
                 QStringLiteral("clear() -> NoneType|smooth(x: Tensor, rate: float = 0.25) -> Tensor"));
        QCOMPARE(probe.inputs.at(1).value.value_or(0), 0.25);
        try {
            session.probe();
            QFAIL("it has no forward");
        } catch (const Error& error) {
            const std::string& text = error.failure().advice;
            QVERIFY2(text.find("smooth(x: Tensor, rate: float = 0.25) -> Tensor") != std::string::npos,
                     text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestImportAnswers)
#include "tst_import_answers.moc"
