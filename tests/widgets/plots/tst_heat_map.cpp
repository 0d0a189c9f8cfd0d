#include <QCheckBox>
#include <QDragEnterEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/widgets/plots/sample_recording.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/plots/unit_mime.h"
#include "widgets/theme_maps.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;
using namespace lockstep::test;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

/// A table that owns its values.
HeatMapData table(std::vector<float> values, std::int64_t units, std::int64_t first = 0) {
    auto owner = std::make_shared<std::vector<float>>(std::move(values));
    return {.owner = owner,
            .values = owner->data(),
            .subtract = nullptr,
            .first = first,
            .inferences = static_cast<std::int64_t>(owner->size()) / units,
            .units = units};
}

QString text(const HeatMapGrid& grid) {
    QStringList rows;
    for (int row = 0; row < grid.rows; ++row) {
        QStringList cells;
        for (int column = 0; column < grid.columns; ++column)
            cells += QString::number(static_cast<double>(grid.at(column, row)));
        rows += cells.join(u' ');
    }
    return rows.join(QStringLiteral(" / "));
}

}  // namespace

class TestHeatMap : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void grids_data() {
        QTest::addColumn<QList<float>>("values");
        QTest::addColumn<int>("units");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("cells");
        // Values are given inference by inference; a cell row is a unit.
        QTest::newRow("a cell each") << QList<float>{1, 2, 3, 4, 5, 6} << 3 << 10 << 10
                                     << QStringLiteral("1 4 / 2 5 / 3 6");
        QTest::newRow("units share rows: the extreme")
            << QList<float>{1, -7, 3, 4} << 4 << 10 << 2 << QStringLiteral("-7 / 4");
        QTest::newRow("inferences share columns")
            << QList<float>{1, -3, 2, 0} << 1 << 2 << 10 << QStringLiteral("-3 2");
        QTest::newRow("NaN is never hidden")
            << QList<float>{1, notANumber, 9, 4} << 2 << 2 << 1 << QStringLiteral("nan 9");
    }
    void grids() {
        QFETCH(QList<float>, values);
        QFETCH(int, units);
        QFETCH(int, columns);
        QFETCH(int, rows);
        const HeatMapData data = table({values.begin(), values.end()}, units);
        QTEST(text(heatMapGrid(data, -0.5, static_cast<double>(data.inferences) - 0.5, columns, rows)),
              "cells");
    }

    void gridOfAPart() {
        const HeatMapData data = table({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 100);
        const HeatMapGrid grid = heatMapGrid(data, 103.5, 106.5, 50, 50);
        QCOMPARE(text(grid), QStringLiteral("4 5 6"));
        QCOMPARE(grid.low, 103.5);
        QCOMPARE(grid.high, 106.5);
    }

    void gridOutsideTheValuesIsEmpty() {
        QCOMPARE(heatMapGrid(table({1, 2}, 1), 50, 60, 10, 10).columns, 0);
        QCOMPARE(heatMapGrid(HeatMapData{}, 0, 1, 10, 10).columns, 0);
    }

    void difference() {
        HeatMapData data = table({5, 6}, 1);
        const std::vector<float> reference{4, 8};
        data.subtract = reference.data();
        QCOMPARE(text(heatMapGrid(data, -0.5, 1.5, 10, 10)), QStringLiteral("1 -2"));
        QCOMPARE(largestMagnitude(data), 2.0);
    }

    void scaleLeavesOutWhatIsNotFinite() {
        const HeatMapData data = table({1, notANumber, -3, std::numeric_limits<float>::infinity()}, 2);
        QCOMPARE(largestMagnitude(data), 3.0);
        QCOMPARE(countNonFinite(data), std::int64_t{2});
    }

    void paintsTheColoursOfTheValues() {
        HeatMapView view;
        view.resize(324, 200);
        view.setData(table({1, -1, 0, notANumber}, 2));
        view.range()->setLimits(-0.5, 1.5);
        const QImage image = view.grab().toImage();
        const QRectF plot = view.plotRect();
        const auto at = [&](double x, double y) {
            return image.pixelColor(
                (plot.topLeft() + QPointF(plot.width() * x, plot.height() * y)).toPoint());
        };
        QCOMPARE(at(0.25, 0.25), divergingColor(1, false));
        QCOMPARE(at(0.25, 0.75), divergingColor(-1, false));
        QCOMPARE(at(0.75, 0.25), divergingColor(0, false));
        QCOMPARE(at(0.75, 0.75), QColor(HeatMapView::oddColor));
    }

    void clickChoosesUnitAndInference() {
        HeatMapView view;
        view.resize(400, 240);
        view.setData(table(std::vector<float>(20 * 8, 0.5F), 8));
        view.range()->setLimits(-0.5, 19.5);
        QSignalSpy units(&view, &HeatMapView::unitChosen);
        QSignalSpy inferences(&view, &HeatMapView::inferenceChosen);
        const QRectF plot = view.plotRect();
        const QPointF point(plot.left() + plot.width() * 12.5 / 20, plot.top() + plot.height() * 3.5 / 8);
        QTest::mouseClick(&view, Qt::LeftButton, {}, point.toPoint());
        QCOMPARE(units.count(), 1);
        QCOMPARE(units[0][0].toLongLong(), 3LL);
        QCOMPARE(inferences[0][0].toLongLong(), 12LL);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentUnit(), std::optional<std::int64_t>(4));
        QCOMPARE(view.currentInference(), std::optional<std::int64_t>(13));
    }

    void csvHasARowPerInference() {
        HeatMapView view;
        view.setData(table({1, 2, notANumber, 4}, 2, 5));
        QCOMPARE(view.csv(false), QByteArray("inference,unit 0,unit 1\n5,1,2\n6,nan,4\n"));
    }

    void stateOfANodeIsShown() {
        StatePlot plot;
        plot.setRecording(sample_recording(10, 10, 8));
        QSignalSpy nodes(&plot, &StatePlot::nodeSelected);
        plot.setState(1);  // lstm.c0 of node 7
        plot.setSelectedNode(8);
        QCOMPARE(plot.state(), 2);
        plot.setSelectedNode(7);
        QCOMPARE(plot.state(), 0);  // the hidden state, as shown before
        plot.setSelectedNode(4711);
        QCOMPARE(plot.state(), 0);
        QCOMPARE(nodes.count(), 0);
    }

    void differenceIsVmMinusReference() {
        StatePlot plot;
        auto recording = sample_recording(4, 4, 8);
        plot.setRecording(recording);
        plot.setQuantity(StatePlot::Quantity::difference);
        const StateTrace& trace = recording->states[0];
        QCOMPARE(plot.heatMap()->data().at(2, 5), trace.vm[2 * 8 + 5] - trace.reference[2 * 8 + 5]);
        plot.setQuantity(StatePlot::Quantity::reference);
        QCOMPARE(plot.heatMap()->data().at(2, 5), trace.reference[2 * 8 + 5]);
    }

    void withoutAReferenceOnlyTheVmIsShown() {
        StatePlot plot;
        auto recording = sample_recording(4, 4, 8);
        plot.setRecording(recording);
        plot.setQuantity(StatePlot::Quantity::difference);
        auto without = std::make_shared<Recording>(*recording);
        for (StateTrace& trace : without->states) trace.reference.clear();
        plot.setRecording(without);
        QCOMPARE(plot.quantity(), StatePlot::Quantity::vm);
    }

    void whatIsChosenStaysWithANewRecording() {
        StatePlot plot;
        plot.setRecording(sample_recording(4, 4, 8));
        plot.setState(1);
        plot.setUnits({5});
        plot.setRecording(sample_recording(9, 4, 8));
        QCOMPARE(plot.state(), 1);
        QCOMPARE(plot.units(), std::vector<std::int64_t>{5});
        QCOMPARE(plot.heatMap()->data().inferences, std::int64_t{9});
        QCOMPARE(plot.lines()->range()->high(), 8.5);
    }

    void clickInTheHeatMapTogglesALine() {
        StatePlot plot;
        plot.resize(600, 500);
        plot.setRecording(sample_recording(10, 10, 8));
        plot.setUnits({});
        QSignalSpy units(&plot, &StatePlot::unitChosen);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        const QRectF map = plot.heatMap()->plotRect();
        const QPoint point = (map.topLeft() + QPointF(map.width() * 0.55, map.height() * 6.5 / 8)).toPoint();
        QTest::mouseClick(plot.heatMap(), Qt::LeftButton, {}, point);
        QCOMPARE(plot.units(), std::vector<std::int64_t>{6});
        QVERIFY(!plot.lines()->isEmpty());
        QTest::mouseClick(plot.heatMap(), Qt::LeftButton, {}, point);
        QVERIFY(plot.units().empty());
        QCOMPARE(units.count(), 2);
    }

    void linesStandBesideALowMap() {
        StatePlot plot;
        plot.setRecording(sample_recording(10, 10, 8));
        plot.resize(900, 170);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QTRY_VERIFY(plot.lines()->geometry().left() >= plot.heatMap()->geometry().right());
        QVERIFY(plot.heatMap()->height() > 100);
        plot.resize(500, 600);
        QTRY_VERIFY(plot.lines()->geometry().top() >= plot.heatMap()->geometry().bottom());
        QCOMPARE(plot.lines()->width(), plot.heatMap()->width());
    }

    void aUnitIsAddedToTheLines() {
        StatePlot plot;
        plot.setRecording(sample_recording(10, 10, 8));
        plot.setUnits({1});
        plot.addUnit(5);
        plot.addUnit(5);
        QCOMPARE(plot.units(), (std::vector<std::int64_t>{1, 5}));
        QCOMPARE(plot.heatMap()->currentUnit(), std::optional<std::int64_t>(5));
    }

    void mapAndLinesShareTheCursors() {
        StatePlot plot;
        plot.resize(700, 500);
        plot.setRecording(sample_recording(10, 10, 8));
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        HeatMapView* map = plot.heatMap();
        map->setCurrentUnit(3);
        map->setCurrentInference(2);
        QTest::keyClick(map, Qt::Key_A);
        map->setCurrentInference(7);
        QTest::keyClick(map, Qt::Key_B);
        QCOMPARE(plot.lines()->cursorA(), std::optional<std::int64_t>(2));
        QCOMPARE(plot.lines()->cursorB(), std::optional<std::int64_t>(7));
        QTest::keyClick(map, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(plot.lines()->cursorB(), std::optional<std::int64_t>(8));
        const auto at = [&](std::int64_t row) { return static_cast<double>(map->data().at(row, 3)); };
        const QStringList said = map->differenceLines();
        QCOMPARE(said.size(), 2);
        QVERIFY2(
            said[1].contains(figureText(at(8) - at(2))) && said[1].contains(figureText((at(8) - at(2)) / 6)),
            qPrintable(said[1]));
        QTest::keyClick(map, Qt::Key_Escape);
        QVERIFY(!plot.lines()->cursorA() && map->differenceLines().isEmpty());
    }

    /// Dragged from a list or a graph, and taken away again.
    void unitsAreDroppedAsLines() {
        StatePlot plot;
        plot.resize(600, 400);
        plot.setRecording(sample_recording(20, 5, 16));
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QSignalSpy changes(&plot, &StatePlot::unitsChanged);
        const auto drop = [&](const DraggedUnit& unit) {
            const std::unique_ptr<QMimeData> mime(unitMime(unit));
            QDragEnterEvent enter(plot.rect().center(), Qt::CopyAction, mime.get(), Qt::LeftButton, {});
            QCoreApplication::sendEvent(&plot, &enter);
            QDropEvent event(QPointF(plot.rect().center()), Qt::CopyAction, mime.get(), Qt::LeftButton, {});
            QCoreApplication::sendEvent(&plot, &event);
            return enter.isAccepted() && event.isAccepted();
        };
        QVERIFY(drop({QStringLiteral("lstm.h0"), 9}));
        QVERIFY(std::ranges::find(plot.units(), 9) != plot.units().end());
        QCOMPARE(changes.count(), 1);
        // A unit of another state stands beside them: what is shown stays.
        QSignalSpy pins(&plot, &StatePlot::pinnedChanged);
        const std::size_t own = plot.lines()->seriesCount();
        QVERIFY(drop({QStringLiteral("lstm.c0"), 9}));
        QCOMPARE(plot.state(), 0);
        QCOMPARE(pins.count(), 1);
        QVERIFY(plot.pinned() == (std::vector<PinnedUnit>{{QStringLiteral("lstm.c0"), 9}}));
        QVERIFY(plot.lines()->seriesCount() > own);
        QVERIFY(plot.lines()->csv(false).startsWith("inference,lstm.h0 unit 0"));
        QVERIFY(plot.lines()->csv(false).contains("lstm.c0 unit 9"));
        // It stays when that state is chosen, once.
        plot.setState(1);
        QCOMPARE(plot.lines()->csv(false).split('\n').first().count("lstm.c0 unit 9, reference"), 1);
        plot.setState(0);
        // A state as a whole: the first unit that is no line yet.
        QVERIFY(drop({QStringLiteral("lstm.h0"), -1}));
        QCOMPARE(plot.units().back(), std::int64_t{3});
        QVERIFY(drop({QStringLiteral("lstm.h1"), -1}));
        QVERIFY(plot.pinned().back() == (PinnedUnit{QStringLiteral("lstm.h1"), 0}));
        const auto units = plot.units();
        QVERIFY(!plot.plotUnit(QStringLiteral("nothing"), 0));
        QVERIFY(!plot.plotUnit(QStringLiteral("lstm.h1"), 16));
        QVERIFY(plot.units() == units);
        auto* button = plot.findChild<QToolButton*>(QStringLiteral("stateLines"));
        const auto choose = [&](const QString& words) {
            Q_EMIT button->menu()->aboutToShow();
            for (QAction* action : button->menu()->actions())
                if (action->text() == words) return action->trigger();
            QFAIL(qPrintable(words));
        };
        choose(QStringLiteral("unit 9"));
        QCOMPARE(plot.units().size(), units.size() - 1);
        choose(QStringLiteral("lstm.c0 unit 9"));
        QCOMPARE(plot.pinned().size(), 1U);
        choose(QStringLiteral("&Keep these lines with other states"));
        QCOMPARE(plot.pinned().size(), 1 + plot.units().size());
        choose(QStringLiteral("&Remove all"));
        QVERIFY(plot.pinned().empty() && plot.units().empty());
        QMimeData other;
        other.setText(QStringLiteral("words"));
        QVERIFY(!draggedUnit(other));
    }

    /// Sizes of differences on a logarithmic axis; only differences have one.
    void differencesAreLogarithmic() {
        StatePlot plot;
        plot.resize(600, 400);
        plot.setRecording(sample_recording(20, 5, 16));
        auto* box = plot.findChild<QCheckBox*>(QStringLiteral("stateLogarithmic"));
        QVERIFY(box->isHidden());
        plot.setLogarithmic(true);
        QVERIFY(!plot.lines()->isLogarithmic());
        plot.setQuantity(StatePlot::Quantity::difference);
        QVERIFY(!box->isHidden());
        QVERIFY(plot.lines()->isLogarithmic());
        QVERIFY(!plot.lines()->csv(false).contains(",-"));
        plot.setLogarithmic(false);
        QVERIFY(!plot.lines()->isLogarithmic());
        QVERIFY(plot.lines()->csv(false).contains(",-"));
    }

    void namesStandForUnits() {
        HeatMapView map;
        map.resize(500, 200);
        const double plain = map.plotRect().left();
        map.setUnitNames({QStringLiteral("a node with a long name"), QStringLiteral("b")});
        QVERIFY(map.plotRect().left() > plain);
        QVERIFY(map.csv(false).isEmpty() || map.csv(false).startsWith("inference"));
        auto values = std::make_shared<std::vector<float>>(std::vector<float>{1, 2});
        map.setData({.owner = values,
                     .values = values->data(),
                     .subtract = nullptr,
                     .first = 0,
                     .inferences = 1,
                     .units = 2});
        QVERIFY(map.csv(false).startsWith("inference,a node with a long name,b\n"));
    }

    void mapAndLinesStandInLine() {
        StatePlot plot;
        plot.resize(700, 500);
        plot.setRecording(sample_recording(10, 10, 8));
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        const QRectF map = plot.heatMap()->plotRect().translated(plot.heatMap()->mapTo(&plot, QPoint()));
        const QRectF lines = plot.lines()->plotRect().translated(plot.lines()->mapTo(&plot, QPoint()));
        QCOMPARE(map.left(), lines.left());
        QCOMPARE(map.right(), lines.right());
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heat_map.moc"
