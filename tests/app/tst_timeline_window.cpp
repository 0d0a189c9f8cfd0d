#include <QDockWidget>
#include <QMenu>

#include "app/timeline_bookmarks.h"
#include "tests/app/window_driver.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The timeline among the other views: the inferences of a row, and places to come back to.
class TestTimelineWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    TimelineView& timeline() { return *m_window->docks().timeline; }
    TimelineCanvas& canvas() { return *timeline().canvas(); }

  private Q_SLOTS:
    void init() { openWindow({1600, 1000}); }
    void cleanup() { closeWindow(); }

    /// A click on an event of another inference goes there in every view.
    void oneInferenceEverywhere() {
        openStreamed();
        runTo(40);
        timeline().setRow(12, false);
        QCOMPARE(canvas().marks().row.first, std::optional<std::int64_t>(28));
        const auto each = static_cast<std::uint32_t>(document().compiled->compiled.timeline->events.size());
        const std::uint32_t event = 3 * each + canvas().marks().critical.back().event;
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, canvas().placeOf(event));
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 32, patience);
        QCOMPARE(canvas().marks().row.current, std::optional<std::int64_t>(31));
        QCOMPARE(canvas().marks().row.first, std::optional<std::int64_t>(28));
        QVERIFY(canvas().marks().selected.has_value());
        QCOMPARE(*canvas().marks().selected / each, 3U);
        QCOMPARE(document().done(), 40);
        // And back: an inference that is chosen elsewhere is marked, and the row goes with it.
        Q_EMIT m_window->docks().error->inferenceChosen(5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 6, patience);
        QCOMPARE(canvas().marks().row.current, std::optional<std::int64_t>(5));
        QCOMPARE(canvas().marks().row.first, std::optional<std::int64_t>(5));
        m_window->docks().inferences->setVisible(6.5, 11.5);
        m_window->docks().inferences->setCursor(0, 8);
        QCOMPARE(canvas().marks().row.low, 6.5);
        QCOMPARE(canvas().marks().row.cursors[0], std::optional<std::int64_t>(8));
        QVERIFY(
            m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/timeline_row_light.png")));
    }

    void bookmarks() {
        openStreamed();
        canvas().geometry().axis.show(20, 60);
        const TimelineCanvas::Place place = canvas().shownPlace();
        QVERIFY(!find<QAction>("goToBookmark3")->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_window->store().state().bookmarks.size(), std::size_t{1});
        QVERIFY(find<QAction>("goToBookmark3")->isEnabled());
        timeline().setRow(3, true);
        canvas().fit();
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(timeline().inferences(), 1);
        QVERIFY(canvas().shownPlace() == place);
        // Of another digit; in order; kept by the session; undone.
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier | Qt::ShiftModifier);
        const std::vector<TimelineBookmark> kept = m_window->store().state().bookmarks;
        QCOMPARE(kept.size(), std::size_t{2});
        QCOMPARE(kept[0].digit, 1);
        QVERIFY(viewStateFromJson(toJson(m_window->store().state())).bookmarks == kept);
        find<QAction>("undo")->trigger();
        QCOMPARE(m_window->store().state().bookmarks.size(), std::size_t{1});
        QVERIFY(!find<QAction>("goToBookmark1")->isEnabled());
        QVERIFY(find<QMenu>("menuBookmarks") != nullptr);
    }

    /// At the smallest common size the labels of the bars stand in them whole.
    void lanesHoldTheirLabels() {
        openStreamed();
        runTo(20);
        for (const ThemeMode theme : {ThemeMode::light, ThemeMode::dark}) {
            m_window->store().change(QStringLiteral("theme"), ViewStore::Group::single,
                                     [&](ViewState& state) { state.theme = theme; });
            m_window->resize(1280, 800);
            QTest::qWait(60);
            const QFontMetrics metrics(themeFont(canvas().font(), TextSize::small));
            for (const LaneRow& row : canvas().geometry().rows()) QVERIFY(row.height >= metrics.height() + 4);
            QVERIFY(m_window->grab().save(
                QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/timeline_1280_%1.png")
                    .arg(theme == ThemeMode::light ? QStringLiteral("light") : QStringLiteral("dark"))));
        }
    }
};

QTEST_MAIN(TestTimelineWindow)
#include "tst_timeline_window.moc"
