#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "cli_process.h"

using namespace cli_process;

namespace {

QStringList words(const QString& line) {
    return line.split(u' ', Qt::SkipEmptyParts);
}

QByteArray contents(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be opened");
}

/// "a.b[0].c" in an object.
QJsonValue at(const QJsonObject& json, const QString& path) {
    QJsonValue value = json;
    for (const QString& part : path.split(u'.')) {
        const QStringList pieces = QString(part).remove(u']').split(u'[');
        value = value.toObject()[pieces[0]];
        for (qsizetype i = 1; i < pieces.size(); ++i) value = value.toArray()[pieces[i].toInt()];
    }
    return value;
}

const QString lstm =
    QStringLiteral("lstm_traced.pt --input-shape 20,128 --streaming-axis 0 --config v80_c6b32");

}  // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// MODELS/x becomes the fixture's path, OUT/ the test's own folder.
    QStringList command(const QString& line) const {
        QStringList result;
        for (QString word : words(line)) {
            if (word.startsWith(QStringLiteral("MODELS/"))) word = model(word.mid(7));
            result << word.replace(QStringLiteral("OUT/"), m_folder.path() + u'/');
        }
        return result;
    }
    Result lockstep(const QString& line) const { return run(command(line)); }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

  private Q_SLOTS:
    void initTestCase() {
        write(QStringLiteral("broken.json"), "{\"base\": \"v80_c6b32\",");
        write(QStringLiteral("unknown_key.json"), "{\"base\": \"v80_c6b32\", \"colour\": 1}");
        write(QStringLiteral("slower.json"),
              "{\"base\": \"v80_c6b32\", \"name\": \"slower\", \"clock_mhz\": 100}");
        write(QStringLiteral("narrow.csv"), "1,2,3\n4,5,6\n");
        write(QStringLiteral("ragged.csv"), "1,2,3\n4,5\n");
        write(QStringLiteral("notes.txt"), "hello");
        write(QStringLiteral("not.npy"), "hello");
        write(QStringLiteral("damaged.program"), "LOCKSTEP and then nothing of use");
    }

    void theJsonHasItsNames_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("paths");
        const QString compile = QStringLiteral(
            "schema_version ok cycles_per_inference.spaced cycles_per_inference.contiguous latency_us.spaced "
            "latency_us.contiguous end_to_end_us.mean end_to_end_us.p99 end_to_end_us.io_path "
            "end_to_end_us.basis end_to_end_us.plus_minus.mean latency_us.plus_minus.spaced "
            "latency_us.nearest_rows[7].row latency_us.calibrated_range.inside "
            "cycles_per_inference.plus_minus.contiguous end_to_end_us.calibrated_range.inside band_note "
            "memory[0].core memory[0].name memory[0].used memory[0].depth memory[0].basis model_sha256 "
            "config");
        QTest::newRow("compile") << QStringLiteral("compile MODELS/") + lstm << compile;
        QTest::newRow("run")
            << QStringLiteral("run MODELS/") + lstm
            << compile + QStringLiteral(
                             " inferences streaming.input_axes[0] streaming.output_axes[0] reference.kind "
                             "reference.checked_steps reference.max_abs error.max_abs error.rms "
                             "error.relative_rms error.reference_max_abs error.allclose "
                             "per_inference[19].index per_inference[19].max_abs_error "
                             "per_inference[19].rms_error per_inference[19].cycles "
                             "speed.vm_us_per_inference speed.reference_us_per_inference");
        QTest::newRow("inspect")
            << QStringLiteral("inspect MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 0")
            << QStringLiteral(
                   "schema_version ok nodes[0].id nodes[0].op nodes[0].inputs[0] nodes[0].outputs[0].value "
                   "nodes[0].outputs[0].shape[0] nodes[0].outputs[0].data_dim nodes[0].outputs[0].format "
                   "nodes[0].module nodes[0].source.file nodes[0].source.line nodes[0].source.text "
                   "nodes[0].origins[0] states[0].name inputs[0].value outputs[0].value");
        QTest::newRow("sweep") << QStringLiteral("sweep MODELS/mlp_traced.pt --input-shape 784 --config all")
                               << QStringLiteral(
                                      "schema_version ok results[6].config results[0].latency_us.spaced "
                                      "results[0].rank ranking[6].config ranking[0].rank "
                                      "ranking[0].end_to_end_us ranking[0].plus_minus_us ranked_by");
        QTest::newRow("why") << QStringLiteral("why MODELS/") + lstm
                             << QStringLiteral(
                                    "schema_version ok model config cycles_per_inference.spaced "
                                    "roofline.combined_cycles holds[0].cost holders[0].cycles units[0].unit "
                                    "nodes[0].slack_cycles critical_path[0].reason_text "
                                    "critical_path_contiguous[0].cycles instructions[0].start_cycle");
        QTest::newRow("configs") << QStringLiteral("configs")
                                 << QStringLiteral("schema_version ok configs[6].name");
        QTest::newRow("one config") << QStringLiteral("configs v80_c6b32")
                                    << QStringLiteral("schema_version ok config.name");
    }
    void theJsonHasItsNames() {
        QFETCH(QString, line);
        QFETCH(QString, paths);
        const Result result = lockstep(line + QStringLiteral(" --format json"));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject json = result.json();
        for (const QString& path : words(paths)) {
            const QJsonValue value = at(json, path);
            QVERIFY2(!value.isUndefined() && !value.isNull(), qPrintable(path));
        }
        QCOMPARE(json[QStringLiteral("ok")].toBool(), true);
    }

    void otherFormatsAndHelp_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("help") << QStringLiteral("--help") << QByteArray("Exit status");
        QTest::newRow("version") << QStringLiteral("--version") << QByteArray("lockstep 0.1.0");
        QTest::newRow("help of run") << QStringLiteral("run --help") << QByteArray("--per-inference");
        QTest::newRow("run") << QStringLiteral("run MODELS/") + lstm << QByteArray("random inputs, seed 1");
        QTest::newRow("compile") << QStringLiteral("compile MODELS/") + lstm << QByteArray("254 cycles");
        QTest::newRow("imported")
            << QStringLiteral("inspect MODELS/lstm_traced.pt --input-shape 20,128 --stage imported")
            << QByteArray("Lstm");
        QTest::newRow("dot") << QStringLiteral("inspect MODELS/mlp_traced.pt --input-shape 784 --format dot")
                             << QByteArray("digraph");
        QTest::newRow("svg") << QStringLiteral("inspect MODELS/mlp_traced.pt --input-shape 784 --format svg")
                             << QByteArray("<svg");
        QTest::newRow("scheduled") << QStringLiteral("inspect --stage scheduled MODELS/") + lstm
                                   << QByteArray("matvec");
        QTest::newRow("scheduled svg")
            << QStringLiteral("inspect --format svg --stage scheduled MODELS/") + lstm
            << QByteArray("core 5 matvec");
        QTest::newRow("why") << QStringLiteral("why MODELS/") + lstm << QByteArray("what holds it");
        QTest::newRow("sweep csv") << QStringLiteral("sweep --format csv MODELS/") + lstm
                                   << QByteArray("\"v80_c6b32\",true,254,");
        QTest::newRow("a config of the user's")
            << QStringLiteral("compile MODELS/mlp_traced.pt --input-shape 784 --config OUT/slower.json")
            << QByteArray("100 MHz; clock given");
        QTest::newRow("no IO") << QStringLiteral("compile --io none MODELS/") + lstm
                               << QByteArray("--io none");
    }
    void otherFormatsAndHelp() {
        QFETCH(QString, line);
        QFETCH(QByteArray, part);
        const Result result = lockstep(line);
        QVERIFY2(result.status == 0, result.errors.constData());
        QVERIFY2(result.output.contains(part), result.output.constData());
        QVERIFY2(result.errors.isEmpty(), result.errors.constData());
    }

    void badInputIsSaid_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const char* line, const char* kind, const char* part) {
            QTest::newRow(name) << QString::fromLatin1(line) << QString::fromLatin1(kind)
                                << QString::fromLatin1(part);
        };
        row("no such file", "run /nowhere/model.pt --config v80_c6b32", "bad_file", "/nowhere/model.pt");
        row("not a zip", "run MODELS/not_a_zip.pt --input-shape 4 --config v80_c6b32", "bad_file",
            "not_a_zip.pt");
        row("truncated", "run MODELS/truncated.pt --input-shape 4 --config v80_c6b32", "bad_file",
            "truncated.pt");
        row("no forward", "run MODELS/no_forward.pt --input-shape 4 --config v80_c6b32", "bad_file",
            "forward");
        row("wrong shape", "run MODELS/lstm_traced.pt --input-shape 20,127 --config v80_c6b32", "bad_shape",
            "127");
        row("a shape too many",
            "run MODELS/mlp_traced.pt --input-shape 784 --input-shape 3 --config v80_c6b32", "bad_shape",
            "one more");
        row("an unknown input", "run MODELS/mlp_traced.pt --input-shape ghost=784 --config v80_c6b32",
            "bad_shape", "ghost");
        row("no such axis",
            "run MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 2 --config v80_c6b32",
            "cannot_stream", "no axis 2");
        row("wrong axis",
            "run MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 1 --config v80_c6b32",
            "cannot_stream", "axis");
        row("unknown config", "run MODELS/mlp_traced.pt --input-shape 784 --config v80_c6b33", "bad_config",
            "v80_c6b32");
        row("no config file", "run MODELS/mlp_traced.pt --input-shape 784 --config OUT/absent.json",
            "bad_config", "absent.json");
        row("broken config", "run MODELS/mlp_traced.pt --input-shape 784 --config OUT/broken.json",
            "bad_config", "broken.json");
        row("unknown key", "run MODELS/mlp_traced.pt --input-shape 784 --config OUT/unknown_key.json",
            "bad_config", "colour");
        row("no input file", "run --input OUT/absent.npy MODELS/%1", "bad_input", "absent.npy");
        row("no NPY", "run --input OUT/not.npy MODELS/%1", "bad_input", "not an NPY file");
        row("no input format", "run --input OUT/notes.txt MODELS/%1", "bad_input", ".csv");
        row("wrong columns", "run --input OUT/narrow.csv MODELS/%1", "bad_input", "found 2 x 3");
        row("ragged", "run --input OUT/ragged.csv MODELS/%1", "bad_input", "line 2 has 2 columns");
        row("too many inferences", "run --inferences 21 --input MODELS/lstm_traced_x.npy MODELS/%1",
            "bad_input", "there are 20");
        row("unwritable output", "run --output /nowhere/y.npy MODELS/%1", "cannot_write", "/nowhere/y.npy");
        row("unwritable program", "compile -o /nowhere/p MODELS/%1", "cannot_write", "/nowhere/p");
        row("output is a folder", "run --trace OUT/ MODELS/%1", "cannot_write", "directory");
        row("damaged program", "run OUT/damaged.program", "bad_program", "damaged.program");
        row("no such state", "run MODELS/mlp_traced.pt --input-shape 784 --state a=b --config v80_c6b32",
            "bad_shape", "no input 'a'");
        row("unsupported", "inspect MODELS/sort.pt --input-shape 6", "unsupported", "sort");
    }
    void badInputIsSaid() {
        QFETCH(QString, line);
        QFETCH(QString, kind);
        QFETCH(QString, part);
        const QString full = line.contains(u'%') ? line.arg(lstm) : line;
        const QDir folder(m_folder.path());
        const QStringList before = folder.entryList(QDir::Files);
        const Result result = lockstep(full + QStringLiteral(" --format json"));
        QCOMPARE(result.status, 1);
        const QJsonObject failure = result.json()[QStringLiteral("failure")].toObject();
        QCOMPARE(result.json()[QStringLiteral("ok")].toBool(true), false);
        QCOMPARE(failure[QStringLiteral("kind")].toString(), kind);
        const QString message = QString::fromUtf8(result.errors);
        QVERIFY2(message.startsWith(QStringLiteral("lockstep: ")) && message.contains(part),
                 qPrintable(message));
        QCOMPARE(folder.entryList(QDir::Files), before);
    }

    void wrongUsageIsSaid_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const char* line, const char* part) {
            QTest::newRow(name) << QString::fromLatin1(line) << QString::fromLatin1(part);
        };
        row("unknown option", "run MODELS/%1 --speed 3", "unknown option --speed");
        row("option of another command", "compile MODELS/%1 --seed 3", "--seed is no option of compile");
        row("no model", "run --config v80_c6b32", "needs a MODEL.pt");
        row("no config", "run MODELS/mlp_traced.pt --input-shape 784", "needs --config");
        row("model option first", "run --input-shape 20,128 MODELS/mlp_traced.pt --config v80_c6b32",
            "stands before the MODEL");
        row("two models", "run MODELS/mlp_traced.pt MODELS/%1", "one more");
        row("twice", "run MODELS/%1 --seed 1 --seed 2", "given twice");
        row("no value", "run MODELS/%1 --seed", "needs a value");
        row("no number", "run MODELS/%1 --inferences few", "whole number");
        row("none", "run MODELS/%1 --inferences 0", "whole number");
        row("bad shape", "run MODELS/mlp_traced.pt --input-shape 20x128 --config v80_c6b32",
            "--input-shape takes");
        row("unknown format", "run MODELS/%1 --format xml", "no format \"xml\"");
        row("unknown stage", "inspect MODELS/mlp_traced.pt --input-shape 784 --stage final", "no stage");
        row("no streaming", "inspect MODELS/mlp_traced.pt --input-shape 784 --stage streaming",
            "needs a streaming axis");
        row("unknown IO", "run MODELS/%1 --io usb", "--io takes");
        row("seed and file", "run MODELS/%1 --seed 1 --input MODELS/lstm_traced_x.npy", "exclude each other");
        row("output's ending", "run MODELS/%1 --output OUT/y.txt", ".npy");
        row("report without a file", "report MODELS/%1", "needs -o");
        row("report's ending", "report MODELS/%1 -o OUT/r.doc", "names no format");
        row("optimize and quick", "compile MODELS/%1 --optimize --quick", "exclude each other");
        row("quick seeds", "compile MODELS/%1 --quick --seeds 2", "exclude each other");
        row("no seeds", "compile MODELS/%1 --seeds 0", "whole number");
        row("precision", "run MODELS/mlp_traced.pt --input-shape 784 --precision *=int8 --config v80_c6b32",
            "--precision takes PATTERN=bf16|fp32|fp8");
        row("no such module",
            "run MODELS/mlp_traced.pt --input-shape 784 --precision encoder=fp8 --config v80_c6b32",
            "no node of \"Mlp\" matches \"encoder\"");
        row("cores", "run MODELS/mlp_traced.pt --input-shape 784 --cores *=a --config v80_c6b32",
            "--cores takes PATTERN=0,1");
        row("no such core", "run MODELS/mlp_traced.pt --input-shape 784 --cores *=6 --config v80_c6b32",
            "there is no core 6");
        row("options without a schedule", "inspect MODELS/mlp_traced.pt --input-shape 784 --quick",
            "belong to --stage scheduled");
        row("no such node", "run MODELS/mlp_traced.pt --input-shape 784 --cores nowhere=0 --config v80_c6b32",
            "nowhere");
        row("state", "run MODELS/mlp_traced.pt --input-shape 784 --state a --config v80_c6b32",
            "--state takes INPUT=OUTPUT");
        row("readout", "run MODELS/mlp_traced.pt --input-shape 784 --readout last --config v80_c6b32",
            "--readout takes");
        row("nothing to reset",
            "run MODELS/mlp_traced.pt --input-shape 784 --reset-every 3 --config v80_c6b32", "keeps none");
        row("target is no number", "run MODELS/%1 --target-us soon", "--target-us takes");
        row("target is nothing", "run MODELS/%1 --target-us 0", "microseconds above 0");
        row("target without a figure", "compile MODELS/%1 --io none --target-us 2 --fail-if target==over",
            "no end-to-end figure: IO is not counted");
        row("no comparison", "run MODELS/%1 --fail-if error.max_abs", "no comparison");
        row("unknown path", "run MODELS/%1 --fail-if error.maximum>1", "there is no \"maximum\"");
        row("not known here", "compile MODELS/%1 --io none --fail-if end_to_end_us.mean>1", "not known");
    }
    void wrongUsageIsSaid() {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Result result = lockstep(line.contains(u'%') ? line.arg(lstm) : line);
        const QString message = QString::fromUtf8(result.errors);
        QVERIFY2(message.contains(part), qPrintable(message));
        QCOMPARE(result.status, 2);
        QVERIFY(result.output.isEmpty());
    }

    void gates_data() {
        QTest::addColumn<QString>("gate");
        QTest::addColumn<int>("status");
        QTest::newRow("hit") << QStringLiteral("cycles_per_inference.spaced>=254") << 3;
        QTest::newRow("not hit") << QStringLiteral("cycles_per_inference.spaced>254") << 0;
        QTest::newRow("truth") << QStringLiteral("ok==true") << 3;
        QTest::newRow("word") << QStringLiteral("config!='v80_c6b32'") << 0;
        QTest::newRow("target") << QStringLiteral("target==under") << 3;
        QTest::newRow("other verdict") << QStringLiteral("target==over") << 0;
        QTest::newRow("list") << QStringLiteral("memory[0].used>100000") << 0;
    }
    void gates() {
        QFETCH(QString, gate);
        QFETCH(int, status);
        const Result result = lockstep(QStringLiteral("compile MODELS/") + lstm +
                                       QStringLiteral(" --format json --target-us 100 --fail-if ") + gate);
        QCOMPARE(result.status, status);
        QCOMPARE(at(result.json(), QStringLiteral("fail_if[0].hit")).toBool(), status == 3);
    }

    /// Cards are ranked by end-to-end latency; those without one stand apart, with cycles.
    void sweepRanks() {
        const QString line = QStringLiteral(
            "sweep MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 0 --config all --target-us "
            "2 ");
        const QJsonObject json = lockstep(line + QStringLiteral("--format json")).json();
        const QJsonArray ranking = json[QStringLiteral("ranking")].toArray();
        QCOMPARE(ranking.size(), 7);
        double before = 0;
        int ranked = 0;
        for (const QJsonValue& card : ranking) {
            const QJsonValue us = card[QStringLiteral("end_to_end_us")];
            if (us.isNull()) {
                QVERIFY(card[QStringLiteral("rank")].isNull());
                QVERIFY(!card[QStringLiteral("reason")].toString().isEmpty());
                QVERIFY(card[QStringLiteral("cycles")].toInt() > 0);
                continue;
            }
            QCOMPARE(card[QStringLiteral("rank")].toInt(), ++ranked);
            QVERIFY(us.toDouble() >= before);
            before = us.toDouble();
        }
        // V80 and the three Agilex boards of one make; the others publish no IO figures.
        QCOMPARE(ranked, 4);
        QCOMPARE(ranking[3][QStringLiteral("rank")].toInt(), 4);
        const QString text = QString::fromUtf8(lockstep(line + QStringLiteral("--format text")).output);
        const qsizetype others = text.indexOf(QStringLiteral("Not ranked"));
        QVERIFY2(others > 0, qPrintable(text));
        for (const QJsonValue& card : ranking) {
            const qsizetype at = text.indexOf(card[QStringLiteral("config")].toString() + u' ');
            QCOMPARE(at < others, !card[QStringLiteral("rank")].isNull());
        }
        // No clock is published for the Artena: no microseconds.
        const qsizetype artena = text.indexOf(QStringLiteral("artena_c8b32"));
        QVERIFY(text.mid(artena, text.indexOf(u'\n', artena) - artena).contains(QStringLiteral("no clock")));
    }

    /// A program runs in a process that has neither the model nor LibTorch to the same bits and cycles.
    void aSavedProgramRunsAlone() {
        const Result compiled =
            lockstep(QStringLiteral("compile -o OUT/p.lockstep --format json MODELS/") + lstm);
        QVERIFY2(compiled.status == 0, compiled.errors.constData());
        const QString options = QStringLiteral(" --inferences 30 --seed 9 --format json --output OUT/");
        const Result beside =
            lockstep(QStringLiteral("run MODELS/") + lstm + options + QStringLiteral("a.npy"));
        QVERIFY2(beside.status == 0, beside.errors.constData());
        const QTemporaryDir empty;
        const Result alone = run(
            command(QStringLiteral("run OUT/p.lockstep") + options + QStringLiteral("b.npy")), empty.path());
        QVERIFY2(alone.status == 0, alone.errors.constData());
        const QByteArray outputs = contents(m_folder.filePath(QStringLiteral("a.npy")));
        QCOMPARE(outputs.size(), 128 + 30 * 16 * 4);
        QCOMPARE(contents(m_folder.filePath(QStringLiteral("b.npy"))), outputs);
        QCOMPARE(alone.json()[QStringLiteral("cycles_per_inference")],
                 beside.json()[QStringLiteral("cycles_per_inference")]);
        QCOMPARE(at(alone.json(), QStringLiteral("reference.kind")).toString(), QStringLiteral("none"));
        QCOMPARE(at(beside.json(), QStringLiteral("reference.kind")).toString(), QStringLiteral("stepped"));
        QVERIFY(alone.json()[QStringLiteral("error")].isNull());
    }

    /// Listed and explained without the model, as with it.
    void aSavedProgramIsReadAlone() {
        QVERIFY(lockstep(QStringLiteral("compile -o OUT/q.lockstep MODELS/") + lstm).status == 0);
        for (const QString& what : {QStringLiteral("inspect --stage scheduled "), QStringLiteral("why ")}) {
            const Result beside = lockstep(what + QStringLiteral("MODELS/") + lstm);
            const Result alone = lockstep(what + QStringLiteral("OUT/q.lockstep"));
            QVERIFY2(alone.status == 0, alone.errors.constData());
            QVERIFY(alone.output.contains("core 5"));
            QCOMPARE(alone.output, beside.output);
        }
        QCOMPARE(lockstep(QStringLiteral("inspect --stage canonical OUT/q.lockstep")).status, 2);
        QCOMPARE(lockstep(QStringLiteral("inspect --format dot OUT/q.lockstep")).status, 2);
    }

    /// Whatever compiles takes the compile options, compiles the same with them, and says that its figures
    /// are not those of the published toolchain.
    void compileOptions_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("departures");
        QTest::newRow("none") << QString() << QString();
        QTest::newRow("quick") << QStringLiteral("--quick") << QStringLiteral("--quick");
        QTest::newRow("seeds") << QStringLiteral("--seeds 2") << QStringLiteral("--seeds 2");
        QTest::newRow("pins") << QStringLiteral("--cores lstm=0,1") << QStringLiteral("--cores lstm=0,1");
        QTest::newRow("free, pinned") << QStringLiteral("--optimize --cores lstm=0,1")
                                      << QStringLiteral("--optimize, --cores lstm=0,1");
        QTest::newRow("reset") << QStringLiteral("--state-reset") << QString();
    }
    void compileOptions() {
        QFETCH(QString, options);
        QFETCH(QString, departures);
        const bool comparable = departures.isEmpty();
        const auto json = [&](const QString& command) {
            const Result result =
                lockstep(command + QStringLiteral(" --format json MODELS/") + lstm + u' ' + options);
            if (result.status != 0) qWarning("%s", result.errors.constData());
            return result.json();
        };
        const auto cycles = [](const QJsonObject& found, const QString& path) {
            return at(found, path + QStringLiteral("cycles_per_inference.spaced")).toInt();
        };
        const QJsonObject compiled = json(QStringLiteral("compile -o OUT/options.lockstep"));
        const int expected = cycles(compiled, {});
        QVERIFY(expected > 0);
        QCOMPARE(at(compiled, QStringLiteral("search.comparable_with_published")).toBool(), comparable);
        QCOMPARE(at(compiled, QStringLiteral("search.departures")).toString(), departures);
        QCOMPARE(at(compiled, QStringLiteral("latency_us.plus_minus")).isNull(), !comparable);
        QVERIFY(comparable || at(compiled, QStringLiteral("band_note")).toString().contains(departures));
        const QJsonObject run = json(QStringLiteral("run --inferences 2"));
        QCOMPARE(cycles(run, {}), expected);
        QCOMPARE(at(run, QStringLiteral("search.departures")).toString(), departures);
        const QJsonObject swept = json(QStringLiteral("sweep"));
        QCOMPARE(cycles(swept, QStringLiteral("results[0].")), expected);
        QCOMPARE(at(swept, QStringLiteral("results[0].search.departures")).toString(), departures);
        const QJsonObject why = json(QStringLiteral("why"));
        QCOMPARE(cycles(why, {}), expected);
        QCOMPARE(at(why, QStringLiteral("comparable_with_published")).toBool(), comparable);
        const QJsonObject scheduled = json(QStringLiteral("inspect --stage scheduled"));
        QCOMPARE(at(scheduled, QStringLiteral("comparable_with_published")).toBool(), comparable);
        // The file keeps what was asked for.
        const Result saved =
            lockstep(QStringLiteral("run OUT/options.lockstep --inferences 1 --format json"));
        QCOMPARE(at(saved.json(), QStringLiteral("search.departures")).toString(), departures);
        QCOMPARE(at(saved.json(), QStringLiteral("state_reset")).isNull(),
                 !options.contains(QStringLiteral("reset")));
        const Result listed = lockstep(QStringLiteral("inspect OUT/options.lockstep"));
        QCOMPARE(listed.output.contains("not comparable with published figures"), !comparable);
        const Result text = lockstep(QStringLiteral("sweep MODELS/") + lstm + u' ' + options);
        QCOMPARE(text.output.contains("not comparable with published figures"), !comparable);
    }

    /// A pin of a core that some cards lack leaves these out; one that none has is wrong usage.
    void pinsInASweep() {
        const QString line = QString(lstm).replace(QStringLiteral("v80_c6b32"), QStringLiteral("all"));
        const Result some = lockstep(QStringLiteral("sweep --format json MODELS/") + line +
                                     QStringLiteral(" --cores lstm=5"));
        QVERIFY2(some.status == 0, some.errors.constData());
        int fit = 0;
        int refused = 0;
        for (const QJsonValue& row : some.json()[QStringLiteral("results")].toArray()) {
            if (row[QStringLiteral("ok")].toBool())
                ++fit;
            else if (at(row.toObject(), QStringLiteral("failure.message"))
                         .toString()
                         .contains(QStringLiteral("there is no core 5")))
                ++refused;
        }
        QVERIFY(fit > 0);
        QVERIFY(refused > 0);
        QCOMPARE(lockstep(QStringLiteral("sweep MODELS/") + line + QStringLiteral(" --cores lstm=31")).status,
                 2);
    }

    /// An fp8 LSTM takes half the room and gives another error; every report says which nodes are not bf16.
    void precisions() {
        const QString plain = QStringLiteral("run MODELS/") + lstm + QStringLiteral(" --format json");
        const QString fp8 = QString(plain).replace(QStringLiteral(" --config"),
                                                   QStringLiteral(" --precision lstm=fp8 --config"));
        const Result before = lockstep(plain);
        const Result after = lockstep(fp8);
        QVERIFY2(after.status == 0, after.errors.constData());
        QCOMPARE(at(after.json(), QStringLiteral("precision.rules[0]")).toString(),
                 QStringLiteral("lstm=fp8"));
        QCOMPARE(at(after.json(), QStringLiteral("precision.nodes[0].precision")).toString(),
                 QStringLiteral("fp8"));
        QVERIFY(at(before.json(), QStringLiteral("precision.nodes")).toArray().isEmpty());
        QVERIFY(at(after.json(), QStringLiteral("error.rms")).toDouble() >
                1.2 * at(before.json(), QStringLiteral("error.rms")).toDouble());
        QCOMPARE(at(after.json(), QStringLiteral("cycles_per_inference.spaced")),
                 at(before.json(), QStringLiteral("cycles_per_inference.spaced")));
        QVERIFY(2 * at(after.json(), QStringLiteral("memory[0].used")).toInt() <
                2 + 2 * at(before.json(), QStringLiteral("memory[0].used")).toInt());
        const Result inspected =
            lockstep(QStringLiteral("inspect MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 0 "
                                    "--precision lstm=fp8 --format json"));
        QCOMPARE(at(inspected.json(), QStringLiteral("nodes[0].precision")).toString(),
                 QStringLiteral("fp8"));
        const Result refused =
            lockstep(QString(fp8).replace(QStringLiteral("v80_c6b32"), QStringLiteral("ia_840f_c3b64")));
        QCOMPARE(refused.status, 1);
        QCOMPARE(at(refused.json(), QStringLiteral("failure.kind")).toString(),
                 QStringLiteral("unsupported"));
        const Result text = lockstep(QString(fp8).replace(QStringLiteral("--format json"), QString()));
        QVERIFY2(text.output.contains("precision         fp8 weights in lstm"), text.output.constData());
    }

    /// Another arithmetic, said so; the cycles stay.
    void tableFunctions() {
        const QString options = QStringLiteral(" --inferences 20 --format json --output OUT/");
        const Result exact =
            lockstep(QStringLiteral("run MODELS/") + lstm + options + QStringLiteral("e.npy"));
        const Result table = lockstep(QStringLiteral("run --functions table MODELS/") + lstm + options +
                                      QStringLiteral("t.npy"));
        QVERIFY2(table.status == 0, table.errors.constData());
        QVERIFY(!exact.output.contains("by tables"));
        QVERIFY(table.output.contains("activation functions by tables"));
        QCOMPARE(at(table.json(), QStringLiteral("cycles_per_inference")),
                 at(exact.json(), QStringLiteral("cycles_per_inference")));
        QVERIFY(at(table.json(), QStringLiteral("error.rms")).toDouble() >
                at(exact.json(), QStringLiteral("error.rms")).toDouble());
        QVERIFY(contents(m_folder.filePath(QStringLiteral("e.npy"))) !=
                contents(m_folder.filePath(QStringLiteral("t.npy"))));
        QCOMPARE(lockstep(QStringLiteral("run --functions exact MODELS/") + lstm + options +
                          QStringLiteral("f.npy"))
                     .status,
                 0);
        QCOMPARE(contents(m_folder.filePath(QStringLiteral("e.npy"))),
                 contents(m_folder.filePath(QStringLiteral("f.npy"))));
        QCOMPARE(lockstep(QStringLiteral("run --functions guess MODELS/") + lstm).status, 2);
    }

    /// Inputs and outputs by name: an fp32 input takes twice the bytes; an output of a bf16 operator cannot
    /// be fp32.
    void precisionsOfStreams() {
        const auto run = [&](const QString& rule) {
            return lockstep(
                QStringLiteral("compile MODELS/lstm_traced.pt --input-shape 20,128 --streaming-axis 0 "
                               "--precision %1 --config v80_c6b32 --format json")
                    .arg(rule));
        };
        const Result bf16 = run(QStringLiteral("*=bf16"));
        const QString input = at(bf16.json(), QStringLiteral("inputs[0].name")).toString();
        const QString output = at(bf16.json(), QStringLiteral("outputs[0].name")).toString();
        QCOMPARE(at(bf16.json(), QStringLiteral("inputs[0].format")).toString(), QStringLiteral("bf16"));
        const Result fp32 = run(QStringLiteral("input:%1=fp32").arg(input));
        QVERIFY2(fp32.status == 0, fp32.errors.constData());
        QCOMPARE(at(fp32.json(), QStringLiteral("inputs[0].format")).toString(), QStringLiteral("fp32"));
        QCOMPARE(at(fp32.json(), QStringLiteral("io_bytes.input")).toInt(),
                 2 * at(bf16.json(), QStringLiteral("io_bytes.input")).toInt());
        const Result refused = run(QStringLiteral("output:%1=fp32").arg(output));
        QCOMPARE(refused.status, 1);
        QCOMPARE(at(refused.json(), QStringLiteral("failure.kind")).toString(),
                 QStringLiteral("unsupported"));
        QVERIFY(at(refused.json(), QStringLiteral("failure.message"))
                    .toString()
                    .contains(QStringLiteral("not computed in fp32")));
        const Result unknown = run(QStringLiteral("input:prices=fp32"));
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.output.contains("there is no input"));
    }

    /// The streamed states are put back at the end of each example sequence, so every one of them is the
    /// file's own forward.
    void resets() {
        const QString options = QStringLiteral(" --inferences 50 --format json --output OUT/");
        const Result whole =
            lockstep(QStringLiteral("run MODELS/") + lstm + options + QStringLiteral("w.npy"));
        const Result reset = lockstep(QStringLiteral("run --reset-every 20 MODELS/") + lstm + options +
                                      QStringLiteral("r.npy"));
        QVERIFY2(reset.status == 0, reset.errors.constData());
        QCOMPARE(at(whole.json(), QStringLiteral("reset_every")), QJsonValue(QJsonValue::Null));
        QCOMPARE(at(reset.json(), QStringLiteral("reset_every")).toInt(), 20);
        QCOMPARE(at(whole.json(), QStringLiteral("per_inference[20].reference")).toString(),
                 QStringLiteral("stepped"));
        for (const int i : {0, 19, 20, 49}) {
            const QJsonValue kind = at(reset.json(), QStringLiteral("per_inference[%1].reference").arg(i));
            QCOMPARE(kind.toString(), QStringLiteral("forward"));
        }
        QVERIFY(at(reset.json(), QStringLiteral("error.allclose")).toBool());
        const QByteArray a = contents(m_folder.filePath(QStringLiteral("w.npy")));
        const QByteArray b = contents(m_folder.filePath(QStringLiteral("r.npy")));
        constexpr qsizetype rows = 128 + 20 * 16 * 4;
        QCOMPARE(b.left(rows), a.left(rows));
        QVERIFY(b.mid(rows) != a.mid(rows));
    }

    /// The temporary file of an output is there while the run goes on, and gone after Ctrl+C.
    void anInterruptLeavesNothing_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("terminated") << SIGTERM;
    }
    void anInterruptLeavesNothing() {
        QFETCH(int, signal);
        const QTemporaryDir folder;
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LOCKSTEP_LIBEXEC"), QStringLiteral(LOCKSTEP_BINARY_DIR));
        process.setProcessEnvironment(environment);
        process.start(binary(),
                      command(QStringLiteral("run MODELS/") + lstm) +
                          QStringList{QStringLiteral("--inferences"), QStringLiteral("100000000"),
                                      QStringLiteral("--output"), folder.filePath(QStringLiteral("y.npy"))});
        const auto files = [&] { return QDir(folder.path()).entryList(QDir::Files); };
        QTRY_VERIFY_WITH_TIMEOUT(!files().isEmpty(), 120'000);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QCOMPARE(process.exitCode(), signal);
        QCOMPARE(files(), QStringList());
    }

    void filesOfARun() {
        const Result result = lockstep(
            QStringLiteral("run --per-inference OUT/e.ndjson --trace OUT/t.json --format json MODELS/") +
            lstm);
        QVERIFY2(result.status == 0, result.errors.constData());
        const QList<QByteArray> lines =
            contents(m_folder.filePath(QStringLiteral("e.ndjson"))).trimmed().split('\n');
        QCOMPARE(lines.size(), 20);
        for (qsizetype i = 0; i < lines.size(); ++i)
            QCOMPARE(QJsonDocument::fromJson(lines[i]).object(),
                     at(result.json(), QStringLiteral("per_inference[%1]").arg(i)).toObject());
        const QJsonObject trace =
            QJsonDocument::fromJson(contents(m_folder.filePath(QStringLiteral("t.json")))).object();
        QVERIFY(trace[QStringLiteral("traceEvents")].toArray().size() > 50);
    }

    void reports_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("html") << QStringLiteral("html") << QByteArray("<!DOCTYPE html>");
        QTest::newRow("pdf") << QStringLiteral("pdf") << QByteArray("%PDF-");
        QTest::newRow("md") << QStringLiteral("md") << QByteArray("# Latency report");
        QTest::newRow("csv") << QStringLiteral("csv") << QByteArray("section,item,metric,value,unit,basis");
        QTest::newRow("json") << QStringLiteral("json") << QByteArray("{\n  \"schema_version\"");
    }
    void reports() {
        QFETCH(QString, ending);
        QFETCH(QByteArray, begin);
        const Result result = lockstep(QStringLiteral("report -o OUT/r.%1 MODELS/").arg(ending) + lstm);
        QVERIFY2(result.status == 0, result.errors.constData());
        QVERIFY2(result.errors.isEmpty(), result.errors.constData());
        QVERIFY(contents(m_folder.filePath(QStringLiteral("r.") + ending)).startsWith(begin));
    }

    void standardOutputThatTakesNothing_data() {
        QTest::addColumn<QString>("script");
        QTest::newRow("full") << QStringLiteral("\"$0\" configs > /dev/full");
        QTest::newRow("closed") << QStringLiteral("\"$0\" configs >&-");
        QTest::newRow("closed, with files")
            << QStringLiteral("\"$0\" compile \"$1\" --input-shape 784 --config v80_c6b32 >&-");
    }
    void standardOutputThatTakesNothing() {
        QFETCH(QString, script);
        const Result result = shell(script, {model(QStringLiteral("mlp_traced.pt"))});
        QCOMPARE(result.status, 1);
        QVERIFY2(result.errors.contains("cannot write to standard output"), result.errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
