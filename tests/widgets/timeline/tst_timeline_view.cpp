#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include "tests/widgets/timeline/sample_timeline.h"
#include "widgets/plots/panel_header.h"
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
        QCOMPARE(text, QStringLiteral("Δ 70 cycles (0.233 µs), cycles 10 to 80 · 3 events · total 52 · avg "
                                      "17.3 · min 8 · max 30 cycles"));
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(!m_canvas->marks().area);
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
        for (const char* part :
             {"matvec", "Node linear (Linear)", "Cycles 66 to 80", "Waited for an operand block",
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
