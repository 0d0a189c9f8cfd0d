#include "widgets/plots/plot_decimation.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace lockstep {
namespace {

std::optional<OddValue> oddity(double value, bool negativeIsOdd) {
    if (std::isnan(value)) return OddValue::notANumber;
    if (std::isinf(value)) return value > 0 ? OddValue::plusInfinity : OddValue::minusInfinity;
    if (negativeIsOdd && value < 0) return OddValue::negative;
    return std::nullopt;
}

/// Collects the points of one pixel column.
class Column {
  public:
    explicit Column(DecimatedCurve& curve) : m_curve(curve) {}

    void add(CurvePoint point) {
        if (m_broken && m_empty) m_breakBefore = true;
        if (m_empty || point.y < m_least.y) m_least = point;
        if (m_empty || point.y > m_most.y) m_most = point;
        m_empty = false;
        m_broken = false;
    }
    void addGap() {
        m_broken = true;
        m_sawOdd = true;
    }
    void addOdd(OddPoint point) {
        const auto same = [&](const OddPoint& other) { return other.kind == point.kind; };
        const auto begin = m_curve.odd.begin() + static_cast<std::ptrdiff_t>(m_firstOdd);
        if (std::none_of(begin, m_curve.odd.end(), same)) m_curve.odd.push_back(point);
        addGap();
    }
    /// Ends the column: its points join the curve.
    void close() {
        if (!m_empty) {
            if (m_curve.segments.empty() || m_breakBefore) m_curve.segments.emplace_back();
            std::vector<CurvePoint>& segment = m_curve.segments.back();
            const auto [left, right] = std::minmax(
                m_least, m_most, [](const CurvePoint& a, const CurvePoint& b) { return a.x < b.x; });
            segment.push_back(left);
            if (right.x > left.x) segment.push_back(right);
        }
        // An odd value anywhere in this column parts it from the next.
        m_broken = m_broken || (m_sawOdd && !m_empty);
        m_sawOdd = false;
        m_breakBefore = false;
        m_empty = true;
        m_firstOdd = m_curve.odd.size();
    }

  private:
    DecimatedCurve& m_curve;
    CurvePoint m_least;
    CurvePoint m_most;
    std::size_t m_firstOdd = 0;
    bool m_empty = true;
    bool m_broken = false;
    bool m_breakBefore = false;
    bool m_sawOdd = false;
};

void include(DecimatedCurve& curve, double value) {
    curve.minimum = curve.hasValues ? std::min(curve.minimum, value) : value;
    curve.maximum = curve.hasValues ? std::max(curve.maximum, value) : value;
    curve.hasValues = true;
    curve.hasZero = curve.hasZero || value == 0;
    if (value > 0 && (curve.leastPositive == 0 || value < curve.leastPositive)) curve.leastPositive = value;
}

}  // namespace

DecimatedCurve decimate(const Curve& curve, double from, double to, int columns, bool negativeIsOdd) {
    DecimatedCurve result;
    if (curve.count <= 0 || !(to > from) || columns < 1) return result;
    const std::int64_t last = curve.first + curve.count - 1;
    const auto begin = std::clamp(static_cast<std::int64_t>(std::ceil(from)) - 1, curve.first, last);
    const auto end = std::clamp(static_cast<std::int64_t>(std::floor(to)) + 1, curve.first, last);
    const double perIndex = columns / (to - from);

    const auto columnOf = [&](double x) {
        return std::min<std::int64_t>(static_cast<std::int64_t>((x - from) * perIndex), columns - 1);
    };
    /// The block that begins at i, if all of it falls into one column.
    const auto blockAt = [&](std::int64_t i) -> std::optional<CurveBlock> {
        if (curve.blockSize <= 1 || i % curve.blockSize != 0 || i + curve.blockSize - 1 > end)
            return std::nullopt;
        const auto blockEnd = static_cast<double>(i + curve.blockSize - 1);
        if (blockEnd > to || columnOf(blockEnd) != columnOf(static_cast<double>(i))) return std::nullopt;
        std::optional<CurveBlock> block = curve.block(i);
        return block && negativeIsOdd && block->least.y < 0 ? std::nullopt : block;
    };

    Column column(result);
    std::int64_t open = -2;  // the column that is being filled; -1 and `columns` are the neighbours outside
    for (std::int64_t i = begin; i <= end; ++i) {
        const auto x = static_cast<double>(i);
        const bool inside = x >= from && x <= to;
        std::int64_t index = x < from ? -1 : columns;
        if (inside) index = columnOf(x);
        if (index != open) column.close();
        open = index;
        if (const std::optional<CurveBlock> block = inside ? blockAt(i) : std::nullopt) {
            for (const CurvePoint& point : {block->least, block->most}) {
                column.add(point);
                include(result, point.y);
            }
            if (block->leastPositive > 0) include(result, block->leastPositive);
            i += curve.blockSize - 1;
            continue;
        }
        if (curve.present && !curve.present(i)) {
            column.addGap();
            continue;
        }
        const double y = curve.value(i);
        if (const std::optional<OddValue> odd = oddity(y, negativeIsOdd)) {
            if (!inside) continue;
            column.addOdd({x, *odd});
            ++result.oddCount;
        } else {
            column.add({x, y});
            if (inside) include(result, y);
        }
    }
    column.close();
    return result;
}

}  // namespace lockstep
