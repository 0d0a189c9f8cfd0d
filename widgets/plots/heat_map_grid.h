#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace lockstep {

/// A table of values, a row per inference, a column per unit. `owner` keeps the pointers alive.
struct HeatMapData {
    std::shared_ptr<const void> owner;
    const float* values = nullptr;    ///< inference after inference
    const float* subtract = nullptr;  ///< of the same shape: the table is values - subtract; may be null
    std::int64_t first = 0;           ///< index of the first inference
    std::int64_t inferences = 0;
    std::int64_t units = 0;

    bool empty() const { return values == nullptr || inferences <= 0 || units <= 0; }
    float at(std::int64_t row, std::int64_t unit) const {
        const std::int64_t i = row * units + unit;
        return subtract ? values[i] - subtract[i] : values[i];
    }
};

/// What is painted of a table: cells of equal size, a cell row per unit or per group of units, a cell column
/// per inference or group of inferences.
struct HeatMapGrid {
    int columns = 0;
    int rows = 0;
    std::vector<float> cells;  ///< row after row; unit 0 on top
    double low =
        0;  ///< left edge of column 0 on the inference axis, where inference i takes [i - 0.5, i + 0.5]
    double high = 0;  ///< right edge of the last column

    float at(int column, int row) const {
        return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                     static_cast<std::size_t>(column)];
    }
};

/// The inferences that touch [from, to] in at most `columns` x `rows` cells. A cell of several values shows
/// its extreme: the value of the largest magnitude, or NaN if any of them is NaN.
HeatMapGrid heatMapGrid(const HeatMapData& data, double from, double to, int columns, int rows);

/// The largest finite magnitude of the table; 0 if there is none.
double largestMagnitude(const HeatMapData& data);
/// How many values are NaN or infinite.
std::int64_t countNonFinite(const HeatMapData& data);

/// The units that cell row `row` of `rows` covers: [first, second).
std::pair<std::int64_t, std::int64_t> unitsOfRow(std::int64_t units, int rows, int row);

}  // namespace lockstep
