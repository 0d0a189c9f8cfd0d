#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/widgets/plots/sample_recording.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/export_menu.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_chart.h"
#include "widgets/plots/plot_statistics_window.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/update_limiter.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;
using namespace lockstep::test;

namespace {

PlotSeries series(const QString& name, std::int64_t count, std::function<double(std::int64_t)> value) {
    return {.name = name,
            .curve = {.first = 0, .count = count, .value = std::move(value), .present = {}},
            .colour = Qt::red};
}

}  // namespace

class TestPlotView : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_view = std::make_unique<PlotView>(QStringLiteral("Test"));
        m_view->resize(600, 300);
        m_view->range()->setLimits(-0.5, 99.5);
        m_view->setSeries(
            {series(QStringLiteral("a"), 100, [](std::int64_t i) { return static_cast<double>(i * i); })});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->flush();
        m_chart = m_view->findChild<PlotChart*>();
        QVERIFY(m_chart);
    }
    void cleanup() { m_view.reset(); }

    void clickChoosesTheNearestInference() {
        QSignalSpy chosen(m_view.get(), &PlotView::inferenceChosen);
        QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, pointAt(42));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), 42LL);
        QCOMPARE(m_view->currentInference(), std::optional<std::int64_t>(42));
    }

    void arrowsChooseTheNeighbours() {
        m_view->setCurrentInference(98);
        QTest::keyClick(m_chart, Qt::Key_Right);
        QTest::keyClick(m_chart, Qt::Key_Right);
        QCOMPARE(m_view->currentInference(), std::optional<std::int64_t>(99));
        QTest::keyClick(m_chart, Qt::Key_Home);
        QCOMPARE(m_view->currentInference(), std::optional<std::int64_t>(0));
    }

    void wheelZoomsAboutThePointer() {
        const QPoint at = pointAt(25);
        wheel(at, 120);
        QVERIFY(m_view->range()->high() - m_view->range()->low() < 100);
        QVERIFY(std::abs(pointAt(25).x() - at.x()) <= 1);
    }

    void dragPansAndDoubleClickFits() {
        wheel(pointAt(50), 480);
        const double low = m_view->range()->low();
        QSignalSpy chosen(m_view.get(), &PlotView::inferenceChosen);
        QWidget* target = m_chart->viewport();
        QTest::mousePress(target, Qt::LeftButton, {}, QPoint(300, 100));
        for (const QPoint point : {QPoint(280, 100), QPoint(250, 100)}) {
            QMouseEvent move(QEvent::MouseMove, point, target->mapToGlobal(point), Qt::NoButton,
                             Qt::LeftButton, {});
            QCoreApplication::sendEvent(target, &move);
        }
        QTest::mouseRelease(target, Qt::LeftButton, {}, QPoint(250, 100));
        QVERIFY(m_view->range()->low() > low);
        QCOMPARE(chosen.count(), 0);
        QTest::mouseDClick(target, Qt::LeftButton, {}, QPoint(250, 100));
        QVERIFY(m_view->range()->isFitted());
    }

    void viewsWithOneRangeStayTogether() {
        PlotView other(QStringLiteral("Other"));
        other.setRange(m_view->range());
        wheel(pointAt(10), 240);
        QCOMPARE(other.range()->low(), m_view->range()->low());
        QVERIFY(!other.range()->isFitted());
    }

    void aFittedRangeGrowsWithTheValues() {
        AxisRange range;
        range.setLimits(-0.5, 9.5);
        range.setLimits(-0.5, 19.5);
        QCOMPARE(range.high(), 19.5);
        range.setVisible(3, 8);
        range.setLimits(-0.5, 29.5);
        QCOMPARE(range.low(), 3.0);
        QCOMPARE(range.high(), 8.0);
    }

    void rangeStaysInsideItsLimits() {
        AxisRange range;
        range.setLimits(-0.5, 99.5);
        range.setVisible(90, 95);
        range.pan(1000);
        QCOMPARE(range.high(), 99.5);
        QCOMPARE(range.low(), 94.5);
        range.zoom(97, 1e-9);
        QCOMPARE(range.high() - range.low(), AxisRange::leastSpan);
        range.zoom(97, 1e9);
        QVERIFY(range.isFitted());
    }

    void cursorsReadTheDifference() {
        m_view->setCursorA(10);
        QVERIFY(m_view->differenceLines().isEmpty());
        m_view->setCursorB(20);
        const QStringList expected{QStringLiteral("B − A: 10 inferences"),
                                   QStringLiteral("a: 100 → 400, Δ 300, 30.0 per inference")};
        QCOMPARE(m_view->differenceLines(), expected);
        QTest::keyClick(m_chart, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_view->cursorB(), std::optional<std::int64_t>(19));
        QTest::keyClick(m_chart, Qt::Key_Escape);
        QVERIFY(!m_view->cursorA() && !m_view->cursorB());
    }

    void cursorsAreSeenAndDragged() {
        auto* button = m_view->findChild<QToolButton*>(QStringLiteral("plotCursors"));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(m_view->cursorA() && m_view->cursorB());
        QVERIFY(*m_view->cursorA() < *m_view->cursorB());
        QWidget* surface = m_chart->viewport();
        QTest::mousePress(surface, Qt::LeftButton, {}, pointAt(static_cast<int>(*m_view->cursorA())));
        QTest::mouseMove(surface, pointAt(40));
        QTest::mouseRelease(surface, Qt::LeftButton, {}, pointAt(40));
        QCOMPARE(m_view->cursorA(), std::optional<std::int64_t>(40));
        // The range stays, and nothing was chosen.
        QVERIFY(m_view->range()->isFitted());
        QVERIFY(!m_view->currentInference());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!m_view->cursorA() && !m_view->cursorB());
    }

    void statisticsFollowTheRangeAndTheCursors() {
        QTest::mouseClick(m_view->findChild<QToolButton*>(QStringLiteral("plotStatisticsButton")),
                          Qt::LeftButton);
        auto* table = m_view->findChild<QTableWidget*>(QStringLiteral("plotStatisticsTable"));
        QVERIFY(table != nullptr);
        const auto cell = [&](int column) {
            return table->item(0, column) == nullptr ? QString() : table->item(0, column)->text();
        };
        // Squares of 0 to 99.
        QTRY_COMPARE(cell(1), QStringLiteral("100"));
        QCOMPARE(cell(2), figureText(0.0));
        QCOMPARE(cell(3), figureText(3283.5));
        QCOMPARE(cell(4), figureText(9801.0));
        m_view->range()->setVisible(9.5, 12.5);
        QTRY_COMPARE(cell(1), QStringLiteral("3"));
        QCOMPARE(cell(3), figureText((100.0 + 121 + 144) / 3));
        m_view->setCursorA(21);
        m_view->setCursorB(20);
        QTRY_COMPARE(cell(1), QStringLiteral("2"));
        QCOMPARE(cell(3), figureText((400.0 + 441) / 2));
        QVERIFY(m_view->findChild<PlotStatisticsWindow*>()->plainText().contains(figureText(441.0)));
        m_view->range()->removeCursors();
        m_view->setSeries({series(QStringLiteral("odd"), 100, [](std::int64_t i) {
            return i == 10 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
        })});
        QTRY_COMPARE(cell(6), QStringLiteral("1"));
        QCOMPARE(cell(1), QStringLiteral("2"));
    }

    void plotsOfOneRangeShareTheCursors() {
        PlotView other(QStringLiteral("Other"));
        other.setRange(m_view->range());
        other.setSeries(
            {series(QStringLiteral("b"), 100, [](std::int64_t i) { return static_cast<double>(2 * i); })});
        m_view->setCursorA(10);
        other.setCursorB(20);
        QCOMPARE(other.cursorA(), std::optional<std::int64_t>(10));
        QCOMPARE(m_view->cursorB(), std::optional<std::int64_t>(20));
        QCOMPARE(other.differenceLines().back(),
                 QStringLiteral("b: 20.0 → 40.0, Δ 20.0, 2.00 per inference"));
        // A plot that gets a range of its own has cursors of its own.
        AxisRange own;
        other.setRange(&own);
        QVERIFY(!other.cursorA() && m_view->cursorA());
    }

    void keysSetCursorsAtTheCurrentInference() {
        m_view->setCurrentInference(30);
        QTest::keyClick(m_chart, Qt::Key_A);
        m_view->setCurrentInference(33);
        QTest::keyClick(m_chart, Qt::Key_B);
        QCOMPARE(m_view->cursorA(), std::optional<std::int64_t>(30));
        QCOMPARE(m_view->cursorB(), std::optional<std::int64_t>(33));
    }

    void manyValuesAreFewPoints() {
        m_view->range()->setLimits(-0.5, 199999.5);
        m_view->setSeries({series(QStringLiteral("a"), 200000,
                                  [](std::int64_t i) { return std::sin(static_cast<double>(i)); })});
        m_view->flush();
        QVERIFY(m_view->pointCount() <= 2 * static_cast<int>(m_view->plotRect().width()));
        QVERIFY(m_view->pointCount() > static_cast<int>(m_view->plotRect().width()));
    }

    void updatesAreAtMostThirtyASecond() {
        const int before = m_view->pointCount();
        m_view->flush();
        m_view->setSeries({series(QStringLiteral("a"), 50, [](std::int64_t) { return 1.0; })});
        QCOMPARE(m_view->pointCount(), before);
        QTRY_COMPARE(m_view->pointCount(), 50);
    }

    /// Nobody pays for what is not to be seen, and what is shown is what was set last.
    void hiddenPlotWaitsUntilItIsShown() {
        m_view->hide();
        const int before = m_view->pointCount();
        m_view->setSeries({series(QStringLiteral("a"), 50, [](std::int64_t) { return 1.0; })});
        QTest::qWait(3 * UpdateLimiter::shortestInterval);
        QCOMPARE(m_view->pointCount(), before);
        m_view->show();
        QCOMPARE(m_view->pointCount(), 50);
    }

    /// An export takes what is set, drawn or not.
    void exportOfAHiddenPlotHasTheNewValues() {
        m_view->hide();
        m_view->setSeries({series(QStringLiteral("a"), 7, [](std::int64_t i) { return double(i); })});
        QTest::qWait(2 * UpdateLimiter::shortestInterval);
        QVERIFY(!m_view->svg().isEmpty());
        QCOMPARE(m_view->pointCount(), 7);
    }

    /// What is asked for several times in one event is done once, with an event of its own.
    void severalRequestsAreOneUpdate() {
        m_view->flush();
        QTest::qWait(2 * UpdateLimiter::shortestInterval);
        const int before = m_view->pointCount();
        for (const int count : {30, 40, 50})
            m_view->setSeries({series(QStringLiteral("a"), count, [](std::int64_t) { return 1.0; })});
        QCOMPARE(m_view->pointCount(), before);
        QTRY_COMPARE(m_view->pointCount(), 50);
    }

    void logarithmicAxisGoesAroundZeros() {
        m_view->setLogarithmic(true);
        QVERIFY(m_chart->scale().hasZeroBand());  // 0 * 0
        QCOMPARE(m_chart->scale().high(), 4.0);   // 9801
        m_view->setSeries(
            {series(QStringLiteral("a"), 100, [](std::int64_t i) { return static_cast<double>(i + 1); })});
        m_view->flush();
        QVERIFY(!m_chart->scale().hasZeroBand());
    }

    void csvOfAllAndOfTheVisible() {
        m_view->setSeries(
            {series(QStringLiteral("a"), 3,
                    [](std::int64_t i) { return i == 1 ? std::numeric_limits<double>::quiet_NaN() : 0.5; }),
             series(QStringLiteral("b, \"c\""), 2,
                    [](std::int64_t) { return std::numeric_limits<double>::infinity(); })});
        QCOMPARE(m_view->csv(false),
                 QByteArray("inference,a,\"b, \"\"c\"\"\"\n0,0.5,inf\n1,nan,inf\n2,0.5,\n"));
        m_view->range()->setLimits(-0.5, 2.5);
        m_view->range()->setVisible(0.5, 2.5);
        QCOMPARE(m_view->csv(true), QByteArray("inference,a,\"b, \"\"c\"\"\"\n1,nan,inf\n2,0.5,\n"));
    }

    void imageAndVectorGraphicsHoldTheCurve() {
        const QImage image = m_view->image(2);
        QCOMPARE(image.size(), m_view->size() * 2);
        int red = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor c = image.pixelColor(x, y);
                red += c.red() > 200 && c.green() < 100 ? 1 : 0;
            }
        }
        QVERIFY2(red > 500, qPrintable(QString::number(red)));
        const QByteArray svg = m_view->svg();
        QVERIFY(svg.contains("#ff0000"));
        QVERIFY(svg.contains(">inference<"));
    }

    void filesAreWrittenOrToldAbout() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("a.csv"));
        QCOMPARE(writeFile(file, "x\n"), QString());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("x\n"));
        const QString problem = writeFile(folder.filePath(QStringLiteral("no/such/folder/a.csv")), "x");
        QVERIFY2(problem.contains(QStringLiteral("can't be written")), qPrintable(problem));
    }

    void lettersAreOursWhileFocused() {
        QKeyEvent letter(QEvent::ShortcutOverride, Qt::Key_F, Qt::NoModifier);
        letter.ignore();
        QCoreApplication::sendEvent(m_chart, &letter);
        QVERIFY(letter.isAccepted());
    }

    void emptyPlotTakesKeysAndClicks() {
        m_view->setSeries({});
        m_view->flush();
        QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, QPoint(200, 100));
        QTest::keyClicks(m_chart, QStringLiteral("abf+-"));
        QVERIFY(m_view->isEmpty());
        QVERIFY(!m_view->currentInference());
        QCOMPARE(m_view->pointCount(), 0);
    }

    void errorPlotSaysReferenceAndInputs() {
        ErrorPlot plot;
        plot.setInputDescription(QStringLiteral("random inputs, seed 1"));
        plot.setRecording(sample_recording(40, 20, 1));
        QCOMPARE(plot.caption(), QStringLiteral("VM against the file's own forward (LibTorch, fp32); from "
                                                "inference 20: the streaming graph stepped "
                                                "with LibTorch (fp32), on random inputs, seed 1"));
        QVERIFY(plot.plot()->figure().contains(QStringLiteral("✓ within tolerance")));
    }

    /// What lies between two samples is no reference of its own.
    void errorPlotOfASampledReference() {
        auto recording = sample_recording(100, 0, 1);
        for (InferenceRecord& record : recording->inferences)
            record.reference = record.index % 10 == 0 ? ReferenceKind::stepped : ReferenceKind::none;
        ErrorPlot plot;
        plot.setRecording(recording);
        QCOMPARE(plot.caption(),
                 QStringLiteral("VM against the streaming graph stepped with LibTorch (fp32)"));
        // One that ends says where.
        for (InferenceRecord& record : recording->inferences)
            record.reference = record.index < 50 ? ReferenceKind::stepped : ReferenceKind::none;
        plot.setRecording(recording);
        QCOMPARE(plot.caption(),
                 QStringLiteral("VM against the streaming graph stepped with LibTorch (fp32); from "
                                "inference 50: no reference"));
    }

    void errorPlotWithoutAReferenceHasNoCurve() {
        auto recording = sample_recording(5, 5, 1);
        for (InferenceRecord& record : recording->inferences) record.reference = ReferenceKind::none;
        ErrorPlot plot;
        plot.setRecording(recording);
        plot.plot()->flush();
        QCOMPARE(plot.plot()->figure(), QStringLiteral("no reference"));
        QCOMPARE(plot.plot()->pointCount(), 0);
    }

    /// Taking a recording over and moving about in it, and no spike is lost.
    void errorPlotOfAMillionInferences() {
        auto recording = std::make_shared<Recording>();
        constexpr std::int64_t count = 1'000'000;
        for (std::int64_t i = 0; i < count; ++i) {
            InferenceRecord record;
            record.index = i;
            record.reference = i % 100'003 == 7 ? ReferenceKind::none : ReferenceKind::stepped;
            record.max_abs_error = i == 777'777 ? 0.5 : 1e-4 * (1 + static_cast<double>(i % 7));
            record.rms_error = record.max_abs_error / 2;
            recording->inferences.push_back(record);
        }
        recording->count = count;
        recording->error.inferences = count;
        ErrorPlot plot;
        plot.resize(1000, 300);
        plot.setLogarithmic(false);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QElapsedTimer time;
        time.start();
        plot.setRecording(recording);
        plot.plot()->flush();
        const qint64 taken = time.restart();
        for (int k = 0; k < 10; ++k) {
            plot.plot()->range()->zoom(777'777, 0.98);
            plot.plot()->flush();
        }
        qInfo("a million inferences: taken over in %lld ms, %.1f ms for each zoom step", taken,
              static_cast<double>(time.elapsed()) / 10);
        const int columns = static_cast<int>(plot.plot()->plotRect().width());
        // Three curves of two points a column: largest, rms and tolerance.
        QVERIFY(plot.plot()->pointCount() <= 6 * columns + 60);
        // The one spike is drawn: the axis goes up to it.
        QVERIFY(plot.findChild<PlotChart*>()->scale().high() >= 0.5);
        plot.plot()->range()->setVisible(100'000, 200'000);
        plot.plot()->flush();
        QVERIFY(plot.findChild<PlotChart*>()->scale().high() < 0.5);
    }

    void errorPlotTellsFailure() {
        auto recording = sample_recording(5, 5, 1);
        recording->error.allclose = false;
        ErrorPlot plot;
        plot.setRecording(recording);
        QVERIFY(plot.plot()->figure().contains(QStringLiteral("✗ outside tolerance")));
    }

  private:
    QPoint pointAt(double inference) const {
        const QRectF plot = m_chart->plotRect();
        const AxisRange* range = m_view->range();
        const double x =
            plot.left() + (inference - range->low()) / (range->high() - range->low()) * plot.width();
        return {static_cast<int>(std::lround(x)), static_cast<int>(plot.center().y())};
    }
    void wheel(QPoint at, int delta) {
        QWheelEvent event(at, m_chart->mapToGlobal(at), {}, QPoint(0, delta), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_chart->viewport(), &event);
    }

    std::unique_ptr<PlotView> m_view;
    PlotChart* m_chart = nullptr;
};

QTEST_MAIN(TestPlotView)
#include "tst_plot_view.moc"
