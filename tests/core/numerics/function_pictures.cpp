#include "tests/core/numerics/function_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "core/numerics/function_style.h"
#include "core/report/palette.h"
#include "core/report/svg_canvas.h"
#include "tests/core/numerics/function_errors.h"

namespace function_pictures {
namespace {

using namespace lockstep;
using namespace function_errors;

constexpr double panel_width = 255;
constexpr double panel_height = 80;
constexpr double column_width = 300;
constexpr double row_height = 130;
constexpr double left = 40;
constexpr double top = 50;

struct Panel {
    double x, y;  ///< of its upper left corner
    double highest;
    double up(double error) const { return y + panel_height * (1 - std::min(error, highest) / highest); }
};

Panel begin_panel(SvgCanvas& canvas, std::size_t index, std::size_t columns, double highest,
                  std::string_view name) {
    const Panel panel{left + static_cast<double>(index % columns) * column_width,
                      top + static_cast<double>(index / columns) * row_height, highest};
    canvas.ground(panel.x, panel.y, panel_width, panel_height);
    canvas.text(panel.x, panel.y - 6, name);
    return panel;
}

void horizontal(SvgCanvas& canvas, const Panel& panel, double error, const std::string& label) {
    canvas.grid(panel.x, panel.up(error), panel.x + panel_width, panel.up(error));
    canvas.text(panel.x - 5, panel.up(error) + 4, label, TextAnchor::end, true);
}

void vertical(SvgCanvas& canvas, const Panel& panel, double share, const std::string& label) {
    const double x = panel.x + share * panel_width;
    canvas.grid(x, panel.y, x, panel.y + panel_height);
    canvas.text(x, panel.y + panel_height + 14, label, TextAnchor::middle, true);
}

/// An area below the largest value of each of the columns.
std::string area(const Panel& panel, const std::vector<double>& largest) {
    std::string path = fmt::format("M{:.1f} {:.1f}", panel.x, panel.up(0));
    const double width = panel_width / static_cast<double>(largest.size());
    for (std::size_t k = 0; k < largest.size(); ++k)
        path +=
            fmt::format("V{:.1f}H{:.1f}", panel.up(largest[k]), panel.x + static_cast<double>(k + 1) * width);
    return path + fmt::format("V{:.1f}Z", panel.up(0));
}

}  // namespace

std::string functions_picture() {
    // Sorted patterns: as many for each exponent, denormals in the middle.
    constexpr std::size_t columns = 255;
    const std::vector<float> inputs = bf16_values();
    SvgCanvas canvas(920, top + 5 * row_height, "Error of every function over all bf16 inputs");
    canvas.rect(0, 0, 920, top + 5 * row_height, {255, 255, 255});
    canvas.text(left, 20,
                "error in units of the last fp32 place, over all bf16 inputs from the least to the largest");
    for (std::size_t f = 0; f < all_functions.size(); ++f) {
        const Panel panel = begin_panel(canvas, f, 3, 4, name(all_functions[f]));
        for (const int error : {0, 2, 4}) horizontal(canvas, panel, error, std::to_string(error));
        const auto at = [&](float x) {
            return static_cast<double>(std::ranges::lower_bound(inputs, x) - inputs.begin()) /
                   static_cast<double>(inputs.size());
        };
        vertical(canvas, panel, at(-1), "−1");
        vertical(canvas, panel, 0.5, "0");
        vertical(canvas, panel, at(1), "1");
        vertical(canvas, panel, at(-0x1p-64F), "−2⁻⁶⁴");
        vertical(canvas, panel, at(0x1p-64F), "2⁻⁶⁴");
        vertical(canvas, panel, at(0x1p+64F), "2⁶⁴");
        vertical(canvas, panel, at(-0x1p+64F), "−2⁶⁴");
        std::vector<float> values = inputs;
        apply_function(all_functions[f], values);
        std::vector<double> largest(columns);
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            double& here = largest[k * columns / inputs.size()];
            here = std::max(here, ulps(values[k], exact(all_functions[f], inputs[k])));
        }
        canvas.fill(area(panel, largest), palette::blue.light_mark);
    }
    return canvas.take();
}

std::string tables_picture() {
    constexpr std::size_t columns = 255;
    constexpr double widest = 8;
    const std::vector<float> inputs = bf16_values();
    SvgCanvas canvas(620, top + 2 * row_height, "Error of the functions with tables");
    canvas.rect(0, 0, 620, top + 2 * row_height, {255, 255, 255});
    canvas.text(left, 20,
                "absolute error of table functions in 1/1000; line: half a bf16 place of the value");
    const std::vector<Function> functions = table_functions();
    for (std::size_t f = 0; f < functions.size(); ++f) {
        const Panel panel = begin_panel(canvas, f, 2, 6, name(functions[f]));
        for (const int error : {0, 2, 4, 6}) horizontal(canvas, panel, error, std::to_string(error));
        for (const int x : {-8, -4, 0, 4, 8})
            vertical(canvas, panel, (x + widest) / (2 * widest),
                     x < 0 ? "−" + std::to_string(-x) : std::to_string(x));
        std::vector<double> largest(columns);
        for (const float x : inputs) {
            if (std::abs(x) >= widest) continue;
            float value = x;
            apply_function(functions[f], {&value, 1}, best_simd_target(), FunctionStyle::table);
            double& here = largest[static_cast<std::size_t>((x + widest) / (2 * widest) * columns)];
            here = std::max(here, 1e3 * static_cast<double>(std::abs(value - exact(functions[f], x))));
        }
        // Small inputs lie close; large ones are fewer than the columns.
        for (std::size_t k = 1; k < columns; ++k)
            if (largest[k] == 0) largest[k] = largest[k - 1];
        canvas.fill(area(panel, largest), palette::blue.light_mark);
        std::string line;
        for (std::size_t k = 0; k <= columns; ++k) {
            const double x = (static_cast<double>(k) / columns * 2 - 1) * widest;
            const auto size = static_cast<double>(std::abs(exact(functions[f], x)));
            const double half_place = 1e3 * std::exp2(std::floor(std::log2(std::max(size, 1e-9))) - 8);
            line +=
                fmt::format("{}{:.1f} {:.1f}", k == 0 ? "M" : "L",
                            panel.x + static_cast<double>(k) / columns * panel_width, panel.up(half_place));
        }
        canvas.stroke(line, palette::vermillion.light_mark);
    }
    return canvas.take();
}

std::string bf16_columns(int function) {
    const Largest largest = largest_ulps(all_functions.at(static_cast<std::size_t>(function)));
    char at[40];
    std::snprintf(at, sizeof at, "%a", static_cast<double>(largest.at));
    return fmt::format("| {:.2f} | {} |", largest.error, at);
}

std::string table_rows() {
    std::string rows;
    for (const Function function : table_functions()) {
        const Largest largest = largest_table_error(function);
        rows += fmt::format("| {} | {:.5f} | {:.5g} |\n", name(function), largest.error,
                            static_cast<double>(largest.at));
    }
    return rows;
}

}  // namespace function_pictures
