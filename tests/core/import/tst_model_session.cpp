#include "core/import/model_session.h"

#include <QtTest>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include "core/support/error.h"
#include "tests/core/import/npy_fixture.h"

using namespace lockstep;

namespace {

/// One op per line: "aten::linear fc1 models.py:31".
QString summary(const ImportedGraph& graph) {
    QStringList lines;
    for (const ImportedNode& node : graph.nodes) {
        lines << QString::fromStdString(node.op + " " + node.source.module + " " + node.source.file + ":" +
                                        std::to_string(node.source.line));
    }
    return lines.join(QLatin1Char('\n'));
}

Failure failure_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.failure();
    }
    throw std::runtime_error("nothing was thrown");
}

float worst_difference(const std::vector<float>& got, const Tensor& expected) {
    if (static_cast<std::int64_t>(got.size()) != expected.size())
        return std::numeric_limits<float>::infinity();
    float worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const float difference = std::abs(got[i] - expected.values()[i]);
        if (!(difference <= worst)) worst = difference;
    }
    return worst;
}

std::vector<float> to_vector(const Tensor& tensor) {
    return {tensor.values().begin(), tensor.values().end()};
}

ImportOptions with_shape(const Shape& shape) {
    ImportOptions options;
    options.input_shapes = {shape};
    return options;
}

/// y = tanh(x * w + s), s' = y
SteppedReference small_reference() {
    SteppedReference reference;
    reference.source =
        "def step(inputs: List[Tensor], states: List[Tensor], weights: List[Tensor]) -> Tuple[List[Tensor], "
        "List[Tensor]]:\n"
        "  y = torch.tanh(inputs[0] * weights[0] + states[0])\n"
        "  return [y], [y]\n";
    reference.weights = {Tensor({2}, {0.5F, -1.0F})};
    reference.initial_states = {Tensor({2}, {0.25F, 0.0F})};
    reference.input_shapes = {{2}};
    reference.output_shapes = {{2}};
    return reference;
}

std::vector<float> small_expected(const std::vector<float>& inputs, std::vector<float> state) {
    const float weights[] = {0.5F, -1.0F};
    std::vector<float> outputs;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        state[i % 2] = std::tanh(inputs[i] * weights[i % 2] + state[i % 2]);
        outputs.push_back(state[i % 2]);
    }
    return outputs;
}

bool close_to(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(std::abs(a[i] - b[i]) <= 1e-6F)) return false;
    }
    return true;
}

}  // namespace

