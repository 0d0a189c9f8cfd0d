#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lockstep {

struct CurvePoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// Values in a row that are all there and finite, by their extremes.
struct CurveBlock {
    CurvePoint least;
    CurvePoint most;
    double leastPositive = 0;  ///< 0: none is above zero
};

/// Values over consecutive indices (inferences): value(i) for i = first … first + count - 1. It must stay
/// callable for as long as the curve lives.
struct Curve {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::function<double(std::int64_t)> value;
    std::function<bool(std::int64_t)> present;  ///< false: a gap without a value; none: all are there
    /// What is known of the values [i, i + blockSize), i a multiple of blockSize; nothing where one of them
    /// is missing or not finite. 0: of no value.
    std::int64_t blockSize = 0;
    std::function<std::optional<CurveBlock>(std::int64_t)> block = {};
};

/// A value that has no place on the axis.
enum class OddValue : std::uint8_t { notANumber, plusInfinity, minusInfinity, negative };

struct OddPoint {
    double x = 0;
    OddValue kind = OddValue::notANumber;
    friend bool operator==(const OddPoint&, const OddPoint&) = default;
};

/// What is painted of a curve.
struct DecimatedCurve {
    /// Runs of finite values from left to right, broken where an odd value or a gap lies between.
    std::vector<std::vector<CurvePoint>> segments;
    /// At most one per pixel column and kind.
    std::vector<OddPoint> odd;
    std::int64_t oddCount = 0;  ///< in the range, before they were merged by column
    bool hasValues = false;     ///< is there a finite value in the range?
    double minimum = 0;         ///< of the finite values in the range
    double maximum = 0;
    double leastPositive = 0;  ///< the smallest value above zero; 0 if there is none
    bool hasZero = false;
};

/// The curve over [from, to] for `columns` pixel columns: per column its smallest and its largest value, in
/// order, so that no spike is lost and no column has more than two points. One point beyond either end joins
/// the line to the edge. `negativeIsOdd`: for a logarithmic axis.
DecimatedCurve decimate(const Curve& curve, double from, double to, int columns, bool negativeIsOdd = false);

}  // namespace lockstep
