#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "app/model_memory.h"
#include "app/settings.h"

using namespace lockstep;
using namespace lockstep::app;

class TestModelMemory : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

  private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        useSettingsIn(m_folder->path());
    }

    void answersComeBack() {
        ModelMemory memory;
        memory.options.input_shapes = {{"", {20, 128}}, {"h0", {1, 64}}};
        memory.options.input_values = {{"rate", 16000}, {"gain", -0.25}};
        memory.options.states = {{"h0", "hn"}};
        memory.options.method = "step";
        memory.options.trust = true;
        memory.streamingAxes = {0, std::nullopt};
        memory.everyStep = true;
        memory.targetUs = 2.25;
        memory.view = {{QStringLiteral("heat"), QStringLiteral("cycles")}};
        QVERIFY(!model_memory::recall(QStringLiteral("aa")));
        model_memory::remember(QStringLiteral("aa"), memory);
        QVERIFY(!model_memory::recall(QStringLiteral("ab")));
        const std::optional<ModelMemory> read = model_memory::recall(QStringLiteral("aa"));
        QVERIFY(read.has_value());
        QVERIFY(read->options.input_shapes == memory.options.input_shapes);
        QVERIFY(read->options.input_values == memory.options.input_values);
        QVERIFY(read->options.states == memory.options.states);
        QCOMPARE(read->options.method, memory.options.method);
        QVERIFY(read->streamingAxes == memory.streamingAxes);
        QCOMPARE(read->everyStep, true);
        QCOMPARE(read->targetUs, 2.25);
        QCOMPARE(read->view, memory.view);
        // Trust is given by hand each time.
        QCOMPARE(read->options.trust, false);
        // One file, and nothing half written beside it.
        const QDir folder = QFileInfo(model_memory::file()).absoluteDir();
        QCOMPARE(folder.entryList(QDir::Files), QStringList{QStringLiteral("models.json")});
    }

    void theOldestAreForgotten() {
        ModelMemory memory;
        for (int i = 0; i < model_memory::mostModels + 3; ++i) {
            memory.streamingAxes = {i % 4};
            model_memory::remember(QString::number(i), memory);
            if (i == 5) model_memory::remember(QStringLiteral("0"), memory);
        }
        QVERIFY(!model_memory::recall(QStringLiteral("1")));
        QVERIFY(!model_memory::recall(QStringLiteral("2")));
        QVERIFY(model_memory::recall(QStringLiteral("7")));
        QVERIFY(model_memory::recall(QString::number(model_memory::mostModels + 2))->streamingAxes.front() ==
                (model_memory::mostModels + 2) % 4);
    }

    void aDamagedFileIsBegunAnew_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no json") << QByteArray("{\"lockstep_models\": 1, ");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("another version")
            << QByteArray(R"({"lockstep_models": 9, "models": [{"sha256": "aa"}]})");
        QTest::newRow("wrong fields")
            << QByteArray(R"({"lockstep_models": 1, "models": [3, {"sha256": "aa", "input_shapes": 7}]})");
    }
    void aDamagedFileIsBegunAnew() {
        QFETCH(QByteArray, bytes);
        const QString path = model_memory::file();
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QVERIFY(!model_memory::recall(QStringLiteral("aa")));
        model_memory::remember(
            QStringLiteral("aa"),
            {.options = {}, .streamingAxes = {1}, .everyStep = false, .targetUs = 0, .view = {}});
        QVERIFY(model_memory::recall(QStringLiteral("aa")).has_value());
    }
};

int main(int argc, char** argv) {
    initSettings();
    QCoreApplication application(argc, argv);
    TestModelMemory test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_model_memory.moc"
