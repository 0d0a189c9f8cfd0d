#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

#include "app/command_line/arguments.h"
#include "app/command_text.h"
#include "app/file_kind.h"
#include "app/run_contents.h"
#include "app/shape_form.h"
#include "app/window_arguments.h"

using namespace lockstep;
using namespace lockstep::app;

/// The window's small functions of text.
class TestCommandText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// A state of which the values cannot be read back can be edited before the first inference alone.
    void whyStatesCannotBeEdited() {
        Document document;
        QCOMPARE(editProblem(document), QString());
        auto program = std::make_shared<Program>();
        auto compiled = std::make_shared<CompileResult>();
        compiled->compiled.program = program;
        document.compiled = compiled;
        QVERIFY(editProblem(document).contains(QStringLiteral("no state")));
        program->states.resize(2);
        program->states[1].name = "conv.history";
        QVERIFY(editProblem(document).contains(QStringLiteral("open its model")));
        document.model = std::make_shared<LoadedModel>();
        QCOMPARE(editProblem(document), QString());
        program->states[1].memory = StateMemory::partial_sums;
        QCOMPARE(editProblem(document), QString());
        document.shown = 3;
        QVERIFY(editProblem(document).contains(QStringLiteral("conv.history")));
    }

    /// Messages of the core name options of the command line.
    void wordsOfTheWindow() {
        QCOMPARE(windowWords(QStringLiteral("--break \"x > 1\": none")),
                 QStringLiteral("breakpoint \"x > 1\": none"));
        QCOMPARE(windowWords(QStringLiteral("Name it: --decision OUTPUT=argmax, --reset-column day")),
                 QStringLiteral("Name it: decision OUTPUT=argmax, reset column day"));
        QCOMPARE(windowWords(QStringLiteral("a -- b, x--y, 3--4")), QStringLiteral("a -- b, x--y, 3--4"));
    }

    void command() {
        auto imported = std::make_shared<ImportedGraph>();
        imported->values = {{"x", {20, 128}, "float32"}, {"mask", {20}, "float32"}};
        imported->inputs = {0, 1};
        auto model = std::make_shared<LoadedModel>();
        model->imported = imported;
        model->file_graph = imported;
        model->options.method = "step";
        model->options.input_values = {{"gain", 0.5}};
        model->options.states = {{"h0", "hn"}};
        Document document;
        document.file = QStringLiteral("/models/it's one.pt");
        document.model = model;
        document.view.streamingAxes = {0, std::nullopt};
        document.view.input.seed = 7;
        document.view.pins = QStringList{QStringLiteral("encoder.*=0,2")};
        document.view.build = {.search = {.optimize = true, .quick = false, .seeds = 4}, .state_reset = true};
        QCOMPARE(
            commandText(document),
            QStringLiteral(
                "lockstep run '/models/it'\\''s one.pt' --method step --input-shape 20,128 --input-shape "
                "20 --input-value gain=0.5 --state h0=hn --streaming-axis 0 --streaming-axis none --cores "
                "'encoder.*=0,2' --config v80_c6b32 --optimize --seeds 4 --state-reset --inferences 1 --seed "
                "7"));
        // What is looked at is printed by the command that has it.
        const QString model_words = QStringLiteral(
            "'/models/it'\\''s one.pt' --method step --input-shape 20,128 --input-shape 20 --input-value "
            "gain=0.5 --state h0=hn --streaming-axis 0 --streaming-axis none");
        const QString compile_words =
            QStringLiteral(" --cores 'encoder.*=0,2' --config v80_c6b32 --optimize --seeds 4 --state-reset");
        QCOMPARE(commandText(document, Looked::canonicalGraph),
                 QStringLiteral("lockstep inspect %1 --stage canonical").arg(model_words));
        QCOMPARE(commandText(document, Looked::streamingGraph),
                 QStringLiteral("lockstep inspect %1 --stage streaming").arg(model_words));
        QCOMPARE(commandText(document, Looked::disassembly),
                 QStringLiteral("lockstep inspect %1 --stage scheduled%2").arg(model_words, compile_words));
        QCOMPARE(commandText(document, Looked::why),
                 QStringLiteral("lockstep why %1%2").arg(model_words, compile_words));
        QCOMPARE(commandText(document, Looked::memories),
                 QStringLiteral("lockstep compile %1%2").arg(model_words, compile_words));
        // After a reset too, an edit stands in front of an inference that is run.
        document.view.edits = QStringList{QStringLiteral("15:h0[3]=2.5")};
        QVERIFY(commandText(document).contains(QStringLiteral("--inferences 16 ")));
        document.view.edits.clear();
        document.model.reset();
        document.isProgram = true;
        document.file = QStringLiteral("a.lkp");
        document.view.targetUs = 2.5;
        document.view.input.files = QStringList{QStringLiteral("x.csv:bid,ask")};
        document.view.input.resetColumn = QStringLiteral("day:change");
        document.view.reference = QStringLiteral("out.npy");
        document.view.breakpoints = {{QStringLiteral("error > 0.1"), true},
                                     {QStringLiteral("nan"), false},
                                     {QStringLiteral("z > 1"), true}};
        document.watchProblems = {{QStringLiteral("z > 1"), QStringLiteral("there is no z")}};
        document.view.decisions = QStringList{QStringLiteral("argmax")};
        QCOMPARE(commandText(document),
                 QStringLiteral("lockstep run a.lkp --inferences 1 --input x.csv:bid,ask --reset-column "
                                "day:change --reference out.npy --decision argmax --break 'error > 0.1' "
                                "--target-us 2.5"));
        QCOMPARE(commandText(document, Looked::disassembly), QStringLiteral("lockstep inspect a.lkp"));
        QCOMPARE(commandText(document, Looked::why), QStringLiteral("lockstep why a.lkp --target-us 2.5"));
        QVERIFY(commandText(document, Looked::memories).startsWith(QLatin1String("lockstep run a.lkp ")));
        document.view = {};
        document.view.input.generators = QStringList{QStringLiteral("sine:50,0.5")};
        QCOMPARE(commandText(document),
                 QStringLiteral("lockstep run a.lkp --inferences 1 --generate sine:50,0.5 --seed 1"));
    }

    /// Options of a start of the window are those of `screenshot`; what is none is refused, not opened.
    void optionsOfTheWindow() {
        QVERIFY(!windowArguments({"a.pt", "b.pt"}));
        QVERIFY(!windowArguments({"a.pt", "-platform", "offscreen"}));
        const auto asked =
            windowArguments({"a.pt", "--input-shape", "20,128", "--streaming-axis", "0", "-platform",
                             "offscreen", "--config", "card.json", "--seed", "9"});
        QVERIFY(asked.has_value());
        QCOMPARE(asked->files.size(), std::size_t(1));
        QCOMPARE(asked->files.front().file, std::string("a.pt"));
        const ViewState view = viewOf(*asked, asked->files.front());
        QCOMPARE(view.config, QStringLiteral("card.json"));
        QCOMPARE(view.input.seed, quint64(9));
        QCOMPARE(view.streamingAxes, (std::vector<std::optional<int>>{0}));
        for (const std::vector<std::string>& wrong :
             std::vector<std::vector<std::string>>{{"a.pt", "--colour"},
                                                   {"a.pt", "--config"},
                                                   {"a.pt", "--size", "800x600"},
                                                   {"a.pt", "--theme", "dark"},
                                                   {"a.pt", "-o", "x.png"}}) {
            try {
                windowArguments(wrong);
                QFAIL("it was taken");
            } catch (const Error& error) {
                QVERIFY(error.failure().kind == FailureKind::usage);
                QVERIFY2(
                    QString::fromStdString(error.failure().message)
                        .contains(wrong[1] == "-o" ? QStringLiteral("-o") : QString::fromStdString(wrong[1])),
                    error.failure().message.c_str());
            }
        }
    }

    void withoutADisplay() {
        const QByteArrayList names{"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
        QByteArrayList before;
        for (const QByteArray& name : names) before << qgetenv(name);
        for (const QByteArray& name : names) qunsetenv(name);
        QVERIFY(QString::fromStdString(displayProblem({"a.pt"})).contains(QStringLiteral("DISPLAY")));
        QVERIFY(displayProblem({"a.pt", "-platform", "offscreen"}).empty());
        qputenv("DISPLAY", ":0");
        QVERIFY(displayProblem({"a.pt"}).empty());
        for (qsizetype i = 0; i < names.size(); ++i) qputenv(names[i], before[i]);
    }

    void kinds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::newRow("session") << "a.LOCKSTEP" << QByteArray("{}") << static_cast<int>(FileKind::session);
        QTest::newRow("config") << "a.json" << QByteArray("{}") << static_cast<int>(FileKind::config);
        QTest::newRow("npy") << "a.npy" << QByteArray("x") << static_cast<int>(FileKind::input);
        QTest::newRow("csv") << "a.CSV" << QByteArray("x") << static_cast<int>(FileKind::input);
        QTest::newRow("program by its bytes")
            << "a.bin" << QByteArray("LOCKSTEP\0\0\0\0", 12) << static_cast<int>(FileKind::program);
        QTest::newRow("anything else") << "a.bin" << QByteArray("PK") << static_cast<int>(FileKind::model);
    }

    void kinds() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        const QTemporaryDir folder;
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        QCOMPARE(static_cast<int>(fileKind(file.fileName())), kind);
        QVERIFY(dropText({file.fileName()}).contains(name));
    }

    void localFilesOnly() {
        QMimeData mime;
        mime.setUrls(
            {QUrl::fromLocalFile(QStringLiteral("/a.pt")), QUrl(QStringLiteral("http://host/b.pt"))});
        bool remote = false;
        QCOMPARE(localFiles(mime, &remote), QStringList{QStringLiteral("/a.pt")});
        QVERIFY(remote);
    }

    void shapes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shape");
        QTest::newRow("commas") << "20,128"
                                << "20 x 128";
        QTest::newRow("commas and blanks") << " 1, 32 ,5 "
                                           << "1 x 32 x 5";
        QTest::newRow("x") << "20x128"
                           << "20 x 128";
        QTest::newRow("as shown") << QStringLiteral("20 × 128") << "20 x 128";
        QTest::newRow("one") << "784"
                             << "784";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("zero") << "0,3"
                              << "";
        QTest::newRow("negative") << "-1,3"
                                  << "";
        QTest::newRow("half") << "1.5"
                              << "";
        QTest::newRow("words") << "a b"
                               << "";
        QTest::newRow("too long") << "99999999999"
                                  << "";
    }

    void shapes() {
        QFETCH(QString, text);
        QFETCH(QString, shape);
        const std::optional<Shape> parsed = parseShape(text);
        QCOMPARE(parsed ? QString::fromStdString(to_text(*parsed)) : QString(), shape);
    }
};

QTEST_GUILESS_MAIN(TestCommandText)
#include "tst_command_text.moc"
