#pragma once

#include <QString>
#include <vector>

namespace lockstep {

/// A place on an axis that gets a label.
struct AxisTick {
    double value = 0;
    QString label;
};

/// At most `most` ticks on steps of 1, 2 or 5 times a power of ten, all labels with the same decimals.
std::vector<AxisTick> linearTicks(double low, double high, int most);
/// The same on whole numbers.
std::vector<AxisTick> wholeTicks(double low, double high, int most);

/// How values become heights. A logarithmic scale has a band below its lowest decade where exact zeros stand.
class ValueScale {
  public:
    ValueScale() = default;
    /// For values from `minimum` to `maximum`, with some room above and below.
    static ValueScale linear(double minimum, double maximum);
    /// Whole decades around [leastPositive, maximum]; both 0 if there is no positive value.
    static ValueScale logarithmic(double leastPositive, double maximum, bool zeroBand);

    bool isLogarithmic() const { return m_logarithmic; }
    bool hasZeroBand() const { return m_zeroBand > 0; }
    /// Bounds of position().
    double low() const { return m_low - m_zeroBand; }
    double high() const { return m_high; }
    /// Upper end of the zero band.
    double bandTop() const { return m_low; }
    /// Where a value stands, in units of this scale. Finite for every finite value that is not negative on a
    /// logarithmic scale.
    double position(double value) const;
    /// The value at a position; 0 inside the zero band.
    double value(double position) const;
    /// Ticks by value, the one of the zero band included.
    std::vector<AxisTick> ticks(int most) const;

    friend bool operator==(const ValueScale&, const ValueScale&) = default;

  private:
    bool m_logarithmic = false;
    double m_low = 0;
    double m_high = 1;
    double m_zeroBand = 0;
};

}  // namespace lockstep
