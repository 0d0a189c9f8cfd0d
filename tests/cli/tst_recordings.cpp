#include <sys/resource.h>
#include <sys/types.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <cmath>
#include <csignal>

#include "cli_process.h"
#include "core/numerics/random.h"
#include "core/run/stored_array.h"

using namespace cli_process;
using lockstep::InputArray;
using lockstep::random_input;

namespace {

constexpr int inputs = 128;
const QStringList model_options = {QStringLiteral("--input-shape"),    QStringLiteral("20,128"),
                                   QStringLiteral("--streaming-axis"), QStringLiteral("0"),
                                   QStringLiteral("--config"),         QStringLiteral("v80_c6b32")};

/// The values of random inputs of the default seed.
std::vector<float> row(std::uint64_t index) {
    std::vector<float> values;
    for (std::uint64_t k = 0; k < inputs; ++k) values.push_back(random_input(1, index, k));
    return values;
}

InputArray array_of(const QString& file) {
    return lockstep::read_whole(*lockstep::open_npy(file.toStdString()));
}

std::vector<InputArray> arrays_of(const QString& file) {
    std::vector<InputArray> arrays;
    for (const auto& array : lockstep::open_npz(file.toStdString()))
        arrays.push_back(lockstep::read_whole(*array));
    return arrays;
}

QStringList words(const QString& line) {
    return line.split(u' ', Qt::SkipEmptyParts);
}

}  // namespace

