#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "cli_process.h"

using namespace cli_process;

/// Variants against each other on the command line, judged by what `compile` and `run` say of each.
class TestCompare : public QObject {
    Q_OBJECT

  private:
    static QStringList words(const QString& line) { return line.split(u' ', Qt::SkipEmptyParts); }
    static QStringList lstm(const QString& more = {}) {
        return QStringList{model(QStringLiteral("lstm_traced.pt"))} +
               words(QStringLiteral("--input-shape 20,128 --streaming-axis 0 ") + more);
    }
    static int cycles(const QJsonValue& json) {
        return json[QStringLiteral("cycles_per_inference")][QStringLiteral("spaced")].toInt();
    }

  private Q_SLOTS:
    void configs() {
        const Result result = run(QStringList{QStringLiteral("compare")} + lstm() +
                                  words(QStringLiteral("--config v80_c6b32,ia_420f_c6b32 --inferences 5 "
                                                       "--format json --target-us 2")));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonArray variants = result.json()[QStringLiteral("variants")].toArray();
        QCOMPARE(variants.size(), 2);
        QCOMPARE(result.json()[QStringLiteral("baseline")].toString(), QStringLiteral("v80_c6b32"));
        for (const QJsonValue& variant : variants) {
            const Result alone =
                run(QStringList{QStringLiteral("run")} + lstm() +
                    QStringList{QStringLiteral("--config"), variant[QStringLiteral("config")].toString()} +
                    words(QStringLiteral("--inferences 5 --format json")));
            QCOMPARE(cycles(variant), cycles(alone.json()));
            QCOMPARE(variant[QStringLiteral("error")][QStringLiteral("max_abs")].toDouble(),
                     alone.json()[QStringLiteral("error")][QStringLiteral("max_abs")].toDouble());
            QVERIFY(!variant[QStringLiteral("target")].isUndefined());
        }
        const QJsonValue delta = variants[1][QStringLiteral("delta")];
        QCOMPARE(delta[QStringLiteral("cycles")].toInt(), cycles(variants[1]) - cycles(variants[0]));
        QVERIFY(delta[QStringLiteral("end_to_end_us")].isDouble());
        // The same graph; the modules' cycles add up to both figures.
        QCOMPARE(variants[1][QStringLiteral("graph")][QStringLiteral("changed")].toInt(-1), 0);
        int before = 0;
        int after = 0;
        for (const QJsonValue& module : variants[1][QStringLiteral("modules")].toArray()) {
            before += module[QStringLiteral("before_cycles")].toInt();
            after += module[QStringLiteral("after_cycles")].toInt();
        }
        QCOMPARE(before, cycles(variants[0]));
        QCOMPARE(after, cycles(variants[1]));
    }

    void models() {
        const QStringList line = QStringList{QStringLiteral("compare")} + lstm() +
                                 QStringList{model(QStringLiteral("lstm_scripted.pt"))} +
                                 words(QStringLiteral("--input-shape 20,128 --streaming-axis 0 "
                                                      "--precision lstm=fp8 --config v80_c6b32 "
                                                      "--inferences 3"));
        const Result result = run(line + words(QStringLiteral("--format json --baseline 1")));
        QVERIFY2(result.status == 0, result.errors.constData());
        QVERIFY(result.json()[QStringLiteral("baseline")].toString().contains(
            QStringLiteral("--precision lstm=fp8")));
        const QJsonArray variants = result.json()[QStringLiteral("variants")].toArray();
        const QJsonValue graph = variants[0][QStringLiteral("graph")];
        // Two forms of one module: what differs is the precision of its two layers.
        QCOMPARE(graph[QStringLiteral("changed")].toInt(), 2);
        QCOMPARE(graph[QStringLiteral("added")].toInt(), 0);
        QCOMPARE(graph[QStringLiteral("removed")].toInt(), 0);
        QVERIFY(graph[QStringLiteral("nodes")][0][QStringLiteral("what")][0].toString().contains(
            QStringLiteral("precision fp8 -> bf16")));
        QVERIFY(variants[0][QStringLiteral("delta")][QStringLiteral("weight_blocks")].toInt() > 0);
        QVERIFY(variants[0][QStringLiteral("delta")][QStringLiteral("max_abs_error")].toDouble() < 0);
        const Result text = run(line);
        QVERIFY(text.output.contains("lstm_scripted") && text.output.contains("2 changed"));
        const Result markdown = run(line + words(QStringLiteral("--format markdown")));
        QVERIFY(markdown.output.startsWith("# Comparison of variants"));
        QVERIFY(markdown.output.contains("| Variant |"));
        const QList<QByteArray> csv = run(line + words(QStringLiteral("--format csv"))).output.split('\n');
        QCOMPARE(csv.size(), 4);
        QVERIFY(csv[1].contains(",true,true,"));
        for (const QByteArray& row : {csv[1], csv[2]}) QCOMPARE(row.count(','), csv[0].count(','));
    }

