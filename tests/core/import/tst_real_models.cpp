#include <QtTest>
#include <cmath>

#include "core/import/model_session.h"
#include "core/support/error.h"
#include "tests/core/import/npy_fixture.h"

using namespace lockstep;

namespace {

std::string model(const char* name) {
    return std::string(LOCKSTEP_REAL_MODELS) + "/" + name;
}

QString operators(const ImportedGraph& graph) {
    QStringList names;
    for (const ImportedNode& node : graph.nodes)
        names << QString::fromStdString(node.op).remove(QStringLiteral("aten::"));
    return names.join(QLatin1Char(' '));
}

}  // namespace

/// Files of strangers, in the folder that LOCKSTEP_REAL_MODELS names; its README says what each is.
class TestRealModels : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void imports_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("shapes");
        QTest::addColumn<QString>("nodes");
        // Shapes are separated by blanks.
        const auto row = [](const char* file, const char* shapes, const char* nodes) {
            QTest::newRow(file) << QString::fromLatin1(file)
                                << QString::fromLatin1(shapes).split(QLatin1Char(' '))
                                << QString::fromLatin1(nodes);
        };
        row("anydrive_lstm.pt", "12,1,2 2,12,8 2,12,8", "mul lstm linear squeeze mul");
        row("deeplog_lstm.pt", "1,10,1", "lstm select linear");
        row("go1_actuator.pt", "1,6", "linear abs add div linear abs add div linear");
        row("himloco_go2.pt", "1,270",
            "linear elu linear elu linear slice slice norm clamp_min expand_as div slice cat linear elu "
            "linear elu linear elu linear");
        row("noaa_lstm.pt", "1,11 1,1,64 1,1,64", "view lstm matmul add");
        row("steerable_nafx_tcn2.pt", "1,1,4096",
            "conv1d prelu conv1d slice add conv1d prelu conv1d slice add");
        row("woofalytics_scripted.pt", "1,480", "linear relu linear relu linear sigmoid");
        row("woofalytics_traced.pt", "1,480", "linear relu linear relu linear sigmoid");
        row("torch2_14_lstm_traced.pt", "33,13", "unsqueeze lstm squeeze linear");
        row("torch2_14_lstm_scripted.pt", "33,13", "unsqueeze lstm squeeze linear");
    }
    void imports() {
        QFETCH(QString, file);
        QFETCH(QStringList, shapes);
        QFETCH(QString, nodes);
        ImportOptions options;
        for (const QString& text : shapes) {
            Shape shape;
            for (const QString& size : text.split(QLatin1Char(','))) shape.push_back(size.toLongLong());
            options.input_shapes.emplace_back(shape);
        }
        ModelSession session(model(qPrintable(file)));
        const ImportedGraph graph = session.import(options);
        QCOMPARE(operators(graph), nodes);
        // It runs, and its outputs have the shapes that the import found.
        std::vector<std::vector<float>> inputs;
        for (const std::uint32_t input : graph.inputs) {
            inputs.emplace_back(static_cast<std::size_t>(element_count(graph.values[input].shape)), 0.1F);
        }
        for (const std::vector<float>& output : session.forward(inputs)) {
            for (const float value : output) QVERIFY(std::isfinite(value));
        }
    }

    void statesInBuffersAreFound() {
        ModelSession session(model("unitree_g1_lstm.pt"));
        ImportOptions options;
        options.input_shapes = {Shape{1, 47}};
        const ImportedGraph graph = session.import(options);
        QCOMPARE(operators(graph), QStringLiteral("unsqueeze lstm squeeze linear elu linear"));
        QStringList states;
        for (const ImportedState& state : graph.states) {
            states << QString::fromStdString(state.name);
            QCOMPARE(state.initial.shape(), (Shape{1, 1, 64}));
            QVERIFY(state.written != state.read);
        }
        states.sort();
        QCOMPARE(states.join(QLatin1Char(' ')), QStringLiteral("cell_state hidden_state"));
        // The file's own forward goes on from call to call, until it is reset.
        const std::vector<std::vector<float>> input = {std::vector<float>(47, 0.5F)};
        const auto first = session.forward(input);
        QVERIFY(session.forward(input) != first);
        session.reset_forward();
        QVERIFY(session.forward(input) == first);
    }

    void answersAsTheNewerPyTorch_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("traced") << "torch2_14_lstm_traced.pt";
        QTest::newRow("scripted") << "torch2_14_lstm_scripted.pt";
    }
    void answersAsTheNewerPyTorch() {
        QFETCH(QString, file);
        const Tensor x = read_npy_fixture(model("torch2_14_lstm_x.npy"));
        const Tensor y = read_npy_fixture(model("torch2_14_lstm_y.npy"));
        ModelSession session(model(qPrintable(file)));
        ImportOptions options;
        options.input_shapes = {x.shape()};
        session.import(options);
        const std::vector<float> output = session.forward({{x.values().begin(), x.values().end()}}).at(0);
        QCOMPARE(static_cast<std::int64_t>(output.size()), y.size());
        for (std::size_t i = 0; i < output.size(); ++i) QVERIFY(std::abs(output[i] - y.values()[i]) <= 1e-5F);
    }

    void refuses_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("operators");
        QTest::newRow("sort") << "x_falldetect_sort.pt" << QList<qint64>{2, 8} << "unsupported"
                              << "2 places in the model cannot be imported"
                              << "aten::index_put_ aten::sort";
        QTest::newRow("unknown operator")
            << "x_shakespeare_sdpa.pt" << QList<qint64>{1} << "unsupported"
            << "aten::scaled_dot_product_attention, which this version of LibTorch (1.13) does not know"
            << "aten::scaled_dot_product_attention";
        QTest::newRow("no forward") << "x_tch_noforward.pt" << QList<qint64>{1} << "bad_file"
                                    << "no method 'forward'; its methods are: add_them, make_input_object"
                                    << "method method";
    }
    void refuses() {
        QFETCH(QString, file);
        QFETCH(QList<qint64>, shape);
        QFETCH(QString, kind);
        QFETCH(QString, message);
        QFETCH(QString, operators);
        ImportOptions options;
        options.input_shapes = {Shape(shape.begin(), shape.end())};
        try {
            ModelSession session(model(qPrintable(file)));
            session.import(options);
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(QString::fromStdString(std::string(name(error.failure().kind))), kind);
            QVERIFY2(QString::fromStdString(error.failure().message).contains(message), error.what());
            QStringList found;
            for (const FailureNode& node : error.failure().nodes) found << QString::fromStdString(node.op);
            QCOMPARE(found.join(QLatin1Char(' ')), operators);
        }
    }

    void proposesWhatTheFileTells_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shape");
        QTest::newRow("traced inputs") << "deeplog_lstm.pt"
                                       << "1 x 10 x 1";
        QTest::newRow("traced by PyTorch 2.14") << "torch2_14_lstm_traced.pt"
                                                << "33 x 13";
        QTest::newRow("a later weight") << "himloco_go2.pt"
                                        << "1 x 270";
        QTest::newRow("convolutions without padding") << "steerable_nafx_tcn2.pt"
                                                      << "1 x 1 x 256";
    }
    void proposesWhatTheFileTells() {
        QFETCH(QString, file);
        QFETCH(QString, shape);
        ModelSession session(model(qPrintable(file)));
        const auto proposal = session.probe().inputs.at(0).proposal;
        QCOMPARE(proposal ? QString::fromStdString(to_text(*proposal)) : QString(), shape);
    }
};

QTEST_GUILESS_MAIN(TestRealModels)
#include "tst_real_models.moc"