class TestModelSession : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void importsTheExamples_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("nodes");
        const QString lstm = QStringLiteral(
            "aten::unsqueeze lstm models.py:17\naten::lstm lstm models.py:17\naten::squeeze lstm "
            "models.py:17\n"
            "aten::linear readout models.py:18");
        const QString mlp = QStringLiteral(
            "aten::linear fc1 models.py:31\naten::relu  models.py:31\naten::linear fc2 models.py:33\n"
            "aten::relu  models.py:33\naten::add  models.py:33\naten::linear fc3 models.py:34");
        const auto cnn = [](const char* conv) {
            return QStringLiteral(
                       "aten::pad conv1 models.py:46\n%1 conv1.conv models.py:46\naten::relu  models.py:58\n"
                       "aten::pad conv2 models.py:46\n%1 conv2.conv models.py:46")
                .arg(QLatin1String(conv));
        };
        QTest::newRow("lstm traced") << "lstm_traced" << lstm;
        QTest::newRow("lstm scripted") << "lstm_scripted" << lstm;
        QTest::newRow("mlp traced") << "mlp_traced" << mlp;
        QTest::newRow("mlp scripted") << "mlp_scripted" << mlp;
        QTest::newRow("cnn traced") << "cnn_traced" << cnn("aten::_convolution");
        QTest::newRow("cnn scripted") << "cnn_scripted" << cnn("aten::conv1d");
    }
    void importsTheExamples() {
        QFETCH(QString, file);
        QFETCH(QString, nodes);
        const std::string base = model_fixture(file.toStdString());
        const Tensor x = read_npy_fixture(base + "_x.npy");
        ModelSession session(base + ".pt");
        const ImportedGraph graph = session.import(with_shape(x.shape()));
        QCOMPARE(summary(graph), nodes);
        QCOMPARE(graph.front_end, std::string("torchscript"));
        QCOMPARE(graph.model_sha256.size(), std::size_t{64});
        QVERIFY(graph.values.at(graph.inputs.at(0)).shape == x.shape());
    }

    void forwardAnswersAsPyTorch_data() {
        QTest::addColumn<QString>("file");
        for (const char* name :
             {"lstm_traced", "lstm_scripted", "mlp_traced", "mlp_scripted", "cnn_traced", "cnn_scripted",
              "cnn_cut_traced", "cnn_cut_scripted", "cnn_constant_pad_traced", "cnn_constant_pad_scripted",
              "cnn_one_pad_traced", "cnn_one_pad_scripted", "lstm_batch_first_traced",
              "lstm_batch_first_scripted", "lstm_training", "unrolled_loop"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void forwardAnswersAsPyTorch() {
        QFETCH(QString, file);
        const std::string base = model_fixture(file.toStdString());
        const Tensor x = read_npy_fixture(base + "_x.npy");
        const Tensor y = read_npy_fixture(base + "_y.npy");
        ModelSession session(base + ".pt");
        ImportOptions options = with_shape(x.shape());
        if (file == QLatin1String("unrolled_loop")) options.input_values["gain"] = 0.5;
        const ImportedGraph graph = session.import(options);
        const auto outputs = session.forward({to_vector(x)});
        QVERIFY(graph.values.at(graph.outputs.at(0)).shape == y.shape());
        QVERIFY2(worst_difference(outputs.at(0), y) <= 1e-5F,
                 qPrintable(QString::number(worst_difference(outputs.at(0), y))));
        QVERIFY(session.forward_us() > 0);
    }

    void weightsAreThoseOfTheFile() {
        // The same weights were saved in six files by three spellings of the model.
        std::vector<Tensor> first;
        for (const char* name :
             {"cnn_traced", "cnn_scripted", "cnn_cut_traced", "cnn_constant_pad_scripted"}) {
            ModelSession session(model_fixture(std::string(name) + ".pt"));
            const ImportedGraph graph = session.import(with_shape({1, 32, 5}));
            std::vector<Tensor> weights;
            for (const ImportedNode& node : graph.nodes) {
                if (const ImportedArgument* weight = node.find("weight")) {
                    weights.push_back(std::get<Tensor>(std::get<ImportedAttribute>(weight->value)));
                }
            }
            QCOMPARE(weights.size(), std::size_t{2});
            if (first.empty()) first = weights;
            QVERIFY2(weights == first, name);
        }
    }

    void tensorsOutliveTheSession() {
        ImportedGraph graph;
        {
            ModelSession session(model_fixture("mlp_traced.pt"));
            graph = session.import(with_shape({784}));
        }
        const Tensor weight =
            std::get<Tensor>(std::get<ImportedAttribute>(graph.nodes.at(0).find("weight")->value));
        double sum = 0;
        for (const float value : weight.values()) sum += std::abs(static_cast<double>(value));
        QVERIFY(sum > 0);
    }

    void statesAsInputsAreFlattened() {
        ModelSession session(model_fixture("lstm_with_state.pt"));
        const ModelProbe probe = session.probe();
        QStringList names;
        for (const ModelProbe::Input& input : probe.inputs) names << QString::fromStdString(input.name);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("x state.0 state.1"));
        ImportOptions options;
        options.named_input_shapes = {{"x", {4, 6}}, {"state.0", {1, 8}}, {"state.1", {1, 8}}};
        const ImportedGraph graph = session.import(options);
        QCOMPARE(graph.inputs.size(), std::size_t{3});
        QCOMPARE(graph.outputs.size(), std::size_t{3});
    }

    void proposesShapes_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shape");
        QTest::newRow("lstm") << "lstm_scripted.pt"
                              << "20 x 128";
        QTest::newRow("mlp") << "mlp_traced.pt"
                             << "784";
        QTest::newRow("cnn") << "cnn_cut_traced.pt"
                             << "1 x 32 x 20";
        QTest::newRow("nothing is known") << "maps_on_forward.pt"
                                          << "none";
        QTest::newRow("several inputs") << "lstm_with_state.pt"
                                        << "20 x 6";
    }
    void proposesShapes() {
        QFETCH(QString, file);
        QFETCH(QString, shape);
        ModelSession session(model_fixture(file.toStdString()));
        const ModelProbe::Input input = session.probe().inputs.at(0);
        QCOMPARE(input.proposal ? QString::fromStdString(to_text(*input.proposal)) : QStringLiteral("none"),
                 shape);
        QCOMPARE(input.proposal_basis.empty(), !input.proposal.has_value());
    }

    void anExampleTellsItsShape() {
        ModelSession session(LOCKSTEP_RESOURCES "/examples/cnn.pt");
        const ModelProbe::Input input = session.probe().inputs.at(0);
        QVERIFY(input.proposal.has_value());
        QCOMPARE(*input.proposal, (Shape{1, 32, 5}));
        QCOMPARE(QString::fromStdString(input.proposal_basis),
                 QStringLiteral("the file's own record extra/lockstep.json"));
    }

    void anExampleTellsItsSequence_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("axis");
        QTest::newRow("lstm") << QStringLiteral("lstm.pt") << 0;
        QTest::newRow("cnn") << QStringLiteral("cnn.pt") << 2;
        QTest::newRow("mlp") << QStringLiteral("mlp.pt") << -1;
    }
    void anExampleTellsItsSequence() {
        QFETCH(QString, file);
        QFETCH(int, axis);
        ModelSession session((QStringLiteral(LOCKSTEP_RESOURCES "/examples/") + file).toStdString());
        QCOMPARE(session.probe().inputs.at(0).streaming_axis.value_or(-1), axis);
    }

    void saysWhatItAssumed() {
        ModelSession training(model_fixture("lstm_training.pt"));
        const ImportedGraph graph = training.import({});
        QCOMPARE(graph.notes.size(), std::size_t{2});
        QVERIFY(graph.notes[0].find("training mode") != std::string::npos);
        QVERIFY(graph.notes[1].find("is a guess") != std::string::npos);
        ModelSession wide(model_fixture("mlp_float64.pt"));
        QVERIFY(wide.import({}).notes.at(0).find("float64") != std::string::npos);
    }

    void writesInPlaceBecomeValues() {
        ModelSession session(model_fixture("in_place.pt"));
        QCOMPARE(summary(session.import(with_shape({6}))),
                 QStringLiteral("aten::linear fc fixture_models.py:166\naten::add  fixture_models.py:167\n"
                                "aten::relu  fixture_models.py:168"));
    }

    void refuses_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("nodes");  // op@source
        QTest::newRow("if on data") << "data_dependent_if.pt"
                                    << "unsupported"
                                    << "one place in the model cannot be imported"
                                    << "prim::If@fixture_models.py:129: if bool(x.sum() > 0):";
        QTest::newRow("two at once") << "data_dependent_loop.pt"
                                     << "unsupported"
                                     << "2 places in the model cannot be imported"
                                     << "prim::Loop@fixture_models.py:143: while bool(x.norm() > 1.0):|"
                                        "aten::Float@fixture_models.py:142: scale = float(x.max())";
        QTest::newRow("reads a file") << "maps_on_forward.pt"
                                      << "unsupported"
                                      << "one place in the model cannot be imported"
                                      << "aten::from_file@fixture_models.py:237: hole = "
                                         "torch.from_file(\"/tmp/lockstep_hostile_map_on_forward\", True, 6)";
        QTest::newRow("endless loop") << "endless_loop.pt"
                                      << "unsupported"
                                      << "the model does not end"
                                      << "aten::ge@fixture_models.py:294: while count >= 0:";
        QTest::newRow("no forward") << "no_forward.pt"
                                    << "bad_file"
                                    << "the model has no method 'forward'; its methods are: decode, encode"
                                    << "method@|method@";
        QTest::newRow("truncated") << "truncated.pt"
                                   << "bad_file"
                                   << "it is truncated or damaged"
                                   << "";
        QTest::newRow("a pickle") << "not_a_zip.pt"
                                  << "bad_file"
                                  << "this is a Python pickle"
                                  << "";
        QTest::newRow("a folder") << "."
                                  << "bad_file"
                                  << "this is not a file"
                                  << "";
        QTest::newRow("missing") << "no_such_file.pt"
                                 << "bad_file"
                                 << "No such file"
                                 << "";
    }
    void refuses() {
        QFETCH(QString, file);
        QFETCH(QString, kind);
        QFETCH(QString, message);
        QFETCH(QString, nodes);
        const Failure failure = failure_of([&] {
            ModelSession session(model_fixture(file.toStdString()));
            session.import(with_shape({6}));
        });
        QCOMPARE(QString::fromStdString(std::string(name(failure.kind))), kind);
        QVERIFY2(QString::fromStdString(failure.message).contains(message), failure.message.c_str());
        QStringList found;
        for (const FailureNode& node : failure.nodes)
            found << QString::fromStdString(node.op + "@" + node.source);
        QCOMPARE(found.join(QLatin1Char('|')), nodes);
        QCOMPARE(failure.message.find('\n'), std::string::npos);
    }

    void reportsUnknownOperatorsWithTheRest() {
        ModelSession session(model_fixture("data_dependent_if.pt"));
        ImportOptions options = with_shape({6});
        options.operators = {"aten::relu"};
        options.refusals = {{"aten::sum", "add up behind the model"}};
        const Failure failure = failure_of([&] { session.import(options); });
        QStringList ops;
        for (const FailureNode& node : failure.nodes) {
            ops << QString::fromStdString(node.op);
            QCOMPARE(node.reason == "add up behind the model", node.op == "aten::sum");
        }
        QCOMPARE(ops.join(QLatin1Char(' ')), QStringLiteral("prim::If aten::linear aten::sum aten::gt"));
    }

    void wrongShapesAreNamed_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<QString>("message");
        QTest::newRow("features")
            << "lstm_scripted.pt" << QList<qint64>{20, 64}
            << "input.size(-1) must be equal to input_size. Expected 128, got 64 (models.py:17: ";
        QTest::newRow("features, traced") << "mlp_traced.pt" << QList<qint64>{64} << "aten::linear: ";
        QTest::newRow("rank") << "cnn_scripted.pt" << QList<qint64>{7}
                              << "aten::conv1d: Expected 2D (unbatched) or 3D (batched) input";
        QTest::newRow("the model's own words")
            << "raises.pt" << QList<qint64>{5} << "this sensor has six axes (fixture_models.py:308: ";
        QTest::newRow("empty axis") << "raises.pt" << QList<qint64>{0} << "the shape 0 of the input 'x'";
        QTest::newRow("huge") << "raises.pt" << QList<qint64>{1 << 20, 1 << 20}
                              << "is not one that can be imported";
    }
    void wrongShapesAreNamed() {
        QFETCH(QString, file);
        QFETCH(QList<qint64>, shape);
        QFETCH(QString, message);
        ModelSession session(model_fixture(file.toStdString()));
        const Failure failure = failure_of([&] { session.import(with_shape({shape.begin(), shape.end()})); });
        QVERIFY(failure.kind == FailureKind::bad_shape);
        QVERIFY2(QString::fromStdString(failure.message).contains(message), failure.message.c_str());
    }

    void missingShapesAndNamesAreNamed() {
        ModelSession session(model_fixture("lstm_with_state.pt"));
        Failure failure;
        ImportOptions unknown;
        unknown.named_input_shapes["y"] = {4};
        failure = failure_of([&] { session.import(unknown); });
        QVERIFY(failure.message.find("no input 'y'; its inputs are: x, state.0, state.1") !=
                std::string::npos);
        ModelSession scalar(model_fixture("unrolled_loop.pt"));
        failure = failure_of([&] { scalar.import(with_shape({4, 6})); });
        QVERIFY(failure.advice.find("--input-value gain=") != std::string::npos);
    }

    void loadingWritesNoFile() {
        const QString written = QStringLiteral("/tmp/lockstep_hostile_write_on_load");
        QVERIFY(!QFile::exists(written));
        ModelSession session(model_fixture("writes_on_load.pt"));
        try {
            session.import(with_shape({2}));
        } catch (const Error&) {
            // refusing it is fine as well
        }
        QVERIFY(!QFile::exists(written));
    }

    void limitsEndWhatDoesNotEnd_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("message");
        QTest::newRow("time") << "endless_on_load.pt" << 5.0 << qint64{8} * (1 << 30)
                              << "loading the model took longer than the limit of 5 s";
        QTest::newRow("memory") << "hungry_on_load.pt" << 60.0 << qint64{1} * (1 << 30)
                                << "took more than the limit of 1024 MiB of memory";
    }
    void limitsEndWhatDoesNotEnd() {
        QFETCH(QString, file);
        QFETCH(double, seconds);
        QFETCH(qint64, bytes);
        QFETCH(QString, message);
        SessionLimits limits;
        limits.seconds = seconds;
        limits.memory_bytes = bytes;
        const Failure failure = failure_of([&] {
            ModelSession session(model_fixture(file.toStdString()), {}, limits);
            session.probe();
        });
        QVERIFY(failure.kind == FailureKind::worker_failed);
        QVERIFY2(QString::fromStdString(failure.message).contains(message), failure.message.c_str());
    }

    void aStopEndsTheWaitSoon() {
        ModelSession session(model_fixture("endless_on_load.pt"));
        std::stop_source source;
        std::chrono::steady_clock::time_point stopped;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            stopped = std::chrono::steady_clock::now();
            source.request_stop();
        });
        const Failure failure =
            failure_of([&] { session.probe("forward", JobControl{.stop = source.get_token()}); });
        const auto waited = std::chrono::steady_clock::now() - stopped;
        QVERIFY(failure.kind == FailureKind::cancelled);
        QCOMPARE(session.worker_pid(), -1);
        QVERIFY(waited < std::chrono::milliseconds(100));
    }

    void aKilledWorkerIsReplaced() {
        ModelSession session(model_fixture("mlp_traced.pt"));
        session.import(with_shape({784}));
        const std::vector<float> x(784, 0.5F);
        const auto before = session.forward({x});
        const int first = session.worker_pid();
        QCOMPARE(::kill(first, SIGKILL), 0);
        QTRY_COMPARE(session.worker_pid(), -1);
        QVERIFY(session.forward({x}) == before);
        QVERIFY(session.worker_pid() > 0 && session.worker_pid() != first);
    }

    void aWorkerKilledAtWorkIsAnError() {
        ModelSession session(model_fixture("endless_on_load.pt"));
        const int pid = session.worker_pid();
        std::jthread killer([pid] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            ::kill(pid, SIGKILL);
        });
        const Failure failure = failure_of([&] { session.probe(); });
        QVERIFY(failure.kind == FailureKind::worker_failed);
        QVERIFY2(failure.message.find("killed by signal 9") != std::string::npos, failure.message.c_str());
    }

    void stepsCarryTheState() {
        ModelSession session(model_fixture("mlp_traced.pt"));
        session.load_stepped(small_reference());
        std::vector<float> inputs;
        for (int i = 0; i < 600; ++i) inputs.push_back(std::sin(static_cast<float>(i)));
        const std::vector<float> expected = small_expected(inputs, {0.25F, 0.0F});
        // 300 inferences are more than one chunk.
        const ModelSession::SteppedResult whole = session.step(inputs, 300);
        QVERIFY(close_to(whole.outputs, expected));
        QVERIFY(whole.states == whole.outputs);
        QVERIFY(whole.mean_us > 0);
        session.reset_stepped();
        const std::span<const float> all(inputs);
        QVERIFY(
            close_to(session.step(all.first(100), 50).outputs, {expected.begin(), expected.begin() + 100}));
        session.set_stepped_states(std::vector<float>{0.75F, -0.5F});
        QVERIFY(close_to(session.step(all.first(4), 2).outputs,
                         small_expected({inputs.begin(), inputs.begin() + 4}, {0.75F, -0.5F})));
    }

    void aKilledWorkerKeepsTheSteppedState() {
        ModelSession session(model_fixture("mlp_traced.pt"));
        session.load_stepped(small_reference());
        const std::vector<float> inputs = {0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F};
        const std::span<const float> all(inputs);
        session.step(all.first(4), 2);
        QCOMPARE(::kill(session.worker_pid(), SIGKILL), 0);
        QTRY_COMPARE(session.worker_pid(), -1);
        const std::vector<float> expected = small_expected(inputs, {0.25F, 0.0F});
        QVERIFY(close_to(session.step(all.last(2), 1).outputs, {expected.end() - 2, expected.end()}));
    }

    void theSandboxIsNamed() {
        ModelSession session(model_fixture("mlp_traced.pt"));
        QVERIFY2(session.sandbox().rfind("seccomp", 0) == 0, session.sandbox().c_str());
    }
};

QTEST_GUILESS_MAIN(TestModelSession)
#include "tst_model_session.moc"
