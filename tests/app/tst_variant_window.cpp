#include <QClipboard>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>

#include "app/selection_links.h"
#include "app/variant_dialog.h"
#include "app/variant_links.h"
#include "core/nnir/op.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/variants_panel.h"
#include "widgets/plots/plot_view.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The list of variants: kept, opened, held against each other, saved and brought back.
class TestVariantWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    VariantsPanel* panel() const { return find<VariantsPanel>("variantsPanel"); }
    QTableView* table() const { return panel()->table(); }
    int rows() const { return table()->model()->rowCount(); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    QString tip(int row) const { return table()->model()->index(row, 0).data(Qt::ToolTipRole).toString(); }
    void keep() { QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier); }
    void chooseConfig(const char* config) {
        m_window->store().change(QStringLiteral("accelerator"), ViewStore::Group::single,
                                 [&](ViewState& state) { state.config = QLatin1String(config); });
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request.config == QLatin1String(config),
                                 patience);
    }
    /// The LSTM example run over its sequence and kept, on two accelerators.
    void keepTwo() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        find<QAction>("run")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(document().done() >= 20 && !m_window->controller().isBusy(), patience);
        keep();
        QCOMPARE(rows(), 1);
        chooseConfig("ia_840f_c3b64");
        QTRY_VERIFY_WITH_TIMEOUT(document().done() >= 20 && !m_window->controller().isBusy(), patience);
        keep();
        QCOMPARE(rows(), 2);
    }
    void picture(QWidget* widget, const char* name) {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QDir().mkpath(folder);
        QTest::qWait(200);
        QVERIFY(widget->grab().save(folder + u'/' + QLatin1String(name)));
    }

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    void keptAndHeldAgainstEachOther() {
        QVERIFY(!find<QAction>("keepVariant")->isEnabled());
        keepTwo();
        QVERIFY(panel()->isVisible());
        const qint64 cycles = document().compiled->report->latency.spaced_cycles;
        QCOMPARE(cell(1, 5), QString::number(cycles));
        QCOMPARE(cell(0, 6), QStringLiteral("baseline"));
        QVERIFY(cell(1, 6).contains(u'%'));
        QVERIFY(cell(1, 11) != QStringLiteral("–"));
        QVERIFY(cell(1, 0).startsWith(QStringLiteral("▸")) && !cell(0, 0).startsWith(QStringLiteral("▸")));
        // A target is judged in every row.
        QCOMPARE(cell(0, 9), QStringLiteral("–"));
        find<QDoubleSpinBox>("target")->setValue(3);
        QCOMPARE(cell(0, 9), QStringLiteral("under"));
        QCOMPARE(cell(1, 9), QStringLiteral("under"));
        picture(m_window.get(), "variants-light.png");
        // The other one as baseline.
        panel()->selectRow(1);
        find<QAction>("variantBaseline")->trigger();
        QCOMPARE(cell(1, 6), QStringLiteral("baseline"));
        QVERIFY(cell(0, 6) != QStringLiteral("baseline"));
        find<QAction>("themeDark")->trigger();
        picture(m_window.get(), "variants-dark.png");
    }

    /// Opening a row changes what is computed; layout and selection stay.
    void opened() {
        keepTwo();
        const quint32 node = document().compiled->compiled.program->nodes.front().id;
        m_window->links().selectNode(node);
        const QByteArray layout = m_window->saveState();
        table()->setFocus();
        panel()->selectRow(0);
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(
            ready() && document().compiled->request.config == QStringLiteral("v80_c6b32"), patience);
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(node));
        QCOMPARE(m_window->saveState(), layout);
        QCOMPARE(QString::number(document().compiled->report->latency.spaced_cycles), cell(0, 5));
        QVERIFY(cell(0, 0).startsWith(QStringLiteral("▸")));
        QCOMPARE(document().done(), qint64{20});  // the run that was laid aside is there again
        // One of a file that was closed opens it again.
        find<QAction>("closeDocument")->trigger();
        QVERIFY(m_window->controller().current() == nullptr);
        panel()->openWanted(1);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().current() != nullptr && ready(), patience);
        QCOMPARE(document().compiled->request.config, QStringLiteral("ia_840f_c3b64"));
    }

    /// While another one is compiled there is nothing to keep: the figures are not its own.
    void notKeptWhileItIsCompiled() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(find<QAction>("keepVariant")->isEnabled());
        m_window->store().change(QStringLiteral("accelerator"), ViewStore::Group::single,
                                 [](ViewState& state) { state.config = QStringLiteral("ia_840f_c3b64"); });
        QVERIFY(m_window->controller().isPreparing());
        QVERIFY(!find<QAction>("keepVariant")->isEnabled());
        panel()->keepWanted();
        QCOMPARE(rows(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && find<QAction>("keepVariant")->isEnabled(), patience);
        keep();
        QCOMPARE(cell(0, 2), QStringLiteral("ia_840f_c3b64"));
        QCOMPARE(cell(0, 5), QString::number(document().compiled->report->latency.spaced_cycles));
    }

    /// A variant of other shapes is what is shown once it is opened, also where the file is open already.
    void openedWithItsShapes() {
        drop(*m_window, model("lstm_scripted.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        ModelOptions before;
        before.input_shapes = {{"", {20, 128}}};
        m_window->controller().setOptions(before, std::vector<std::optional<int>>{0});
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().sequenceLength() == 20, patience);
        keep();
        ModelOptions other = before;
        other.input_shapes = {{"", {10, 128}}};
        m_window->controller().setOptions(other, std::vector<std::optional<int>>{0});
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().sequenceLength() == 10, patience);
        QVERIFY(!cell(0, 0).startsWith(QStringLiteral("▸")));
        panel()->openWanted(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().options.input_shapes == before.input_shapes, patience);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && cell(0, 0).startsWith(QStringLiteral("▸")), patience);
        QCOMPARE(document().sequenceLength(), qint64{20});
    }

    /// What the dialog showed is let go of when it is closed.
    void closedDialogKeepsNothing() {
        keepTwo();
        panel()->selectRow(1);
        find<QAction>("variantCompare")->trigger();
        auto* dialog = find<VariantDialog>("variantDialog");
        auto* copy = dialog->findChild<QPushButton*>(QStringLiteral("variantCopyReport"));
        QVERIFY(!copy->isEnabled());  // nothing to copy yet
        QTRY_VERIFY_WITH_TIMEOUT(copy->isEnabled(), patience);
        const std::weak_ptr<const CompileResult> program = m_window->variants().list()[0].compiled;
        dialog->close();
        QVERIFY(!dialog->difference().graph);
        find<QAction>("closeDocument")->trigger();
        for (int i = 0; i < 2; ++i) {
            panel()->selectRow(0);
            find<QAction>("variantRemove")->trigger();
        }
        QTRY_VERIFY_WITH_TIMEOUT(program.expired(), patience);
    }

    /// A session of variants alone is one: they are there again.
    void variantsAloneAreASession() {
        keepTwo();
        find<QAction>("closeDocument")->trigger();
        reopenWindow({1280, 800});
        QVERIFY(find<QAction>("reopenSession")->isEnabled());
        find<QAction>("reopenSession")->trigger();
        QCOMPARE(rows(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->variants().isBusy(), patience);
        QVERIFY(cell(1, 6).contains(u'%'));
    }

    void movedNamedRemovedCopied() {
        keepTwo();
        keep();
        QCOMPARE(rows(), 3);
        QVERIFY(cell(2, 0).endsWith(QStringLiteral("(2)")));  // names are unique
        table()->setFocus();
        panel()->selectRow(2);
        QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
        QVERIFY(cell(1, 0).endsWith(QStringLiteral("(2)")));
        QCOMPARE(panel()->selectedRow(), 1);
        // Moving the baseline takes the mark along.
        QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(cell(1, 6), QStringLiteral("baseline"));
        QVERIFY(
            table()->model()->setData(table()->model()->index(0, 0), QStringLiteral("wide"), Qt::EditRole));
        QVERIFY(cell(0, 0).endsWith(QStringLiteral("wide")));
        QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
        const QString markdown = QGuiApplication::clipboard()->text();
        QVERIFY(markdown.contains(QStringLiteral("| wide |")));
        QCOMPARE(markdown.count(QStringLiteral("\n| ")), 5);  // head, rule, three rows
        find<QAction>("variantsCsv")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts).size(), 4);
        panel()->selectRow(0);
        QTest::keyClick(table(), Qt::Key_Delete);
        QCOMPARE(rows(), 2);
        QCOMPARE(cell(0, 6), QStringLiteral("baseline"));
        while (rows() > 0) {
            panel()->selectRow(0);
            QTest::keyClick(table(), Qt::Key_Delete);
        }
        QVERIFY(!table()->isVisible());
    }

    void comparedSideBySide() {
        keepTwo();
        panel()->selectRow(1);
        find<QAction>("variantCompare")->trigger();
        auto* dialog = find<VariantDialog>("variantDialog");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->difference().graph.has_value(), patience);
        QVERIFY(dialog->difference().graph->same());
        qint64 before = 0;
        for (const ModuleChange& change : dialog->difference().modules) before += change.before;
        QCOMPARE(QString::number(before), cell(0, 5));
        auto* timeline = dialog->findChild<TimelineView*>();
        QVERIFY(timeline->isComparing());
        auto* errors = dialog->findChild<PlotView*>(QStringLiteral("variantErrors"));
        errors->flush();
        QVERIFY(!errors->isEmpty());
        QCOMPARE(errors->range()->limitHigh(), 19.5);  // all 20 inferences are to be seen
        auto* tabs = dialog->findChild<QTabWidget*>(QStringLiteral("variantTabs"));
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            picture(dialog, qPrintable(QStringLiteral("variant-dialog-%1.png").arg(tab)));
        }
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("variantCopyReport")),
                          Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("# Comparison of variants")));
    }

    /// Two models: what is other in the graph is marked in both, and one click selects it in both.
    void twoModels() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        keep();
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        ModelOptions options;
        options.input_shapes = {{"", {20, 128}}};
        m_window->controller().setOptions(options, std::vector<std::optional<int>>{0});
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->store().change(QStringLiteral("precision"), ViewStore::Group::single, [](ViewState& state) {
            state.precision = QStringList{QStringLiteral("lstm=fp8")};
        });
        QTRY_VERIFY_WITH_TIMEOUT(ready() && !document().compiled->request.precision.isEmpty(), patience);
        keep();
        QCOMPARE(rows(), 2);
        find<QAction>("variantCompare")->trigger();
        auto* dialog = find<VariantDialog>("variantDialog");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->difference().graph.has_value(), patience);
        auto* list = dialog->findChild<QTableWidget*>(QStringLiteral("variantDifferences"));
        const nnir::GraphDifference& graph = *dialog->difference().graph;
        QCOMPARE(list->rowCount(), static_cast<int>(graph.changed + graph.added + graph.removed));
        QVERIFY(graph.changed >= 2);
        auto* left = dialog->findChild<GraphView*>(QStringLiteral("variantGraphBefore"));
        auto* right = dialog->findChild<GraphView*>(QStringLiteral("variantGraphAfter"));
        QCOMPARE(left->look().marks.size(), static_cast<std::size_t>(graph.changed + graph.removed));
        QCOMPARE(right->look().marks.size(), static_cast<std::size_t>(graph.changed + graph.added));
        list->setCurrentCell(0, 0);
        QVERIFY(left->selection().has_value() && right->selection().has_value());
        picture(dialog, "variant-dialog-models.png");
    }

    /// A session brings the list back and compiles it again, in the background.
    void savedInTheSession() {
        keepTwo();
        const QStringList cycles = {cell(0, 5), cell(1, 5)};
        panel()->selectRow(1);
        find<QAction>("variantBaseline")->trigger();
        find<QAction>("saveSession")->trigger();
        answerFileDialog(*m_window, "saveSessionDialog", file("day.lockstep"));
        reopenWindow({1280, 800});
        QCOMPARE(rows(), 0);
        drop(*m_window, file("day.lockstep"));
        QCOMPARE(rows(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->variants().isBusy() && ready(), patience);
        QCOMPARE(QStringList({cell(0, 5), cell(1, 5)}), cycles);
        QCOMPARE(cell(1, 6), QStringLiteral("baseline"));
    }

    /// A file that changes is said, and its row keeps the figures until it is compiled again.
    void filesAreWatched() {
        const QString own = file("own.json");
        const auto write = [&](int cores) {
            QFile out(own);
            QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
            out.write(QStringLiteral("{\"base\": \"v80_c6b32\", \"cores\": %1}").arg(cores).toUtf8());
        };
        write(6);
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        drop(*m_window, own);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request.config == own, patience);
        keep();
        const QString cycles = cell(0, 5);
        write(2);
        QTRY_VERIFY_WITH_TIMEOUT(cell(0, 4).contains(QStringLiteral("changed since")), patience);
        QCOMPARE(cell(0, 5), cycles);
        panel()->selectRow(0);
        find<QAction>("variantMake")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(cell(0, 5) != cycles, patience);
        QVERIFY(!cell(0, 4).contains(QStringLiteral("changed since")));
        write(99);
        QTRY_VERIFY_WITH_TIMEOUT(cell(0, 4).contains(QStringLiteral("changed since")), patience);
        find<QAction>("variantMake")->trigger();
        // Its figures stay, and its tip says why there are no newer ones.
        const QString kept = cell(0, 5);
        QTRY_VERIFY_WITH_TIMEOUT(tip(0).contains(QStringLiteral("out of range")), patience);
        QVERIFY(!m_window->variants().isBusy());
        QCOMPARE(cell(0, 5), kept);
        QVERIFY(cell(0, 4).contains(QStringLiteral("changed since")));
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestVariantWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_variant_window.moc"
