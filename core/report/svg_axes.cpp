#include "core/report/svg_axes.h"

#include <cmath>

namespace lockstep::svg {

void x_axis(SvgCanvas& canvas, const LinearScale& x, double bottom, const std::string& label) {
    canvas.axis(left, bottom, right, bottom);
    for (const Tick& tick : x.ticks(10)) {
        if (std::abs(tick.value - std::round(tick.value)) > 1e-9) continue;
        canvas.axis(tick.position, bottom, tick.position, bottom + 4);
        canvas.text(tick.position, bottom + 16, tick.label, TextAnchor::middle, true);
    }
    canvas.text(right, bottom + 32, label, TextAnchor::end, true);
}

void y_grid(SvgCanvas& canvas, const std::vector<Tick>& ticks) {
    for (const Tick& tick : ticks) {
        canvas.grid(left, tick.position, right, tick.position);
        canvas.text(left - 6, tick.position + 4, tick.label, TextAnchor::end, true);
    }
}

void legend(SvgCanvas& canvas, double x, double y, const std::vector<std::pair<std::string, Rgb>>& entries) {
    for (const auto& [text, colour] : entries) {
        canvas.rect(x, y - 8, 10, 10, colour);
        canvas.text(x + 14, y + 1, text, TextAnchor::start, true);
        x += 26 + 6.2 * static_cast<double>(text.size());
    }
}

}  // namespace lockstep::svg
