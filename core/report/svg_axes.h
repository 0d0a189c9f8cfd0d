#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "core/report/palette.h"
#include "core/report/plot_scale.h"
#include "core/report/svg_canvas.h"

/// What the plots of a report have in common. All in pixels.
namespace lockstep::svg {

inline constexpr double plot_width = 960;
inline constexpr double left = 64;
inline constexpr double right = plot_width - 16;
inline constexpr double top = 28;

/// A path through the points; `x` and `y` map values to pixels.
template <class X, class Y>
std::string polyline(const std::vector<double>& xs, const std::vector<double>& ys, const X& x, const Y& y) {
    std::string data;
    for (std::size_t i = 0; i < xs.size(); ++i)
        data += fmt::format("{}{:.2f} {:.2f}", i == 0 ? "M" : "L", x(xs[i]), y(ys[i]));
    return data;
}

/// An axis of inferences, cycles or positions: counted, so that only whole numbers are marked.
void x_axis(SvgCanvas& canvas, const LinearScale& x, double bottom, const std::string& label);

/// Grid lines with their values at the left.
void y_grid(SvgCanvas& canvas, const std::vector<Tick>& ticks);

void legend(SvgCanvas& canvas, double x, double y, const std::vector<std::pair<std::string, Rgb>>& entries);

}  // namespace lockstep::svg
