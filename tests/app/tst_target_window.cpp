#include <QAccessible>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>

#include "app/remedy_dialog.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/budget_bar.h"
#include "widgets/panels/inspector_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The latency target in the window: how it is spent, and what would meet it.
class TestTargetWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openLstm(double target) {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        auto* field = find<QDoubleSpinBox>("target");
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QString::number(target));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->store().state().targetUs, target);
    }
    BudgetBar* bar() const { return find<BudgetBar>("budgetBar"); }
    const LatencyBudget& budget() const { return *bar()->budget().value; }
    void picture(const char* name) {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QDir().mkpath(folder);
        QTest::qWait(50);
        QVERIFY(m_window->grab().save(folder + u'/' + QLatin1String(name)));
    }

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    void theBarIsThereWithATargetOnly() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(!bar()->isVisible());
        QVERIFY(!find<QAction>("whatHelps")->isEnabled());
        find<QDoubleSpinBox>("target")->setValue(2);
        QVERIFY(bar()->isVisible());
        QVERIFY(find<QAction>("whatHelps")->isEnabled());
        find<QAction>("undo")->trigger();
        QVERIFY(!bar()->isVisible());
    }

    /// The segments are the parts, side by side, and what is left is behind them.
    void segments() {
        openLstm(2);
        QCOMPARE(budget().target_us, 2.0);
        std::int64_t cycles = 0;
        double end = bar()->partRect(0).left();
        for (std::size_t i = 0; i < budget().parts.size(); ++i) {
            QVERIFY(std::abs(bar()->partRect(i).left() - end) < 0.01);
            end = bar()->partRect(i).right();
            cycles += budget().parts[i].cycles;
        }
        QCOMPARE(cycles, document().compiled->report->latency.spaced_cycles);
        QVERIFY(std::abs(bar()->restRect().left() - end) < 0.01);
        QVERIFY(bar()->rect().contains(bar()->restRect().toAlignedRect()));
        QVERIFY(bar()->accessibleDescription().contains(QStringLiteral("left of")));
        picture("budget-left-light.png");
        // Another accelerator: another budget.
        const double used = budget().used_us;
        m_window->store().change(QStringLiteral("accelerator"), ViewStore::Group::single,
                                 [](ViewState& state) { state.config = QStringLiteral("v80ll_c6b32"); });
        QTRY_VERIFY_WITH_TIMEOUT(ready() && budget().used_us != used, patience);
        // Over: the rest is what is too much, and the words say so.
        find<QDoubleSpinBox>("target")->setValue(0.5);
        QVERIFY(budget().left_us < 0);
        QVERIFY(bar()->accessibleDescription().contains(QStringLiteral("over")));
        const QRectF last = bar()->partRect(budget().parts.size() - 1);
        QVERIFY(std::abs(bar()->restRect().right() - last.right()) < 0.01);
        find<QAction>("themeDark")->trigger();
        picture("budget-over-dark.png");
    }

    void aClickSelectsTheModule() {
        openLstm(2);
        std::size_t module = 0;
        while (budget().parts[module].nodes.empty()) ++module;
        const std::vector<std::uint32_t> nodes = budget().parts[module].nodes;
        QTest::mouseClick(bar(), Qt::LeftButton, Qt::NoModifier, bar()->partRect(module).center().toPoint());
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(nodes.front()));
        QCOMPARE(m_window->docks().inspector->node(), std::optional<quint32>(nodes.front()));
        // Again: the next operator of the module, round and round.
        for (std::size_t i = 1; i <= nodes.size(); ++i) {
            QTest::mouseClick(bar(), Qt::LeftButton, Qt::NoModifier,
                              bar()->partRect(module).center().toPoint());
            QCOMPARE(m_window->store().state().selection.node,
                     std::optional<quint32>(nodes[i % nodes.size()]));
        }
        // By the keyboard.
        m_window->links().clear();
        bar()->setFocus();
        QTest::keyClick(bar(), Qt::Key_Home);
        for (std::size_t i = 0; i < module; ++i) QTest::keyClick(bar(), Qt::Key_Right);
        const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(bar());
        QVERIFY(spoken->child(static_cast<int>(module))->state().selected);
        QVERIFY(spoken->child(static_cast<int>(module))
                    ->text(QAccessible::Name)
                    .contains(QStringLiteral("critical path")));
        QTest::keyClick(bar(), Qt::Key_Space);
        QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(nodes.front()));
        // The keyboard stays on its part: again is the next operator of it, in every part.
        for (std::size_t part = 0; part < budget().parts.size(); ++part) {
            const std::vector<std::uint32_t> own = budget().parts[part].nodes;
            if (own.empty()) continue;
            m_window->links().clear();
            QTest::keyClick(bar(), Qt::Key_Home);
            for (std::size_t i = 0; i < part; ++i) QTest::keyClick(bar(), Qt::Key_Right);
            QTest::keyClick(bar(), Qt::Key_Space);
            QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(own.front()));
            QTest::keyClick(bar(), Qt::Key_Space);
            QCOMPARE(m_window->store().state().selection.node, std::optional<quint32>(own[1 % own.size()]));
        }
        const std::optional<quint32> last = m_window->store().state().selection.node;
        // Host IO is no operator: nothing is selected by it.
        QTest::keyClick(bar(), Qt::Key_End);
        QTest::keyClick(bar(), Qt::Key_Return);
        QCOMPARE(m_window->store().state().selection.node, last);
    }

    void whatHelps() {
        openLstm(1.5);
        find<QAction>("whatHelps")->trigger();
        auto* dialog = find<QDialog>("remedyDialog");
        QVERIFY(dialog->isVisible());
        auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("remedyTable"));
        auto* stop = dialog->findChild<QPushButton*>(QStringLiteral("remedyStop"));
        auto* again = dialog->findChild<QPushButton*>(QStringLiteral("remedyAgain"));
        // Rows come while others are still being tried.
        std::optional<bool> searching;
        const QMetaObject::Connection first =
            connect(table->model(), &QAbstractItemModel::rowsInserted, this,
                    [&] { searching = searching.value_or(stop->isVisible()); });
        QTRY_VERIFY_WITH_TIMEOUT(searching.has_value(), patience);
        disconnect(first);
        QVERIFY(*searching);
        QTRY_VERIFY_WITH_TIMEOUT(again->isVisible(), patience);
        QVERIFY(table->rowCount() > static_cast<int>(preset_configs().size()));
        QStringList all;
        for (int row = 0; row < table->rowCount(); ++row) all << table->item(row, 0)->text();
        QVERIFY(all.join(u'\n').contains(QStringLiteral("--optimize")));
        QVERIFY(all.join(u'\n').contains(QStringLiteral("fp8")));
        QDir().mkpath(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures"));
        QVERIFY(dialog->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/what-helps.png")));
        // The first row's figures are what the window shows once it is chosen.
        const QString cycles = table->item(0, 3)->text();
        table->setFocus();
        table->setCurrentCell(0, 0);
        const std::shared_ptr<const CompileResult> before = document().compiled;
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled != before, patience);
        QVERIFY(cycles.startsWith(QString::number(document().compiled->report->latency.spaced_cycles)));
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("remedyText"))
                    ->text()
                    .contains(QStringLiteral("in another way")));
        // It is one step of undo.
        find<QAction>("undo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request == before->request, patience);
    }

    void lookingCanBeStopped() {
        openLstm(1.5);
        QTest::mouseClick(find<QToolButton>("budgetHelps"), Qt::LeftButton);
        auto* dialog = find<QDialog>("remedyDialog");
        auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("remedyTable"));
        auto* stop = dialog->findChild<QPushButton*>(QStringLiteral("remedyStop"));
        // With the first row, however fast the others are.
        connect(table->model(), &QAbstractItemModel::rowsInserted, stop, [stop] {
            if (stop->isVisible()) stop->click();
        });
        QTRY_VERIFY_WITH_TIMEOUT(table->rowCount() > 0, patience);
        disconnect(table->model(), &QAbstractItemModel::rowsInserted, stop, nullptr);
        const int rows = table->rowCount();
        QCOMPARE(rows, 1);
        QVERIFY(dialog->findChild<QPushButton*>(QStringLiteral("remedyAgain"))->isVisible());
        // The window goes on meanwhile, and no row comes after the end.
        find<QAction>("policyQuick")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request.build.search.quick, patience);
        QCOMPARE(table->rowCount(), rows);
        // Closing the window in the middle of the search is safe.
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("remedyAgain")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(table->rowCount() > 0, patience);
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestTargetWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_target_window.moc"
