#include <QLabel>
#include <QTableView>

#include "app/operator_stepper.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/activation_view.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Walking through the operators of an inference, by keys.
class TestOperatorStepper : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    OperatorStepper& operators() { return m_window->operators(); }
    void press(Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(m_window.get(), Qt::Key_F7, modifiers);
    }
    const Selection& selection() { return m_window->store().state().selection; }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    /// Each operator is selected in every view, with what is not computed yet drawn as such.
    void walksAnInference() {
        openStreamed();
        runTo(20);
        press();
        QTRY_VERIFY_WITH_TIMEOUT(operators().index() == std::size_t{0}, patience);
        const Timeline& timeline = *document().compiled->compiled.timeline;
        const std::vector<OperatorStep> steps = operators().steps();
        QVERIFY(steps.size() >= 3);
        TimelineCanvas* canvas = m_window->docks().timeline->canvas();
        for (std::size_t i = 0; i < steps.size(); ++i) {
            QCOMPARE(operators().index(), std::optional(i));
            QCOMPARE(selection().node, std::optional(steps[i].node));
            QCOMPARE(selection().event, std::optional(steps[i].event));
            QCOMPARE(canvas->marks().selected, std::optional(steps[i].event));
            QCOMPARE(canvas->marks().position, std::optional(steps[i].end));
            const std::set<nnir::NodeId>& later = m_window->graphs().streamingView()->look().toCome;
            for (std::size_t k = 0; k < steps.size(); ++k)
                QCOMPARE(later.contains(nnir::NodeId{steps[k].node}), k > i);
            auto* status = find<QLabel>("statusOperator");
            QVERIFY(status->isVisible());
            QVERIFY2(status->toolTip().startsWith(
                         QStringLiteral("operator %1 of %2: ").arg(i + 1).arg(steps.size())),
                     qPrintable(status->toolTip()));
            QCOMPARE(document().position(), 20);
            if (i == 1) {
                // What it wrote in this inference, of the VM and the reference.
                const auto* view = m_window->docks().inspector->activations();
                QTRY_VERIFY_WITH_TIMEOUT(view->activations() != nullptr, patience);
                QCOMPARE(view->activations()->inference, 19);
                QVERIFY(view->activations()->values.front().reference.has_value());
                QVERIFY(view->isVisible());
                QVERIFY(m_window->docks().inspector->rect().contains(
                    view->mapTo(m_window->docks().inspector, QPoint(0, 40))));
                QVERIFY(m_window->grab().save(
                    QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/operator_step_light.png")));
            }
            if (i + 1 < steps.size()) press();
        }
        QVERIFY(steps.back().end <= timeline.end + timeline.spaced);
        // At the last one, on to the next inference: it is run, and its first operator is selected.
        press();
        QTRY_VERIFY_WITH_TIMEOUT(document().position() == 21 && operators().index() == std::size_t{0},
                                 patience);
        QCOMPARE(selection().node, std::optional(steps.front().node));
        press(Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(document().position() == 20 && operators().index() == steps.size() - 1,
                                 patience);
        press(Qt::ShiftModifier);
        QCOMPARE(operators().index(), std::optional(steps.size() - 2));
    }

    /// Whatever moves the run leaves the operators, and so does Ctrl+F7.
    void leaves() {
        openStreamed();
        TimelineCanvas* canvas = m_window->docks().timeline->canvas();
        // Before the first inference there is one to run.
        QCOMPARE(document().position(), 0);
        press();
        QTRY_VERIFY_WITH_TIMEOUT(document().position() == 1 && operators().index() == std::size_t{0},
                                 patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 2, patience);
        QVERIFY(!operators().index());
        QVERIFY(!canvas->marks().position);
        QVERIFY(m_window->graphs().streamingView()->look().toCome.empty());
        QVERIFY(!find<QLabel>("statusOperator")->isVisible());
        press(Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(operators().index() == operators().steps().size() - 1, patience);
        QVERIFY(canvas->marks().position.has_value());
        press(Qt::ControlModifier);
        QVERIFY(!operators().index());
        QVERIFY(!canvas->marks().position);
        // Another program has other operators.
        press();
        QTRY_VERIFY_WITH_TIMEOUT(operators().index().has_value(), patience);
        m_window->store().change(QStringLiteral("accelerator"), ViewStore::Group::single,
                                 [](ViewState& state) { state.config = QStringLiteral("ia_840f_c3b64"); });
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && still(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!operators().index(), patience);
        QVERIFY(!canvas->marks().position);
    }

    void dark() {
        openStreamed();
        m_window->resize(1280, 800);
        m_window->store().change(QStringLiteral("theme"), ViewStore::Group::single,
                                 [](ViewState& state) { state.theme = ThemeMode::dark; });
        runTo(20);
        for (int i = 0; i < 3; ++i) {
            press();
            QTRY_VERIFY_WITH_TIMEOUT(operators().index() == static_cast<std::size_t>(i), patience);
        }
        // The two figures that a user came for stay whole beside the operator.
        QVERIFY(find<QLabel>("statusLatency")->width() >= find<QLabel>("statusLatency")->sizeHint().width());
        QVERIFY(find<QLabel>("statusError")->width() >= find<QLabel>("statusError")->sizeHint().width());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->docks().inspector->activations()->activations() != nullptr,
                                 patience);
        QVERIFY(
            m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/operator_step_dark.png")));
    }
};

QTEST_MAIN(TestOperatorStepper)
#include "tst_operator_stepper.moc"
