// Writes a picture of every plot and timeline in both themes and in several sizes into the folder given, to
// be looked at.

#include <QApplication>
#include <QDir>
#include <QTextStream>

#include "tests/widgets/plots/sample_recording.h"
#include "tests/widgets/timeline/sample_timeline.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/theme.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"
#include "widgets/window_style.h"

using namespace lockstep;
using namespace lockstep::test;

namespace {

/// An LSTM's shape of work on several cores: input, gates, cell, broadcast, the next layer, and its state
/// updates.
TimelineMaker large_timeline(std::uint16_t cores) {
    TimelineMaker maker;
    const std::uint32_t nodes[] = {maker.node(7, "Lstm", "lstm.l0"), maker.node(8, "Lstm", "lstm.l1"),
                                   maker.node(9, "Linear", "linear")};
    std::uint32_t release = no_event;
    for (std::int64_t i = 0; i < 4; ++i) release = maker.event(0, Unit::input, 2 * i, 2 * i + 2, nodes[0]);
    std::int64_t begin = 12;
    for (int layer = 0; layer < 2; ++layer) {
        std::uint32_t last = release;
        for (std::uint16_t core = 0; core < cores; ++core) {
            for (std::int64_t pass = 0; pass < 3; ++pass) {
                const std::int64_t start = begin + pass * 16 + core;
                const std::uint32_t matvec =
                    maker.event(core, Unit::matvec, start, start + 16, nodes[layer],
                                pass == 0 ? WaitReason::operand : WaitReason::unit, release);
                const std::uint32_t cell = maker.event(core, Unit::result, start + 20, start + 30,
                                                       nodes[layer], WaitReason::operand, matvec);
                last = maker.event(core, Unit::bus, start + 30, start + 34, nodes[layer], WaitReason::operand,
                                   cell);
            }
        }
        release = last;
        begin += 72;
    }
    const std::uint32_t product =
        maker.event(0, Unit::matvec, begin, begin + 16, nodes[2], WaitReason::operand, release);
    const std::uint32_t store =
        maker.event(0, Unit::result, begin + 18, begin + 22, nodes[2], WaitReason::operand, product);
    maker.event(0, Unit::output, begin + 26, begin + 30, nodes[2], WaitReason::operand, store);
    maker.timeline().spaced = begin + 33;
    for (std::uint16_t core = 0; core < cores; ++core) {
        for (std::int64_t pass = 0; pass < 2; ++pass) {
            const std::int64_t start = begin + 17 + pass * 14;
            maker.event(core, Unit::matvec, start, start + 14, nodes[pass], WaitReason::unit, product, true);
        }
    }
    maker.timeline().contiguous = begin + 45;
    maker.timeline().end = begin + 45;
    return maker;
}

class Album {
  public:
    explicit Album(const QString& folder) : m_folder(folder) { QDir().mkpath(folder); }

    void add(QWidget& widget, const QString& name, QSize size) const {
        widget.resize(size);
        widget.show();
        QApplication::processEvents();
        for (PlotView* plot : widget.findChildren<PlotView*>()) plot->flush();
        widget.grab().save(
            QDir(m_folder).filePath(name + (isDark(QApplication::palette()) ? QStringLiteral("-dark.png")
                                                                            : QStringLiteral("-light.png"))));
    }

