#include <QDialog>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>

#include "app/node_menu.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/problems_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The window in its states, sizes and themes: nothing in its bars is cut off. Leaves the pictures in the
/// build folder.
class TestWindowPictures : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_folder;

    static void save(QWidget& window) {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QVERIFY(QDir().mkpath(folder));
        QString name = QLatin1String(QTest::currentDataTag());
        name.replace(QLatin1Char(' '), QLatin1Char('_'));
        QVERIFY(window.grab().save(QStringLiteral("%1/%2.png").arg(folder, name)));
    }

    /// Texts of the bars that have less room than they need, or stand outside their bar.
    static QStringList cutOff(const QWidget& bar) {
        QStringList found;
        for (const QLabel* label : bar.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty()) continue;
            const QRect place(label->mapTo(&bar, QPoint()), label->size());
            if (label->width() < label->sizeHint().width() || !bar.rect().contains(place))
                found << label->text();
        }
        for (const QWidget* field : bar.findChildren<QWidget*>()) {
            if (!field->isVisible() || field->focusPolicy() == Qt::NoFocus) continue;
            const QRect place(field->mapTo(&bar, QPoint()), field->size());
            if (!bar.rect().contains(place)) found << field->objectName();
        }
        return found;
    }

  private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        useSettingsIn(m_folder->path());
        collectWarnings();
        warnings().clear();
    }
    void cleanup() { QCOMPARE(warnings(), QStringList()); }

    void pictures_data() {
        QTest::addColumn<QString>("scene");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const char* scene :
             {"welcome",      "lstm",        "mlp",         "garbage",  "unsupported", "does_not_fit",
              "refused_axis", "program",     "operators",   "problems", "shapes",      "drop",
              "refusal",      "foreign",     "state_pairs", "warm_up",  "own_state",   "target",
              "band",         "disassembly", "optimized",   "configs",  "node_menu"}) {
            for (const bool dark : {false, true}) {
                for (const QSize size : {QSize(1280, 800), QSize(1600, 1000), QSize(2560, 1440)}) {
                    // Several inputs need the most room in the bars.
                    const bool usual = size.width() == 1600 ||
                                       QLatin1String(scene) == QLatin1String("lstm") ||
                                       QLatin1String(scene) == QLatin1String("target") ||
                                       QLatin1String(scene) == QLatin1String("disassembly") ||
                                       QLatin1String(scene) == QLatin1String("optimized") ||
                                       QLatin1String(scene) == QLatin1String("state_pairs");
                    if (!usual || (dark && size.width() == 2560)) continue;
                    QTest::addRow("%s %dx%d %s", scene, size.width(), size.height(), dark ? "dark" : "light")
                        << QString::fromLatin1(scene) << size << dark;
                }
            }
        }
    }

    void pictures() {
        QFETCH(QString, scene);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        MainWindow window;
        window.resize(size);
        window.show();
        window.actions()[dark ? Command::themeDark : Command::themeLight]->trigger();
        const auto document = [&]() -> const Document& { return *window.controller().current(); };
        if (scene != QLatin1String("welcome")) openScene(window, scene);
        if (QTest::currentTestFailed()) return;
        if (window.controller().current() != nullptr && document().compiled && document().run) {
            window.controller().runTo(40);
            QTRY_VERIFY_WITH_TIMEOUT(!window.controller().isBusy() && document().position() == 40, patience);
            window.links().selectNode(document().compiled->compiled.program->nodes.front().id);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!window.graphs().canonicalView()->isLayingOut(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window.graphs().streamingView()->isLayingOut(), patience);
        window.graphs().fit();
        QTest::qWait(100);  // plots draw what is new 30 times a second
        if (scene == QLatin1String("operators")) window.docks().dockOf(window.docks().ops)->raise();
        if (scene == QLatin1String("problems")) window.docks().dockOf(window.docks().problems)->raise();
        if (scene == QLatin1String("drop")) hold(window, model("cnn_traced.pt"));
        QTest::qWait(50);
        if (scene == QLatin1String("target")) {
            // The longest verdict: a target within the band.
            const double mean = document().compiled->report->latency.end_to_end.value->mean;
            window.findChild<QDoubleSpinBox*>(QStringLiteral("target"))->setValue(mean);
            QTRY_COMPARE_WITH_TIMEOUT(window.findChild<QLabel*>(QStringLiteral("verdictWord"))->text(),
                                      QStringLiteral("too close to call"), patience);
        }
        if (scene == QLatin1String("band")) {
            window.findChild<QToolButton*>(QStringLiteral("sureButton"))->click();
            QWidget* dialog = window.findChild<QDialog*>(QStringLiteral("bandDialog"));
            QVERIFY(dialog->isVisible());
            save(*dialog);
            for (const QLabel* label : dialog->findChildren<QLabel*>())
                QVERIFY2(label->heightForWidth(label->width()) <= label->height(), qPrintable(label->text()));
            return;
        }
        if (scene == QLatin1String("disassembly")) {
            window.docks().dockOf(window.docks().disassembly)->raise();
            QTest::qWait(50);
        }
        if (scene == QLatin1String("optimized")) {
            window.store().change(QStringLiteral("policy"), ViewStore::Group::single, [](ViewState& state) {
                state.build.search.optimize = true;
                state.pins = {QStringLiteral("lstm=0,1,2,3")};
            });
            QTRY_VERIFY_WITH_TIMEOUT(settled(window) && !document().compiled->compiled.program->pins.empty(),
                                     patience);
            QTest::qWait(100);
        }
        if (scene == QLatin1String("configs")) {
            window.findChild<QDoubleSpinBox*>(QStringLiteral("target"))->setValue(1.7);
            window.actions()[Command::compareConfigs]->trigger();
            auto* dialog = window.findChild<QDialog*>(QStringLiteral("configsDialog"));
            QTRY_COMPARE_WITH_TIMEOUT(
                dialog->findChild<QTableWidget*>(QStringLiteral("configsTable"))->rowCount(), 7, patience);
            QTest::qWait(50);
            save(*dialog);
            dialog->close();
            return;
        }
        if (scene == QLatin1String("node_menu")) {
            const quint32 node = document().compiled->compiled.program->nodes.front().id;
            NodeMenu menu(document(), window.docks(), node, &window);
            menu.setAttribute(Qt::WA_DeleteOnClose, false);
            menu.popup({100, 100});
            save(menu);
            return;
        }
        save(window);
        QCOMPARE(window.size(), size);
        for (const char* bar : {"topBar", "transportBar", "statusLine"}) {
            const auto* widget = window.findChild<QWidget*>(QLatin1String(bar));
            if (widget->isVisible()) QCOMPARE(cutOff(*widget).join(QLatin1Char(0x7c)), QString());
        }
    }

  private:
    static QString operatorModel(const char* name) {
        return QStringLiteral(LOCKSTEP_TEST_DATA "/operators/") + QLatin1String(name);
    }

    static void openWith(MainWindow& window, const QString& file, const std::vector<Shape>& shapes,
                         const std::vector<std::optional<int>>& axes) {
        ModelOptions options;
        for (const Shape& shape : shapes) options.input_shapes.emplace_back(std::string(), shape);
        ViewState view = window.store().state();
        view.streamingAxes = axes;
        window.openModel(file, options, view, true);
    }

    void openScene(MainWindow& window, const QString& scene) {
        const auto done = [&] { return settled(window); };
        if (scene == QLatin1String("garbage")) {
            drop(window, model("not_a_zip.pt"));
            QTRY_VERIFY_WITH_TIMEOUT(done(), patience);
            return;
        }
        if (scene == QLatin1String("unsupported")) {
            drop(window, model("sort.pt"));
            QTRY_VERIFY_WITH_TIMEOUT(
                done() ||
                    window.centralWidget()->findChild<QStackedWidget*>()->currentWidget()->objectName() ==
                        QLatin1String("shapeForm"),
                patience);
            return;
        }
        if (scene == QLatin1String("foreign")) {
            const QString file = m_folder->filePath(QStringLiteral("page.pt"));
            QFile page(file);
            QVERIFY(page.open(QIODevice::WriteOnly) && page.write("<!DOCTYPE html><html></html>") > 0);
            page.close();
            drop(window, file);
            QTRY_VERIFY_WITH_TIMEOUT(done(), patience);
            return;
        }
        if (scene == QLatin1String("refusal")) {
            openWith(window, model("sort.pt"), {{6}}, {});
            QTRY_VERIFY_WITH_TIMEOUT(done(), patience);
            return;
        }
        if (scene == QLatin1String("state_pairs")) {
            openWith(window, operatorModel("state_pairs_lstm_traced.pt"), {{1, 1, 6}, {1, 1, 8}, {1, 1, 8}},
                     {});
            QTRY_VERIFY_WITH_TIMEOUT(done() && window.controller().current()->run, patience);
            QVERIFY(window.message().contains(QStringLiteral("state")));
            return;
        }
        if (scene == QLatin1String("warm_up")) {
            openWith(window, operatorModel("valid_stack_traced.pt"), {{1, 2, 24}}, {2});
            QTRY_VERIFY_WITH_TIMEOUT(done() && window.controller().current()->run, patience);
            return;
        }
        if (scene == QLatin1String("own_state")) {
            openWith(window, operatorModel("buffer_lstm_traced.pt"), {{1, 6}}, {});
            QTRY_VERIFY_WITH_TIMEOUT(done() && window.controller().current()->run, patience);
            return;
        }
        if (scene == QLatin1String("shapes")) {
            ModelOptions options;
            options.input_shapes = {{"", {3, 3}}};
            window.openModel(model("lstm_traced.pt"), options, window.store().state(), false);
            QTRY_COMPARE_WITH_TIMEOUT(
                window.centralWidget()->findChild<QStackedWidget*>()->currentWidget()->objectName(),
                QStringLiteral("shapeForm"), patience);
            return;
        }
        window.openExample(scene == QLatin1String("mlp") ? 1 : 0);
        QTRY_VERIFY_WITH_TIMEOUT(done() && window.controller().current()->run, patience);
        if (scene == QLatin1String("refused_axis") || scene == QLatin1String("problems")) {
            choose(window.findChild<QComboBox*>(QStringLiteral("axisChooser0")), 2);
            QTRY_VERIFY_WITH_TIMEOUT(window.controller().current()->failures.contains(Stage::stream),
                                     patience);
        }
        if (scene == QLatin1String("does_not_fit")) {
            QFile config(m_folder->filePath(QStringLiteral("tiny.json")));
            QVERIFY(config.open(QIODevice::WriteOnly));
            config.write(
                R"({"base": "v80_c6b32", "name": "tiny", "weight_store_depth": {"value": 4, "unit": "blocks", "basis": "published", "source": "test"}})");
            config.close();
            drop(window, config.fileName());
            QTRY_VERIFY_WITH_TIMEOUT(window.controller().current()->failures.contains(Stage::compile),
                                     patience);
        }
        if (scene == QLatin1String("program")) {
            const QString file = m_folder->filePath(QStringLiteral("lstm.lkp"));
            window.actions()[Command::saveProgram]->trigger();
            answerFileDialog(window, "exportDialog", file);
            QTRY_VERIFY_WITH_TIMEOUT(window.message().contains(file), patience);
            drop(window, file);
            QTRY_VERIFY_WITH_TIMEOUT(done() && window.controller().current()->run, patience);
        }
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    QApplication::setStyle(new lockstep::WindowStyle);
    TestWindowPictures test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_pictures.moc"
