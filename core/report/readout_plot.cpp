#include "core/report/readout_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/report/svg_axes.h"

namespace lockstep {

std::string readout_output_text(const ReadoutOutputs& outputs) {
    return fmt::format("{} [{}]", outputs.name, outputs.element);
}

Plot readout_plot(const ReadoutOutputs& outputs, std::int64_t window) {
    Plot plot{.title = "What the deployments answer",
              .caption = fmt::format("The value {} of the outputs, which differs most, in LibTorch's fp32 at "
                                     "every position where a window of the inputs ends.",
                                     readout_output_text(outputs)),
              .svg = {},
              .width = svg::plot_width,
              .height = 260};
    if (outputs.positions.empty()) return plot;
    double low = 0;
    double high = 0;
    const std::vector<double> xs(outputs.positions.begin(), outputs.positions.end());
    const auto doubles = [&](const std::vector<float>& values) {
        const std::vector<double> ys(values.begin(), values.end());
        for (const double y : ys) {
            if (!std::isfinite(y)) continue;
            low = std::min(low, y);
            high = std::max(high, y);
        }
        return ys;
    };
    const std::vector<double> trained = doubles(outputs.window);
    const std::vector<double> carried = doubles(outputs.carried);
    const std::vector<double> reset = doubles(outputs.reset);
    const double bottom = plot.height - 40;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    const LinearScale x(xs.front(), xs.back(), svg::left, svg::right);
    const LinearScale y(low, high, bottom, svg::top);
    svg::y_grid(canvas, y.ticks(6));
    svg::x_axis(canvas, x, bottom, "position of the inputs");
    const auto draw = [&](const std::vector<double>& ys, Rgb colour, bool dashed) {
        if (ys.size() == 1)
            canvas.dot(x(xs[0]), y(ys[0]), 3, colour);
        else
            canvas.stroke(svg::polyline(xs, ys, x, y), colour, dashed);
    };
    const Rgb trained_colour = palette::grey.light_mark;
    const Rgb carried_colour = palette::vermillion.light_mark;
    const Rgb reset_colour = palette::blue.light_mark;
    draw(reset, reset_colour, true);
    draw(carried, carried_colour, false);
    draw(trained, trained_colour, false);
    svg::legend(canvas, svg::left, 16,
                {{"whole window", trained_colour},
                 {"carried state", carried_colour},
                 {fmt::format("reset every {} (dashed)", window), reset_colour}});
    plot.svg = canvas.take();
    return plot;
}

}  // namespace lockstep
