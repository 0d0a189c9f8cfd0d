#include "widgets/plots/plot_statistics.h"

#include <algorithm>
#include <cmath>

namespace lockstep {

CurveStatistics curveStatistics(const Curve& curve, double from, double to, const std::stop_token& stop) {
    CurveStatistics figures;
    const auto first = std::max(curve.first, static_cast<std::int64_t>(std::ceil(from)));
    const auto last = std::min(curve.first + curve.count - 1, static_cast<std::int64_t>(std::floor(to)));
    double sum = 0;
    double squares = 0;
    for (std::int64_t i = first; i <= last; ++i) {
        if ((i & 0xFFF) == 0 && stop.stop_requested()) break;
        if (curve.present && !curve.present(i)) continue;
        const double value = curve.value(i);
        if (!std::isfinite(value)) {
            ++figures.nonFinite;
            continue;
        }
        figures.least = figures.count == 0 ? value : std::min(figures.least, value);
        figures.most = figures.count == 0 ? value : std::max(figures.most, value);
        ++figures.count;
        sum += value;
        squares += value * value;
    }
    if (figures.count > 0) {
        figures.mean = sum / static_cast<double>(figures.count);
        figures.rms = std::sqrt(squares / static_cast<double>(figures.count));
    }
    return figures;
}

}  // namespace lockstep
