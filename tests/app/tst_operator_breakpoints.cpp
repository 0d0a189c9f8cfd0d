#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <cmath>

#include "app/node_menu.h"
#include "app/run_contents.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/breakpoints_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Stopping where an operator gives a value, from the node's menu and from the panel.
class TestOperatorBreakpoints : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    const ProgramNode& readout() { return document().compiled->compiled.program->nodes.back(); }
    /// The largest |value| of the output in each inference that was run.
    std::vector<double> largestOutputs() {
        const Recording& recording = *document().recording;
        std::vector<double> all;
        for (std::int64_t row = 0; row < recording.rows; ++row) {
            double most = 0;
            for (std::int64_t k = 0; k < recording.output_size; ++k)
                most = std::max(
                    most, std::abs(static_cast<double>(
                              recording.outputs[static_cast<std::size_t>(row * recording.output_size + k)])));
            all.push_back(most);
        }
        return all;
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    /// "Break here" begins a condition on the node, whose bound is typed; the run stops where the output,
    /// which is what the node gives, first crosses it.
    void breakHere() {
        openStreamed();
        runTo(20);
        const std::vector<double> largest = largestOutputs();
        // The last inference whose output is larger than all before it.
        std::size_t at = 0;
        double before = 0;
        double most = largest[0];
        for (std::size_t i = 1; i < largest.size(); ++i) {
            if (largest[i] <= most) continue;
            at = i;
            before = most;
            most = largest[i];
        }
        QVERIFY(at > 0);
        const double bound = (before + largest[at]) / 2;
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().done() == 0, patience);

        NodeMenu menu(document(), m_window->docks(), readout().id, nullptr);
        menu.setAttribute(Qt::WA_DeleteOnClose, false);
        auto* stops = menu.findChild<QMenu*>(QStringLiteral("nodeBreak"));
        QVERIFY(stops != nullptr);
        QString begun;
        connect(&menu, &NodeMenu::breakWanted, this, [&](const QString& words) { begun = words; });
        stops->actions().front()->trigger();
        const QString name = QString::fromStdString(readout().name);
        QCOMPARE(begun, QStringLiteral("abs(value(%1)) > 1").arg(name));
        BreakpointsPanel& panel = *m_window->docks().breakpoints;
        m_window->docks().dockOf(&panel)->raise();
        panel.beginCondition(begun);
        auto* field = find<QLineEdit>("newBreakpoint");
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        QCOMPARE(field->selectedText(), QStringLiteral("1"));
        QTest::keyClicks(field, QString::number(bound, 'g', 17));
        QVERIFY2(find<QPushButton>("addBreakpoint")->isEnabled(),
                 qPrintable(find<QLabel>("breakpointProblem")->text()));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() > 0, patience);
        QCOMPARE(document().position(), static_cast<qint64>(at) + 1);
        // Choosing the hit selects the operator.
        m_window->links().clear();
        auto* hits = find<QTableView>("hits");
        QTRY_VERIFY_WITH_TIMEOUT(hits->model()->rowCount() == 1, patience);
        Q_EMIT hits->clicked(hits->model()->index(0, 0));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->store().state().selection.node == readout().id, patience);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }

    /// The panel offers what a run can be stopped by, also of the operator that is selected.
    void kinds() {
        openStreamed();
        runTo(20);
        auto* button = find<QToolButton>("breakpointKinds");
        QMenu* menu = button->menu();
        Q_EMIT menu->aboutToShow();
        const qsizetype ofTheRun = menu->actions().size();
        QVERIFY(ofTheRun >= 6);
        m_window->links().selectNode(readout().id);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), ofTheRun + 4);
        // Each of them is a condition that this program can be watched for, but for the decision, which wants
        // to be named.
        for (QAction* each : menu->actions()) {
            if (each->isSeparator()) continue;
            each->trigger();
            const QString words = find<QLineEdit>("newBreakpoint")->text();
            QVERIFY(!words.isEmpty());
            const QString problem = conditionProblem(&document(), words);
            QCOMPARE(problem.isEmpty(), words != QLatin1String("wrong"));
        }
        // What is refused says why in its row.
        m_window->store().change(QStringLiteral("breakpoints"), ViewStore::Group::single,
                                 [](ViewState& state) {
                                     state.breakpoints = {{QStringLiteral("nobody > 3"), true}};
                                 });
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>("breakpoints")
                                     ->model()
                                     ->index(0, 1)
                                     .data()
                                     .toString()
                                     .startsWith(QStringLiteral("nobody > 3 – ")),
                                 patience);
    }

    /// A name that says no one node is not used.
    void namesOfConditions() {
        openStreamed();
        QCOMPARE(conditionName(document(), readout().id), QString::fromStdString(readout().name));
        QVERIFY(conditionName(document(), 4'000'000'000U).isEmpty());
    }
};

QTEST_MAIN(TestOperatorBreakpoints)
#include "tst_operator_breakpoints.moc"
