#include "core/report/plot_scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/report/number_text.h"

namespace lockstep {

LinearScale::LinearScale(double low, double high, double begin, double end)
    : low_(low), high_(high > low ? high : low + 1), begin_(begin), end_(end) {}

std::vector<Tick> LinearScale::ticks(int wanted) const {
    const double rough = (high_ - low_) / std::max(wanted, 1);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    std::vector<Tick> result;
    // Multiples of the step instead of sums: no rounding adds up.
    const double slack = 1e-9 * (high_ - low_);
    for (double k = std::ceil((low_ - slack) / step); k * step <= high_ + slack; ++k) {
        const double value = k == 0 ? 0.0 : k * step;
        result.push_back({(*this)(value), value, fmt::format("{:.6g}", value)});
    }
    return result;
}

ErrorScale::ErrorScale(double smallest, double largest, double begin, double end) : begin_(begin), end_(end) {
    const bool known = smallest > 0 && largest >= smallest && std::isfinite(largest);
    low_ = known ? static_cast<int>(std::floor(std::log10(smallest))) : -1;
    high_ = known ? static_cast<int>(std::ceil(std::log10(largest))) : 0;
    high_ = std::max(high_, low_ + 1);
}

double ErrorScale::operator()(double value) const {
    const double direction = end_ > begin_ ? 1 : -1;
    if (!(value > 0)) return begin_ + direction * zero_band / 3;
    const double share = std::clamp((std::log10(value) - low_) / (high_ - low_), 0.0, 1.0);
    const double from = begin_ + direction * zero_band;
    return from + share * (end_ - from);
}

std::vector<Tick> ErrorScale::ticks(int most) const {
    std::vector<Tick> result = {{(*this)(0), 0, "0"}};
    const int step = std::max(1, (high_ - low_ + most) / std::max(most, 1));
    for (int decade = low_; decade <= high_; decade += step) {
        const double value = std::pow(10.0, decade);
        result.push_back({(*this)(value), value, power_of_ten_text(decade)});
    }
    return result;
}

}  // namespace lockstep
