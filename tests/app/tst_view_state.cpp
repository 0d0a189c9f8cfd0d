#include <QJsonDocument>
#include <QtTest>

#include "app/view_state.h"
#include "core/support/error.h"

using namespace lockstep;
using namespace lockstep::app;

class TestViewState : public QObject {
    Q_OBJECT

  private:
    static ViewState full() {
        ViewState state;
        state.document = 1;
        state.streamingAxes = {0, std::nullopt, -1};
        state.config = QStringLiteral("/home/me/mine.json");
        state.precision = {QStringLiteral("lstm=fp8"), QStringLiteral("#4=fp32")};
        state.pins = {QStringLiteral("lstm=0,1")};
        state.build = {.search = {.optimize = true, .quick = false, .seeds = 7}, .state_reset = true};
        state.targetUs = 1.25;
        state.input = {.seed = std::numeric_limits<quint64>::max(),
                       .files = {QStringLiteral("prices.csv:bid,ask")},
                       .generators = {QStringLiteral("gain=walk:0.1")},
                       .resetColumn = QStringLiteral("day:change")};
        state.reference = QStringLiteral("sampled:100");
        state.breakpoints = {{QStringLiteral("nan"), true}, {QStringLiteral("error > 1"), false}};
        state.decisions = QStringList{QStringLiteral("argmax")};
        state.edits = QStringList{QStringLiteral("3:lstm.h0[1]=2")};
        state.inference = 7;
        state.runLength = 1'000'000;
        state.resetEvery = 20;
        state.everyStep = true;
        state.speed = 0.5;
        state.stepCount = 10;
        state.watches = QStringList{QStringLiteral("lstm.c0[17]")};
        state.valueFormat = QStringLiteral("bf16");
        state.bookmarks = {{.digit = 3,
                            .first = 12.5,
                            .cyclesPerPixel = 0.25,
                            .scrolled = 40,
                            .inferences = 12,
                            .spaced = true}};
        state.selection = {4'294'967'294U, 0U, QStringLiteral("lstm.h0"), 255};
        state.folded = {QStringLiteral("blocks.0"), QStringLiteral("lstm")};
        state.heat = QStringLiteral("cycles");
        state.heatLogarithmic = true;
        state.details = {{QStringLiteral("plots"), QJsonObject{{QStringLiteral("a"), 17}}}};
        state.theme = ThemeMode::dark;
        state.docks = QByteArray("\0\xff docks", 8);
        return state;
    }

  private Q_SLOTS:
    void roundTrip_data() {
        QTest::addColumn<bool>("everythingSet");
        QTest::newRow("default") << false;
        QTest::newRow("every field set") << true;
    }

    void roundTrip() {
        QFETCH(bool, everythingSet);
        const ViewState state = everythingSet ? full() : ViewState();
        const QByteArray text = QJsonDocument(toJson(state)).toJson();
        QVERIFY(viewStateFromJson(QJsonDocument::fromJson(text).object()) == state);
    }

    void everyFieldIsInTheJson() {
        // A field that toJson forgets would compare equal above only if full() left it at its default.
        const QJsonObject plain = toJson(ViewState());
        const QJsonObject set = toJson(full());
        for (const QString& key : plain.keys()) QVERIFY2(plain[key] != set[key], qPrintable(key));
        QCOMPARE(plain.size(), 28);
    }

    void wrongFieldsAreNamed_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        QTest::newRow("text for a number") << QByteArray(R"({"target_us": "fast"})") << "view.target_us";
        QTest::newRow("negative inference") << QByteArray(R"({"inference": -1})") << "view.inference";
        QTest::newRow("half an inference") << QByteArray(R"({"inference": 0.5})") << "view.inference";
        QTest::newRow("resets") << QByteArray(R"({"reset_every": -1})") << "view.reset_every";
        QTest::newRow("no step") << QByteArray(R"({"step_count": 0})") << "view.step_count";
        QTest::newRow("a format that is none")
            << QByteArray(R"({"value_format": "octal"})") << "view.value_format";
        QTest::newRow("a bookmark of no digit") << QByteArray(R"({"bookmarks": [{"digit": 10}]})") << "digit";
        QTest::newRow("no run length") << QByteArray(R"({"run_length": 0})") << "view.run_length";
        QTest::newRow("axis is a text")
            << QByteArray(R"({"streaming_axes": ["0"]})") << "view.streaming_axes";
        QTest::newRow("axis is half") << QByteArray(R"({"streaming_axes": [0.5]})") << "view.streaming_axes";
        QTest::newRow("unknown theme") << QByteArray(R"({"theme": "pink"})") << "view.theme";
        QTest::newRow("seed is a word") << QByteArray(R"({"input": {"seed": "x"}})") << "view.input.seed";
        QTest::newRow("input is a list") << QByteArray(R"({"input": []})") << "view.input";
        QTest::newRow("node out of range")
            << QByteArray(R"({"selection": {"node": 1e12}})") << "view.selection.node";
        QTest::newRow("precision is a text") << QByteArray(R"({"precision": "*=fp8"})") << "view.precision";
        QTest::newRow("pins are a number") << QByteArray(R"({"pins": 3})") << "view.pins";
        QTest::newRow("no seeds") << QByteArray(R"({"build": {"seeds": 0}})") << "view.build.seeds";
        QTest::newRow("quick and free")
            << QByteArray(R"({"build": {"quick": true, "optimize": true}})") << "view.build.quick";
        QTest::newRow("folded has a number") << QByteArray(R"({"folded": [3]})") << "view.folded";
    }

    void wrongFieldsAreNamed() {
        QFETCH(QByteArray, json);
        QFETCH(QString, field);
        const QJsonDocument document = QJsonDocument::fromJson(json);
        QVERIFY(document.isObject());
        try {
            viewStateFromJson(document.object());
            QFAIL("it was taken");
        } catch (const lockstep::Error& error) {
            QVERIFY(error.failure().kind == lockstep::FailureKind::bad_file);
            QVERIFY2(QString::fromStdString(error.failure().message).contains(field),
                     error.failure().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestViewState)
#include "tst_view_state.moc"
