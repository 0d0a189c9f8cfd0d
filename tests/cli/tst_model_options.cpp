#include <QJsonArray>
#include <QtTest>

#include "cli_process.h"

using namespace cli_process;

namespace {

QString operatorModel(const QString& name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/operators/") + name;
}

QJsonValue at(const QJsonObject& json, const QString& path) {
    QJsonValue value = json;
    for (const QString& part : path.split(u'.')) {
        const QStringList pieces = QString(part).remove(u']').split(u'[');
        value = value.toObject()[pieces[0]];
        for (qsizetype i = 1; i < pieces.size(); ++i) value = value.toArray()[pieces[i].toInt()];
    }
    return value;
}

}  // namespace

/// What is said of a model on the command line, on files that real PyTorch wrote.
class TestModelOptions : public QObject {
    Q_OBJECT

    /// The JSON of `command MODEL line`; an empty object after a failure, which fails the test.
    static QJsonObject json(const QString& command, const QString& file, const QString& line) {
        const QStringList words = QStringList{command, operatorModel(file)} +
                                  line.split(u' ', Qt::SkipEmptyParts) +
                                  QStringList{QStringLiteral("--format"), QStringLiteral("json")};
        const Result result = run(words);
        if (result.status != 0) qWarning("%s", result.errors.constData());
        return result.status == 0 ? result.json() : QJsonObject();
    }

  private Q_SLOTS:
    void aReadoutIsOfferedInThreeDeployments() {
        const QJsonObject whole =
            json(QStringLiteral("run"), QStringLiteral("recurrent_traced.pt"),
                 QStringLiteral("--method run_lstm_last_step --input-shape 1,5,6 --config v80_c6b32"));
        const QJsonObject readout = whole[QStringLiteral("readout")].toObject();
        QCOMPARE(readout[QStringLiteral("window")].toInt(), 5);
        QCOMPARE(at(readout, QStringLiteral("deployments[0].name")).toString(), QStringLiteral("window"));
        QCOMPARE(at(readout, QStringLiteral("deployments[1].name")).toString(), QStringLiteral("carried"));
        QCOMPARE(at(readout, QStringLiteral("deployments[2].reset_every")).toInt(), 5);
        QVERIFY(readout[QStringLiteral("note")].toString().contains(QStringLiteral("another function")));
        // The state that is carried on changes the answers; put back, it does not.
        QVERIFY(at(readout, QStringLiteral("deployments[1].difference.max_abs")).toDouble() > 1e-4);
        QVERIFY(at(readout, QStringLiteral("deployments[2].difference_at_window_ends.positions")).toInt() >
                1);
        QVERIFY(at(readout, QStringLiteral("deployments[2].difference_at_window_ends.max_abs")).toDouble(1) <
                1e-5);
        QVERIFY(at(readout, QStringLiteral("deployments[1].cycles_per_inference.spaced")).toInt() <
                at(readout, QStringLiteral("deployments[0].cycles_per_inference.spaced")).toInt());

        const QJsonObject steps = json(
            QStringLiteral("run"), QStringLiteral("recurrent_traced.pt"),
            QStringLiteral("--method run_lstm_last_step --input-shape 1,5,6 --streaming-axis 1 --readout "
                           "every-step --config v80_c6b32 --inferences 12 --reset-every 5"));
        for (const int i : {3, 4, 5, 9, 11}) {
            QCOMPARE(at(steps, QStringLiteral("per_inference[%1].reference").arg(i)).toString(),
                     i % 5 == 4 ? QStringLiteral("forward") : QStringLiteral("stepped"));
        }
        QVERIFY(at(steps, QStringLiteral("error.allclose")).toBool());
        QCOMPARE(at(steps, QStringLiteral("reference.checked_steps")).toInt(), 1);
        QVERIFY(at(steps, QStringLiteral("reference.max_abs")).toDouble(1) < 1e-5);
    }