  private:
    QString m_folder;
};

void timelines(const Album& album) {
    const TimelineMaker large = large_timeline(3);
    const auto program = large.share_program();
    TimelineView view;
    view.setTimeline(program, large.share_timeline());
    album.add(view, QStringLiteral("timeline-large"), {1500, 380});
    album.add(view, QStringLiteral("timeline-small"), {520, 200});
    view.setSelectedNode(8);
    album.add(view, QStringLiteral("timeline-node"), {1500, 380});
    view.canvas()->chooseEvent(static_cast<std::uint32_t>(20));
    album.add(view, QStringLiteral("timeline-event"), {1500, 380});
    view.canvas()->chooseEvent(std::nullopt);
    view.canvas()->setArea(TimelineArea{24, 90, 1, 4});
    album.add(view, QStringLiteral("timeline-area"), {1100, 300});
    const TimelineMaker many = large_timeline(6);
    view.setTimeline(many.share_program(), many.share_timeline());
    view.canvas()->geometry().axis.show(30, 60);
    album.add(view, QStringLiteral("timeline-zoomed"), {1100, 280});
    const TimelineMaker lots = long_timeline(100000);
    view.setTimeline(lots.share_program(), lots.share_timeline());
    album.add(view, QStringLiteral("timeline-lots"), {1100, 160});
    TimelineView empty;
    album.add(empty, QStringLiteral("timeline-empty"), {700, 180});
}

void errors(const Album& album) {
    ErrorPlot plot;
    album.add(plot, QStringLiteral("error-empty"), {600, 200});
    plot.setInputDescription(QStringLiteral("random inputs, seed 1"));
    plot.setRecording(sample_recording(40, 20, 4));
    plot.setCurrentInference(7);
    album.add(plot, QStringLiteral("error-large"), {1000, 300});
    album.add(plot, QStringLiteral("error-small"), {420, 170});
    plot.plot()->setCursorA(12);
    plot.plot()->setCursorB(25);
    album.add(plot, QStringLiteral("error-cursors"), {1000, 300});
    plot.setLogarithmic(false);
    album.add(plot, QStringLiteral("error-linear"), {700, 260});
    ErrorPlot one;
    one.setRecording(sample_recording(1, 20, 4));
    one.setCurrentInference(0);
    album.add(one, QStringLiteral("error-one"), {700, 260});
    ErrorPlot odd;
    auto recording = sample_recording(30, 20, 4);
    recording->inferences[9].max_abs_error = std::numeric_limits<double>::quiet_NaN();
    recording->inferences[17].max_abs_error = std::numeric_limits<double>::infinity();
    recording->inferences[22].reference = ReferenceKind::none;
    recording->error.max_abs = std::numeric_limits<double>::infinity();
    recording->error.allclose = false;
    odd.setRecording(recording);
    album.add(odd, QStringLiteral("error-odd"), {800, 280});
    ErrorPlot lots;
    lots.setRecording(sample_recording(200000, 20, 1));
    album.add(lots, QStringLiteral("error-lots"), {1000, 300});
}

void states(const Album& album) {
    StatePlot plot;
    album.add(plot, QStringLiteral("state-empty"), {600, 240});
    plot.setRecording(sample_recording(40, 20, 256));
    plot.setCurrentInference(7);
    album.add(plot, QStringLiteral("state-large"), {1000, 520});
    album.add(plot, QStringLiteral("state-small"), {420, 260});
    plot.setQuantity(StatePlot::Quantity::difference);
    plot.heatMap()->setCurrentUnit(100);
    plot.setUnits({100});
    album.add(plot, QStringLiteral("state-difference"), {800, 420});
    StatePlot odd;
    auto recording = sample_recording(12, 20, 16);
    recording->states[0].vm[5 * 16 + 4] = std::numeric_limits<float>::quiet_NaN();
    odd.setRecording(recording);
    odd.setUnits({4, 5});
    album.add(odd, QStringLiteral("state-odd"), {800, 420});
    StatePlot one;
    one.setRecording(sample_recording(1, 20, 256));
    album.add(one, QStringLiteral("state-one"), {700, 400});
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        QTextStream(stderr) << "usage: make_plot_pictures FOLDER\n";
        return 2;
    }
    const Album album(QString::fromLocal8Bit(argv[1]));
    QApplication::setStyle(new lockstep::WindowStyle);
    for (const bool dark : {false, true}) {
        QApplication::setPalette(themePalette(dark));
        timelines(album);
        errors(album);
        states(album);
    }
    return 0;
}
