#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include "app/error_microscope.h"
#include "tests/app/session/working_session.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/plot_chart.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"

namespace lockstep::app::test {

void WorkingSession::chooseConfigAndTarget() {
    auto* config = find<QComboBox>("configChooser");
    const int usual = config->currentIndex();
    choose(config, usual > 0 ? usual - 1 : usual + 1);
    QTRY_VERIFY_WITH_TIMEOUT(ready() && still(), patience);
    const qint64 other = document().compiled->compiled.timeline->spaced;
    choose(config, usual);
    QTRY_VERIFY_WITH_TIMEOUT(ready() && still(), patience);
    QVERIFY(document().compiled->compiled.timeline->spaced != other);
    auto* target = find<QDoubleSpinBox>("target");
    target->setFocus();
    target->selectAll();
    QTest::keyClicks(target, QStringLiteral("100"));
    QTest::keyClick(target, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->store().state().targetUs, 100.0, patience);
    QTRY_COMPARE_WITH_TIMEOUT(find<QLabel>("verdictWord")->text(), QStringLiteral("under"), patience);
    allStill();
}

void WorkingSession::step() {
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 0, patience);
    for (qint64 i = 1; i <= 5; ++i) {
        press(Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == i, patience);
    }
    QTest::mouseClick(find<QToolButton>("button_stepBack"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 4, patience);
}

void WorkingSession::runAndScrub() {
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 20, patience);
    QVERIFY(document().recording->error.allclose);
    m_window->controller().runTo(2000);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 2000, patience);
    auto* scrubber = find<QSlider>("scrubber");
    scrubber->setFocus();
    QTest::keyClick(scrubber, Qt::Key_Home);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 0, patience);
    QTest::keyClick(scrubber, Qt::Key_End);
    for (int i = 0; i < 20; ++i) QTest::keyClick(scrubber, Qt::Key_Left);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 1980, patience);
    QCOMPARE(document().done(), 2000);
}

void WorkingSession::play() {
    find<QDoubleSpinBox>("speed")->setValue(1000);
    QCOMPARE(m_window->store().state().speed, 1000.0);
    right()->setFocus();
    const qint64 before = document().position();
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(document().position() > before + 20, patience);
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
}

void WorkingSession::breakpoint() {
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().done() == 0, patience);
    m_window->controller().runTo(60);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 60, patience);
    press(Qt::Key_F9);
    auto* field = find<QLineEdit>("newBreakpoint");
    QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
    // The largest error of the run so far holds at one inference and no other.
    const double bound = document().recording->error.max_abs * 0.999;
    QTest::keyClicks(field, QStringLiteral("error > %1").arg(bound, 0, 'g', 17));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(still() && find<QTableView>("hits")->model()->rowCount() >= 1, patience);
    const qint64 worst = document().recording->error.worst_index;
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().done() == 0, patience);
    for (int i = 0; i < 5 && document().position() <= worst; ++i) {
        press(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() > 0, patience);
    }
    QCOMPARE(document().position(), worst + 1);
    QVERIFY(m_window->message().contains(QString::number(worst)));
    press(Qt::Key_F4, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    auto* table = find<QTableView>("breakpoints");
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 1));
    QTest::keyClick(table, Qt::Key_Delete);
    QTRY_VERIFY_WITH_TIMEOUT(still() && m_window->store().state().breakpoints.empty(), patience);
}

void WorkingSession::editTheState() {
    m_window->controller().runTo(40);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 40, patience);
    m_window->controller().goTo(10);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 10, patience);
    press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    auto* table = find<QTableView>("stateValues");
    QTRY_VERIFY_WITH_TIMEOUT(table->isVisible(), patience);
    const auto rows = document().recording->outputs;
    table->setCurrentIndex(table->model()->index(3, 1));
    table->edit(table->model()->index(3, 1));
    auto* editor = table->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("2.5"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        still() && m_window->store().state().edits.size() == 1 && document().done() == 40, patience);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.edits.isEmpty() && document().recording, patience);
    m_window->controller().goTo(40);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 40, patience);
}

void WorkingSession::errorMicroscope() {
    press(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    const ErrorPanel& panel = *m_window->docks().microscope;
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy() && panel.account() != nullptr &&
                                 panel.account()->part.index == document().recording->error.worst_index,
                             patience);
    QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    auto* tabs = find<QTabWidget>("errorTabs");
    for (int tab = 0; tab < tabs->count(); ++tab) {
        if (!tabs->isTabEnabled(tab)) continue;
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(tab).center());
        QTest::qWait(40);
    }
    tabs->setCurrentIndex(0);
    auto* terms = find<QTableView>("errorTerms");
    QTest::mouseClick(terms->viewport(), Qt::LeftButton, {},
                      terms->visualRect(terms->model()->index(1, 0)).center());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy(), patience);
}

void WorkingSession::plots() {
    m_window->controller().runTo(1000);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 1000, patience);
    raise(m_window->docks().state);
    raise(m_window->docks().error);
    PlotChart* error = m_window->docks().error->findChild<PlotChart*>();
    QVERIFY(error != nullptr);
    QWidget* area = error->viewport();
    for (int i = 0; i < 4; ++i) wheel(area, area->rect().center(), 1, Qt::ControlModifier);
    const double low = m_window->docks().inferences->low();
    QVERIFY(low > 0);
    drag(area, area->rect().center(), area->rect().center() + QPoint(60, 0));
    QTest::mouseMove(area, area->rect().center() + QPoint(20, 0));
    QTest::mouseClick(area, Qt::LeftButton, {}, area->rect().center());
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() < 1000, patience);
    HeatMapView* map = m_window->docks().state->heatMap();
    for (int i = 0; i < 4; ++i) wheel(map, map->rect().center(), i < 2 ? 1 : -1, Qt::ControlModifier);
    const QPoint cell(static_cast<int>(map->plotRect().left()) + 3, map->rect().center().y());
    QVERIFY(map->cellAt(cell).has_value());
    QTest::mouseMove(map, cell);
    QTest::mouseClick(map, Qt::LeftButton, {}, cell);
    QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    QVERIFY(!m_window->store().state().selection.state.isEmpty());
}

}  // namespace lockstep::app::test
