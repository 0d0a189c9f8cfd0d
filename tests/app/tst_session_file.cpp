#include <QtTest>

#include "app/session_file.h"
#include "core/support/error.h"

using namespace lockstep;
using namespace lockstep::app;

class TestSessionFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void roundTrip() {
        Session session;
        session.current = 1;
        ViewState view;
        view.streamingAxes = {0};
        view.inference = 7;
        ModelOptions options;
        options.input_shapes = {{"x", {20, 128}}};
        options.input_values = {{"gain", 0.5}};
        options.states = {{"h0", "hn"}};
        view.pins = QStringList{QStringLiteral("encoder.*=0,2")};
        view.build = {.search = {.optimize = true, .quick = false, .seeds = 4}, .state_reset = true};
        options.method = "step";
        session.documents = {{QStringLiteral("/models/lstm.pt"), false, options, view},
                             {QStringLiteral("/elsewhere/saved.lkp"), true, {}, {}}};
        session.variants = {{QStringLiteral("wide"), session.documents[0]}};
        session.baseline = 3;
        const QString file = QStringLiteral("/day.lockstep");
        const QByteArray bytes = toBytes(session, file);
        const Session read = sessionFromBytes(bytes, file);
        QCOMPARE(read.current, 1);
        QCOMPARE(read.documents.size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(read.documents[i].file, session.documents[i].file);
            QCOMPARE(read.documents[i].isProgram, session.documents[i].isProgram);
            QVERIFY(read.documents[i].options.input_shapes == session.documents[i].options.input_shapes);
            QVERIFY(read.documents[i].options.input_values == session.documents[i].options.input_values);
            QVERIFY(read.documents[i].options.states == session.documents[i].options.states);
            QCOMPARE(read.documents[i].options.method, session.documents[i].options.method);
            QVERIFY(read.documents[i].view == session.documents[i].view);
        }
        QCOMPARE(read.variants.size(), std::size_t{1});
        QCOMPARE(read.variants[0].name, QStringLiteral("wide"));
        QCOMPARE(read.variants[0].document.file, session.documents[0].file);
        QVERIFY(read.variants[0].document.view == view);
        QCOMPARE(read.baseline, 3);
        // A file below the session moves with it.
        QCOMPARE(sessionFromBytes(bytes, QStringLiteral("/moved/day.lockstep")).documents[0].file,
                 QStringLiteral("/moved/models/lstm.pt"));
    }

    void refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "no session";
        QTest::newRow("no json") << QByteArray("{") << "no session";
        QTest::newRow("another json") << QByteArray("{}") << "does not say";
        QTest::newRow("a list") << QByteArray("[1]") << "does not say";
        QTest::newRow("newer") << QByteArray(R"({"lockstep_session": 99})") << "version 99";
        QTest::newRow("documents is a number")
            << QByteArray(R"({"lockstep_session": 1, "documents": 3})") << "session.documents";
        QTest::newRow("document is a number")
            << QByteArray(R"({"lockstep_session": 1, "documents": [3]})") << "not an object";
        QTest::newRow("without a file")
            << QByteArray(R"({"lockstep_session": 1, "documents": [{}]})") << "document.file";
        QTest::newRow("zero extent")
            << QByteArray(
                   R"({"lockstep_session": 1, "documents": [{"file": "a", "input_shapes": [{"shape": [0]}]}]})")
            << "document.input_shapes.shape";
        QTest::newRow("shapes are numbers")
            << QByteArray(R"({"lockstep_session": 1, "documents": [{"file": "a", "input_shapes": [7]}]})")
            << "document.input_shapes";
        QTest::newRow("value is a word")
            << QByteArray(
                   R"({"lockstep_session": 1, "documents": [{"file": "a", "input_values": {"g": "x"}}]})")
            << "document.input_values.g";
        QTest::newRow("wrong view")
            << QByteArray(R"({"lockstep_session": 1, "documents": [{"file": "a", "view": {"theme": 3}}]})")
            << "view.theme";
    }

    void refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        try {
            sessionFromBytes(bytes, QStringLiteral("/x/a.lockstep"));
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::bad_file);
            QVERIFY2(QString::fromStdString(error.failure().message).contains(says),
                     error.failure().message.c_str());
            QVERIFY(!error.failure().advice.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
