#include "core/latency/quantile.h"

#include <algorithm>
#include <cmath>

namespace lockstep {

double bounding_quantile(std::vector<double> values) {
    std::ranges::sort(values);
    const auto rank =
        static_cast<std::size_t>(std::ceil(static_cast<double>(values.size() + 1) * band_level));
    return values[std::min(rank, values.size()) - 1];
}

}  // namespace lockstep
