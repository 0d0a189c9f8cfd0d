#include <QJsonArray>
#include <QtTest>

#include <cmath>

#include "cli_process.h"

using namespace cli_process;

/// A latency target on the command line: how it is spent, and what would help.
class TestLatencyGoal : public QObject {
    Q_OBJECT

  private:
    static QStringList words(const QString& line) { return line.split(u' ', Qt::SkipEmptyParts); }
    static Result lockstep(const QString& command, const QString& options) {
        QStringList all = words(command);
        all << model(QStringLiteral("lstm_traced.pt"))
            << words(QStringLiteral("--input-shape 20,128 --streaming-axis 0"));
        return run(all + words(options));
    }

  private Q_SLOTS:
    void theBudgetAddsUp() {
        const Result result =
            lockstep(QStringLiteral("why --format json"), QStringLiteral("--config v80_c6b32 --target-us 2"));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject json = result.json();
        const QJsonObject budget = json[QStringLiteral("budget")].toObject();
        const Result compiled = lockstep(QStringLiteral("compile --format json"),
                                         QStringLiteral("--config v80_c6b32 --target-us 2"));
        const QJsonObject latency = compiled.json();
        int cycles = 0;
        double us = 0;
        QStringList kinds;
        for (const QJsonValue& part : budget[QStringLiteral("parts")].toArray()) {
            cycles += part[QStringLiteral("cycles")].toInt();
            us += part[QStringLiteral("us")].toDouble();
            kinds << part[QStringLiteral("kind")].toString();
        }
        QCOMPARE(cycles, latency[QStringLiteral("cycles_per_inference")][QStringLiteral("spaced")].toInt());
        QVERIFY(std::abs(us - latency[QStringLiteral("end_to_end_us")][QStringLiteral("mean")].toDouble()) <
                1e-9);
        QCOMPARE(kinds.last(), QStringLiteral("host"));
        QVERIFY(kinds.contains(QStringLiteral("module")));
        QVERIFY(lockstep(QStringLiteral("why"), QStringLiteral("--config v80_c6b32 --target-us 2"))
                    .output.contains("budget of 2 us"));
        // As a gate: what is left is below zero.
        const Result gate =
            run(QStringList{QStringLiteral("why"), model(QStringLiteral("lstm_traced.pt"))} +
                words(QStringLiteral("--target-us 0.5 --config v80_c6b32 --input-shape 20,128 "
                                     "--streaming-axis 0")) +
                QStringList{QStringLiteral("--fail-if"), QStringLiteral("budget.left_us < 0")});
        QCOMPARE(gate.status, 3);
        QVERIFY(gate.output.contains("GATE HIT"));
    }

    void withoutHostIo() {
        const Result result = lockstep(QStringLiteral("why --format json"),
                                       QStringLiteral("--config v80_c6b32 --target-us 2 --io none"));
        const QJsonObject budget = result.json()[QStringLiteral("budget")].toObject();
        QCOMPARE(budget[QStringLiteral("includes_host_io")].toBool(true), false);
        double us = 0;
        for (const QJsonValue& part : budget[QStringLiteral("parts")].toArray())
            us += part[QStringLiteral("us")].toDouble();
        QVERIFY(std::abs(us - budget[QStringLiteral("used_us")].toDouble()) < 1e-9);
    }

    /// Every row's options, given to `compile`, make the program that the row tells of.
    void whatHelpsIsWhatIsCompiled() {
        const Result result = lockstep(QStringLiteral("why --format json"),
                                       QStringLiteral("--config v80_c6b32 --target-us 1.5 --what-helps"));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonArray rows = result.json()[QStringLiteral("what_helps")].toArray();
        const int now =
            result.json()[QStringLiteral("cycles_per_inference")][QStringLiteral("spaced")].toInt();
        QSet<QString> kinds;
        double before = 0;
        for (const QJsonValue& row : rows) {
            kinds << row[QStringLiteral("kind")].toString();
            if (!row[QStringLiteral("ok")].toBool()) continue;
            const QString options = row[QStringLiteral("options")].toString();
            const Result compiled =
                lockstep(QStringLiteral("compile --format json --target-us 1.5"), options);
            QVERIFY2(compiled.status == 0, compiled.errors.constData());
            const QJsonObject json = compiled.json();
            const int cycles = json[QStringLiteral("cycles_per_inference")][QStringLiteral("spaced")].toInt();
            QCOMPARE(row[QStringLiteral("cycles")].toInt(), cycles);
            QCOMPARE(row[QStringLiteral("change_cycles")].toInt(), cycles - now);
            if (row[QStringLiteral("end_to_end_us")].isNull()) continue;
            const double mean = row[QStringLiteral("end_to_end_us")].toDouble();
            QCOMPARE(mean, json[QStringLiteral("end_to_end_us")][QStringLiteral("mean")].toDouble());
            QVERIFY(mean >= before);  // the fastest first
            before = mean;
        }
        QVERIFY(kinds.contains(QStringLiteral("accelerator")));
        QVERIFY(kinds.contains(QStringLiteral("policy")));
        QVERIFY(kinds.contains(QStringLiteral("precision")));
        QVERIFY(result.json()[QStringLiteral("budget")][QStringLiteral("bound")].toString().startsWith(
            QStringLiteral("No schedule of this program gets below")));
    }

    void fp32IsTakenBack() {
        const Result result = lockstep(
            QStringLiteral("why --format json"),
            QStringLiteral("--precision input:x=fp32 --config v80_c6b32 --target-us 1.5 --what-helps"));
        QVERIFY2(result.status == 0, result.errors.constData());
        bool found = false;
        for (const QJsonValue& row : result.json()[QStringLiteral("what_helps")].toArray()) {
            if (row[QStringLiteral("what")].toString() != QStringLiteral("input:x=bf16")) continue;
            found = true;
            QVERIFY(row[QStringLiteral("change_cycles")].toInt() < 0);
            QVERIFY(!row[QStringLiteral("options")].toString().contains(QStringLiteral("fp32")));
        }
        QVERIFY(found);
    }

    void wrongUse_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no target") << QStringLiteral("--config v80_c6b32 --what-helps")
                                   << QByteArray("--target-us");
        QTest::newRow("a target below zero")
            << QStringLiteral("--config v80_c6b32 --target-us -1") << QByteArray("microseconds above 0");
    }
    void wrongUse() {
        QFETCH(QString, options);
        QFETCH(QByteArray, words);
        const Result result = lockstep(QStringLiteral("why"), options);
        QCOMPARE(result.status, 2);
        QVERIFY2(result.errors.contains(words), result.errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestLatencyGoal)
#include "tst_latency_goal.moc"
