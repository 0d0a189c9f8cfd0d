#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include "widgets/panels/decision_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/wrong_decision_model.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;

namespace {

DecisionResult result(const char* rule, std::int64_t differing) {
    DecisionResult made;
    made.text = rule;
    made.output = "y";
    made.compared = 1000;
    made.differing = differing;
    made.largest_margin = 0.25;
    made.margins = {{.from = 0.125, .to = 0.25, .inferences = 400, .differing = differing - 1},
                    {.from = 0.25, .to = 0.5, .inferences = 600, .differing = 1}};
    for (std::int64_t k = 0; k < differing; ++k)
        made.listed.push_back({.index = 1000 - 10 * k,
                               .margin = 0.25 / static_cast<double>(k + 1),
                               .place = k,
                               .vm = "1",
                               .reference = "2",
                               .max_abs_error = 1e-3});
    return made;
}

}  // namespace

/// The rule of an output, and what came of it.
class TestDecisionPanel : public QObject {
    Q_OBJECT

  private:
    template <class Widget>
    Widget* find(const char* name) const {
        return m_panel->findChild<Widget*>(QLatin1String(name));
    }
    QTableView* table() const { return find<QTableView>("wrongDecisions"); }
    QString figure() const { return m_panel->findChild<PanelHeader*>()->figure(); }

    std::unique_ptr<DecisionPanel> m_panel;

  private Q_SLOTS:
    void init() {
        m_panel = std::make_unique<DecisionPanel>();
        m_panel->resize(700, 220);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->setOutputs({QStringLiteral("y")});
    }

    void aRuleIsChosen() {
        QSignalSpy changed(m_panel.get(), &DecisionPanel::rulesChanged);
        auto* kind = find<QComboBox>("decisionKind");
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Down);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_panel->rules(), QStringList{QStringLiteral("argmax")});
        QVERIFY(!find<QDoubleSpinBox>("decisionThreshold")->isVisible());
        kind->setCurrentIndex(3);
        QVERIFY(find<QDoubleSpinBox>("decisionThreshold")->isVisible());
        find<QDoubleSpinBox>("decisionThreshold")->setValue(-0.125);
        QCOMPARE(m_panel->rules(), QStringList{QStringLiteral("threshold=-0.125")});
        kind->setCurrentIndex(4);
        find<QSpinBox>("decisionK")->setValue(3);
        QCOMPARE(m_panel->rules(), QStringList{QStringLiteral("topk=3")});
        // What it says, the command line takes.
        QCOMPARE(decision_rule(m_panel->rules().front().toStdString()).k, std::int64_t{3});
        kind->setCurrentIndex(0);
        QVERIFY(m_panel->rules().isEmpty());
    }

    void everyOutputHasItsRule() {
        m_panel->setOutputs({QStringLiteral("y"), QStringLiteral("z")});
        auto* output = find<QComboBox>("decisionOutput");
        auto* kind = find<QComboBox>("decisionKind");
        QVERIFY(output->isVisible());
        kind->setCurrentIndex(2);
        output->setCurrentIndex(1);
        QCOMPARE(kind->currentIndex(), 0);
        kind->setCurrentIndex(3);
        find<QDoubleSpinBox>("decisionThreshold")->setValue(0.5);
        QCOMPARE(m_panel->rules(),
                 QStringList({QStringLiteral("y=sign"), QStringLiteral("z=threshold=0.5")}));
        output->setCurrentIndex(0);
        QCOMPARE(kind->currentIndex(), 2);
        kind->setCurrentIndex(0);
        QCOMPARE(m_panel->rules(), QStringList{QStringLiteral("z=threshold=0.5")});
        const DecisionRule rule = decision_rule(m_panel->rules().front().toStdString());
        QCOMPARE(rule.output, std::string("z"));
        QCOMPARE(rule.threshold, 0.5);
    }

    void rulesFromOutsideAreShown() {
        QSignalSpy changed(m_panel.get(), &DecisionPanel::rulesChanged);
        m_panel->setRules({QStringLiteral("no rule"), QStringLiteral("y=topk=2")});
        QCOMPARE(find<QComboBox>("decisionKind")->currentIndex(), 4);
        QCOMPARE(find<QSpinBox>("decisionK")->value(), 2);
        QCOMPARE(changed.size(), 0);
        // Words of others stay.
        find<QComboBox>("decisionKind")->setCurrentIndex(0);
        QCOMPARE(m_panel->rules(), QStringList{QStringLiteral("no rule")});
    }

    void whatDiffersIsListed() {
        WrongDecisionModel model;
        QAbstractItemModelTester tester(&model);
        model.setDecisions(result("argmax", 3).listed);
        model.setDecisions(result("argmax", 5).listed);
        QCOMPARE(model.rowCount(), 5);

        m_panel->setRules({QStringLiteral("argmax")});
        m_panel->setResults({result("sign", 7), result("argmax", 3)}, 0);
        QVERIFY2(figure().startsWith(QStringLiteral("3 of %1 differ").arg(countText(1000))),
                 qPrintable(figure()));
        QVERIFY(figure().contains(figureText(0.3)));
        QVERIFY(!find<QToolButton>("decisionLookBack")->isVisible());
        QSignalSpy chosen(m_panel.get(), &DecisionPanel::inferenceChosen);
        // In the order of inferences.
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table()->visualRect(table()->model()->index(0, 0)).center());
        QVERIFY(!chosen.isEmpty());
        QCOMPARE(chosen.back()[0].toLongLong(), 980);
        table()->sortByColumn(WrongDecisionModel::margin, Qt::DescendingOrder);
        table()->setCurrentIndex({});
        table()->setFocus();
        chosen.clear();
        QTest::keyClick(table(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(table(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), 1000);
    }

    void whatWasNotLookedAtIsSaid() {
        m_panel->setRules({QStringLiteral("argmax")});
        m_panel->setResults({result("argmax", 3)}, 400);
        QVERIFY(figure().contains(QStringLiteral("400")));
        QSignalSpy wanted(m_panel.get(), &DecisionPanel::lookBackWanted);
        QTest::mouseClick(find<QToolButton>("decisionLookBack"), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void nothingSaysWhy() {
        m_panel->setRules({QStringLiteral("argmax")});
        m_panel->setResults({}, 0);
        QVERIFY(!table()->isVisible());
        m_panel->setProblem(QStringLiteral("y has one value: there is no argmax"));
        const QList<QLabel*> labels = m_panel->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("no argmax"));
        }));
    }
};

QTEST_MAIN(TestDecisionPanel)
#include "tst_decision_panel.moc"
