#include "recording_process.h"

using namespace recording_process;

/// Long runs on recorded inputs: `lockstep run` and its files.
class TestRecordings : public RecordingTest {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }

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

    void gatesAreWatched() {
        const Result result = program(QStringLiteral("--inferences 20 --format json --break") +
                                      QStringLiteral(" lstm.c0.f[3]>0 --break saturated(gates)>=0"));
        QCOMPARE(result.status, 3);
        const QJsonArray conditions = result.json()[QStringLiteral("breaks")].toArray();
        QCOMPARE(conditions.size(), 2);
        for (const QJsonValue& each : conditions)
            QCOMPARE(each.toObject()[QStringLiteral("hits")].toInt(), 20);
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
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
