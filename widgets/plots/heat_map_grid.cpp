#include "widgets/plots/heat_map_grid.h"

#include <algorithm>
#include <cmath>

namespace lockstep {
namespace {

/// Equal parts of `count` things: where part `part` of `parts` begins.
std::int64_t partBegin(std::int64_t count, std::int64_t parts, std::int64_t part) {
    return count * part / parts;
}

float extreme(float a, float b) {
    if (std::isnan(a) || std::isnan(b)) return std::nanf("");
    return std::abs(b) > std::abs(a) ? b : a;
}

}  // namespace

std::pair<std::int64_t, std::int64_t> unitsOfRow(std::int64_t units, int rows, int row) {
    return {partBegin(units, rows, row), partBegin(units, rows, row + 1)};
}

HeatMapGrid heatMapGrid(const HeatMapData& data, double from, double to, int columns, int rows) {
    HeatMapGrid grid;
    if (data.empty() || columns < 1 || rows < 1) return grid;
    const auto first =
        std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(from + 0.5)) - data.first, 0);
    const auto end =
        std::min<std::int64_t>(static_cast<std::int64_t>(std::ceil(to + 0.5)) - data.first, data.inferences);
    if (first >= end) return grid;
    grid.columns = static_cast<int>(std::min<std::int64_t>(columns, end - first));
    grid.rows = static_cast<int>(std::min<std::int64_t>(rows, data.units));
    grid.low = static_cast<double>(first + data.first) - 0.5;
    grid.high = static_cast<double>(end + data.first) - 0.5;
    grid.cells.assign(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows), 0.0F);
    for (int column = 0; column < grid.columns; ++column) {
        const std::int64_t begin = first + partBegin(end - first, grid.columns, column);
        const std::int64_t stop = first + partBegin(end - first, grid.columns, column + 1);
        for (int row = 0; row < grid.rows; ++row) {
            const auto [unit, lastUnit] = unitsOfRow(data.units, grid.rows, row);
            float value = data.at(begin, unit);
            for (std::int64_t i = begin; i < stop; ++i) {
                for (std::int64_t u = unit; u < lastUnit; ++u) value = extreme(value, data.at(i, u));
            }
            grid.cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                       static_cast<std::size_t>(column)] = value;
        }
    }
    return grid;
}

double largestMagnitude(const HeatMapData& data) {
    float largest = 0;
    if (data.empty()) return 0;
    for (std::int64_t i = 0; i < data.inferences; ++i) {
        for (std::int64_t u = 0; u < data.units; ++u) {
            const float magnitude = std::abs(data.at(i, u));
            if (std::isfinite(magnitude)) largest = std::max(largest, magnitude);
        }
    }
    return static_cast<double>(largest);
}

std::int64_t countNonFinite(const HeatMapData& data) {
    std::int64_t count = 0;
    if (data.empty()) return 0;
    for (std::int64_t i = 0; i < data.inferences; ++i) {
        for (std::int64_t u = 0; u < data.units; ++u) count += std::isfinite(data.at(i, u)) ? 0 : 1;
    }
    return count;
}

}  // namespace lockstep
