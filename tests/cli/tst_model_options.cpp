#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <cstring>

#include "cli_process.h"

using namespace cli_process;

namespace {

QString operatorModel(const QString& name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/operators/") + name;
}

QString importModel(const QString& name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/import/") + name;
}

/// An NPY file (format 1.0, little-endian fp32).
void writeNpy(const QString& path, const QString& shape, const QList<float>& values) {
    QByteArray header =
        QStringLiteral("{'descr': '<f4', 'fortran_order': False, 'shape': (%1), }").arg(shape).toLatin1();
    while ((10 + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("\x93NUMPY\x01\x00", 8));
    file.putChar(static_cast<char>(header.size() & 255));
    file.putChar(static_cast<char>(header.size() >> 8));
    file.write(header);
    file.write(reinterpret_cast<const char*>(values.data()), values.size() * 4);
}

/// A slow wave of 6 values at each of 14 positions.
QList<float> wave() {
    QList<float> values;
    for (int p = 0; p < 14; ++p)
        for (int f = 0; f < 6; ++f) values << static_cast<float>(std::sin(0.4 * p + f));
    return values;
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

        // Each deployment is compiled as the model is: on fewer cores it takes longer.
        const QJsonObject pinned =
            json(QStringLiteral("compile"), QStringLiteral("recurrent_traced.pt"),
                 QStringLiteral("--method run_lstm_last_step --input-shape 1,5,6 --config v80_c6b32 "
                                "--cores *=0 --quick"));
        QCOMPARE(at(pinned, QStringLiteral("readout.deployments[0].cycles_per_inference.spaced")).toInt(),
                 at(pinned, QStringLiteral("cycles_per_inference.spaced")).toInt());

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
        const auto largest_with = [&](const char* gain) {
            const QJsonObject run =
                json(QStringLiteral("run"), QStringLiteral("scalar_arguments_scripted.pt"),
                     QStringLiteral(
                         "--input-shape 5,6 --input-value rate=16000 --config v80_c6b32 --input-value ") +
                         QLatin1String(gain));
            return at(run, QStringLiteral("error.reference_max_abs")).toDouble(-1);
        };
        QVERIFY(largest_with("gain=1") > 0);
        QCOMPARE(largest_with("gain=true"), largest_with("gain=1"));
        QVERIFY(largest_with("gain=false") != largest_with("gain=1"));
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

    void aReadoutIsComparedOnTheUsersData_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("file");
        for (const char* file : {"recurrent_traced.pt", "recurrent_scripted.pt"})
            QTest::newRow(file) << QStringLiteral("run_lstm_last_step") << QString::fromLatin1(file);
    }
    void aReadoutIsComparedOnTheUsersData() {
        QFETCH(QString, method);
        QFETCH(QString, file);
        const QTemporaryDir folder;
        const QList<float> sequence = wave();
        QList<float> overlapping;
        for (int k = 0; k < 10; ++k) overlapping += sequence.mid(6 * k, 30);
        const QString windows = folder.filePath(QStringLiteral("windows.npy"));
        const QString apart = folder.filePath(QStringLiteral("apart.npy"));
        const QString table = folder.filePath(QStringLiteral("table.csv"));
        const QString few = folder.filePath(QStringLiteral("few.csv"));
        writeNpy(windows, QStringLiteral("10, 5, 6"), overlapping);
        writeNpy(apart, QStringLiteral("2, 5, 6"), sequence.mid(0, 60));
        QByteArray csv = "a,b,c,d,e,f\n";
        for (int i = 0; i < sequence.size(); ++i)
            csv += QByteArray::number(static_cast<double>(sequence[i]), 'g', 9) + (i % 6 == 5 ? "\n" : ",");
        QFile tableFile(table);
        QVERIFY(tableFile.open(QIODevice::WriteOnly) && tableFile.write(csv) > 0);
        tableFile.close();
        QFile fewFile(few);
        QVERIFY(fewFile.open(QIODevice::WriteOnly) && fewFile.write("1,2,3,4,5,6\n6,5,4,3,2,1\n") > 0);
        fewFile.close();
        const QString options =
            QStringLiteral("--method %1 --input-shape 1,5,6 --config v80_c6b32 --input ").arg(method);
        const QString steps = QStringLiteral("--streaming-axis 1 --readout every-step ") + options;

        // The same data as windows and as a table, of the whole model and of its streamed form: the same
        // differences.
        const QJsonObject whole = json(QStringLiteral("run"), file, options + windows);
        QCOMPARE(whole[QStringLiteral("inferences")].toInt(), 10);
        const QJsonValue differs = at(whole, QStringLiteral("readout.deployments[1].difference"));
        QCOMPARE(differs[QStringLiteral("positions")].toInt(), 10);
        QVERIFY(differs[QStringLiteral("max_abs")].toDouble() > 1e-4);
        QCOMPARE(at(whole, QStringLiteral("readout.random_inputs")).toBool(true), false);
        for (const QString& other : {options + table, steps + table, steps + windows}) {
            const QJsonObject result = json(QStringLiteral("run"), file, other);
            QCOMPARE(at(result, QStringLiteral("readout.deployments[1].difference")), differs);
            QCOMPARE(result[QStringLiteral("inferences")].toInt(),
                     other.contains(QStringLiteral("every-step")) ? 14 : 10);
        }

        // What is shown is what the whole model answers, up to bf16.
        const QString outputs = folder.filePath(QStringLiteral("y.npy"));
        json(QStringLiteral("run"), file, options + windows + QStringLiteral(" --output ") + outputs);
        QFile answers(outputs);
        QVERIFY(answers.open(QIODevice::ReadOnly));
        const QByteArray bytes = answers.readAll();
        const QJsonObject shown = at(whole, QStringLiteral("readout.outputs")).toObject();
        const qsizetype size = (bytes.size() - 128) / 4 / 10;
        for (int k = 0; k < 10; ++k) {
            float answer = 0;
            memcpy(&answer,
                   bytes.constData() + 128 + (k * size + shown[QStringLiteral("element")].toInt()) * 4, 4);
            QVERIFY(std::abs(static_cast<double>(answer) -
                             shown[QStringLiteral("window")].toArray()[k].toDouble()) < 1e-2);
        }
        QCOMPARE(shown[QStringLiteral("positions")].toArray()[0].toInt(), 4);

        // Every report tells it.
        for (const auto& [name, part] : {std::pair("r.csv", "readout,carried state,difference.positions,10,"),
                                         std::pair("r.html", "What the deployments answer"),
                                         std::pair("r.md", "another function than")}) {
            const QString report = folder.filePath(QLatin1String(name));
            const Result written =
                run(QStringList{QStringLiteral("report"), operatorModel(file), QStringLiteral("-o"), report} +
                    (options + windows).split(u' ', Qt::SkipEmptyParts));
            QVERIFY2(written.status == 0, written.errors.constData());
            QFile text(report);
            QVERIFY(text.open(QIODevice::ReadOnly));
            QVERIFY2(text.readAll().contains(part), name);
        }

        // Windows that do not overlap are laid end to end; each of them begins at a reset.
        const QJsonObject laid =
            json(QStringLiteral("run"), file, steps + apart + QStringLiteral(" --reset-every 5"));
        QCOMPARE(laid[QStringLiteral("inferences")].toInt(), 10);
        QVERIFY(at(laid, QStringLiteral("error.allclose")).toBool());
        QCOMPARE(at(laid, QStringLiteral("per_inference[9].reference")).toString(),
                 QStringLiteral("forward"));
        QCOMPARE(
            at(laid, QStringLiteral("readout.deployments[2].difference_at_window_ends.positions")).toInt(),
            2);
        QVERIFY(at(laid, QStringLiteral("readout.deployments[2].difference.max_abs")).toDouble(1) < 1e-5);

        // Too short for a window: the streamed form runs and says that nothing is known; the whole one
        // refuses.
        const QJsonObject shorter = json(QStringLiteral("run"), file, steps + few);
        QVERIFY(at(shorter, QStringLiteral("readout.not_compared"))
                    .toString()
                    .contains(QStringLiteral("2 positions")));
        QVERIFY(at(shorter, QStringLiteral("readout.deployments[1].difference")).isNull());
        const Result refused = run(QStringList{QStringLiteral("run"), operatorModel(file)} +
                                   (options + few).split(u' ', Qt::SkipEmptyParts));
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.errors.contains("fewer than the 5 of a window"));
    }

