#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include "widgets/panels/unit_model.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/plots/panel_header.h"

using namespace lockstep;

namespace {

/// A cell state with units 0 (quiet), 1 (dead), 2 (saturated in 80 of 100), and a gate with unit 0 saturated
/// at its low end in 30.
std::shared_ptr<ActivityReport> sampleReport() {
    auto report = std::make_shared<ActivityReport>();
    report->inferences = 100;
    ActivityTrace& cell = report->traces.emplace_back();
    cell.name = "lstm.c0";
    cell.kind = "cell";
    cell.range = UnitRange::cell;
    cell.node = 7;
    cell.units.resize(3);
    cell.units[0].max = 1;
    cell.units[1].never_moved = true;
    cell.units[2].saturated_high = 80;
    cell.units[2].max = 9;
    ActivityTrace& gate = report->traces.emplace_back();
    gate.name = "lstm.c0.f";
    gate.kind = "gate";
    gate.range = UnitRange::sigmoid;
    gate.node = 7;
    gate.units.resize(1);
    gate.units[0].saturated_low = 30;
    return report;
}

}  // namespace

class TestUnitPanel : public QObject {
    Q_OBJECT

  private:
    template <class Widget>
    Widget* find(const char* name) const {
        return m_panel->findChild<Widget*>(QLatin1String(name));
    }
    QTableView* table() const { return find<QTableView>("unitTable"); }
    void click(int row) {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table()->visualRect(table()->model()->index(row, 0)).center());
    }

    std::unique_ptr<UnitPanel> m_panel;

  private Q_SLOTS:
    void init() {
        m_panel = std::make_unique<UnitPanel>();
        m_panel->resize(700, 220);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void deadAndSaturatedAreFound() {
        UnitModel model;
        QAbstractItemModelTester tester(&model);
        model.setReport(sampleReport(), 0.5);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.dead(), std::int64_t{1});
        QCOMPARE(model.saturated(), std::int64_t{1});
        QCOMPARE(model.index(0, UnitModel::unit).data().toString(), QStringLiteral("1"));
        QCOMPARE(model.index(1, UnitModel::unit).data().toString(), QStringLiteral("2"));
        QVERIFY(model.index(1, UnitModel::what).data().toString().contains(QStringLiteral("80")));
        model.setReport(sampleReport(), 0.3);
        QCOMPARE(model.rowCount(), 3);
        model.setReport(sampleReport(), 0.31);
        QCOMPARE(model.rowCount(), 2);
        model.setReport(nullptr, 0.5);
        QCOMPARE(model.rowCount(), 0);
    }

    void theShareIsChosen() {
        m_panel->setReport(sampleReport(), 100);
        QCOMPARE(table()->model()->rowCount(), 2);
        find<QSpinBox>("unitShare")->setValue(25);
        QCOMPARE(table()->model()->rowCount(), 3);
        QVERIFY(
            m_panel->findChild<PanelHeader*>()->figure().startsWith(QStringLiteral("1 dead · 2 saturated")));
    }

    void aRowTellsItsUnit() {
        find<QSpinBox>("unitShare")->setValue(25);
        m_panel->setReport(sampleReport(), 100);
        QSignalSpy unit(m_panel.get(), &UnitPanel::unitChosen);
        QSignalSpy node(m_panel.get(), &UnitPanel::nodeChosen);
        click(1);
        QCOMPARE(unit.size(), 1);
        QCOMPARE(unit[0][0].toString(), QStringLiteral("lstm.c0"));
        QCOMPARE(unit[0][1].toInt(), 2);
        click(2);
        QCOMPARE(node.size(), 1);
        QCOMPARE(node[0][0].toUInt(), 7U);
    }

    void theWholeRunCanBeAskedFor() {
        m_panel->setReport(sampleReport(), 100);
        QVERIFY(!find<QToolButton>("unitAll")->isVisible());
        m_panel->setReport(sampleReport(), 5000);
        QSignalSpy wanted(m_panel.get(), &UnitPanel::allWanted);
        QTest::mouseClick(find<QToolButton>("unitAll"), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void nothingSaysWhy() {
        QVERIFY(!table()->isVisible());
        auto quiet = std::make_shared<ActivityReport>();
        quiet->inferences = 10;
        quiet->traces.emplace_back().units.resize(4);
        m_panel->setReport(quiet, 10);
        QVERIFY(!table()->isVisible());
    }
};

QTEST_MAIN(TestUnitPanel)
#include "tst_unit_panel.moc"