    void aModelThatKeepsItsStateIsCalledInOrder_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"buffer_lstm_traced", "buffer_in_place_scripted", "attribute_gru_scripted",
                                 "buffer_history_traced"})
            QTest::newRow(name) << QString::fromLatin1(name) + QStringLiteral(".pt");
    }
    void aModelThatKeepsItsStateIsCalledInOrder() {
        QFETCH(QString, file);
        const QJsonObject result =
            json(QStringLiteral("run"), file,
                 QStringLiteral("--input-shape 1,6 --config v80_c6b32 --inferences 50 --reset-every 20"));
        QCOMPARE(at(result, QStringLiteral("reference.kind")).toString(), QStringLiteral("forward"));
        QCOMPARE(at(result, QStringLiteral("reference.checked_steps")).toInt(), 50);
        QVERIFY(at(result, QStringLiteral("reference.max_abs")).toDouble(1) < 1e-5);
        QVERIFY(at(result, QStringLiteral("error.allclose")).toBool());
        QCOMPARE(at(result, QStringLiteral("error.inferences")).toInt(), 50);
    }

    /// What is proposed can be said, and is then state.
    void proposedPairs() {
        const QString shapes = QStringLiteral("--input-shape 1,1,6 --input-shape 1,1,8 --input-shape 1,1,8");
        const QJsonObject before =
            json(QStringLiteral("inspect"), QStringLiteral("state_pairs_lstm_traced.pt"), shapes);
        const QJsonArray proposals = at(before, QStringLiteral("streaming.state_proposals")).toArray();
        QCOMPARE(proposals.size(), 2);
        QCOMPARE(before[QStringLiteral("states")].toArray().size(), 0);
        QString states;
        for (const QJsonValue& proposal : proposals) {
            const QString pair = proposal[QStringLiteral("input")].toString() + u'=' +
                                 proposal[QStringLiteral("output")].toString();
            QVERIFY(QJsonDocument(before[QStringLiteral("notes")].toArray())
                        .toJson()
                        .contains("--state " + pair.toUtf8()));
            states += QStringLiteral(" --state ") + pair;
        }
        const QJsonObject after =
            json(QStringLiteral("inspect"), QStringLiteral("state_pairs_lstm_traced.pt"), shapes + states);
        QCOMPARE(after[QStringLiteral("states")].toArray().size(), 2);
        QCOMPARE(after[QStringLiteral("inputs")].toArray().size(), 1);
        const QJsonObject result =
            json(QStringLiteral("run"), QStringLiteral("state_pairs_lstm_traced.pt"),
                 shapes + states + QStringLiteral(" --config v80_c6b32 --inferences 30"));
        QCOMPARE(at(result, QStringLiteral("reference.kind")).toString(), QStringLiteral("forward"));
        QVERIFY(at(result, QStringLiteral("reference.max_abs")).toDouble(1) < 1e-5);
        QVERIFY(at(result, QStringLiteral("error.allclose")).toBool());
    }

    void theWarmUpIsLeftOut() {
        const QJsonObject result =
            json(QStringLiteral("run"), QStringLiteral("valid_stack_traced.pt"),
                 QStringLiteral("--input-shape 1,2,24 --streaming-axis 2 --config v80_c6b32"));
        QCOMPARE(at(result, QStringLiteral("streaming.warm_up")).toInt(), 14);
        QCOMPARE(at(result, QStringLiteral("inferences")).toInt(), 24);
        QCOMPARE(at(result, QStringLiteral("error.inferences")).toInt(), 10);
        QCOMPARE(at(result, QStringLiteral("per_inference[13].reference")).toString(),
                 QStringLiteral("none"));
        QCOMPARE(at(result, QStringLiteral("per_inference[14].reference")).toString(),
                 QStringLiteral("forward"));
        QVERIFY(at(result, QStringLiteral("error.allclose")).toBool());
        QVERIFY(at(result, QStringLiteral("reference.max_abs")).toDouble(1) < 1e-5);
    }

    void inputsAndAxesByName() {
        const QJsonObject scalars =
            json(QStringLiteral("run"), QStringLiteral("scalar_arguments_scripted.pt"),
                 QStringLiteral(
                     "--input-shape 5,6 --input-value gain=0.5 --input-value rate=16000 --streaming-axis "
                     "0 --config v80_c6b32"));
        QVERIFY(at(scalars, QStringLiteral("error.allclose")).toBool());
        const QJsonObject mixed = json(
            QStringLiteral("run"), QStringLiteral("stream_and_parameter_traced.pt"),
            QStringLiteral("--input-shape 6,1,4 --input-shape 3 --streaming-axis 0 --streaming-axis none "
                           "--config v80_c6b32"));
        QCOMPARE(at(mixed, QStringLiteral("streaming.input_axes")), QJsonValue(QJsonArray{0, QJsonValue()}));
        QVERIFY(at(mixed, QStringLiteral("error.allclose")).toBool());
        const QJsonObject two = json(
            QStringLiteral("run"), QStringLiteral("two_streams_traced.pt"),
            QStringLiteral("--input-shape 1,4,8 --input-shape 1,3,8 --streaming-axis 2 --streaming-axis 2 "
                           "--config v80_c6b32"));
        QCOMPARE(at(two, QStringLiteral("streaming.input_axes")), QJsonValue(QJsonArray{2, 2}));
        QVERIFY(at(two, QStringLiteral("error.allclose")).toBool());
    }

    void supportIsSaid() {
        const QJsonObject graph = json(QStringLiteral("inspect"), QStringLiteral("recurrent_traced.pt"),
                                       QStringLiteral("--method run_lstm_last_step --input-shape 1,5,6"));
        for (const QJsonValue& node : graph[QStringLiteral("nodes")].toArray()) {
            const QString level = node[QStringLiteral("support")][QStringLiteral("level")].toString();
            QVERIFY2(QStringList({QStringLiteral("published"), QStringLiteral("composed"),
                                  QStringLiteral("lockstep_only")})
                         .contains(level),
                     qPrintable(level));
        }
        const QJsonObject compiled =
            json(QStringLiteral("compile"), QStringLiteral("recurrent_traced.pt"),
                 QStringLiteral("--method run_lstm_last_step --input-shape 1,5,6 --config v80_c6b32"));
        QVERIFY(at(compiled, QStringLiteral("support.all_published")).isBool());
        QVERIFY(!at(compiled, QStringLiteral("support.summary")).toString().isEmpty());
        QVERIFY(at(compiled, QStringLiteral("readout.deployments[1].difference")).isNull());
    }
};

QTEST_GUILESS_MAIN(TestModelOptions)
#include "tst_model_options.moc"
