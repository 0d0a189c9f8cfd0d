#include "core/report/svg_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/report/number_text.h"
#include "core/report/plot_data.h"
#include "core/report/svg_axes.h"

namespace lockstep {
namespace {

using svg::left;
using svg::legend;
using svg::plot_width;
using svg::polyline;
using svg::right;
using svg::top;
using svg::x_axis;

Rgb node_colour(const Program& program, std::uint32_t node) {
    return node < program.nodes.size() ? op_colour(program.nodes[node].op).light_mark
                                       : palette::grey.light_mark;
}

}  // namespace

Rgb diverging_colour(double value) {
    if (std::isnan(value)) return {0, 0, 0};
    return palette::diverging(palette::diverging_light, value);
}

Plot error_plot(const Recording& recording, double atol) {
    Plot plot{
        .title = "Output error per inference",
        .caption =
            "Largest and root-mean-square |VM - reference| over the outputs of each inference (log scale).",
        .svg = {},
        .width = plot_width,
        .height = 260};
    const ErrorPoints points = error_points(recording.inferences, 880);
    if (points.index.empty()) return plot;
    const double bottom = plot.height - 40;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    const LinearScale x(0, std::max(1.0, points.index.back()), left, right);
    const ErrorScale y(points.smallest, std::max(points.largest, atol), bottom, top);
    svg::y_grid(canvas, y.ticks(6));
    x_axis(canvas, x, bottom, "inference");
    if (atol > 0) {
        canvas.dashed(left, y(atol), right, y(atol));
        canvas.text(right - 4, y(atol) + 12, fmt::format("atol {:g}: below, every output passes", atol),
                    TextAnchor::end, true);
    }
    const auto stepped =
        std::ranges::find(recording.inferences, ReferenceKind::stepped, &InferenceRecord::reference);
    if (stepped != recording.inferences.end() && stepped->index > 0) {
        const double at = x(static_cast<double>(stepped->index) - 0.5);
        canvas.dashed(at, top, at, bottom);
        canvas.text(at + 4, top + 10, "stepped reference from here", TextAnchor::start, true);
    }
    const Rgb max_colour = palette::vermillion.light_mark;
    const Rgb rms_colour = palette::blue.light_mark;
    if (points.index.size() == 1) {
        canvas.dot(x(points.index[0]), y(points.max_abs[0]), 3, max_colour);
        canvas.dot(x(points.index[0]), y(points.rms[0]), 3, rms_colour);
    } else {
        canvas.stroke(polyline(points.index, points.max_abs, x, y), max_colour);
        canvas.stroke(polyline(points.index, points.rms, x, y), rms_colour, true);
    }
    legend(canvas, left, 16, {{"largest error", max_colour}, {"rms error (dashed)", rms_colour}});
    plot.svg = canvas.take();
    return plot;
}

Plot timeline_plot(const Program& program, const Timeline& timeline) {
    const double scale_width = right - left - 40;
    const auto gap = static_cast<std::int64_t>(static_cast<double>(std::max(timeline.end, timeline.spaced)) /
                                               scale_width / 2);
    const TimelineBars bars = timeline_bars(program, timeline, gap);
    constexpr double lane_height = 15;
    constexpr double core_gap = 7;
    std::vector<double> lane_y;
    double y = top + 4;
    for (std::size_t i = 0; i < bars.lanes.size(); ++i) {
        if (i > 0 && bars.lanes[i].core != bars.lanes[i - 1].core) y += core_gap;
        lane_y.push_back(y);
        y += lane_height;
    }
    Plot plot{.title = "Timeline of one inference",
              .caption =
                  "When each unit of each core works (modelled, cycles from the first input beat); colours "
                  "are operator "
                  "kinds, the dashed line is the last output. What lies behind it updates state for the next "
                  "inference.",
              .svg = {},
              .width = plot_width,
              .height = y + 44};
    if (bars.bars.empty()) return plot;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    const LinearScale x(0, static_cast<double>(bars.end), left + 40, right);
    for (std::size_t i = 0; i < bars.lanes.size(); ++i) {
        canvas.ground(left + 40, lane_y[i], right - left - 40, lane_height - 2);
        canvas.text(left + 34, lane_y[i] + lane_height - 4,
                    fmt::format("core {} {}", bars.lanes[i].core, name(bars.lanes[i].unit)), TextAnchor::end,
                    true);
    }
    std::set<std::string> kinds;
    for (const TimelineBar& bar : bars.bars) {
        const bool known = bar.node < program.nodes.size();
        if (known) kinds.insert(program.nodes[bar.node].op);
        const double begin = x(static_cast<double>(bar.start));
        const double width = std::max(0.75, x(static_cast<double>(bar.end)) - begin);
        canvas.rect(begin, lane_y[bar.lane], width, lane_height - 2, node_colour(program, bar.node),
                    fmt::format("{}: cycles {} to {}{}", known ? node_label(program.nodes[bar.node]) : "",
                                bar.start, bar.end, bar.state_update ? " (state update)" : ""));
    }
    const double end = x(static_cast<double>(timeline.spaced));
    canvas.dashed(end, top, end, y);
    x_axis(canvas, x, y + 2, "cycle");
    std::vector<std::pair<std::string, Rgb>> entries;
    for (const std::string& kind : kinds) entries.emplace_back(kind, op_colour(kind).light_mark);
    legend(canvas, left + 40, 16, entries);
    plot.svg = canvas.take();
    return plot;
}

Plot state_plot(const StateTrace& trace, std::int64_t first) {
    const HeatCells cells = heat_cells(trace, 256, 440);
    Plot plot{.title = "State " + trace.name,
              .caption = {},
              .svg = {},
              .width = plot_width,
              .height = top + 200 + 40};
    if (cells.rows == 0) return plot;
    plot.caption = fmt::format(
        "{} state of the VM after each inference: {} units by {} inferences, from −{} (blue) over 0 to {} "
        "(red).",
        trace.role, trace.size, std::ssize(trace.vm) / trace.size, number_text(cells.largest),
        number_text(cells.largest));
    if (cells.units_per_row > 1 || cells.inferences_per_column > 1) {
        plot.caption +=
            fmt::format(" A cell shows the value of largest magnitude of {} units and {} inferences.",
                        cells.units_per_row, cells.inferences_per_column);
    }
    const double bottom = top + 200;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    // One path per colour step: a heat map of rectangles would be many times larger.
    std::map<int, std::string> paths;
    const double width = (right - left) / static_cast<double>(cells.columns);
    const double height = (bottom - top) / static_cast<double>(cells.rows);
    for (std::int64_t row = 0; row < cells.rows; ++row) {
        for (std::int64_t column = 0; column < cells.columns; ++column) {
            const double value = cells.values[static_cast<std::size_t>(row * cells.columns + column)];
            const double share = cells.largest > 0 ? value / cells.largest : value;
            const int step =
                std::isnan(share) ? 99 : static_cast<int>(std::lround(std::clamp(share, -1.0, 1.0) * 24));
            paths[step] += fmt::format("M{:.2f} {:.2f}h{:.2f}v{:.2f}h-{:.2f}z",
                                       left + static_cast<double>(column) * width,
                                       top + static_cast<double>(row) * height, width, height, width);
        }
    }
    for (const auto& [step, data] : paths)
        canvas.fill(data, step == 99 ? Rgb{0, 0, 0} : diverging_colour(step / 24.0));
    const auto inferences = static_cast<double>(std::ssize(trace.vm) / trace.size);
    x_axis(canvas,
           LinearScale(static_cast<double>(first), static_cast<double>(first) + inferences, left, right),
           bottom, "inference");
    canvas.text(left - 6, top + 10, "unit 0", TextAnchor::end, true);
    canvas.text(left - 6, bottom - 2, fmt::format("{}", trace.size - 1), TextAnchor::end, true);
    constexpr double bar_width = 120;
    constexpr double stop = bar_width / 9;
    const double bar = right - bar_width - 40;
    for (int i = 0; i < 9; ++i)
        canvas.rect(bar + i * stop, 8, stop + 0.5, 8, diverging_colour((i - 4) / 4.0));
    canvas.text(bar - 6, 16, "−" + number_text(cells.largest), TextAnchor::end, true);
    canvas.text(bar + bar_width + 6, 16, number_text(cells.largest), TextAnchor::start, true);
    plot.svg = canvas.take();
    return plot;
}

Plot memory_plot(const Program& program) {
    std::map<std::string, const MemoryUse*> fullest;
    std::vector<std::string> order;
    for (const MemoryUse& use : program.memory) {
        const MemoryUse*& best = fullest[use.name];
        if (best == nullptr) order.push_back(use.name);
        if (best == nullptr || use.used > best->used) best = &use;
    }
    constexpr double row = 26;
    constexpr double bar_left = 190;
    constexpr double bar_right = plot_width - 240;
    Plot plot{.title = "Memories of the fullest core",
              .caption = "Used part of each memory in the core that uses most of it.",
              .svg = {},
              .width = plot_width,
              .height = 16 + row * static_cast<double>(order.size())};
    if (order.empty()) return plot;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    double y = 8;
    for (const std::string& memory : order) {
        const MemoryUse& use = *fullest[memory];
        const double share =
            use.depth > 0 ? static_cast<double>(use.used) / static_cast<double>(use.depth) : 1;
        std::string label = memory;
        std::ranges::replace(label, '_', ' ');
        canvas.text(bar_left - 8, y + 13, label, TextAnchor::end);
        canvas.ground(bar_left, y, bar_right - bar_left, row - 8);
        canvas.rect(bar_left, y, (bar_right - bar_left) * std::min(share, 1.0), row - 8,
                    share > 1 ? palette::vermillion.light_mark : palette::blue.light_mark);
        canvas.text(bar_right + 8, y + 13,
                    fmt::format("{} of {} {} ({}), core {}", count_text(use.used), count_text(use.depth),
                                use.unit, percent_text(share), use.core),
                    TextAnchor::start, true);
        y += row;
    }
    plot.svg = canvas.take();
    return plot;
}

}  // namespace lockstep
