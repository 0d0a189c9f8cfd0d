#pragma once

#include <string>
#include <vector>

namespace lockstep {

/// A mark on an axis.
struct Tick {
    double position = 0;  ///< pixels
    double value = 0;
    std::string label;
};

/// Maps [low, high] to [begin, end] in pixels; an empty range is widened by one.
class LinearScale {
  public:
    LinearScale(double low, double high, double begin, double end);

    double low() const { return low_; }
    double high() const { return high_; }
    double operator()(double value) const {
        return begin_ + (value - low_) / (high_ - low_) * (end_ - begin_);
    }
    /// Round values (1, 2 or 5 times a power of ten), about `wanted` of them, all inside the range.
    std::vector<Tick> ticks(int wanted) const;

  private:
    double low_, high_, begin_, end_;
};

/// A decimal log scale that shows zero: values above zero stand over whole decades, zero in a band of its own
/// at `begin`, infinity at `end`. Without a value above zero it has the decade [0.1, 1].
class ErrorScale {
  public:
    static constexpr double zero_band = 24;  ///< pixels

    /// `smallest` and `largest` of the finite values above zero.
    ErrorScale(double smallest, double largest, double begin, double end);

    int low_decade() const { return low_; }
    int high_decade() const { return high_; }
    double operator()(double value) const;
    /// One per decade (at most `most`), and "0".
    std::vector<Tick> ticks(int most) const;

  private:
    int low_, high_;
    double begin_, end_;
};

}  // namespace lockstep
