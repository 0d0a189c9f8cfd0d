#include "widgets/plots/plot_series.h"

namespace lockstep {

std::optional<double> valueAt(const PlotSeries& series, std::int64_t inference) {
    const std::int64_t offset = inference - series.curve.first;
    if (offset < 0 || offset >= series.curve.count) return std::nullopt;
    if (series.curve.present && !series.curve.present(inference)) return std::nullopt;
    return series.curve.value(inference);
}

}  // namespace lockstep
