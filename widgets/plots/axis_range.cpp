#include "widgets/plots/axis_range.h"

#include <algorithm>

namespace lockstep {

void AxisRange::apply(double low, double high) {
    const double span =
        std::clamp(high - low, std::min(leastSpan, m_limitHigh - m_limitLow), m_limitHigh - m_limitLow);
    const double centre = (low + high) / 2;
    const double newLow = std::clamp(centre - span / 2, m_limitLow, m_limitHigh - span);
    const double newHigh = newLow + span >= m_limitHigh - 1e-9 ? m_limitHigh : newLow + span;
    if (newLow == m_low && newHigh == m_high) return;
    m_low = newLow;
    m_high = newHigh;
    Q_EMIT changed();
}

void AxisRange::setLimits(double low, double high) {
    if (!(high > low) || (low == m_limitLow && high == m_limitHigh)) return;
    const bool wasFitted = isFitted();
    m_limitLow = low;
    m_limitHigh = high;
    if (wasFitted) {
        fit();
    } else {
        apply(m_low, m_high);
    }
}

void AxisRange::setVisible(double low, double high) {
    if (high > low) apply(low, high);
}

void AxisRange::zoom(double centre, double factor) {
    const double span = m_high - m_low;
    const double newSpan =
        std::clamp(span * factor, std::min(leastSpan, m_limitHigh - m_limitLow), m_limitHigh - m_limitLow);
    const double low = centre - (centre - m_low) / span * newSpan;
    apply(low, low + newSpan);
}

void AxisRange::pan(double distance) {
    apply(m_low + distance, m_high + distance);
}

void AxisRange::setCursor(std::size_t which, std::optional<std::int64_t> inference) {
    m_lastCursor = which;
    if (m_cursors[which] == inference) return;
    m_cursors[which] = inference;
    Q_EMIT cursorsChanged();
}

void AxisRange::removeCursors() {
    setCursor(0, std::nullopt);
    setCursor(1, std::nullopt);
}

void AxisRange::fit() {
    apply(m_limitLow, m_limitHigh);
}

void AxisRange::reveal(double inference) {
    if (inference - 0.5 < m_low) {
        pan(inference - 0.5 - m_low);
    } else if (inference + 0.5 > m_high) {
        pan(inference + 0.5 - m_high);
    }
}

}  // namespace lockstep
