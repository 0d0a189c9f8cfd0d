#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "cli_process.h"
#include "core/program/player.h"
#include "core/program/program_file.h"
#include "core/run/stored_array.h"
#include "core/run/unit_activity.h"

using namespace cli_process;
using namespace lockstep;

/// What a run leaves when something behind it fails, and what it tells of its units.
class TestKeptWork : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Result program(const QString& options) const {
        return cli_process::run(QStringList{QStringLiteral("run"), file("p")} +
                                options.split(u' ', Qt::SkipEmptyParts));
    }

  private Q_SLOTS:
    void initTestCase() {
        const Result compiled =
            cli_process::run({QStringLiteral("compile"), model(QStringLiteral("lstm_traced.pt")),
                              QStringLiteral("-o"), file("p"), QStringLiteral("--input-shape"),
                              QStringLiteral("20,128"), QStringLiteral("--streaming-axis"),
                              QStringLiteral("0"), QStringLiteral("--config"), QStringLiteral("v80_c6b32")});
        QVERIFY2(compiled.status == 0, compiled.errors.constData());
    }

    /// What is refused behind the run takes nothing of it with it.
    void outputsOutliveWhatIsRefused_data() {
        QTest::addColumn<QString>("options");
        QTest::newRow("a gate") << QStringLiteral("--fail-if ghost>1");
        QTest::newRow("a dump") << QStringLiteral("--dump-state %1/nowhere/d.npz").arg(m_folder.path());
    }
    void outputsOutliveWhatIsRefused() {
        QFETCH(QString, options);
        const QString out = file("out.npy");
        QFile::remove(out);
        const Result result = program(QStringLiteral("--inferences 200 -o %1 ").arg(out) + options);
        QVERIFY2(result.status == 1 || result.status == 2, result.errors.constData());
        QVERIFY(QFile::exists(out));
        QCOMPARE(open_npy(out.toStdString())->shape[0], 200);
    }

    /// What is known to be refused is refused before anything is run or written.
    void refusedBeforeTheRun_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("message");
        const auto row = [this](const char* name, const char* options, const char* message) {
            QTest::newRow(name) << QString::fromLatin1(options).arg(m_folder.path())
                                << QString::fromLatin1(message);
        };
        row("another inference", "--dump-state %1/d.npz --at 200", "the run has the inferences 0 to 199");
        row("a stretch of nothing", "--attribute-over 5", "how far --attribute or --envelope goes back");
        row("the program", "-o %1/p", "which is the model or program as well");
        row("the program again", "--per-inference %1/p", "would overwrite");
        row("through a link", "--per-inference %1/link", "which is the model or program as well");
        row("its own output", "--per-inference %1/nowhere/../early.npy", "would overwrite");
        row("another name of it", "--checkpoint %1/./early.npy", "which is --checkpoint as well");
        row("the reference", "--reference %1/golden.npy --dump-state %1/golden.npy",
            "which is --reference as well");
        row("the reference as a trace", "--reference %1/golden.npy --trace %1/golden.npy",
            "which is --reference as well");
    }
    void refusedBeforeTheRun() {
        QFETCH(QString, options);
        QFETCH(QString, message);
        QFile::link(file("p"), file("link"));
        QVERIFY(QFile::exists(file("golden.npy")) ||
                program(QStringLiteral("--inferences 200 -o ") + file("golden.npy")).status == 0);
        const QString out = file("early.npy");
        QFile::remove(out);
        const QString given =
            options.contains(QStringLiteral("-o ")) ? QString() : QStringLiteral(" -o ") + out;
        const Result result = program(QStringLiteral("--inferences 200 ") + options + given);
        QVERIFY2(result.status == 1 || result.status == 2, result.errors.constData());
        QVERIFY2(result.errors.contains(message.toUtf8()), result.errors.constData());
        QVERIFY(!QFile::exists(out));
        QVERIFY(!QFile::exists(out + QStringLiteral(".partial")));
    }

    /// A NaN that comes in is told as such; the exit status is that of a hit.
    void nanIsTold() {
        QFile table(file("in.csv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        for (int row = 0; row < 5; ++row) {
            QByteArrayList fields(128, "0.5");
            if (row == 3) fields[7] = "-inf";
            table.write(fields.join(',') + '\n');
        }
        table.close();
        const Result result = program(QStringLiteral("--break nan --format json --input ") + file("in.csv"));
        QCOMPARE(result.status, 3);
        const QJsonObject hit = result.json()[QStringLiteral("hits")].toArray().first().toObject();
        QCOMPARE(hit[QStringLiteral("index")].toInt(), 3);
        QVERIFY(hit[QStringLiteral("where")].toString().endsWith(QLatin1String("[7]")));
        QCOMPARE(hit[QStringLiteral("value")].toString(), QStringLiteral("-inf"));
        QCOMPARE(hit[QStringLiteral("detail")].toString(), QStringLiteral("already in the inputs"));
    }

    /// With a checkpoint the same run goes on to what was refused.
    void theCheckpointHoldsTheWholeRun() {
        const QString options = QStringLiteral("--inferences 200 -o %1 --checkpoint %2")
                                    .arg(file("whole.npy"), file("whole.point"));
        const Result refused = program(options + QStringLiteral(" --fail-if ghost>1"));
        QVERIFY2(refused.status == 1 || refused.status == 2, refused.errors.constData());
        QVERIFY2(refused.errors.contains("all 200 inferences are in checkpoint"), refused.errors.constData());
        QVERIFY(QFile::exists(file("whole.point")));
        const Result rest = program(options);
        QVERIFY2(rest.status == 0, rest.errors.constData());
        QVERIFY2(rest.errors.contains("going on at inference 200 of 200"), rest.errors.constData());
        QCOMPARE(open_npy(file("whole.npy").toStdString())->shape[0], 200);
        QVERIFY(!QFile::exists(file("whole.point")));
    }

    /// A checkpoint does not go on with another reference.
    void anotherReferenceIsAnotherRun() {
        QVERIFY(program(QStringLiteral("--inferences 300 -o ") + file("ref.npy")).status == 0);
        const QString options = QStringLiteral("--inferences 200 --reference %1 --checkpoint %2")
                                    .arg(file("ref.npy"), file("ref.point"));
        QVERIFY(program(options + QStringLiteral(" --fail-if ghost>1")).status != 0);
        QVERIFY(QFile::exists(file("ref.point")));
        QTest::qWait(20);
        QVERIFY(program(QStringLiteral("--inferences 301 --seed 2 -o ") + file("ref.npy")).status == 0);
        const Result other = program(options);
        QCOMPARE(other.status, 1);
        QVERIFY2(other.errors.contains("of another run"), other.errors.constData());
    }

    /// As counted by replaying the run in this process.
    void units() {
        const Result result = program(QStringLiteral("--inferences 150 --seed 4 --units --format json"));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject told = result.json()[QLatin1String("units")].toObject();
        QCOMPARE(told[QLatin1String("inferences")].toInt(), 150);

        CompiledProgram compiled;
        compiled.program = std::make_shared<const Program>(load_program(file("p").toStdString()));
        compiled.timeline = std::make_shared<const Timeline>(play(*compiled.program));
        LockstepRun run(compiled, random_inputs(compiled.program->inputs, 4), nullptr);
        run.run(150);
        const ActivityReport counted = unit_activity(run, 0, 150);
        const QJsonArray traces = told[QLatin1String("traces")].toArray();
        QCOMPARE(traces.size(), std::ssize(counted.traces));
        QVERIFY(traces.size() > 6);
        for (qsizetype t = 0; t < traces.size(); ++t) {
            const ActivityTrace& expected = counted.traces[static_cast<std::size_t>(t)];
            const QJsonObject trace = traces[t].toObject();
            QCOMPARE(trace[QLatin1String("name")].toString().toStdString(), expected.name);
            QCOMPARE(trace[QLatin1String("dead")].toArray().size(), expected.dead_units());
            QCOMPARE(trace[QLatin1String("saturated_high")].isArray(), expected.range.has_value());
            for (std::size_t k = 0; k < expected.units.size(); ++k) {
                const auto at = static_cast<qsizetype>(k);
                QCOMPARE(trace[QLatin1String("max")].toArray()[at].toDouble(),
                         static_cast<double>(expected.units[k].max));
                if (expected.range)
                    QCOMPARE(trace[QLatin1String("saturated_high")].toArray()[at].toInt(),
                             static_cast<int>(expected.units[k].saturated_high));
            }
        }
        const Result text = program(QStringLiteral("--inferences 150 --seed 4 --units"));
        QVERIFY2(text.output.contains("never moved"), text.output.constData());
    }

    /// Why nothing was compared is told as it is.
    void whyNothingWasCompared() {
        const QStringList model_words = {QStringLiteral("run"),
                                         model(QStringLiteral("lstm_traced.pt")),
                                         QStringLiteral("--input-shape"),
                                         QStringLiteral("20,128"),
                                         QStringLiteral("--streaming-axis"),
                                         QStringLiteral("0"),
                                         QStringLiteral("--config"),
                                         QStringLiteral("v80_c6b32"),
                                         QStringLiteral("--quick"),
                                         QStringLiteral("--inferences"),
                                         QStringLiteral("50"),
                                         QStringLiteral("--reference")};
        const Result none = cli_process::run(model_words + QStringList{QStringLiteral("none")});
        QVERIFY2(none.output.contains("none was asked for"), none.output.constData());
        const Result sampled = cli_process::run(model_words + QStringList{QStringLiteral("sampled:1000")});
        QVERIFY2(sampled.output.contains("none of the 50 inferences is compared"),
                 sampled.output.constData());
    }
};

QTEST_GUILESS_MAIN(TestKeptWork)
#include "tst_kept_work.moc"
