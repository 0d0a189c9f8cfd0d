#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>

#include "app/selection_links.h"
#include "core/run/stored_array.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/plots/panel_header.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// What the views say of the model and of what is selected, by clicks and keys.
class TestViewsWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openExample() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(right()->drawing() && !right()->isLayingOut(), patience);
    }
    GraphView* right() const { return m_window->graphs().streamingView(); }
    GraphView* left() const { return m_window->graphs().canonicalView(); }
    QTableView* operators() const {
        return m_window->docks().ops->findChild<QTableView*>(QStringLiteral("opTable"));
    }
    QString cell(int row, int column) const {
        return operators()->model()->index(row, column).data().toString();
    }
    /// Every visible word of the inspector.
    QString inspector() const {
        QString all;
        for (const QLabel* label : m_window->docks().inspector->findChildren<QLabel*>())
            if (!label->isHidden()) all += label->text() + QLatin1Char('\n');
        return all;
    }
    void clickBox(GraphView* view, std::uint32_t box) {
        view->setCurrentBox(box);
        view->setCurrentBox(std::nullopt);
        const QRectF rect = view->view().toView(view->drawing()->rect(box));
        QTest::mouseClick(view, Qt::LeftButton, {}, rect.center().toPoint());
    }
    std::uint32_t boxOf(const GraphView* view, SceneKind kind) const {
        const auto& boxes = view->drawing()->scene().boxes;
        for (std::uint32_t i = 0; i < boxes.size(); ++i)
            if (boxes[i].kind == kind) return i;
        return no_box;
    }
    void save(const char* name) const {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(m_window->grab().save(QStringLiteral("%1/views_%2.png").arg(folder, QLatin1String(name))));
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void aModelThatDoesNotFitIsToldOf() {
        openExample();
        const QString before = cell(operators()->model()->rowCount() - 1, OpTableModel::parameters);
        // What PyTorch counts.
        QCOMPARE(QString(before).remove(QChar(0x202F)), QStringLiteral("925712"));
        QFile config(file("tiny.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write(
            R"({"base": "v80_c6b32", "name": "tiny", "weight_store_depth": {"value": 40, "unit": "blocks", "basis": "given", "source": "test"}})");
        config.close();
        drop(*m_window, config.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.contains(Stage::compile), patience);
        // The memories are those that it would need; what fills them is lit up everywhere.
        MemoryPanel* memories = m_window->docks().memories;
        QTRY_VERIFY_WITH_TIMEOUT(
            memories->widget()->accessibleDescription().contains(QStringLiteral("too many")), patience);
        auto* words = memories->findChild<QLabel*>(QStringLiteral("memoryWords"));
        QVERIFY2(words->text().contains(QStringLiteral("tiny")), qPrintable(words->text()));
        auto* shares = memories->findChild<QTableView*>(QStringLiteral("memoryShares"));
        QVERIFY(shares->isVisible() && shares->model()->rowCount() >= 2);
        shares->setCurrentIndex(shares->model()->index(1, 0));
        const std::optional<quint32> chosen = m_window->store().state().selection.node;
        QVERIFY(chosen.has_value());
        QCOMPARE(m_window->docks().inspector->node(), chosen);
        QVERIFY(memories->selectedText().contains(QStringLiteral("selected:")));
        // What is still of the program before says so.
        for (const QWidget* panel : {static_cast<QWidget*>(m_window->docks().timeline),
                                     static_cast<QWidget*>(m_window->docks().ops)})
            QVERIFY(m_window->docks().headerOf(panel)->caption().contains(QStringLiteral("v80_c6b32")));
        save("does_not_fit");
        // An accelerator that takes it: all as before.
        m_window->store().change(QStringLiteral("config"), ViewStore::Group::single,
                                 [](ViewState& state) { state.config = QStringLiteral("v80_c6b32"); });
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.empty() && still(), patience);
        QTRY_VERIFY(!shares->isVisible());
        QVERIFY(m_window->docks().headerOf(m_window->docks().timeline)->caption().isEmpty());
    }

    void sizesNeedNoProgram() {
        QFile config(file("tiny.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write(
            R"({"base": "v80_c6b32", "name": "tiny", "weight_store_depth": {"value": 4, "unit": "blocks", "basis": "given", "source": "test"}})");
        config.close();
        m_window->store().change(QStringLiteral("config"), ViewStore::Group::single,
                                 [&](ViewState& state) { state.config = config.fileName(); });
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.contains(Stage::compile), patience);
        QVERIFY(!document().compiled);
        QVERIFY(operators()->model()->rowCount() > 2);
        const int last = operators()->model()->rowCount() - 1;
        QVERIFY(cell(last, OpTableModel::op).startsWith(QStringLiteral("Sum of")));
        QCOMPARE(cell(last, OpTableModel::parameters).remove(QChar(0x202F)), QStringLiteral("925712"));
        QCOMPARE(cell(0, OpTableModel::busy), QStringLiteral("–"));
    }

    void aModuleIsSelectedEverywhere() {
        openExample();
        auto* modules = m_window->docks().modules;
        QTreeWidgetItem* lstm = modules->topLevelItem(0);
        QVERIFY(lstm != nullptr && lstm->childCount() >= 2);
        modules->setFocus();
        modules->setCurrentItem(lstm);
        QCOMPARE(m_window->store().state().selection.module, QStringLiteral("lstm"));
        QVERIFY2(inspector().contains(QStringLiteral("<b>Module</b> lstm")) &&
                     inspector().contains(QStringLiteral("busy cycles")) &&
                     inspector().contains(QStringLiteral("MACs")),
                 qPrintable(inspector()));
        QVERIFY(operators()->selectionModel()->selectedRows().size() >= 2);
        QVERIFY(right()->look().highlighted.size() >= 2);
        const std::vector<bool>& lit = m_window->docks().timeline->canvas()->marks().highlighted;
        QVERIFY(std::ranges::count(lit, true) > 0 && std::ranges::count(lit, false) > 0);
        // The box of the folded module is the same selection.
        m_window->links().clear();
        QVERIFY(right()->look().highlighted.empty());
        m_window->actions()[Command::foldAll]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(boxOf(right(), SceneKind::module) != no_box && !right()->isLayingOut(),
                                 patience);
        clickBox(right(), boxOf(right(), SceneKind::module));
        QCOMPARE(m_window->store().state().selection.module, QStringLiteral("lstm"));
        QCOMPARE(modules->currentItem(), lstm);
        QCOMPARE(left()->currentBox(), left()->drawing()->boxOfModule("lstm"));
        save("module");
        // Escape lets go.
        QTest::keyClick(right(), Qt::Key_Escape);
        QVERIFY(m_window->store().state().selection.isEmpty());
        QVERIFY2(inspector().contains(QStringLiteral("Choose an operator")), qPrintable(inspector()));
    }

    void inputsAndOutputsAreToldOf() {
        openExample();
        runTo(5);
        clickBox(right(), boxOf(right(), SceneKind::input));
        QVERIFY2(inspector().contains(QStringLiteral("<b>Input</b>")) &&
                     inspector().contains(QStringLiteral("seed")) &&
                     inspector().contains(QStringLiteral("read by")),
                 qPrintable(inspector()));
        clickBox(right(), boxOf(right(), SceneKind::output));
        QVERIFY2(inspector().contains(QStringLiteral("<b>Output</b>")) &&
                     inspector().contains(QStringLiteral("in 5 inferences")),
                 qPrintable(inspector()));
        clickBox(right(), boxOf(right(), SceneKind::state));
        QVERIFY2(inspector().contains(QStringLiteral("<b>State</b>")) &&
                     inspector().contains(QStringLiteral("written by")),
                 qPrintable(inspector()));
    }

    void errorIsAHeatFromTheStart() {
        openExample();
        QStringList keys;
        for (const HeatSource& source : m_window->graphs().heatSources()) keys << source.key;
        QVERIFY(keys.contains(QStringLiteral("error")) && keys.contains(QStringLiteral("ulp")));
        while (m_window->graphs().heat() != QLatin1String("error"))
            QTest::keyClick(m_window.get(), Qt::Key_H, Qt::ControlModifier);
        QVERIFY2(right()->look().heat.title.contains(QStringLiteral("measured once")),
                 qPrintable(right()->look().heat.title));
        runTo(6);
        QTRY_VERIFY_WITH_TIMEOUT(!right()->look().heat.figures.empty(), patience);
        QVERIFY2(right()->look().heat.title.contains(QStringLiteral("of inference 5")),
                 qPrintable(right()->look().heat.title));
        QCOMPARE(left()->look().heat.title, right()->look().heat.title);
        save("error_heat");
        QTest::keyClick(m_window.get(), Qt::Key_H, Qt::ControlModifier);
        QCOMPARE(m_window->graphs().heat(), QStringLiteral("ulp"));
        QVERIFY(!right()->look().heat.figures.empty());
        // Another inference, other errors.
        runTo(9);
        QTRY_VERIFY_WITH_TIMEOUT(right()->look().heat.title.contains(QStringLiteral("of inference 8")),
                                 patience);
    }

    void everyOperatorsValuesAreOneFile() {
        openExample();
        runTo(4);
        m_window->links().selectNode(document().model->graphs->compiled_form()->nodes[0].id.value);
        auto* button = find<QPushButton>("activationAll");
        QTRY_VERIFY_WITH_TIMEOUT(!button->isHidden(), patience);
        button->click();
        answerFileDialog(*m_window, "activationsDialog", file("all.npz"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote")), patience);
        const QByteArray bytes = contents(file("all.npz"));
        const nnir::Graph& graph = *document().model->graphs->compiled_form();
        for (const nnir::Node& node : graph.nodes) {
            const QByteArray name = QByteArray::fromStdString(graph.value(node.outputs[0]).name);
            QVERIFY2(bytes.contains(name + ".vm.npy") && bytes.contains(name + ".reference.npy"), name);
        }
        QVERIFY(bytes.contains("run.outputs.vm.npy") && bytes.contains("run.inferences.npy"));
    }

    void passesAreAList() {
        openExample();
        m_window->actions()[Command::passes]->trigger();
        QTest::mouseClick(find<QToolButton>("passListButton"), Qt::LeftButton);
        auto* list = find<QDialog>("passList");
        QTRY_VERIFY(list->isVisible());
        auto* table = list->findChild<QTableView*>(QStringLiteral("passListTable"));
        const int all = table->model()->rowCount();
        QVERIFY(all > 2);
        list->findChild<QLineEdit*>(QStringLiteral("passListFilter"))->setText(QStringLiteral("lstm"));
        QVERIFY(table->model()->rowCount() > 0 && table->model()->rowCount() < all);
        table->setCurrentIndex(table->model()->index(table->model()->rowCount() - 1, 0));
        QTest::mouseClick(list->findChild<QPushButton*>(QStringLiteral("passListGo")), Qt::LeftButton);
        QVERIFY(m_window->graphs().pass().has_value());
        list->close();
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestViewsWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_views_window.moc"
