#include "recording_process.h"

using namespace recording_process;

/// Runs that are interrupted, fail, tell their progress, or are stepped from outside.
class TestRecordingEnds : public RecordingTest {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }

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
};

QTEST_GUILESS_MAIN(TestRecordingEnds)
#include "tst_recording_ends.moc"
