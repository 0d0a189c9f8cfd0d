#include <QClipboard>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>
#include <variant>

#include "app/node_menu.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/core_choice.h"
#include "widgets/panels/disassembly_model.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// How a model is compiled, chosen in the window, and the program that comes of it.
class TestCompileWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openLstm() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().failures.empty());
    }
    const Program& program() const { return *document().compiled->compiled.program; }
    QString departures() const { return QString::fromStdString(program().departures()); }
    QString status() const { return find<QLabel>("statusDepartures")->text(); }
    QToolButton* policy() const { return find<QToolButton>("policyButton"); }

    /// Opens the policy menu and clicks an entry.
    void clickPolicy(const char* action) {
        QMenu* menu = find<QMenu>("policyMenu");
        menu->popup(policy()->mapToGlobal(QPoint(0, policy()->height())));
        QVERIFY(QTest::qWaitForWindowExposed(menu));
        QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier,
                          menu->actionGeometry(find<QAction>(action)).center());
    }
    /// The box of a node in the graph that is compiled, in the view.
    QPoint placeOf(GraphView* view, quint32 node) const {
        const auto box = view->drawing()->boxOf(nnir::NodeId{node});
        return view->view().toView(view->drawing()->rect(*box).center()).toPoint();
    }
    quint32 lstmNode() const {
        for (const ProgramNode& node : program().nodes)
            if (node.op.starts_with("Lstm")) return node.id;
        return 0;
    }
    NodeMenu* openNodeMenu(quint32 node) {
        GraphView* view = m_window->graphs().streamingView();
        const QPoint at = placeOf(view, node);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view->mapToGlobal(at));
        QCoreApplication::sendEvent(view, &event);
        return m_window->findChild<NodeMenu*>();
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void policies() {
        openLstm();
        const std::int64_t calibrated = document().compiled->compiled.timeline->spaced;
        QCOMPARE(policy()->text().trimmed(), QStringLiteral("calibrated"));
        QVERIFY(status().isEmpty());
        QVERIFY(document().compiled->report->latency.band.value.has_value());

        clickPolicy("policyOptimize");
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QStringLiteral("--optimize"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().compiled->compiled.timeline->spaced <= calibrated);
        QVERIFY(status().contains(QStringLiteral("not comparable")));
        QVERIFY(find<QLabel>("statusDepartures")->isVisible());
        QVERIFY(!document().compiled->report->latency.band.value.has_value());
        QVERIFY(!find<QLabel>("statusLatency")->text().contains(QStringLiteral("±")));
        QCOMPARE(policy()->text().trimmed(), QStringLiteral("optimize"));

        clickPolicy("policyQuick");
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QStringLiteral("--quick"), patience);
        auto* seeds = find<QSpinBox>("policySeeds");
        QVERIFY(!seeds->isEnabled());

        find<QAction>("undo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QStringLiteral("--optimize"), patience);
        QVERIFY(find<QAction>("policyOptimize")->isChecked());
        find<QAction>("policyCalibrated")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QString(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QCOMPARE(document().compiled->compiled.timeline->spaced, calibrated);
        QVERIFY(status().isEmpty());

        seeds->setValue(3);
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QStringLiteral("--seeds 3"), patience);
        QCOMPARE(policy()->text().trimmed(), QStringLiteral("calibrated, 3 seeds"));
        find<QAction>("stateReset")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!program().reset.empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().compiled->report->reset.has_value());
        m_window->controller().runTo(3);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 3, patience);
    }

    void aSearchIsCancelled() {
        openLstm();
        find<QSpinBox>("policySeeds")->setValue(1000);
        QVERIFY(m_window->controller().isPreparing());
        QTest::mouseClick(find<QToolButton>("cancelButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QCOMPARE(departures(), QString());
        QVERIFY(find<QLabel>("statusLatency")->text().contains(QStringLiteral("as compiled before")));
        // And once more, closing the window in the middle of it.
        find<QSpinBox>("policySeeds")->setValue(999);
        QVERIFY(m_window->controller().isPreparing());
        m_window->close();
    }

    void pinsFromTheInspector() {
        openLstm();
        m_window->links().selectNode(lstmNode());
        auto* choice = m_window->docks().inspector->findChild<CoreChoice*>();
        QVERIFY(!choice->isHidden());
        const QToolButton* button = choice->core(1);
        // The sections get their places one after the other.
        QTRY_VERIFY((m_window->docks().inspector->ensureWidgetVisible(choice->core(1)),
                     button->visibleRegion().contains(button->rect().center())));
        QTest::mouseClick(choice->core(1), Qt::LeftButton);
        QCOMPARE(m_window->store().state().pins, QStringList{QStringLiteral("#%1=1").arg(lstmNode())});
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window), patience);
        QCOMPARE(m_window->message(), QString());
        const QString pin = QStringLiteral("--cores #%1=1").arg(lstmNode());
        QCOMPARE(departures(), pin);
        QVERIFY(status().contains(QStringLiteral("not comparable")));
        QVERIFY(policy()->text().trimmed().contains(QStringLiteral("1 pin")));
        // Inputs are core 0's, whichever core reads them.
        for (std::size_t core = 0; core < program().cores.size(); ++core) {
            const CoreProgram& stream = program().cores[core];
            for (std::size_t i = 0; i < stream.stream.size(); ++i)
                QVERIFY(std::holds_alternative<InputInstruction>(stream.stream[i]) ||
                        stream.node_of[i] >= program().nodes.size() ||
                        program().nodes[stream.node_of[i]].id != lstmNode() || core == 1);
        }
        find<QAction>("undo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QString(), patience);
        find<QAction>("redo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(departures(), pin, patience);
        // A session brings it back.
        find<QAction>("saveSession")->trigger();
        answerFileDialog(*m_window, "saveSessionDialog", file("day.lockstep"));
        // Taken away in the policy's menu.
        clickPolicy("pinAction");
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QString(), patience);
        drop(*m_window, file("day.lockstep"));
        QTRY_VERIFY_WITH_TIMEOUT(ready() && departures() == pin, patience);
    }

    void theMenuOfANode() {
        openLstm();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->graphs().streamingView()->drawing() != nullptr &&
                                     !m_window->graphs().streamingView()->isLayingOut(),
                                 patience);
        m_window->graphs().fit();
        NodeMenu* menu = openNodeMenu(lstmNode());
        QVERIFY(menu != nullptr);
        QCOMPARE(m_window->store().state().selection.node, std::optional(lstmNode()));
        menu->findChild<QAction*>(QStringLiteral("nodeCopyName"))->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Lstm")));
        menu->findChild<QAction*>(QStringLiteral("nodeInDisassembly"))->trigger();
        QVERIFY(m_window->docks().disassembly->isVisible());
        DisassemblyPanel* listing = m_window->docks().disassembly;
        QVERIFY(!listing->model()->highlighted().empty());
        QVERIFY(listing->table()->currentIndex().isValid());
        menu->findChild<QMenu*>(QStringLiteral("nodeCores"))->actions()[3]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(departures(), QStringLiteral("--cores #%1=1").arg(lstmNode()), patience);
        menu->close();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<NodeMenu*>() == nullptr, patience);
        // What cannot be is greyed and says why; what can be is chosen.
        menu = openNodeMenu(lstmNode());
        const QList<QAction*> precisions =
            menu->findChild<QMenu*>(QStringLiteral("nodePrecision"))->actions();
        QVERIFY(!precisions[1]->isEnabled());
        QVERIFY(precisions[1]->toolTip().contains(QStringLiteral("bf16 only")));
        precisions[2]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ready() && m_window->store().state().precision ==
                                                QStringList{QStringLiteral("#%1=fp8").arg(lstmNode())},
                                 patience);
        menu->close();
    }

    void anInstructionIsOneSelection() {
        openLstm();
        QDockWidget* dock = m_window->docks().dockOf(m_window->docks().disassembly);
        dock->raise();
        DisassemblyPanel* listing = m_window->docks().disassembly;
        QTRY_VERIFY_WITH_TIMEOUT(listing->isVisible(), patience);
        QTest::keyClicks(find<QLineEdit>("disassemblyFind"), QStringLiteral("lstm_cell"));
        // The first lines that have it may be of the memories.
        const Selection& selection = m_window->store().state().selection;
        for (int i = 0; i < 40 && !selection.event; ++i)
            QTest::keyClick(find<QLineEdit>("disassemblyFind"), Qt::Key_Return);
        QVERIFY(selection.event.has_value());
        QVERIFY(selection.node.has_value());
        QCOMPARE(m_window->docks().timeline->canvas()->marks().selected, selection.event);
        QCOMPARE(m_window->docks().inspector->node(), selection.node);
        QCOMPARE(m_window->graphs().streamingView()->selection(),
                 std::optional(nnir::NodeId{*selection.node}));
        // And the other way: an operator lights up its instructions.
        const quint32 other = program().nodes.back().id;
        m_window->links().selectNode(other);
        QCOMPARE(listing->model()->highlighted(), document().compiled->listing->linesOf(other));
    }

    void acceleratorsAreCompared() {
        openLstm();
        find<QDoubleSpinBox>("target")->setValue(1.6);
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = find<QDialog>("configsDialog");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), patience);
        auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("configsTable"));
        QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), static_cast<int>(preset_configs().size()), patience);
        // Ranked ones come first, by their mean; the figure of the one in use is the window's.
        const auto cell = [&](int row, int column) { return table->item(row, column)->text(); };
        QCOMPARE(cell(0, 0), QStringLiteral("1"));
        int inUse = -1;
        for (int row = 0; row < table->rowCount(); ++row)
            if (cell(row, 1).contains(QStringLiteral("in use"))) inUse = row;
        QVERIFY(inUse >= 0);
        QVERIFY(
            cell(inUse, 4).startsWith(QString::number(document().compiled->report->latency.spaced_cycles)));
        QVERIFY(!table->isColumnHidden(3));
        QCOMPARE(cell(inUse, 3), find<QLabel>("verdictWord")->text());
        // Sorted by any column, by the figure and not by its words; what has none stands last.
        const auto interval = [&](int row) {
            return cell(row, 7).section(QChar(0x202F), 0, 0).replace(QChar(0x2212), u'-').toDouble();
        };
        table->sortByColumn(7, Qt::DescendingOrder);
        for (int row = 1; row < table->rowCount(); ++row)
            QVERIFY(cell(row, 7) == QLatin1String("–") || interval(row) <= interval(row - 1));
        // How full the fullest core is of the weight store.
        QVERIFY(cell(0, 8).endsWith(QLatin1Char('%')));
        QVERIFY(table->item(0, 8)->toolTip().contains(QStringLiteral("Weight store")));
        table->setFocus();
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        const QStringList copied = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(copied.size(), 2);
        QVERIFY(copied[0].startsWith(QStringLiteral("Rank\tAccelerator\t")));
        QCOMPARE(copied[1].section(QLatin1Char('\t'), 1, 1), cell(0, 1));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("configsCsv")), Qt::LeftButton);
        auto* files = dialog->findChild<QFileDialog*>(QStringLiteral("configsCsvDialog"));
        QVERIFY(files != nullptr);
        Q_EMIT files->fileSelected(file("accelerators.csv"));
        files->close();
        const QByteArray csv = contents(file("accelerators.csv"));
        QCOMPARE(csv.count('\n'), table->rowCount() + 1);
        table->sortByColumn(0, Qt::AscendingOrder);
        inUse = -1;
        for (int row = 0; row < table->rowCount(); ++row)
            if (cell(row, 1).contains(QStringLiteral("in use"))) inUse = row;
        // A row that is activated is the accelerator from then on.
        const int chosen = inUse == 0 ? 1 : 0;
        const QString config = table->item(chosen, 1)->data(Qt::UserRole).toString();
        table->setCurrentCell(chosen, 1);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(m_window->store().state().config, config);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request.config == config, patience);
        QVERIFY(cell(chosen, 1).contains(QStringLiteral("in use")));
        // Another policy: the table says that it is of before, and is made again when asked.
        find<QAction>("policyQuick")->trigger();
        auto* words = dialog->findChild<QLabel*>(QStringLiteral("configsText"));
        QVERIFY(words->text().contains(QStringLiteral("in another way")));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("configsAgain")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(words->text().contains(QStringLiteral("--quick")), patience);
        // Closing it in the middle stops the work.
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("configsAgain")), Qt::LeftButton);
        dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
    }

    void aRefusedPinIsSaid() {
        openLstm();
        m_window->store().change(QStringLiteral("pin"), ViewStore::Group::single,
                                 [](ViewState& state) { state.pins = {QStringLiteral("lstm=99")}; });
        QTRY_VERIFY_WITH_TIMEOUT(document().failures.contains(Stage::compile), patience);
        QVERIFY(m_window->message().contains(QStringLiteral("no core 99")));
        // It can be taken away.
        clickPolicy("pinAction");
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().failures.empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestCompileWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_compile_window.moc"