    void testVectorsAreChecked_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("allclose");
        QTest::newRow("a sequence, streamed") << QStringLiteral("exported_sequence.pt") << QString() << true;
        QTest::newRow("a sequence, whole")
            << QStringLiteral("exported_sequence.pt") << QStringLiteral("--streaming-axis none") << true;
        QTest::newRow("state of its own") << QStringLiteral("exported_state.pt") << QString() << true;
        QTest::newRow("pairs") << QStringLiteral("exported_pairs.pt") << QString() << true;
        QTest::newRow("nearer than bf16 can be")
            << QStringLiteral("exported_sequence.pt") << QStringLiteral("--atol 0 --rtol 0") << false;
    }
    void testVectorsAreChecked() {
        QFETCH(QString, file);
        QFETCH(QString, line);
        QFETCH(bool, allclose);
        const QStringList words = QStringList{QStringLiteral("run"), importModel(file)} +
                                  line.split(u' ', Qt::SkipEmptyParts) +
                                  QStringList{QStringLiteral("--config"), QStringLiteral("v80_c6b32")};
        const Result result = run(words + QStringList{QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject vectors = result.json()[QStringLiteral("vectors")].toObject();
        QVERIFY(vectors[QStringLiteral("count")].toInt() > 0);
        QVERIFY(vectors[QStringLiteral("made_by")].toString().startsWith(QStringLiteral("PyTorch")));
        QCOMPARE(vectors[QStringLiteral("allclose")].toBool(!allclose), allclose);
        QVERIFY(vectors[QStringLiteral("reference_max_abs")].toDouble(1) < 1e-4);
        QVERIFY(vectors[QStringLiteral("vm_max_abs")].toDouble(-1) > 0);
        const Result text = run(words);
        QVERIFY(
            text.output.contains(allclose ? "the VM is within tolerance" : "the VM is NOT within tolerance"));
    }

    void aProgramKnowsItsWarmUpAndSupport() {
        const QTemporaryDir folder;
        const QString program = folder.filePath(QStringLiteral("valid.lkp"));
        const QString line = QStringLiteral("--input-shape 1,2,24 --streaming-axis 2 --config v80_c6b32");
        const QJsonObject compiled = json(QStringLiteral("compile"), QStringLiteral("valid_stack_traced.pt"),
                                          line + QStringLiteral(" -o ") + program);
        const QJsonObject ran =
            run({QStringLiteral("run"), program, QStringLiteral("--format"), QStringLiteral("json")}).json();
        QVERIFY(at(compiled, QStringLiteral("streaming.warm_up")).toInt() > 0);
        QCOMPARE(at(ran, QStringLiteral("streaming.warm_up")),
                 at(compiled, QStringLiteral("streaming.warm_up")));
        const QJsonArray nodes = compiled[QStringLiteral("per_op")].toArray();
        QVERIFY(!nodes.isEmpty());
        for (int i = 0; i < nodes.size(); ++i)
            QCOMPARE(at(ran, QStringLiteral("per_op[%1].support").arg(i)),
                     nodes[i][QStringLiteral("support")]);
        QVERIFY(run({QStringLiteral("run"), program}).output.contains("warm-up"));
    }
};

QTEST_GUILESS_MAIN(TestModelOptions)
#include "tst_model_options.moc"