    /// A program beside the model that it was made of: the same figures.
    void programs() {
        QTemporaryDir folder;
        const QString program = folder.filePath(QStringLiteral("p.lkp"));
        QCOMPARE(run(QStringList{QStringLiteral("compile")} + lstm() +
                     QStringList{QStringLiteral("--config"), QStringLiteral("v80_c6b32"),
                                 QStringLiteral("-o"), program})
                     .status,
                 0);
        const Result result = run(QStringList{QStringLiteral("compare"), program} + lstm() +
                                  words(QStringLiteral("--config v80_c6b32 --inferences 2 --format json")));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonValue other = result.json()[QStringLiteral("variants")][1];
        QCOMPARE(other[QStringLiteral("delta")][QStringLiteral("cycles")].toInt(-1), 0);
        QVERIFY(other[QStringLiteral("graph")].isNull());
        QVERIFY(other[QStringLiteral("delta")][QStringLiteral("max_abs_error")].isNull());
    }

    void whatDoesNotFitIsARow() {
        QTemporaryDir folder;
        const QString small = folder.filePath(QStringLiteral("small.json"));
        QFile file(small);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"base\": \"v80_c6b32\", \"weight_store_depth\": 8}");
        file.close();
        const Result result =
            run(QStringList{QStringLiteral("compare")} + lstm() +
                QStringList{QStringLiteral("--config"), QStringLiteral("v80_c6b32,") + small,
                            QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonValue other = result.json()[QStringLiteral("variants")][1];
        QCOMPARE(other[QStringLiteral("ok")].toBool(true), false);
        QCOMPARE(other[QStringLiteral("failure")][QStringLiteral("kind")].toString(),
                 QStringLiteral("does_not_fit"));
        QVERIFY(other[QStringLiteral("delta")][QStringLiteral("cycles")].isNull());
    }

    /// Errors of runs of other lengths are no change of one another.
    void errorsOfOtherRuns() {
        const QStringList line = QStringList{QStringLiteral("compare")} + lstm() +
                                 QStringList{model(QStringLiteral("lstm_scripted.pt"))} +
                                 words(QStringLiteral("--input-shape 10,128 --streaming-axis 0 "
                                                      "--config v80_c6b32"));
        const auto delta = [&](const QString& more) {
            const QJsonObject json = run(line + words(QStringLiteral("--format json ") + more)).json();
            const QJsonArray variants = json[QStringLiteral("variants")].toArray();
            for (const QJsonValue& variant : variants)
                if (!variant[QStringLiteral("error")][QStringLiteral("max_abs")].isDouble())
                    return QJsonValue();
            return variants.size() == 2 ? variants[1][QStringLiteral("delta")] : QJsonValue();
        };
        const QJsonValue apart = delta({});
        QVERIFY(apart[QStringLiteral("cycles")].isDouble());
        QVERIFY(apart[QStringLiteral("max_abs_error")].isNull());
        QVERIFY(delta(QStringLiteral("--inferences 5"))[QStringLiteral("max_abs_error")].isDouble());
        const QList<QByteArray> csv = run(line + words(QStringLiteral("--format csv"))).output.split('\n');
        const qsizetype column = csv[0].split(',').indexOf("change_max_abs_error");
        QVERIFY(column > 0);
        QVERIFY(csv[2].split(',')[column].isEmpty());
        QVERIFY(!csv[2].split(',')[column - 1].isEmpty());
    }

    /// What cannot be run as it was asked for is compared by what it was compiled to, and says why.
    void whatIsNotRunIsARow() {
        const QStringList mlp =
            QStringList{model(QStringLiteral("mlp_traced.pt"))} + words(QStringLiteral("--input-shape 784"));
        const QStringList options =
            words(QStringLiteral("--config v80_c6b32 --inferences 6 --reset-every 3 --format json"));
        const Result result = run(QStringList{QStringLiteral("compare")} + lstm() + mlp + options);
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonArray variants = result.json()[QStringLiteral("variants")].toArray();
        QCOMPARE(variants.size(), 2);
        QVERIFY(variants[0][QStringLiteral("error")][QStringLiteral("max_abs")].isDouble());
        QVERIFY(variants[1][QStringLiteral("error")].isUndefined());
        QVERIFY(variants[1][QStringLiteral("delta")][QStringLiteral("cycles")].isDouble());
        QVERIFY(variants[1][QStringLiteral("delta")][QStringLiteral("max_abs_error")].isNull());
        QVERIFY(result.output.contains("not run: --reset-every"));
        // Nothing could be run: that is refused.
        QCOMPARE(run(QStringList{QStringLiteral("compare")} + mlp + mlp + options).status, 2);
    }

    /// Wrong words are refused before a file is read.
    void refusedBeforeAnyWork_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("one variant") << QStringLiteral("compare no.pt --config v80_c6b32");
        QTest::newRow("no accelerator") << QStringLiteral("compare no.pt no.pt");
        QTest::newRow("a baseline beyond")
            << QStringLiteral("compare no.pt --config v80_c6b32,ia_420f_c6b32 --baseline 2");
        QTest::newRow("no target") << QStringLiteral("why no.pt --config v80_c6b32 --what-helps");
    }
    void refusedBeforeAnyWork() {
        QFETCH(QString, line);
        QCOMPARE(run(words(line)).status, 2);
    }

    void wrongUse_data() {
        QTest::addColumn<QString>("options");
        QTest::newRow("one variant") << QStringLiteral("--config v80_c6b32");
        QTest::newRow("no accelerator") << QString();
        QTest::newRow("a baseline beyond") << QStringLiteral("--config v80_c6b32,ia_420f_c6b32 --baseline 2");
    }
    void wrongUse() {
        QFETCH(QString, options);
        QCOMPARE(run(QStringList{QStringLiteral("compare")} + lstm(options)).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
