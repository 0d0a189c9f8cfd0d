#include <QtTest>
#include <cmath>
#include <limits>

#include "core/report/plot_data.h"
#include "core/report/plot_scale.h"
#include "core/report/svg_canvas.h"
#include "core/report/svg_plot.h"
#include "small_model.h"

using namespace lockstep;

namespace {

InferenceRecord record(std::int64_t index, double error) {
    InferenceRecord result;
    result.index = index;
    result.reference = ReferenceKind::forward;
    result.max_abs_error = error;
    result.rms_error = error / 2;
    return result;
}

}  // namespace

class TestSvgPlot : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void linearTicks_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QList<double>>("values");
        using L = QList<double>;
        QTest::newRow("tens") << 0.0 << 100.0 << L{0, 20, 40, 60, 80, 100};
        QTest::newRow("odd") << 0.0 << 254.0 << L{0, 100, 200};
        QTest::newRow("small") << 0.0 << 0.01 << L{0, 0.002, 0.004, 0.006, 0.008, 0.01};
        QTest::newRow("around zero") << -1.0 << 1.0 << L{-1, -0.5, 0, 0.5, 1};
        QTest::newRow("empty range") << 5.0 << 5.0 << L{5, 5.2, 5.4, 5.6, 5.8, 6};
    }
    void linearTicks() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QList<double>, values);
        const LinearScale scale(low, high, 10, 110);
        const std::vector<Tick> ticks = scale.ticks(5);
        QCOMPARE(static_cast<qsizetype>(ticks.size()), values.size());
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            QVERIFY(std::abs(ticks[i].value - values[static_cast<qsizetype>(i)]) < 1e-12);
            QVERIFY(ticks[i].position >= 10 - 1e-9 && ticks[i].position <= 110 + 1e-9);
        }
    }

    void theErrorScaleShowsZero() {
        // Pixels grow downwards: 200 is the foot.
        const ErrorScale scale(2e-4, 3e-2, 200, 20);
        QCOMPARE(scale.low_decade(), -4);
        QCOMPARE(scale.high_decade(), -1);
        QCOMPARE(scale(1e-4), 200 - ErrorScale::zero_band);
        QCOMPARE(scale(1e-1), 20.0);
        QVERIFY(scale(0) > scale(1e-4) && scale(0) < 200);
        QCOMPARE(scale(std::numeric_limits<double>::infinity()), 20.0);
        QVERIFY(std::abs(scale(1e-2) - (20 + (200 - ErrorScale::zero_band - 20) / 3)) < 1e-9);
        QCOMPARE(scale.ticks(10).size(), std::size_t{5});
        QCOMPARE(scale.ticks(10)[0].label, std::string("0"));
        QCOMPARE(scale.ticks(10)[1].label, std::string("10⁻⁴"));
        QCOMPARE(ErrorScale(0, 0, 200, 20).low_decade(), -1);
    }

    void thinningKeepsPeaks() {
        std::vector<InferenceRecord> records;
        for (int i = 0; i < 10000; ++i) records.push_back(record(i, i == 7777 ? 0.5 : 1e-3));
        const ErrorPoints points = error_points(records, 100);
        QCOMPARE(points.index.size(), std::size_t{100});
        QCOMPARE(std::ranges::max(points.max_abs), 0.5);
        QCOMPARE(points.largest, 0.5);
        QCOMPARE(points.smallest, 5e-4);
        QCOMPARE(error_points({record(0, 0)}, 100).smallest, 0.0);
        QVERIFY(error_points({InferenceRecord{}}, 100).index.empty());
    }

    void barsCoverWhatTheUnitsHold() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const TimelineBars bars = timeline_bars(*compiled.program, *compiled.timeline, 0);
        std::int64_t drawn = 0;
        for (const TimelineBar& bar : bars.bars) drawn += bar.end - bar.start;
        std::int64_t held = 0;
        for (const TimelineEvent& event : compiled.timeline->events) held += event.end - event.start;
        QCOMPARE(drawn, held);
        for (std::size_t i = 1; i < bars.lanes.size(); ++i)
            QVERIFY(std::pair(bars.lanes[i - 1].core, bars.lanes[i - 1].unit) <
                    std::pair(bars.lanes[i].core, bars.lanes[i].unit));
    }

    void smallGapsOfOneNodeAreClosed() {
        Program program;
        program.cores.resize(1);
        program.cores[0].node_of = {0, 0, 1, 0};
        Timeline timeline;
        for (const auto& [instruction, start, end] :
             {std::tuple{0U, 0, 10}, {1U, 12, 20}, {2U, 21, 30}, {3U, 31, 40}}) {
            TimelineEvent event;
            event.instruction = instruction;
            event.start = start;
            event.end = end;
            timeline.events.push_back(event);
        }
        QCOMPARE(timeline_bars(program, timeline, 1).bars.size(), std::size_t{4});
        const TimelineBars bars = timeline_bars(program, timeline, 2);
        QCOMPARE(bars.bars.size(), std::size_t{3});
        QCOMPARE(bars.bars[0].end, 20);
        QCOMPARE(bars.end, 40);
    }

    void cellsShowTheLargestMagnitude() {
        StateTrace trace;
        trace.size = 4;
        trace.vm = {1, -2, 3, 0.5F, -1, 1, -4, 0.25F};
        const HeatCells full = heat_cells(trace, 10, 10);
        QCOMPARE(full.values, (std::vector<double>{1, -1, -2, 1, 3, -4, 0.5, 0.25}));
        QCOMPARE(full.largest, 4.0);
        const HeatCells thinned = heat_cells(trace, 2, 1);
        QCOMPARE(thinned.values, (std::vector<double>{-2, -4}));
        QCOMPARE(thinned.units_per_row, 2);
        QCOMPARE(thinned.inferences_per_column, 2);
    }

    void signedColoursDivergeFromANeutralOne() {
        const Rgb zero = diverging_colour(0);
        QVERIFY(zero.r == zero.g && zero.g == zero.b);
        QVERIFY(diverging_colour(1).r > diverging_colour(1).b);
        QVERIFY(diverging_colour(-1).b > diverging_colour(-1).r);
        QCOMPARE(diverging_colour(2), diverging_colour(1));
        QCOMPARE(diverging_colour(std::numeric_limits<double>::quiet_NaN()), (Rgb{0, 0, 0}));
    }

    /// Qt's reader cuts longer paths off; nothing is lost.
    void longFillsAreSeveralPaths() {
        SvgCanvas canvas(100, 100, "many cells");
        std::string data;
        constexpr int cells = 100'000;
        for (int i = 0; i < cells; ++i) data += "M1 1h2v2h-2z";
        canvas.fill(data, {1, 2, 3});
        const std::string svg = canvas.take();
        int found = 0;
        for (std::size_t at = svg.find("d=\""); at != std::string::npos; at = svg.find("d=\"", at + 1)) {
            const std::string_view path =
                std::string_view(svg).substr(at + 3, svg.find('"', at + 3) - at - 3);
            const auto parts = std::ranges::count(path, 'M');
            QVERIFY(parts > 0 && parts * 5 < 32'767);
            found += static_cast<int>(parts);
        }
        QCOMPARE(found, cells);
    }

    void textIsEscaped() { QCOMPARE(xml_text("a<b>&\"c'\x01"), std::string("a&lt;b&gt;&amp;&quot;c&#39;")); }

    void nothingToDrawIsEmpty() {
        QVERIFY(error_plot(Recording{}, 0).svg.empty());
        QVERIFY(state_plot(StateTrace{}, 0).svg.empty());
        QVERIFY(memory_plot(Program{}).svg.empty());
        QVERIFY(timeline_plot(Program{}, Timeline{}).svg.empty());
    }
};

QTEST_APPLESS_MAIN(TestSvgPlot)
#include "tst_svg_plot.moc"
