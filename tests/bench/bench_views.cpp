// Frame times of the views, in milliseconds of one thread on a raster surface of 1920 x 1080:
// QT_QPA_PLATFORM=offscreen bench_views. A frame of 16.7 ms is 60 in a second. Behind each benchmark
// of a frame stands the share of these 16 ms that it takes: below 1 holds.
#include <benchmark/benchmark.h>
#include <QApplication>
#include <QImage>

#include "core/layout/layered_layout.h"
#include "core/nnir/node_query.h"
#include "core/run/recording.h"
#include "tests/widgets/graph/sample_graphs.h"
#include "tests/widgets/timeline/sample_timeline.h"
#include "widgets/graph/graph_geometry.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/plot_view.h"
#include "widgets/timeline/timeline_painter.h"

using namespace lockstep;

namespace {

constexpr QSize frame(1920, 1080);

/// The share of a frame's 16 ms that an iteration takes.
void countFrames(benchmark::State& state) {
    state.counters["of a frame"] =
        benchmark::Counter(0.016 * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

const std::shared_ptr<const nnir::Graph>& tenThousand() {
    static const auto graph = std::make_shared<const nnir::Graph>(moduleChain(1'000, 10));
    return graph;
}

std::shared_ptr<const GraphGeometry> drawn(const Folding& folding) {
    GraphScene scene = make_scene(*tenThousand(), folding);
    GraphLayout layout = layered_layout(layout_request(scene));
    return std::make_shared<const GraphGeometry>(tenThousand(), std::move(scene), std::move(layout));
}

const std::shared_ptr<const GraphGeometry>& unfolded() {
    static const auto geometry = drawn({});
    return geometry;
}

/// One frame at a zoom, a step further down each time.
void graphFrame(benchmark::State& state, double zoom, bool marked) {
    const auto& geometry = unfolded();
    GraphLook look;
    look.view.zoom = zoom > 0 ? zoom : ViewTransform::fittingZoom(geometry->bounds(), frame);
    if (marked) {
        for (const nnir::Node& node : tenThousand()->nodes) {
            look.heat.values[node.id] = node.id.value % 100 / 100.0;
            if (node.id.value % 3 == 0) look.found.insert(node.id);
        }
    }
    QImage image(frame, QImage::Format_RGB32);
    double y = 0;
    for (auto _ : state) {
        look.view.offset = {frame.width() / 2.0 - geometry->bounds().center().x() * look.view.zoom, -y};
        y = y + 40 < geometry->bounds().height() * look.view.zoom - frame.height() ? y + 40 : 0;
        QPainter painter(&image);
        paintGraph(painter, *geometry, look, themeColors(false), QRectF(QPointF(), QSizeF(frame)));
    }
    countFrames(state);
}

void graphWhole(benchmark::State& state) {
    graphFrame(state, 0, false);
}
void graphWholeWithHeatAndSearch(benchmark::State& state) {
    graphFrame(state, 0, true);
}
void graphTitles(benchmark::State& state) {
    graphFrame(state, 0.4, true);
}
void graphFull(benchmark::State& state) {
    graphFrame(state, 1, true);
}

/// What stands between opening and a drawing of the folded graph: choosing, folding, laying out.
void graphFoldedToDrawing(benchmark::State& state) {
    for (auto _ : state) {
        const auto geometry = drawn({.folded = folds_for(*tenThousand(), 400), .root = {}});
        benchmark::DoNotOptimize(geometry->boxCount());
    }
}

void graphUnfoldedToDrawing(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(drawn({})->boxCount());
}

void graphSearchChain(benchmark::State& state) {
    const nnir::NodeQuery query("clamp > ... > module:layers.9* clamp");
    for (auto _ : state) benchmark::DoNotOptimize(query.find(*tenThousand()).size());
}

void timelineFrame(benchmark::State& state, double share) {
    const test::TimelineMaker maker = test::long_timeline(100'000);
    TimelineGeometry geometry(maker.share_program(), maker.share_timeline());
    geometry.axis.resize(frame.width() - TimelinePainter::gutter);
    geometry.placeLanes(400);
    TimelineMarks marks;
    marks.critical = criticalParts(geometry.timeline());
    QImage image(frame.width(), 480, QImage::Format_RGB32);
    const double total = geometry.axis.total;
    double from = 0;
    for (auto _ : state) {
        geometry.axis.show(from, from + total * share);
        from = from + total * share < total ? from + total * share / 10 : 0;
        QPainter painter(&image);
        TimelinePainter(painter, geometry, marks, image.size(), 0, QApplication::font(),
                        QApplication::palette())
            .paint();
    }
    countFrames(state);
}

void timelineWhole(benchmark::State& state) {
    timelineFrame(state, 1);
}
void timelineTenth(benchmark::State& state) {
    timelineFrame(state, 0.1);
}
void timelineThousandth(benchmark::State& state) {
    timelineFrame(state, 0.001);
}

/// A plot over a million inferences that is moved along and zoomed, with all that a frame of it needs.
void plotOfAMillion(benchmark::State& state) {
    constexpr std::int64_t count = 1'000'000;
    auto recording = std::make_shared<Recording>();
    recording->inferences.reserve(count);
    for (std::int64_t i = 0; i < count; ++i) {
        InferenceRecord record;
        record.index = i;
        record.reference = ReferenceKind::stepped;
        record.max_abs_error = i == 777'777 ? 0.5 : 1e-4 * (1 + static_cast<double>(i % 7));
        record.rms_error = record.max_abs_error / 2;
        recording->inferences.push_back(record);
    }
    recording->count = count;
    recording->error.inferences = count;
    ErrorPlot plot;
    plot.resize(frame.width(), 300);
    plot.setRecording(recording);
    plot.show();
    AxisRange& range = *plot.plot()->range();
    const double share = static_cast<double>(state.range(0)) / 100;
    double from = 0;
    QImage image(plot.size(), QImage::Format_RGB32);
    for (auto _ : state) {
        range.setVisible(from, from + static_cast<double>(count) * share);
        from = from + static_cast<double>(count) * (share * 1.1) < static_cast<double>(count) ? from + 10'000
                                                                                              : 0;
        plot.plot()->flush();
        plot.render(&image);
    }
    countFrames(state);
}

BENCHMARK(plotOfAMillion)->Arg(100)->Arg(10)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(graphWhole)->Unit(benchmark::kMillisecond);
BENCHMARK(graphWholeWithHeatAndSearch)->Unit(benchmark::kMillisecond);
BENCHMARK(graphTitles)->Unit(benchmark::kMillisecond);
BENCHMARK(graphFull)->Unit(benchmark::kMillisecond);
BENCHMARK(graphFoldedToDrawing)->Unit(benchmark::kMillisecond);
BENCHMARK(graphUnfoldedToDrawing)->Unit(benchmark::kMillisecond);
BENCHMARK(graphSearchChain)->Unit(benchmark::kMillisecond);
BENCHMARK(timelineWhole)->Unit(benchmark::kMillisecond);
BENCHMARK(timelineTenth)->Unit(benchmark::kMillisecond);
BENCHMARK(timelineThousandth)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