/// Long runs on recorded inputs: `lockstep run` and its files.
class TestRecordings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        const Result compiled =
            cli_process::run(QStringList{QStringLiteral("compile"), model(QStringLiteral("lstm_traced.pt")),
                                         QStringLiteral("-o"), file("p")} +
                             model_options);
        QVERIFY2(compiled.status == 0, compiled.errors.constData());
        const Result known = program(QStringLiteral("--inferences 300 -o %1").arg(file("random.npy")));
        QVERIFY2(known.status == 0, known.errors.constData());
        const std::string head = lockstep::npy_header({2, 1});
        write(file("narrow.npy"),
              QByteArray(head.data(), static_cast<qsizetype>(head.size())) + QByteArray(8, '\0'));
    }

    void filesGiveWhatTheSameValuesGive_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"npy", "csv", "columns"}) QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void filesGiveWhatTheSameValuesGive() {
        QFETCH(QString, kind);
        const bool is_npy = kind == QStringLiteral("npy");
        const QString name = file(is_npy ? "in.npy" : "in.csv");
        QByteArray bytes;
        if (is_npy) {
            const std::string head = lockstep::npy_header({300, inputs});
            bytes.append(head.data(), static_cast<qsizetype>(head.size()));
        }
        QStringList columns;
        for (int k = 0; k < inputs; ++k) columns.append(QStringLiteral("c%1").arg(k));
        if (!is_npy) bytes += "time," + columns.join(u',').toUtf8() + "\n";
        for (std::uint64_t i = 0; i < 300; ++i) {
            const std::vector<float> values = row(i);
            if (is_npy) {
                bytes.append(reinterpret_cast<const char*>(values.data()), inputs * sizeof(float));
                continue;
            }
            bytes += "2024-01-01T00:00,";
            QByteArrayList fields;
            for (const float value : values)
                fields.append(QByteArray::number(static_cast<double>(value), 'g', 9));
            bytes += fields.join(',') + "\n";
        }
        write(name, bytes);
        const QString given = is_npy ? name : name + u':' + columns.join(u',');
        const QString out = file("again.npy");
        const Result result = program(QStringLiteral("--input %1 -o %2").arg(given, out));
        QVERIFY2(result.status == 0, result.errors.constData());
        QCOMPARE(read(out), read(file("random.npy")));
    }

    void aColumnResetsTheState() {
        // The first ten rows three times over, anew each time.
        QByteArray text("session");
        for (int k = 0; k < inputs; ++k) text += ",c" + QByteArray::number(k);
        text += "\n";
        for (int i = 0; i < 30; ++i) {
            text += "s" + QByteArray::number(i / 10);
            for (const float value : row(static_cast<std::uint64_t>(i % 10)))
                text += "," + QByteArray::number(static_cast<double>(value), 'g', 9);
            text += "\n";
        }
        write(file("sessions.csv"), text);
        const QString out = file("sessions.npy");
        const Result result =
            program(QStringLiteral("--input %1 --reset-column session:change -o %2 --format json")
                        .arg(file("sessions.csv"), out));
        QVERIFY2(result.status == 0, result.errors.constData());
        QCOMPARE(result.json()[QStringLiteral("resets")].toObject()[QStringLiteral("count")].toInt(), 2);
        const InputArray outputs = array_of(out);
        const std::size_t part = outputs.values.size() / 3;
        const InputArray whole = array_of(file("random.npy"));
        for (std::size_t k = 0; k < part; ++k) {
            QCOMPARE(outputs.values[k], whole.values[k]);
            QCOMPARE(outputs.values[part + k], whole.values[k]);
            QCOMPARE(outputs.values[2 * part + k], whole.values[k]);
        }
        // LibTorch's state is put back with the VM's.
        const Result beside = cli_process::run(
            QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
            words(QStringLiteral("--input %1 --reset-column session:change --format json")
                      .arg(file("sessions.csv"))));
        QVERIFY2(beside.status == 0, beside.errors.constData());
        const QJsonArray each = beside.json()[QStringLiteral("per_inference")].toArray();
        QCOMPARE(each.size(), 30);
        for (int i = 10; i < 30; ++i)
            QCOMPARE(each[i].toObject()[QStringLiteral("max_abs_error")].toDouble(),
                     each[i % 10].toObject()[QStringLiteral("max_abs_error")].toDouble());
    }

    void references() {
        const QString model_file = model(QStringLiteral("lstm_traced.pt"));
        const auto beside = [&](const QString& options) {
            return cli_process::run(QStringList{QStringLiteral("run"), model_file} + model_options +
                                    words(options + QStringLiteral(" --inferences 150 --format json")));
        };
        const auto kinds = [](const Result& result) {
            QStringList list;
            for (const QJsonValue& each : result.json()[QStringLiteral("per_inference")].toArray())
                list.append(each.toObject()[QStringLiteral("reference")].toString());
            return list;
        };
        const Result automatic = beside(QString());
        QCOMPARE(kinds(automatic).count(QStringLiteral("forward")), 20);
        QCOMPARE(kinds(automatic).count(QStringLiteral("stepped")), 130);
        const Result forward = beside(QStringLiteral("--reference forward"));
        QCOMPARE(kinds(forward).count(QStringLiteral("forward")), 20);
        QCOMPARE(kinds(forward).count(QStringLiteral("none")), 130);
        const Result stepped = beside(QStringLiteral("--reference stepped"));
        QCOMPARE(kinds(stepped).count(QStringLiteral("stepped")), 150);
        const Result sampled = beside(QStringLiteral("--reference sampled:70"));
        QCOMPARE(kinds(sampled).count(QStringLiteral("stepped")), 2);
        QCOMPARE(kinds(sampled)[69], QStringLiteral("stepped"));
        QCOMPARE(sampled.json()[QStringLiteral("reference")].toObject()[QStringLiteral("every")].toInt(), 70);
        const Result none = beside(QStringLiteral("--reference none"));
        QVERIFY(none.json()[QStringLiteral("error")].isNull());
        // The stepped error of inference 69 hardly depends on how long ago it began.
        const auto error = [](const Result& result, int index) {
            return result.json()[QStringLiteral("per_inference")]
                .toArray()[index]
                .toObject()[QStringLiteral("max_abs_error")]
                .toDouble();
        };
        QVERIFY(error(sampled, 69) > 0);
        QVERIFY(error(sampled, 69) < 2 * error(stepped, 69) && error(stepped, 69) < 2 * error(sampled, 69));
        // Outputs of a run are a reference without an error.
        const Result given =
            program(QStringLiteral("--inferences 300 --reference %1 --format json").arg(file("random.npy")));
        QVERIFY2(given.status == 0, given.errors.constData());
        const QJsonObject figures = given.json()[QStringLiteral("error")].toObject();
        QCOMPARE(figures[QStringLiteral("max_abs")].toDouble(-1), 0.0);
        QCOMPARE(figures[QStringLiteral("inferences")].toInt(), 300);
    }

    void breakpointsAndDecisions() {
        const Result result = cli_process::run(
            QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
            words(QStringLiteral("--inferences 60 --decision argmax --decision sign --break wrong "
                                 "--break error>0.0002 --break cycles>100000 --format json --dump-state ") +
                  file("dump.npz")));
        QCOMPARE(result.status, 3);
        const QJsonObject json = result.json();
        const QJsonArray each = json[QStringLiteral("per_inference")].toArray();
        int over = 0;
        for (const QJsonValue& one : each)
            over += one.toObject()[QStringLiteral("max_abs_error")].toDouble() > 0.0002 ? 1 : 0;
        const QJsonArray breaks = json[QStringLiteral("breaks")].toArray();
        QCOMPARE(breaks.size(), 3);
        QCOMPARE(breaks[1].toObject()[QStringLiteral("hits")].toInt(), over);
        QVERIFY(over > 0);
        QCOMPARE(breaks[2].toObject()[QStringLiteral("hits")].toInt(-1), 0);
        const QJsonArray decisions = json[QStringLiteral("decisions")].toArray();
        QCOMPARE(decisions.size(), 2);
        int counted = 0;
        for (const QJsonValue& bin : decisions[1].toObject()[QStringLiteral("margins")].toArray())
            counted += bin.toObject()[QStringLiteral("inferences")].toInt();
        QCOMPARE(counted, 60);
        // The dump is about the first hit.
        const auto arrays = arrays_of(file("dump.npz"));
        const auto find = [&](const char* name) -> const InputArray& {
            for (const InputArray& array : arrays)
                if (array.name == name) return array;
            qFatal("%s is not in the archive", name);
        };
        const QJsonArray hits = json[QStringLiteral("hits")].toArray();
        QCOMPARE(find("about").values.front(),
                 static_cast<float>(hits[0].toObject()[QStringLiteral("index")].toInt()));
        const auto first = static_cast<std::uint64_t>(find("index").values.front());
        const std::vector<float> values = row(first);
        QVERIFY(std::equal(values.begin(), values.end(), find("inputs").values.begin()));
        const InputArray whole = array_of(file("random.npy"));
        const InputArray& outputs = find("outputs");
        QVERIFY(std::equal(outputs.values.begin(), outputs.values.end(),
                           whole.values.begin() + static_cast<std::ptrdiff_t>(first) * outputs.shape[1]));
        QCOMPARE(find("reference_outputs").values.size(), outputs.values.size());
        QVERIFY(std::any_of(arrays.begin(), arrays.end(),
                            [](const InputArray& a) { return a.name.starts_with("state."); }));
    }

    void anErrorIsTakenApart() {
        const Result result = cli_process::run(
            QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
            words(QStringLiteral(
                "--inferences 40 --attribute --envelope --at 33 --attribute-over 3 --format json")));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject json = result.json();
        const QJsonObject parts = json[QStringLiteral("attribution")].toObject();
        QCOMPARE(parts[QStringLiteral("inference")].toInt(), 33);
        QCOMPARE(parts[QStringLiteral("inferences")].toInt(), 3);
        const double error = parts[QStringLiteral("error")].toDouble();
        QVERIFY(error != 0);
        QCOMPARE(std::abs(error), json[QStringLiteral("per_inference")]
                                      .toArray()[33]
                                      .toObject()[QStringLiteral("max_abs_error")]
                                      .toDouble());
        // The first variant of the device is the VM as it ran.
        const QJsonObject envelope = json[QStringLiteral("envelope")].toObject();
        QCOMPARE(envelope[QStringLiteral("variants")]
                     .toArray()[0]
                     .toObject()[QStringLiteral("max_abs")]
                     .toDouble(),
                 std::abs(error));
        double sum = 0;
        for (const QJsonValue& source : parts[QStringLiteral("sources")].toArray())
            sum += source.toObject()[QStringLiteral("at_focus")].toDouble();
        QVERIFY(std::abs(sum - error) <= 1e-6 * std::abs(error));
        const QJsonArray nodes = parts[QStringLiteral("nodes")].toArray();
        QCOMPARE(nodes.size(), 3);
        for (const QJsonValue& node : nodes)
            QVERIFY(!node.toObject()[QStringLiteral("emulated")].toBool(true));
        const Result text =
            cli_process::run(QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} +
                             model_options + words(QStringLiteral("--inferences 10 --attribute")));
        QVERIFY2(text.output.contains("weight rounding"), text.output.constData());
        const Result alone = program(QStringLiteral("--attribute"));
        QCOMPARE(alone.status, 2);
    }

    /// By tables the functions are the larger part, and the terms are still the error.
    void tableFunctionsAreTakenApart() {
        const auto functions = [](const Result& result) {
            const QJsonObject parts = result.json()[QStringLiteral("attribution")].toObject();
            const double error = parts[QStringLiteral("error")].toDouble();
            double sum = 0;
            double found = 0;
            for (const QJsonValue& each : parts[QStringLiteral("sources")].toArray()) {
                const QJsonObject source = each.toObject();
                sum += source[QStringLiteral("at_focus")].toDouble();
                if (source[QStringLiteral("source")].toString() == QStringLiteral("function approximation"))
                    found = source[QStringLiteral("max_abs")].toDouble();
            }
            if (std::abs(sum - error) > 1e-6 * std::abs(error)) qFatal("the terms are not the error");
            for (const QJsonValue& node : parts[QStringLiteral("nodes")].toArray()) {
                const auto focus = [&](const char* name) {
                    return node.toObject()[QLatin1String(name)]
                        .toObject()[QStringLiteral("at_focus")]
                        .toDouble();
                };
                const double rest = focus("adds") - focus("weight_rounding") - focus("activation_rounding") -
                                    focus("accumulation") - focus("function_approximation");
                if (std::abs(rest) > 1e-12) qFatal("the parts are not the node's term");
            }
            return found;
        };
        const auto run = [](const char* style) {
            return cli_process::run(
                QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
                words(QStringLiteral("--inferences 12 --attribute --at 11 --format json --functions ")) +
                QStringList{QString::fromLatin1(style)});
        };
        const Result table = run("table");
        QVERIFY2(table.status == 0, table.errors.constData());
        const Result exact = run("exact");
        QVERIFY2(exact.status == 0, exact.errors.constData());
        QVERIFY(functions(table) > 3 * functions(exact));
    }

    void gatesAreWatched() {
        const Result result = program(QStringLiteral("--inferences 20 --format json --break") +
                                      QStringLiteral(" lstm.c0.f[3]>0 --break saturated(gates)>=0"));
        QCOMPARE(result.status, 3);
        const QJsonArray conditions = result.json()[QStringLiteral("breaks")].toArray();
        QCOMPARE(conditions.size(), 2);
        for (const QJsonValue& each : conditions)
            QCOMPARE(each.toObject()[QStringLiteral("hits")].toInt(), 20);
    }

    /// A limit on the size of files stands for a full disk: one clear message, and nothing is left.
    void aFullDiskIsSaid_data() {
        QTest::addColumn<QString>("options");
        QTest::newRow("output") << QStringLiteral("-o %1");
        QTest::newRow("output with a checkpoint") << QStringLiteral("-o %1 --checkpoint %1.point");
        QTest::newRow("records with a checkpoint")
            << QStringLiteral("--per-inference %1 --checkpoint %1.point");
    }
    void aFullDiskIsSaid() {
        QFETCH(QString, options);
        const QString out = file("full.npy");
        QProcess process;
        process.setProcessEnvironment(QProcessEnvironment::systemEnvironment());
        process.setChildProcessModifier([] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{1 << 19, 1 << 19};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        process.start(QStringLiteral(LOCKSTEP_BINARY_DIR "/lockstep"),
                      words(QStringLiteral("run %1 --inferences 20000 ").arg(file("p")) + options.arg(out)));
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray errors = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(errors.contains("cannot write"), errors.constData());
        QVERIFY2(errors.contains("space"), errors.constData());
        for (const char* ending : {"", ".partial", ".point"})
            QVERIFY2(!QFile::exists(out + QLatin1String(ending)), ending);
    }

    void anInterruptedRunGoesOn() {
        const QString options = QStringLiteral("--inferences 40000 --per-inference %1 --checkpoint %2 -o ")
                                    .arg(file("lines.ndjson"), file("point"));
        const QString straight = file("straight.npy");
        const Result whole = program(QStringLiteral("--inferences 40000 -o ") + straight);
        QVERIFY2(whole.status == 0, whole.errors.constData());

        const QString out = file("resumed.npy");
        QProcess process;
        process.start(binary(), QStringList{QStringLiteral("run"), file("p")} + words(options + out));
        QVERIFY(process.waitForStarted());
        QElapsedTimer timer;
        timer.start();
        while (QFile(out + QStringLiteral(".partial")).size() < 300'000 && timer.elapsed() < 60'000)
            QTest::qWait(5);
        QCOMPARE(process.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray told = process.readAllStandardError();
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);  // by the signal, as shells want to see it
        QVERIFY2(told.contains("interrupted at inference"), told.constData());
        QVERIFY(!QFile::exists(out));
        QVERIFY(QFile::exists(file("point")));

        // Another run is not taken for it.
        const Result other = program(QStringLiteral("--seed 2 ") + options + out);
        QCOMPARE(other.status, 1);
        QVERIFY2(other.errors.contains("of another run"), other.errors.constData());

        const Result rest = program(options + out);
        QVERIFY2(rest.status == 0, rest.errors.constData());
        QVERIFY2(rest.errors.contains("going on at inference"), rest.errors.constData());
        QVERIFY(read(out) == read(straight));
        QVERIFY(!QFile::exists(file("point")));
        QVERIFY(!QFile::exists(out + QStringLiteral(".partial")));
        const QByteArray lines = read(file("lines.ndjson"));
        QCOMPARE(lines.count('\n'), 40000);
        QVERIFY(lines.contains("\"index\":39999"));
    }

    void progressIsShownWhenAskedFor() {
        const Result quiet = program(QStringLiteral("--inferences 50"));
        QVERIFY2(quiet.errors.isEmpty(), quiet.errors.constData());
        const Result shown = program(QStringLiteral("--inferences 50 --progress"));
        QVERIFY2(shown.errors.contains("50 of 50 inferences (100.0 %)"), shown.errors.constData());
    }

    void framesStepTheVm() {
        QProcess process;
        process.start(binary(), {QStringLiteral("run"), file("p"), QStringLiteral("--input"),
                                 QStringLiteral("-"), QStringLiteral("--output"), QStringLiteral("-")});
        const QByteArray greeting = take(process, 32);
        QVERIFY(greeting.startsWith("LOCKSTEP"));
        QCOMPARE(word(greeting, 8), 1U);
        QCOMPARE(word(greeting, 12), static_cast<quint32>(inputs));
        const InputArray whole = array_of(file("random.npy"));
        const auto size = static_cast<quint32>(whole.shape[1]);
        QCOMPARE(word(greeting, 16), size);
        QCOMPARE(word(greeting, 20), 254U);
        QCOMPARE(word(greeting, 24), 1U);
        // Twice over the same ten, with a reset between.
        for (int turn = 0; turn < 2; ++turn) {
            for (std::uint64_t i = 0; i < 10; ++i) {
                const std::vector<float> values = row(i);
                process.write(head(1, inputs * sizeof(float)));
                process.write(reinterpret_cast<const char*>(values.data()), inputs * sizeof(float));
                const QByteArray answer = take(process, 8 + 4 * size);
                QCOMPARE(word(answer, 0), 1U);
                QCOMPARE(word(answer, 4), 4 * size);
                QVERIFY(std::memcmp(answer.constData() + 8, whole.values.data() + i * size, 4 * size) == 0);
            }
            process.write(head(2, 0));
            QCOMPARE(take(process, 8), head(2, 0));
        }
        process.write(head(3, 0));
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardError().contains("20 inferences"));
    }

    void brokenFramesAreSaid_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("cut off") << head(1, 512) + QByteArray(100, '\0')
                                 << QByteArray("inside the values of step 1");
        QTest::newRow("half a head") << QByteArray(5, '\1') << QByteArray("inside the head of frame 1");
        QTest::newRow("another size") << head(1, 516) << QByteArray("it takes 512 (128 fp32 values)");
        QTest::newRow("unknown") << head(77, 0) << QByteArray("frame kind 77 is not known");
    }
    void brokenFramesAreSaid() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, part);
        QProcess process;
        process.start(binary(), {QStringLiteral("run"), file("p"), QStringLiteral("--input"),
                                 QStringLiteral("-"), QStringLiteral("--output"), QStringLiteral("-")});
        take(process, 32);
        process.write(bytes);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 1);
        const QByteArray told = process.readAllStandardError();
        QVERIFY2(told.contains(part), told.constData());
        const QByteArray answer = process.readAllStandardOutput();
        QCOMPARE(word(answer, 0), 4U);
        QVERIFY(answer.mid(8).contains(part));
    }

    void wrongWordsAreSaid_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        const auto row_of = [](const char* line, const char* part) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(part);
        };
        row_of("--input -", "stand together");
        row_of("--input - --output - --inferences 3", "only answers steps");
        row_of("--break error", "this is no condition");
        row_of("--break error>1", "compares with a reference");
        row_of("--break wrong", "needs a --decision");
        row_of("--decision argmax", "compares with a reference");
        row_of("--decision best", "--decision takes");
        row_of("--reference stepped", "needs the model");
        row_of("--reference sampled:0", "whole number");
        row_of("--reference outputs", "--reference takes");
        row_of("--reset-column x", "names a column of a CSV file");
        row_of("--at 3", "--dump-state");
        row_of("--dump-state x.npy", "does not end in .npz");
        row_of("--input a.csv:", "takes FILE.csv:COLUMN");
    }
    void wrongWordsAreSaid() {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Result result = program(line);
        QCOMPARE(result.status, 2);
        QVERIFY2(QString::fromUtf8(result.errors).contains(part), result.errors.constData());
    }

    void badDataIsSaid_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        const auto row_of = [](const char* line, const char* part) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(part);
        };
        row_of("--break ghost>1", "there is no value \"ghost\"");
        row_of("--inferences 5 --dump-state OUT/d.npz --at 5", "the inferences 0 to 4");
        row_of("--inferences 400 --reference OUT/random.npy", "holds outputs of 300 inferences");
        row_of("--input /dev/zero.npy", "no such file");
        row_of("--output /dev/full/x.npy", "cannot write");
        row_of("--inferences 2 --reference OUT/narrow.npy", "reference of output");
    }
    void badDataIsSaid() {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Result result = program(line.replace(QStringLiteral("OUT"), m_folder.path()));
        QCOMPARE(result.status, 1);
        QVERIFY2(QString::fromUtf8(result.errors).contains(part), result.errors.constData());
    }

    /// A state that is set changes everything behind it and nothing in front of it.
    void editedStates() {
        const auto command = [this](const QString& more, const QString& out) {
            return cli_process::run(
                QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt")),
                            QStringLiteral("--format"), QStringLiteral("json"),
                            QStringLiteral("--inferences"), QStringLiteral("40"), QStringLiteral("-o"), out} +
                model_options + words(more));
        };
        const Result inspected = cli_process::run(
            QStringList{QStringLiteral("inspect"), model(QStringLiteral("lstm_traced.pt")),
                        QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("--input-shape"),
                        QStringLiteral("20,128"), QStringLiteral("--streaming-axis"), QStringLiteral("0")});
        const QJsonArray states =
            QJsonDocument::fromJson(inspected.output).object()[QLatin1String("states")].toArray();
        QVERIFY(!states.isEmpty());
        const QString name = states[0].toObject()[QLatin1String("name")].toString();
        const Result edited = command(QStringLiteral("--edit 25:%1[3]=1.5").arg(name), file("edited.npy"));
        QVERIFY2(edited.status == 0, edited.errors.constData());
        const InputArray whole = array_of(file("random.npy"));
        const InputArray other = array_of(file("edited.npy"));
        const auto size = static_cast<std::ptrdiff_t>(other.values.size()) / 40;
        QVERIFY(std::equal(other.values.begin(), other.values.begin() + 25 * size, whole.values.begin()));
        QVERIFY(!std::equal(other.values.begin() + 25 * size, other.values.begin() + 26 * size,
                            whole.values.begin() + 25 * size));
        const QJsonObject report = QJsonDocument::fromJson(edited.output).object();
        QVERIFY(report[QLatin1String("error")][QLatin1String("allclose")].toBool());

        const Result late = command(QStringLiteral("--edit 40:%1[3]=1").arg(name), file("late.npy"));
        QCOMPARE(late.status, 2);
        const Result unknown = command(QStringLiteral("--edit 2:nobody=1"), file("late.npy"));
        QCOMPARE(unknown.status, 1);
        QVERIFY(unknown.output.contains(name.toUtf8()));
        QCOMPARE(program(QStringLiteral("--edit 2:%1=1").arg(name)).status, 2);
        const Result forward =
            command(QStringLiteral("--edit 2:%1=1 --reference forward").arg(name), file("late.npy"));
        QCOMPARE(forward.status, 2);
        QVERIFY(forward.output.contains("--reference stepped"));
        // Outputs that are given stay what they are.
        const Result given =
            command(QStringLiteral("--edit 25:%1[3]=1.5 --reference %2").arg(name, file("edited.npy")),
                    file("again.npy"));
        QVERIFY2(given.status == 0, given.errors.constData());
        QCOMPARE(given.json()[QLatin1String("error")][QLatin1String("max_abs")].toDouble(), 0.0);
        QCOMPARE(
            command(QStringLiteral("--edit 2:%1=1 --checkpoint %2").arg(name, file("c")), file("late.npy"))
                .status,
            2);
    }

    void madeInputs() {
        const Result made =
            program(QStringLiteral("--generate random --inferences 300 -o %1").arg(file("made.npy")));
        QVERIFY2(made.status == 0, made.errors.constData());
        QVERIFY(read(file("made.npy")) == read(file("random.npy")));
        const Result constant = program(
            QStringLiteral("--generate constant:0.25 --inferences 8 -o %1").arg(file("constant.npy")));
        QVERIFY2(constant.status == 0, constant.errors.constData());
        QVERIFY(constant.output.contains("constant:0.25"));
        QCOMPARE(program(QStringLiteral("--generate noise")).status, 2);
        QCOMPARE(program(QStringLiteral("--generate nobody=random")).status, 1);
    }

  private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Result program(const QString& options) const {
        return cli_process::run(QStringList{QStringLiteral("run"), file("p")} + words(options));
    }
    static void write(const QString& name, const QByteArray& bytes) {
        QFile target(name);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size()) qFatal("no space");
    }
    static QByteArray read(const QString& name) {
        QFile source(name);
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }
    static QByteArray take(QProcess& process, qsizetype size) {
        while (process.bytesAvailable() < size)
            if (!process.waitForReadyRead(30'000)) break;
        return process.read(size);
    }
    static quint32 word(const QByteArray& bytes, qsizetype at) {
        return qFromLittleEndian<quint32>(bytes.constData() + at);
    }
    static QByteArray head(quint32 kind, quint32 size) {
        QByteArray bytes(8, '\0');
        qToLittleEndian(kind, bytes.data());
        qToLittleEndian(size, bytes.data() + 4);
        return bytes;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
