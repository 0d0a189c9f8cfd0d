#include "widgets/plots/plot_axis.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// The smallest of 1, 2, 5 times a power of ten that gives at most `most` steps.
double niceStep(double span, int most) {
    const double least = span / std::max(most, 1);
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least * (1 - 1e-9)) return factor * power;
    }
    return 10 * power;
}

QString superscript(int number) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = number < 0 ? QStringLiteral("⁻") : QString();
    for (const QChar digit : QString::number(std::abs(number))) text += digits[digit.digitValue()];
    return text;
}

std::vector<AxisTick> ticksByStep(double low, double high, double step) {
    std::vector<AxisTick> ticks;
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
    const bool scientific = step >= 1e6 || step < 1e-4;
    for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) {
        const double value = i == 0 ? 0.0 : i * step;
        QString label = QLocale::c().toString(value, 'f', decimals);
        if (scientific && value != 0) {
            const auto exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
            const auto stepExponent = static_cast<int>(std::floor(std::log10(step) + 1e-9));
            label = QStringLiteral("%1·10%2").arg(QLocale::c().toString(value / std::pow(10.0, exponent), 'f',
                                                                        std::max(0, exponent - stepExponent)),
                                                  superscript(exponent));
        } else if (scientific) {
            label = QStringLiteral("0");
        }
        label.replace(u'-', u'−');
        ticks.push_back({value, label});
    }
    return ticks;
}

}  // namespace

std::vector<AxisTick> linearTicks(double low, double high, int most) {
    if (!(high > low) || most < 1) return {};
    return ticksByStep(low, high, niceStep(high - low, most));
}

std::vector<AxisTick> wholeTicks(double low, double high, int most) {
    if (!(high > low) || most < 1) return {};
    const double step = std::max(1.0, niceStep(high - low, most));
    std::vector<AxisTick> ticks;
    for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) {
        ticks.push_back({i * step, countText(std::llround(i * step))});
    }
    return ticks;
}

ValueScale ValueScale::linear(double minimum, double maximum) {
    ValueScale scale;
    double span = maximum - minimum;
    if (!(span > 0)) span = maximum != 0 ? std::abs(maximum) : 1.0;
    scale.m_low = minimum - 0.06 * span;
    scale.m_high = maximum + 0.06 * span;
    // Doubles this close together can't be told apart on an axis.
    if (!(scale.m_high > scale.m_low)) scale.m_high = std::nextafter(scale.m_low, INFINITY);
    return scale;
}

ValueScale ValueScale::logarithmic(double leastPositive, double maximum, bool zeroBand) {
    ValueScale scale;
    scale.m_logarithmic = true;
    if (leastPositive > 0 && maximum > 0) {
        scale.m_low = std::floor(std::log10(leastPositive) + 1e-9);
        scale.m_high = std::max(std::ceil(std::log10(maximum) - 1e-9), scale.m_low + 1);
    }
    if (zeroBand) scale.m_zeroBand = 0.14 * (scale.m_high - scale.m_low);
    return scale;
}

double ValueScale::position(double value) const {
    if (!m_logarithmic) return value;
    if (value <= 0) return m_low - m_zeroBand / 2;
    return std::max(std::log10(value), m_low);
}

double ValueScale::value(double position) const {
    if (!m_logarithmic) return position;
    return position < m_low ? 0 : std::pow(10.0, position);
}

std::vector<AxisTick> ValueScale::ticks(int most) const {
    if (!m_logarithmic) return linearTicks(m_low, m_high, most);
    std::vector<AxisTick> ticks;
    if (hasZeroBand()) ticks.push_back({0, QStringLiteral("0")});
    const double decades = m_high - m_low;
    const double step = std::max(1.0, std::ceil(decades / std::max(most - 1, 1)));
    for (double decade = m_low; decade <= m_high + 1e-9; decade += step) {
        const auto exponent = static_cast<int>(std::lround(decade));
        ticks.push_back({std::pow(10.0, exponent), QStringLiteral("10") + superscript(exponent)});
    }
    return ticks;
}

}  // namespace lockstep
