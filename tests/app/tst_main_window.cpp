#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>

#include "app/document_jobs.h"
#include "app/model_memory.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/problems_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Drives the real window by drop, mouse and key events.
class TestMainWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void everyActionIsInAMenu() {
        QSet<const QAction*> inMenus;
        for (const QMenu* menu : m_window->menuBar()->findChildren<QMenu*>()) {
            for (const QAction* action : menu->actions()) inMenus << action;
        }
        for (const QAction* action : m_window->actions().all()) {
            QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->objectName()));
        }
    }

    void nothingOpen() {
        QCOMPARE(pageName(), QStringLiteral("welcomePage"));
        for (const char* name : {"step", "run", "exportHtml", "reload", "closeDocument"}) {
            QVERIFY2(!find<QAction>(name)->isEnabled(), name);
        }
    }

    void wholeWay() {
        openStreamed();
        QCOMPARE(document().view.streamingAxes.front(), std::optional<int>(0));
        QCOMPARE(document().view.runLength, 20);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->graphs().streamingView()->drawing() != nullptr, patience);

        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QVERIFY(document().recording->error.allclose);
        QCOMPARE(document().recording->reference.kind, ReferenceKind::forward);

        // One more than the example sequence has: the reference is stepped.
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 21, patience);
        QCOMPARE(document().recording->reference.kind, ReferenceKind::stepped);
        const Recording ahead = *document().recording;

        QTest::keyClick(m_window.get(), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 21, patience);
        QCOMPARE(document().recording->outputs, ahead.outputs);

        QTest::mouseClick(find<QToolButton>("button_stepBack"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QVERIFY(find<QLabel>("position")->text().contains(QStringLiteral("20")));
        QVERIFY(find<QLabel>("statusLatency")->text().contains(QStringLiteral("spaced")));
        QVERIFY(find<QLabel>("statusError")->text().contains(QStringLiteral("✓")));
    }

    void fastKeysAreAllCounted() {
        openStreamed();
        for (int i = 0; i < 7; ++i) QTest::keyClick(m_window.get(), Qt::Key_F10);
        for (int i = 0; i < 2; ++i) QTest::keyClick(m_window.get(), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QCOMPARE(document().position(), 5);
    }

    void exports_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("html") << "exportHtml"
                              << "html" << QByteArray("<!DOCTYPE html");
        QTest::newRow("pdf") << "exportPdf"
                             << "pdf" << QByteArray("%PDF-");
        QTest::newRow("markdown") << "exportMarkdown"
                                  << "md" << QByteArray("# ");
        QTest::newRow("csv") << "exportCsv"
                             << "csv" << QByteArray("section,");
        QTest::newRow("npy") << "exportOutputs"
                             << "npy" << QByteArray("\x93NUMPY");
        QTest::newRow("program") << "saveProgram"
                                 << "lkp" << QByteArray("LOCKSTEP");
    }

    void exports() {
        QFETCH(QString, action);
        QFETCH(QString, ending);
        QFETCH(QByteArray, begins);
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 1, patience);
        const QString path = m_folder->filePath(QStringLiteral("out.") + ending);
        m_window->findChild<QAction*>(action)->trigger();
        answerFileDialog(*m_window, "exportDialog", path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote ") + path), patience);
        const QByteArray bytes = contents(path);
        QVERIFY2(bytes.startsWith(begins), bytes.left(40).constData());
    }

    void jsonReportSaysWhatTheWindowSays() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        find<QAction>("exportJson")->trigger();
        answerFileDialog(*m_window, "exportDialog", file("report.json"));
        find<QAction>("exportTrace")->trigger();
        answerFileDialog(*m_window, "exportDialog", file("trace.json"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote ") + file("trace.json")),
                                 patience);
        const QJsonObject report = QJsonDocument::fromJson(contents(file("report.json"))).object();
        QCOMPARE(report[QLatin1String("ok")].toBool(), true);
        QCOMPARE(report[QLatin1String("cycles_per_inference")][QLatin1String("spaced")].toInteger(),
                 document().compiled->compiled.timeline->spaced);
        QCOMPARE(report[QLatin1String("inferences")].toInteger(), 20);
        QCOMPARE(report[QLatin1String("error")][QLatin1String("max_abs")].toDouble(),
                 document().recording->error.max_abs);
        QVERIFY(QJsonDocument::fromJson(contents(file("trace.json")))
                    .object()
                    .contains(QLatin1String("traceEvents")));
    }

    void garbageLeavesTheWindowUsable_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is no model");
        QTest::newRow("cut off") << contents(model("truncated.pt"));
    }

    void garbageLeavesTheWindowUsable() {
        QFETCH(QByteArray, bytes);
        QFile garbage(file("garbage.pt"));
        QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write(bytes) == bytes.size());
        garbage.close();
        drop(*m_window, garbage.fileName());
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("errorPage"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("errorMessage")->text().isEmpty(), patience);
        QVERIFY(find<QLabel>("errorMessage")->isVisible());
        QVERIFY(find<QLabel>("errorAdvice")->isVisible());

        drop(*m_window, model("mlp_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        QCOMPARE(m_window->controller().documents().size(), std::size_t{2});
        QVERIFY(page() == &m_window->graphs());
    }

    void addressesOfOtherMachinesAreRefused() {
        drop(*m_window, {QUrl(QStringLiteral("https://example.org/model.pt"))});
        QVERIFY(!m_window->message().isEmpty());
        QVERIFY(m_window->controller().current() == nullptr);
    }

    void configThatDoesNotFit() {
        openStreamed();
        const auto before = document().compiled;
        QFile config(file("tiny.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write(
            R"({"base": "v80_c6b32", "name": "tiny", "weight_store_depth": {"value": 4, "unit": "blocks", "basis": "published", "source": "test"}})");
        config.close();
        drop(*m_window, config.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(
            document().failures.contains(Stage::compile) && !m_window->controller().isBusy(), patience);
        QCOMPARE(document().failures.at(Stage::compile).kind, FailureKind::does_not_fit);
        QVERIFY(!m_window->message().isEmpty());
        QVERIFY(m_window->docks().problems->count() > 0);
        // What was there stays.
        QVERIFY(document().compiled == before);
        QVERIFY(document().model != nullptr);

        find<QAction>("undo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.empty() && !m_window->controller().isBusy(), patience);
        QCOMPARE(document().view.config, QStringLiteral("v80_c6b32"));
    }

    void brokenConfig() {
        openStreamed();
        QFile config(file("broken.json"));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{ no json") > 0);
        config.close();
        const QString before = m_window->store().state().config;
        drop(*m_window, config.fileName());
        // It is said, and the accelerator stays.
        QVERIFY(m_window->message().contains(QStringLiteral("no valid JSON")));
        QCOMPARE(m_window->store().state().config, before);
        QVERIFY(document().failures.empty());
    }

    void refusedStreamingAxis() {
        openStreamed();
        choose(find<QComboBox>("axisChooser0"), 2);
        QTRY_VERIFY_WITH_TIMEOUT(
            document().failures.contains(Stage::stream) && !m_window->controller().isBusy(), patience);
        QCOMPARE(document().failures.at(Stage::stream).kind, FailureKind::cannot_stream);
        QVERIFY(!m_window->message().isEmpty());
        QVERIFY(m_window->docks().problems->count() > 0);
        // The chooser shows what is in effect, and that still runs.
        QCOMPARE(find<QComboBox>("axisChooser0")->currentIndex(), 1);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 1, patience);
    }

    void undoOfTheStreamingAxis() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && !document().isStreamed() && document().run, patience);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().isStreamed() && document().run, patience);
    }

    void anotherConfigKeepsTheRun() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        auto* chooser = find<QComboBox>("configChooser");
        choose(chooser, chooser->findData(QStringLiteral("ia_840f_c3b64")));
        QTRY_VERIFY_WITH_TIMEOUT(
            settled(*m_window) && document().compiled->request.config == QStringLiteral("ia_840f_c3b64"),
            patience);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QVERIFY(document().recording->error.allclose);
    }

    void oneSelectionEverywhere() {
        openStreamed();
        const Program& program = *document().compiled->compiled.program;
        const auto lstm = std::find_if(program.nodes.begin(), program.nodes.end(),
                                       [](const ProgramNode& n) { return n.op.starts_with("Lstm"); });
        QVERIFY(lstm != program.nodes.end());
        auto* table = m_window->docks().ops->findChild<QTableView*>(QStringLiteral("opTable"));
        Q_EMIT m_window->docks().ops->nodeActivated(lstm->id);
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(lstm->id));
        QCOMPARE(m_window->docks().inspector->node(), std::optional<std::uint32_t>(lstm->id));
        QCOMPARE(m_window->graphs().streamingView()->selection(), std::optional(nnir::NodeId{lstm->id}));
        QVERIFY(m_window->graphs().canonicalView()->selection().has_value());
        QVERIFY(table->currentIndex().isValid());

        const auto linear = std::find_if(program.nodes.begin(), program.nodes.end(),
                                         [](const ProgramNode& n) { return n.op == "Linear"; });
        QVERIFY(linear != program.nodes.end());
        m_window->links().selectNode(linear->id);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(lstm->id));
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(linear->id));
    }

    void inputsFromAFile() {
        openStreamed();
        drop(*m_window, model("lstm_traced_x.npy"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().inputCount == 20, patience);
        QVERIFY(!document().randomInputs);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QVERIFY(document().recording->error.allclose);
        // There is nothing behind the last row: one step more is refused, and the run stays.
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.contains(Stage::run) && !m_window->controller().isBusy(),
                                 patience);
        QCOMPARE(document().position(), 20);
    }

    void programRunsWithoutItsModel() {
        openStreamed();
        find<QAction>("saveProgram")->trigger();
        answerFileDialog(*m_window, "exportDialog", file("saved.lkp"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote ") + file("saved.lkp")),
                                 patience);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        const std::vector<float> outputs = document().recording->outputs;

        drop(*m_window, file("saved.lkp"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().isProgram && document().run, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 20, patience);
        QCOMPARE(document().recording->outputs, outputs);
        QCOMPARE(document().recording->reference.kind, ReferenceKind::none);
    }

    void sessionComesBack() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 1, patience);
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
        answerFileDialog(*m_window, "saveSessionDialog", file("work.lockstep"));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file("work.lockstep")), patience);
        reopenWindow();
        drop(*m_window, file("work.lockstep"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().isStreamed() && document().recording,
                                 patience);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 1, patience);
        QCOMPARE(QFileInfo(document().file).fileName(), QStringLiteral("lstm_traced.pt"));
    }

    void axisIsRemembered() {
        openStreamed();
        reopenWindow();
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run && document().isStreamed(), patience);
    }

    void examples_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("streams");
        QTest::newRow("lstm") << 0 << true;
        QTest::newRow("mlp") << 1 << false;
        QTest::newRow("cnn") << 2 << true;
    }

    void examples() {
        QFETCH(int, index);
        QFETCH(bool, streams);
        m_window->findChild<QAction*>(QStringLiteral("openExample%1").arg(index))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        QCOMPARE(document().isStreamed(), streams);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 1, patience);
        QVERIFY(document().recording->error.allclose);
    }

    void closedWhileBusy_data() {
        QTest::addColumn<int>("moment");
        QTest::newRow("at once") << 0;
        QTest::newRow("when the model is read") << 1;
        QTest::newRow("when it is compiled") << 2;
        QTest::newRow("while it runs") << 3;
    }

    void closedWhileBusy() {
        QFETCH(int, moment);
        drop(*m_window, model("lstm_traced.pt"));
        DocumentController& controller = m_window->controller();
        if (moment == 1) QTRY_VERIFY_WITH_TIMEOUT(controller.current()->model, patience);
        if (moment >= 2) QTRY_VERIFY_WITH_TIMEOUT(controller.current()->compiled, patience);
        if (moment == 3) {
            QTRY_VERIFY_WITH_TIMEOUT(controller.current()->run, patience);
            controller.runTo(1'000'000);
            QTRY_VERIFY_WITH_TIMEOUT(document().position() > 1, patience);
        }
        if (moment == 0 || moment == 3) QVERIFY(controller.isBusy());
        QVERIFY(m_window->close());
        m_window.reset();
    }

    void cancelled() {
        openStreamed();
        m_window->controller().runTo(1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(document().position() > 1, patience);
        find<QAction>("stop")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        const qint64 stopped = document().position();
        QVERIFY(stopped < 1'000'000);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), stopped + 1, patience);
    }

    void shapesAreAskedFor() {
        ModelOptions options;
        options.input_shapes = {{"", {3, 3}}};
        m_window->openModel(model("lstm_traced.pt"), options, m_window->store().state(), false);
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("shapeForm"), patience);
        auto* field = find<QLineEdit>("shape0");
        QVERIFY(field != nullptr);
        field->setText(QStringLiteral("nonsense"));
        QVERIFY(!find<QPushButton>("shapesOk")->isEnabled());
        field->setText(QStringLiteral("12 × 128"));
        QTest::mouseClick(find<QPushButton>("shapesOk"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        QVERIFY(page() == &m_window->graphs());
        QCOMPARE(document().model->imported->values[document().model->imported->inputs[0]].shape,
                 (Shape{12, 128}));
    }

    void changedFileIsOffered() {
        const QString copy = file("mine.pt");
        QVERIFY(QFile::copy(model("mlp_traced.pt"), copy));
        QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner));
        drop(*m_window, copy);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        const auto before = document().model;
        QFile changed(copy);
        QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write(contents(model("mlp_scripted.pt"))) > 0);
        changed.close();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("mine.pt")), patience);
        QTest::mouseClick(find<QPushButton>("messageAction"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().model != before, patience);
        QVERIFY(document().failures.empty());
    }

    void targetIsHeldAgainstTheLatency() {
        openStreamed();
        auto* target = find<QDoubleSpinBox>("target");
        target->setValue(100);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("statusTarget")->text().contains(QStringLiteral("under")),
                                 patience);
        // In word and icon, not in colour alone; each verdict has its own.
        auto* word = find<QLabel>("verdictWord");
        auto* sign = find<QLabel>("verdictIcon");
        QCOMPARE(word->text(), QStringLiteral("under"));
        const QImage under = sign->pixmap().toImage();
        QVERIFY(!under.isNull());
        target->setValue(0.01);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("statusTarget")->text().contains(QStringLiteral("over")),
                                 patience);
        QCOMPARE(word->text(), QStringLiteral("over"));
        const QImage over = sign->pixmap().toImage();
        QVERIFY(over != under);
        const double mean = document().compiled->report->latency.end_to_end.value->mean;
        target->setValue(mean);
        QTRY_COMPARE_WITH_TIMEOUT(word->text(), QStringLiteral("too close to call"), patience);
        QVERIFY(sign->pixmap().toImage() != over && sign->pixmap().toImage() != under);
        QVERIFY(word->toolTip().contains(QStringLiteral("TOO CLOSE")));
        target->setValue(0);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("statusTarget")->text().isEmpty(), patience);
        QVERIFY(!word->isVisible() && !sign->isVisible());
    }

    void targetIsRememberedOfTheModel() {
        openStreamed();
        find<QDoubleSpinBox>("target")->setValue(3.5);
        QTRY_COMPARE_WITH_TIMEOUT(document().view.targetUs, 3.5, patience);
        const QString sha = QString::fromStdString(document().model->file_graph->model_sha256);
        QCOMPARE(model_memory::recall(sha)->targetUs, 3.5);
        find<QDoubleSpinBox>("target")->setValue(0);
        QTRY_COMPARE_WITH_TIMEOUT(model_memory::recall(sha)->targetUs, 0.0, patience);
    }

    /// One click, or the keyboard, from the figure to the published rows that it leans on.
    void nearestRowsAreOneStepAway() {
        openStreamed();
        auto* sure = find<QToolButton>("sureButton");
        QVERIFY(sure->isVisible() && sure->isEnabled());
        QVERIFY(!sure->accessibleName().isEmpty());
        QVERIFY((sure->focusPolicy() & Qt::TabFocus) != 0);
        sure->setFocus();
        QTest::keyClick(sure, Qt::Key_Space);
        auto* rows = find<QTableWidget>("bandRows");
        QTRY_VERIFY_WITH_TIMEOUT(rows->isVisible(), patience);
        const LatencyBand& band = *document().compiled->report->latency.band.value;
        QCOMPARE(rows->rowCount(), static_cast<int>(band.nearest.size()));
        QCOMPARE(rows->item(0, 0)->text(), QString::fromStdString(band.nearest[0].name));
        QVERIFY(find<QLabel>("bandFigures")->text().contains(QStringLiteral("±")));
        QVERIFY(find<QLabel>("bandRange")->text().contains(QStringLiteral("calibrated range")));
        QTest::keyClick(rows, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!rows->isVisible(), patience);
    }

    void themeChangesEverything() {
        find<QAction>("themeDark")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(isDark(m_window->palette()), patience);
        find<QAction>("themeLight")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!isDark(m_window->palette()), patience);
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_main_window.moc"
