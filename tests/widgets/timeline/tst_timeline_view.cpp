#include <QFrame>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest>

#include "tests/widgets/timeline/sample_timeline.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/panel_header.h"
#include "widgets/timeline/area_table.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::test;

class TestTimelineView : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_view = std::make_unique<TimelineView>();
        m_view->resize(1100, 320);
        const TimelineMaker maker = small_timeline();
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_canvas = m_view->canvas();
        m_canvas->setFocus();
    }
    void cleanup() { m_view.reset(); }

    void headerSaysCyclesAndTime() {
        // 100 cycles at 300 MHz are 0.333 µs, 104 are 0.347 µs.
        QString figure = m_view->header()->figure();
        figure.replace(QChar(0x202F), u' ');
        QCOMPARE(figure, QStringLiteral("100 cycles · 0.333 µs spaced · 104 cycles · 0.347 µs contiguous"));
    }

    void withoutAClockThereIsNoTime() {
        TimelineMaker maker = small_timeline();
        maker.program().config.clock_mhz.reset();
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QCOMPARE(m_view->header()->figure(), QStringLiteral("100 cycles spaced · 104 cycles contiguous"));
    }

    void clickSelectsTheNode() {
        QSignalSpy nodes(m_view.get(), &TimelineView::nodeSelected);
        QSignalSpy events(m_view.get(), &TimelineView::eventSelected);
        click(5);
        QCOMPARE(nodes.count(), 1);
        QCOMPARE(nodes[0][0].toUInt(), 9U);
        QCOMPARE(events[0][0].toUInt(), 5U);
        QVERIFY2(m_view->statusText().startsWith(
                     QStringLiteral("matvec of linear (Linear) · core 0 matvec · cycles 66 to 80")),
                 qPrintable(m_view->statusText()));
    }

    void clickBesideEverythingLetsGo() {
        click(5);
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, between(1, 5));
        QVERIFY(!m_canvas->marks().selected);
        QVERIFY(m_canvas->marks().highlighted.empty());
    }

    void shiftClickShowsTheChain() {
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, Qt::ShiftModifier, m_canvas->placeOf(6));
        QVERIFY(m_canvas->marks().wholeChain);
    }

    void aNodeFromElsewhereIsHighlighted() {
        QSignalSpy nodes(m_view.get(), &TimelineView::nodeSelected);
        m_view->setSelectedNode(9);
        const std::vector<bool> expected{false, false, false, false, false, true, true, false};
        QCOMPARE(m_canvas->marks().highlighted, expected);
        QCOMPARE(nodes.count(), 0);
        m_view->setSelectedNode(std::nullopt);
        QVERIFY(m_canvas->marks().highlighted.empty());
    }

    void aNodeWithoutInstructionsDimsNothing() {
        m_view->setSelectedNode(4711);
        QVERIFY(m_canvas->marks().highlighted.empty());
    }

    void keys_data() {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<int>("selected");
        QTest::newRow("next") << QStringLiteral(".") << 5;
        QTest::newRow("previous") << QStringLiteral(".,") << 1;
        QTest::newRow("no previous") << QStringLiteral(",") << 1;
        QTest::newRow("what released it") << QStringLiteral("[") << 0;
        QTest::newRow("what it released") << QStringLiteral("]") << 3;
    }
    void keys() {
        QFETCH(QString, keys);
        click(1);
        QTest::keyClicks(m_canvas, keys);
        QVERIFY(m_canvas->marks().selected);
        QTEST(static_cast<int>(*m_canvas->marks().selected), "selected");
    }

    void arrowsChangeTheLane() {
        click(1);
        QTest::keyClick(m_canvas, Qt::Key_Down);
        QCOMPARE(m_canvas->marks().selected, std::optional<std::uint32_t>(3));  // result of core 0
        QTest::keyClick(m_canvas, Qt::Key_Up);
        // The middle of event 3 is cycle 56: 16 cycles behind event 1, 10 before event 5.
        QCOMPARE(m_canvas->marks().selected, std::optional<std::uint32_t>(5));
    }

    void zoomAndPanKeys() {
        CycleAxis& axis = m_canvas->geometry().axis;
        const double fitted = axis.cyclesPerPixel;
        QTest::keyClick(m_canvas, Qt::Key_W);
        QVERIFY(std::abs(axis.cyclesPerPixel - fitted * 0.8) < 1e-12);
        const double first = axis.first;
        QTest::keyClick(m_canvas, Qt::Key_D);
        QVERIFY(axis.first > first);
        QTest::keyClick(m_canvas, Qt::Key_A);
        QVERIFY(std::abs(axis.first - first) < 1e-9);
        QTest::keyClick(m_canvas, Qt::Key_S);
        QVERIFY(axis.fitted());
    }

    void fCentresThenFits() {
        click(0);
        QTest::keyClick(m_canvas, Qt::Key_F);
        const CycleAxis& axis = m_canvas->geometry().axis;
        QVERIFY(axis.last() - axis.first < 10);
        QTest::keyClick(m_canvas, Qt::Key_F);
        QVERIFY(axis.fitted());
    }

    void letterKeysAreNotTakenByTheWindow() {
        QKeyEvent letter(QEvent::ShortcutOverride, Qt::Key_F, Qt::NoModifier);
        letter.ignore();
        QCoreApplication::sendEvent(m_canvas, &letter);
        QVERIFY(letter.isAccepted());
        QKeyEvent withControl(QEvent::ShortcutOverride, Qt::Key_F, Qt::ControlModifier);
        withControl.ignore();
        QCoreApplication::sendEvent(m_canvas, &withControl);
        QVERIFY(!withControl.isAccepted());
    }

    void dragMeasuresAnArea() {
        // From above the first lane of core 0 at cycle 10 to its last one at cycle 80, two pixels beside the
        // edges.
        const QPoint from(xOf(10) + 2, m_canvas->placeOf(0).y());
        const QPoint to(xOf(80) - 2, m_canvas->placeOf(6).y());
        drag(from, to, {});
        QVERIFY(m_canvas->marks().area);
        QCOMPARE(*m_canvas->marks().area,
                 (TimelineArea{.from = 10, .to = 80, .firstLane = 0, .lastLane = 3}));
        // Events 1 (30 cycles), 3 (8) and 5 (14); the output begins later.
        QString text = m_view->statusText();
        text.replace(QChar(0x202F), u' ');
        QCOMPARE(text, QStringLiteral(
                           "Δ 70 cycles · 233 ns · 70.0 % of the latency, cycles 10 to 80 · 3 events · total "
                           "52 · self 52 · avg 17.3 · min 8 · max 30 cycles"));
        // The same beside the lanes, all events first, then operator by operator.
        const AreaTable* table = m_view->table();
        QVERIFY(table->isVisible());
        const auto row = [&](int index) {
            QStringList cells;
            for (int column = 0; column < AreaTable::columnCount; ++column)
                cells << table->item(index, column)->text();
            return cells.join(u' ');
        };
        QCOMPARE(table->rowCount(), 3);
        QCOMPARE(row(0), QStringLiteral("all 3 52 52 17.3 8 30"));
        QCOMPARE(row(1), QStringLiteral("Lstm 2 38 38 19.0 8 30"));
        QCOMPARE(row(2), QStringLiteral("Linear 1 14 14 14.0 14 14"));
        QTest::keyClick(m_canvas, Qt::Key_Q);
        QVERIFY(!table->isVisible());
        QTest::keyClick(m_canvas, Qt::Key_Q);
        QVERIFY(table->isVisible());
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(!m_canvas->marks().area);
        QVERIFY(!table->isVisible());
    }

    void aMeasureIsKeptUntilItIsDropped() {
        click(5);
        const QImage before = m_canvas->grab().toImage();
        QTest::keyClick(m_canvas, Qt::Key_M, Qt::ShiftModifier);
        QCOMPARE(m_canvas->marks().kept.size(), std::size_t{1});
        QCOMPARE(m_canvas->marks().kept[0].from, std::int64_t{66});
        QCOMPARE(m_canvas->marks().kept[0].to, std::int64_t{80});
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QCOMPARE(m_canvas->marks().kept.size(), std::size_t{1});
        QVERIFY(m_canvas->grab().toImage() != before);
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(m_canvas->marks().kept.empty());
    }

    /// The same model compiled again: what is seen and what was measured stays.
    void aNewProgramOfTheModelKeepsTheView() {
        TimelineCanvas* canvas = m_canvas;
        QTest::keyClick(canvas, Qt::Key_W);
        QTest::keyClick(canvas, Qt::Key_W);
        const CycleAxis before = canvas->geometry().axis;
        QVERIFY(!before.fitted());
        canvas->setArea(TimelineArea{1, 5, 0, 0});
        const TimelineMaker maker = small_timeline();
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QCOMPARE(canvas->geometry().axis.cyclesPerPixel, before.cyclesPerPixel);
        QCOMPARE(canvas->geometry().axis.first, before.first);
        QVERIFY(canvas->marks().area == std::optional(TimelineArea{1, 5, 0, 0}));
        m_view->setTimeline(nullptr, nullptr);
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QVERIFY(canvas->geometry().axis.fitted());
        QVERIFY(!canvas->marks().area);
    }

    void severalInferencesStandInARow() {
        auto* menu = m_view->findChild<QMenu*>(QStringLiteral("timelineRowMenu"));
        auto* button = m_view->findChild<QToolButton*>(QStringLiteral("timelineRow"));
        menu->popup(m_view->mapToGlobal(QPoint(0, 0)));
        QTRY_VERIFY(menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions()[1]).center());
        QCOMPARE(m_view->inferences(), 3);
        QVERIFY(button->text().contains(QStringLiteral("back to back")));
        const TimelineGeometry& geometry = m_canvas->geometry();
        QCOMPARE(geometry.timeline().events.size(), std::size_t{24});
        QCOMPARE(geometry.starts(), (std::vector<std::int64_t>{0, 104, 208}));
        QCOMPARE(geometry.timeline().events[8 + 5].start, std::int64_t{104 + 66});
        QCOMPARE(geometry.axis.total, 312.0);
        // The path of each, the latest first; together three times the latency.
        std::int64_t path = 0;
        for (const CriticalPart& part : m_canvas->marks().critical) path += part.end - part.begin;
        QCOMPARE(path, std::int64_t{300});
        // An event of the second inference is told by its number in the first.
        QSignalSpy events(m_view.get(), &TimelineView::eventSelected);
        click(8 + 5);
        QCOMPARE(events.count(), 1);
        QCOMPARE(events[0][0].toUInt(), 5U);
        // What comes back from the other views leaves it where it is.
        m_view->setSelectedEvent(5);
        QCOMPARE(m_canvas->marks().selected, std::optional<std::uint32_t>(13));
        m_view->setRow(3, true);
        QCOMPARE(geometry.starts(), (std::vector<std::int64_t>{0, 208, 416}));
        QVERIFY(button->text().contains(QStringLiteral("spaced")));
        m_view->setRow(1, false);
        QCOMPARE(geometry.timeline().events.size(), std::size_t{8});
    }

    /// Any number of inferences, numbered as the run numbers them; a click goes to one of them.
    void theRowIsTheRuns() {
        m_view->setRunLength(40);
        m_view->setCurrentInference(20);
        QCOMPARE(m_view->mostInRow(), 40);
        auto* menu = m_view->findChild<QMenu*>(QStringLiteral("timelineRowMenu"));
        menu->popup(m_view->mapToGlobal(QPoint(0, 0)));
        auto* count = m_view->findChild<QSpinBox*>(QStringLiteral("timelineRowCount"));
        QTRY_VERIFY(menu->isVisible());
        QCOMPARE(count->maximum(), 40);
        count->setValue(7);
        menu->close();
        QCOMPARE(m_view->inferences(), 7);
        QCOMPARE(m_canvas->geometry().starts().size(), std::size_t{7});
        const TimelineMarks::Row& row = m_canvas->marks().row;
        QCOMPARE(row.first, std::optional<std::int64_t>(20));
        QCOMPARE(row.current, std::optional<std::int64_t>(20));
        // Its third inference, by an event and by its number.
        QSignalSpy chosen(m_view.get(), &TimelineView::inferenceChosen);
        click(2 * 8 + 5);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), 22);
        const QPoint number(
            TimelinePainter::gutter + static_cast<int>(m_canvas->geometry().axis.xOf(104.0 * 3 + 50)),
            TimelinePainter::rowLine(m_canvas->font()) + 4);
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, number);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[1][0].toLongLong(), 23);
        // It stays where the inference is in it, and moves no further than it needs to.
        m_view->setCurrentInference(21);
        QCOMPARE(row.first, std::optional<std::int64_t>(20));
        m_view->setCurrentInference(13);
        QCOMPARE(row.first, std::optional<std::int64_t>(13));
        m_view->setCurrentInference(39);
        QCOMPARE(row.first, std::optional<std::int64_t>(33));
        // A walk through the operators stands in the inference that is shown.
        m_view->setPosition(50, QStringLiteral("operator 1 of 2"));
        QCOMPARE(m_canvas->marks().position, std::optional<std::int64_t>(6 * 104 + 50));
        m_view->setPosition(std::nullopt, {});
        // Without a run they have no numbers, and nothing is gone to.
        m_view->setRunLength(0);
        m_view->setCurrentInference(std::nullopt);
        QVERIFY(!row.first);
        click(8 + 5);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(m_view->mostInRow(), 10);
    }

    /// What the plots show, and their cursors, stand in the row.
    void theRowSharesTheAxisOfThePlots() {
        AxisRange range;
        range.setLimits(-0.5, 39.5);
        m_view->setRange(&range);
        m_view->setRunLength(40);
        m_view->setCurrentInference(20);
        m_view->setRow(10, false);
        const TimelineMarks::Row& row = m_canvas->marks().row;
        QCOMPARE(row.high, 39.5);
        range.setVisible(15.5, 18.5);
        QCOMPARE(row.low, 15.5);
        QCOMPARE(row.high, 18.5);
        const QImage before = m_canvas->grab().toImage();
        range.setCursor(0, 22);
        range.setCursor(1, 25);
        QCOMPARE(row.cursors[1], std::optional<std::int64_t>(25));
        QVERIFY(m_canvas->grab().toImage() != before);
        m_view->setRange(nullptr);
    }

    /// Compiled again, what is seen stays at its operator, and so do measures; lanes that went take theirs
    /// with them.
    void whatIsSeenStaysAtItsOperator() {
        TimelineMaker maker = small_timeline();
        m_canvas->geometry().axis.show(66, 80);
        m_canvas->setArea(
            TimelineArea{66, 80, m_canvas->geometry().laneOf(5), m_canvas->geometry().laneOf(5)});
        const double first = m_canvas->geometry().axis.first;
        for (std::uint32_t i = 5; i < 7; ++i) {
            maker.timeline().events[i].start += 7;
            maker.timeline().events[i].end += 7;
        }
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QCOMPARE(m_canvas->geometry().axis.first, first + 7);
        QVERIFY(m_canvas->marks().area.has_value());
        QCOMPARE(m_canvas->marks().area->from, std::int64_t{73});
        QCOMPARE(m_canvas->marks().area->to, std::int64_t{87});
    }

    void placesAreComeBackTo() {
        m_canvas->geometry().axis.show(20, 40);
        const TimelineCanvas::Place place = m_canvas->shownPlace();
        m_canvas->fit();
        QVERIFY(m_canvas->shownPlace() != place);
        m_canvas->showPlace(place);
        QVERIFY(m_canvas->shownPlace() == place);
    }

    void aKeptRunIsComparedNodeByNode() {
        m_view->keep(QStringLiteral("before"));
        TimelineCanvas* kept = m_view->keptCanvas();
        QVERIFY(kept->isVisible());
        // A later program: the same nodes under other numbers, the Linear ten cycles earlier and two shorter.
        TimelineMaker maker = small_timeline();
        maker.program().nodes[0].id = 70;
        maker.program().nodes[1].id = 90;
        maker.timeline().events[5].start -= 10;
        maker.timeline().events[5].end -= 12;
        maker.timeline().events[5].busy -= 2;
        maker.timeline().spaced = 88;
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QVERIFY(m_view->isComparing());
        m_view->setSelectedNode(90);
        const std::vector<bool> expected{false, false, false, false, false, true, true, false};
        QCOMPARE(kept->marks().highlighted, expected);
        QCOMPARE(m_view->comparison(),
                 QStringLiteral("linear: 18 busy cycles from 56 to 96, kept 20 from 66 to 96"));
        const auto* line = m_view->findChild<QLabel*>(QStringLiteral("timelineKept"));
        QVERIFY(line->text().contains(QStringLiteral("before, 100 cycles → 88 cycles now")));
        // One axis, moved by the difference where the runs are aligned.
        m_canvas->setFocus();
        QTest::keyClick(m_canvas, Qt::Key_W);
        QCOMPARE(kept->geometry().axis.cyclesPerPixel, m_canvas->geometry().axis.cyclesPerPixel);
        QCOMPARE(kept->geometry().axis.first, m_canvas->geometry().axis.first);
        m_view->setAligned(true);
        QCOMPARE(kept->geometry().axis.first, m_canvas->geometry().axis.first + 10);
        kept->setFocus();
        QTest::keyClick(kept, Qt::Key_W);
        QCOMPARE(kept->geometry().axis.first, m_canvas->geometry().axis.first + 10);
        QCOMPARE(kept->geometry().axis.cyclesPerPixel, m_canvas->geometry().axis.cyclesPerPixel);
        m_view->dropKept();
        QVERIFY(!kept->isVisible());
        QVERIFY(m_view->comparison().isEmpty());
    }

    void theKeysAreListed() {
        QTest::keyClick(m_canvas, Qt::Key_Question, Qt::ShiftModifier);
        const auto card = [this] { return m_view->findChild<QFrame*>(QStringLiteral("timelineKeys")); };
        QVERIFY(card() != nullptr && card()->isVisible());
        QVERIFY(card()->findChild<QLabel*>()->text().contains(QStringLiteral("Shift+M")));
        // It takes mouse and keyboard: each of them closes it.
        QTest::keyClick(card(), Qt::Key_Escape);
        QTRY_VERIFY(card() == nullptr);
        for (const QPoint place : {QPoint(20, 20), QPoint(-30, -30)}) {
            QTest::keyClick(m_canvas, Qt::Key_Question, Qt::ShiftModifier);
            QVERIFY(card() != nullptr && card()->isVisible());
            QTest::mousePress(card(), Qt::LeftButton, Qt::NoModifier, place);
            QTRY_VERIFY(card() == nullptr);
        }
    }

    /// Where a walk through the operators stands: what comes later has no fill.
    void whatIsToComeIsHollow() {
        const auto middle = [this](std::uint32_t event) {
            return m_canvas->grab().toImage().pixel(m_canvas->placeOf(event) + QPoint(0, 5));
        };
        const TimelineEvent& last = m_canvas->geometry().timeline().events[5];
        const QRgb before = middle(5);
        const QRgb early = middle(0);
        m_view->setPosition(last.start - 1, QStringLiteral("operator 1 of 2"));
        QVERIFY(middle(5) != before);
        QCOMPARE(middle(5), themeColors(m_view->palette()).surface.rgb());
        QCOMPARE(middle(0), early);
        m_view->setPosition(std::nullopt, {});
        QCOMPARE(middle(5), before);
        // It stays through another number of inferences, and goes with the program.
        m_view->setPosition(last.start - 1, QStringLiteral("operator 1 of 2"));
        m_view->setRow(3, false);
        QVERIFY(m_canvas->marks().position.has_value());
        m_view->setTimeline(nullptr, nullptr);
        QVERIFY(!m_canvas->marks().position);
    }

    void theWaitBeforeAnEventIsPainted() {
        const QImage before = m_canvas->grab().toImage();
        click(5);  // its unit stood still from cycle 40 to 66
        const QImage after = m_canvas->grab().toImage();
        const int y = m_canvas->placeOf(5).y();
        int changed = 0;
        for (int x = xOf(42); x < xOf(64); ++x) changed += before.pixel(x, y) != after.pixel(x, y) ? 1 : 0;
        QVERIFY(changed > 4);
    }

    void shiftDragPans() {
        QTest::keyClick(m_canvas, Qt::Key_W);
        QTest::keyClick(m_canvas, Qt::Key_W);
        const CycleAxis& axis = m_canvas->geometry().axis;
        const double first = axis.first;
        drag(QPoint(600, 150), QPoint(500, 150), Qt::ShiftModifier);
        QVERIFY(axis.first > first);
        QVERIFY(!m_canvas->marks().area);
    }

    void controlWheelZooms() {
        const CycleAxis& axis = m_canvas->geometry().axis;
        const QPointF at(600, 150);
        const double cycle = axis.cycleAt(600 - TimelinePainter::gutter);
        QWheelEvent wheel(at, m_canvas->mapToGlobal(at), {}, QPoint(0, 120), {}, Qt::ControlModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas->viewport(), &wheel);
        QVERIFY(!axis.fitted());
        QVERIFY(std::abs(axis.cycleAt(600 - TimelinePainter::gutter) - cycle) < 1e-9);
    }

    void toolTipTellsTheWait() {
        const QString text = eventToolTip(m_canvas->geometry(), 5);
        for (const char* part : {"matvec", "<b>linear</b> (Linear) · matvec on core 0", "Cycles 66 to 80",
                                 "Waited for an operand block",
                                 "released by store on core 1 bus, cycles 58 to 62, of lstm.l0"}) {
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
        }
    }

    void namesOfTheModelAreEscaped() {
        TimelineMaker maker = small_timeline();
        maker.program().nodes[1].name = "<img src=x>";
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QVERIFY(!eventToolTip(m_canvas->geometry(), 5).contains(QStringLiteral("<img")));
    }

    void emptyAndFullAgain() {
        click(5);
        m_view->setTimeline(nullptr, nullptr);
        QVERIFY(m_view->header()->figure().isEmpty());
        QTest::keyClicks(m_canvas, QStringLiteral("wasd.,[]fm"));
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(500, 150));
        m_view->grab();
        const TimelineMaker maker = small_timeline();
        m_view->setTimeline(maker.share_program(), maker.share_timeline());
        QVERIFY(!m_canvas->marks().selected);
    }

    void isNamedForAssistiveTechnology() {
        QCOMPARE(m_canvas->accessibleName(), QStringLiteral("Timeline"));
        QVERIFY(m_canvas->accessibleDescription().contains(QStringLiteral("cycles")));
    }

  private:
    int xOf(double cycle) const {
        return static_cast<int>(std::lround(TimelinePainter::gutter + m_canvas->geometry().axis.xOf(cycle)));
    }
    void click(std::uint32_t event) {
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, m_canvas->placeOf(event));
    }
    QPoint between(std::uint32_t a, std::uint32_t b) const {
        const QPoint p = m_canvas->placeOf(a);
        const std::vector<TimelineEvent>& events = m_canvas->geometry().timeline().events;
        return {xOf(static_cast<double>(events[a].end + events[b].start) / 2), p.y()};
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
        QWidget* target = m_canvas->viewport();
        QTest::mousePress(target, Qt::LeftButton, modifiers, from);
        for (const QPoint point : {from + (to - from) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, point, target->mapToGlobal(point), Qt::NoButton,
                             Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(target, &move);
        }
        QTest::mouseRelease(target, Qt::LeftButton, modifiers, to);
    }

    std::unique_ptr<TimelineView> m_view;
    TimelineCanvas* m_canvas = nullptr;
};

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
