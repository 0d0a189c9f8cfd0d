#include <QAbstractItemView>
#include <QDockWidget>
#include <QLabel>
#include <QScrollBar>
#include <QSlider>

#include "app/examples.h"
#include "tests/app/session/working_session.h"
#include "widgets/graph/graph_search.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app::test {

void WorkingSession::welcome() {
    QCOMPARE(pageName(), QStringLiteral("welcomePage"));
    // The keyboard reaches the examples.
    auto* example = find<QAbstractButton>("example0");
    for (int i = 0; i < 20 && !example->hasFocus(); ++i) QTest::keyClick(m_window.get(), Qt::Key_Tab);
    QVERIFY(example->hasFocus());
    QTest::mouseMove(example);
}

void WorkingSession::dropTheExample() {
    QVERIFY(QFile::copy(exampleFile(examples()[0]), ownModel()));
    QVERIFY(QFile::setPermissions(ownModel(), QFile::ReadOwner | QFile::WriteOwner));
    drop(*m_window, ownModel());
    QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
    choose(find<QComboBox>("axisChooser0"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed(), patience);
    QVERIFY(document().failures.empty());
    allStill();
}

void WorkingSession::lookAround() {
    // Hover, wheel, drag; the other side goes along.
    QTest::mouseMove(right(), placeOf(right(), right()->drawing()->graph()->nodes.front().id));
    QTRY_VERIFY(right()->look().hovered.has_value());
    const double zoom = left()->view().zoom;
    const QPoint middle = left()->rect().center();
    for (int i = 0; i < 4; ++i) wheel(left(), middle, 1, Qt::ControlModifier);
    QVERIFY(left()->view().zoom > zoom);
    QCOMPARE(right()->view().zoom, left()->view().zoom);
    const QPointF offset = left()->view().offset;
    drag(left(), middle, middle + QPoint(30, 50));
    QVERIFY(left()->view().offset != offset);
    for (int i = 0; i < 3; ++i) wheel(left(), middle, -1, {});
    left()->setFocus();
    QTest::keyClick(left(), Qt::Key_F);
    QTest::mouseClick(right(), Qt::LeftButton, {},
                      placeOf(right(), right()->drawing()->graph()->nodes.front().id));
    QCOMPARE(m_window->store().state().selection.node,
             std::optional(right()->drawing()->graph()->nodes.front().id.value));
    QVERIFY(left()->selection().has_value());
}

void WorkingSession::walkWithTheArrows() {
    right()->setFocus();
    QTest::keyClick(right(), Qt::Key_Home);
    QSet<quint32> seen;
    for (int i = 0; i < 12; ++i) {
        QTest::keyClick(right(), Qt::Key_Down);
        QCoreApplication::processEvents();
        if (const auto node = m_window->store().state().selection.node) seen << *node;
    }
    QVERIFY2(seen.size() >= 3, qPrintable(QString::number(seen.size())));
    for (int i = 0; i < 4; ++i) QTest::keyClick(right(), Qt::Key_Up);
    press(Qt::Key_Left, Qt::AltModifier);
    press(Qt::Key_Right, Qt::AltModifier);
    QVERIFY(!m_window->store().state().selection.isEmpty());
}

void WorkingSession::search() {
    press(Qt::Key_F, Qt::ControlModifier);
    auto* field = find<QLineEdit>("graphSearchField");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("op:linear"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(!m_window->graphs().search()->matches().empty());
    press(Qt::Key_F3);
    QVERIFY(find<QLabel>("graphSearchCount")->text().contains(QStringLiteral("of")));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!field->isVisible());
}

void WorkingSession::heatAndPasses() {
    for (int i = 0; i < 2; ++i) press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(!right()->look().heat.values.empty());
    press(Qt::Key_T, Qt::ControlModifier);
    auto* slider = find<QSlider>("passSlider");
    QTRY_VERIFY(slider->hasFocus());
    for (int stage = slider->value(); stage > slider->minimum(); --stage)
        QTest::keyClick(slider, Qt::Key_Left);
    QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && drawn(right()), patience);
    for (int stage = slider->value(); stage < slider->maximum(); ++stage)
        QTest::keyClick(slider, Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && drawn(right()), patience);
    press(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!m_window->graphs().pass());
    allStill();
}

void WorkingSession::foldAndUnfold() {
    const std::size_t boxes = right()->drawing()->boxCount();
    press(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(drawn(right()) && right()->drawing()->boxCount() < boxes, patience);
    allStill();
    press(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(drawn(right()) && right()->drawing()->boxCount() == boxes, patience);
    allStill();
}

void WorkingSession::timeline() {
    raise(m_window->docks().timeline);
    TimelineCanvas* canvas = m_window->docks().timeline->canvas();
    canvas->setFocus();
    const double before = canvas->geometry().axis.cyclesPerPixel;
    for (int i = 0; i < 5; ++i) QTest::keyClick(canvas, Qt::Key_W);
    QVERIFY(canvas->geometry().axis.cyclesPerPixel < before);
    for (int i = 0; i < 3; ++i) QTest::keyClick(canvas, Qt::Key_D);
    QWidget* lanes = canvas->viewport();
    for (int i = 0; i < 3; ++i) wheel(lanes, lanes->rect().center(), -1, Qt::ControlModifier);
    QTest::keyClick(canvas, Qt::Key_F);
    // A click on the first event, and on with the arrows: the graphs light up with it.
    const QPoint first = canvas->placeOf(0);
    canvas->verticalScrollBar()->setValue(0);
    QTest::mouseClick(lanes, Qt::LeftButton, {}, first);
    for (int i = 0; i < 6; ++i) QTest::keyClick(canvas, Qt::Key_Right);
    for (int i = 0; i < 2; ++i) QTest::keyClick(canvas, Qt::Key_Down);
    QVERIFY(canvas->marks().selected.has_value());
    QVERIFY(m_window->store().state().selection.node.has_value());
    QVERIFY(right()->selection().has_value());
    QTest::keyClick(canvas, Qt::Key_BracketLeft);
    drag(lanes, {lanes->width() / 3, 30}, {lanes->width() * 2 / 3, lanes->height() - 20});
    QVERIFY(canvas->marks().area.has_value());
    QTest::keyClick(canvas, Qt::Key_Escape);
    m_window->docks().timeline->setRow(4, false);
    QTRY_COMPARE(m_window->docks().timeline->inferences(), 4);
    m_window->docks().timeline->setRow(1, false);
}

void WorkingSession::panels() {
    // Every panel comes to the front once, and a row of the table selects its operator.
    for (QDockWidget* dock : m_window->docks().all) {
        raise(dock->widget());
        QTest::qWait(20);
    }
    raise(m_window->docks().ops);
    auto* table = m_window->docks().ops->findChild<QAbstractItemView*>();
    QVERIFY(table != nullptr);
    const auto before = m_window->store().state().selection.node;
    table->setFocus();
    for (int row = 0; row < 2; ++row)
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 0)).center());
    QVERIFY(m_window->store().state().selection.node.has_value());
    QVERIFY(m_window->store().state().selection.node != before || table->model()->rowCount() == 1);
    raise(m_window->docks().timeline);
    raise(m_window->docks().inspector);
}

}  // namespace lockstep::app::test
