#include "widgets/panels/tensor_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lockstep {

TensorStatistics tensorStatistics(std::span<const float> values, int bins) {
    TensorStatistics result;
    result.count = static_cast<std::int64_t>(values.size());
    result.bins.assign(static_cast<std::size_t>(bins), 0);
    // An odd stride does not fall in step with rows of even length.
    const std::size_t stride =
        result.count > TensorStatistics::sampleLimit
            ? (values.size() + TensorStatistics::sampleLimit - 1) / TensorStatistics::sampleLimit | 1U
            : 1;
    result.sampled = stride > 1;

    double sum = 0;
    double squares = 0;
    std::int64_t finite = 0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t i = 0; i < values.size(); i += stride) {
        const double value = static_cast<double>(values[i]);
        ++result.examined;
        if (!std::isfinite(value)) {
            ++result.nonFinite;
            continue;
        }
        if (value == 0) ++result.zeros;
        ++finite;
        sum += value;
        squares += value * value;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (finite == 0) return result;
    const double count = static_cast<double>(finite);
    result.minimum = low;
    result.maximum = high;
    result.mean = sum / count;
    result.deviation = std::sqrt(std::max(0.0, squares / count - result.mean * result.mean));

    const double scale = high > low ? bins / (high - low) : 0;
    for (std::size_t i = 0; i < values.size(); i += stride) {
        const double value = static_cast<double>(values[i]);
        if (!std::isfinite(value)) continue;
        const auto bin = static_cast<std::ptrdiff_t>((value - low) * scale);
        ++result.bins[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(bin, 0, bins - 1))];
    }
    return result;
}

}  // namespace lockstep
