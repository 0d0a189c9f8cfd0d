#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "cli_process.h"

using namespace cli_process;

namespace {

QByteArray contents(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be opened");
}

QString text(const QJsonValue& value) {
    return value.toVariant().toString();
}

}  // namespace

/// Programs of several models, state resets and program versions, through the binary.
class TestPrograms : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList lstm() const {
        return {model(QStringLiteral("lstm_traced.pt")), QStringLiteral("--input-shape"),
                QStringLiteral("20,128"), QStringLiteral("--streaming-axis"), QStringLiteral("0")};
    }
    QStringList mlp() const {
        return {model(QStringLiteral("mlp_traced.pt")), QStringLiteral("--input-shape"),
                QStringLiteral("784")};
    }
    /// The words of `line` behind those lists.
    static Result lockstep(const char* command, const QList<QStringList>& files, const QString& line) {
        QStringList all{QString::fromLatin1(command)};
        for (const QStringList& file : files) all += file;
        return run(all + line.split(u' ', Qt::SkipEmptyParts));
    }
    void write(const char* name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

  private Q_SLOTS:
    void initTestCase() {
        const Result made = lockstep("compile", {lstm(), mlp()},
                                     QStringLiteral("--config v80_c6b32 --format json -o ") + path("two"));
        QVERIFY2(made.status == 0, made.errors.constData());
        write("two.json", made.output);
    }

    void theJsonTellsEachModel() {
        const QJsonObject json = QJsonDocument::fromJson(contents(path("two.json"))).object();
        QVERIFY(json[QStringLiteral("ok")].toBool());
        const QJsonArray models = json[QStringLiteral("models")].toArray();
        QCOMPARE(models.size(), 2);
        QVERIFY(!json[QStringLiteral("memory")].toArray().isEmpty());
        const QList<QStringList> alone{lstm(), mlp()};
        for (int k = 0; k < 2; ++k) {
            const QJsonObject entry = models[k].toObject();
            QCOMPARE(entry[QStringLiteral("model_index")].toInt(), k);
            const Result single =
                lockstep("compile", {alone[k]}, QStringLiteral("--config v80_c6b32 --format json"));
            const QJsonObject before = single.json();
            for (const char* key : {"model", "model_sha256", "config", "streaming", "inputs", "per_op"})
                QCOMPARE(entry[QLatin1StringView(key)].isNull(), before[QLatin1StringView(key)].isNull());
            QCOMPARE(entry[QStringLiteral("model_sha256")], before[QStringLiteral("model_sha256")]);
            QCOMPARE(entry[QStringLiteral("streaming")], before[QStringLiteral("streaming")]);
        }
    }

    void theTextTellsEachModel() {
        const Result made = lockstep("compile", {lstm(), mlp()}, QStringLiteral("--config v80_c6b32"));
        const QString said = QString::fromUtf8(made.output);
        for (const char* part : {"one program of 2 models on v80_c6b32",
                                 "model index       0:", "model index       1:", "weight store"})
            QVERIFY2(said.contains(QLatin1StringView(part)), qPrintable(said));
    }

    /// Each model of the program gives what it gives alone.
    void aModelIsChosen_data() {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<bool>("first");
        QTest::newRow("none") << QString() << true;
        QTest::newRow("first") << QStringLiteral(" --model 0") << true;
        QTest::newRow("second") << QStringLiteral(" --model 1") << false;
        QTest::newRow("by name") << QStringLiteral(" --model mlp_traced") << false;
    }
    void aModelIsChosen() {
        QFETCH(QString, choice);
        QFETCH(bool, first);
        const QString common = QStringLiteral(" --inferences 30 --seed 4 --format json --output ");
        const Result chosen = lockstep("run", {{path("two")}}, common + path("a.npy") + choice);
        QVERIFY2(chosen.status == 0, chosen.errors.constData());
        const Result alone = lockstep("run", {first ? lstm() : mlp()},
                                      QStringLiteral("--config v80_c6b32") + common + path("b.npy"));
        QVERIFY2(alone.status == 0, alone.errors.constData());
        QVERIFY(contents(path("a.npy")).size() > 1000);
        QCOMPARE(contents(path("a.npy")), contents(path("b.npy")));
        QCOMPARE(chosen.json()[QStringLiteral("model")], alone.json()[QStringLiteral("model")]);
    }

    void wrongUse_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        const QString two = path("two");
        QTest::newRow("no such index") << QStringLiteral("run %1 --model 2").arg(two)
                                       << QStringLiteral("the program has no model \"2\"");
        QTest::newRow("its models") << QStringLiteral("run %1 --model x").arg(two)
                                    << QStringLiteral("0 lstm_traced, 1 mlp_traced");
        QTest::newRow("of a model")
            << QStringLiteral("run %1 --model 0 --config v80_c6b32").arg(mlp().join(u' '))
            << QStringLiteral("--model chooses from a program");
        QTest::newRow("reset of a program") << QStringLiteral("run %1 --state-reset").arg(two)
                                            << QStringLiteral("a state reset is compiled into it");
        QTest::newRow("two to run")
            << QStringLiteral("run %1 %2 --config v80_c6b32").arg(mlp().join(u' '), mlp().join(u' '))
            << QStringLiteral("run takes one file");
    }
    void wrongUse() {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Result result = run(line.split(u' ', Qt::SkipEmptyParts));
        QVERIFY2(QString::fromUtf8(result.errors).contains(part), result.errors.constData());
        QCOMPARE(result.status, 2);
    }

    /// Each fits alone, both together do not. On one core, where no other cut could help.
    void theyDoNotFit() {
        const auto machine = [&](const QByteArray& name, const QByteArray& more) {
            write((name + ".json").constData(),
                  QByteArray("{\"base\": \"v80_c6b32\", \"cores\": 1, \"name\": \"") + name + "\"" + more +
                      "}");
        };
        machine("roomy", "");
        const QJsonObject roomy = lockstep("compile", {lstm(), mlp()},
                                           QStringLiteral("--format json --config ") + path("roomy.json"))
                                      .json();
        qint64 most = 0;
        for (const QJsonValue& use : roomy[QStringLiteral("memory")].toArray())
            if (use[QStringLiteral("name")].toString() == QStringLiteral("weight_store"))
                most = std::max(most, use[QStringLiteral("used")].toInteger());
        QVERIFY(most > 1);
        const qint64 depth = most - 1;
        machine("small", ", \"weight_store_depth\": " + QByteArray::number(depth));
        const QString config = QStringLiteral("--format json --config ") + path("small.json");
        QCOMPARE(lockstep("compile", {lstm()}, config).status, 0);
        QCOMPARE(lockstep("compile", {mlp()}, config).status, 0);
        const Result both = lockstep("compile", {lstm(), mlp()}, config);
        QCOMPARE(both.status, 1);
        const QJsonObject failure = both.json()[QStringLiteral("failure")].toObject();
        QCOMPARE(text(failure[QStringLiteral("kind")]), QStringLiteral("does_not_fit"));
        const QString message = text(failure[QStringLiteral("message")]);
        QVERIFY2(message.contains(QStringLiteral("needs %1 of %2").arg(most).arg(depth)),
                 qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("model 0 (lstm_traced) uses")), qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("model 1 (mlp_traced) uses")), qPrintable(message));
        QCOMPARE(failure[QStringLiteral("nodes")].toArray().size(), 2);
    }

    /// By the program's instructions or by the host: the same values, and only the first are counted.
    void stateReset() {
        const Result made =
            lockstep("compile", {lstm()},
                     QStringLiteral("--config v80_c6b32 --state-reset --format json -o ") + path("reset"));
        QVERIFY2(made.status == 0, made.errors.constData());
        const QJsonObject cost = made.json()[QStringLiteral("state_reset")].toObject();
        QVERIFY(cost[QStringLiteral("cycles")].toInt() > 0);
        QVERIFY(cost[QStringLiteral("instructions")].toInt() > 0);
        QCOMPARE(cost[QStringLiteral("inference_cycles_change")][QStringLiteral("spaced")].toInt(-1), 0);
        const QString common = QStringLiteral("--inferences 50 --reset-every 20 --format json --output ");
        const Result own = lockstep("run", {{path("reset")}}, common + path("a.npy"));
        QVERIFY2(own.status == 0, own.errors.constData());
        const Result host =
            lockstep("run", {lstm()}, QStringLiteral("--config v80_c6b32 ") + common + path("b.npy"));
        QCOMPARE(contents(path("a.npy")), contents(path("b.npy")));
        const QJsonObject counted = own.json()[QStringLiteral("resets")].toObject();
        QCOMPARE(text(counted[QStringLiteral("by")]), QStringLiteral("program"));
        QCOMPARE(counted[QStringLiteral("count")].toInt(), 2);
        QCOMPARE(counted[QStringLiteral("cycles")].toInt(), 2 * cost[QStringLiteral("cycles")].toInt());
        const QJsonObject uncounted = host.json()[QStringLiteral("resets")].toObject();
        QCOMPARE(text(uncounted[QStringLiteral("by")]), QStringLiteral("host"));
        QVERIFY(uncounted[QStringLiteral("cycles")].isNull());
        const Result without =
            lockstep("compile", {lstm()}, QStringLiteral("--config v80_c6b32 --format json"));
        QVERIFY(without.json()[QStringLiteral("state_reset")].isNull());
    }

    void otherVersions() {
        write("old", QByteArray("LOCKSTEP\x03\x00\x00\x00rest", 16));
        write("new", QByteArray("LOCKSTEP\x09\x00\x00\x00\x03"
                                "7.1rest",
                                20));
        const Result old = lockstep("run", {{path("old")}}, {});
        QCOMPARE(old.status, 1);
        QVERIFY2(
            old.errors.contains(
                "is of program format 3, which an older Lockstep wrote; this is Lockstep " LOCKSTEP_VERSION),
            old.errors.constData());
        const Result newer = lockstep("run", {{path("new")}}, {});
        QCOMPARE(newer.status, 1);
        QVERIFY2(newer.errors.contains("written by Lockstep 7.1; this is Lockstep " LOCKSTEP_VERSION),
                 newer.errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
