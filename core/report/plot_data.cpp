#include "core/report/plot_data.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lockstep {
namespace {

void include(ErrorPoints& points, double value) {
    if (!(value > 0) || !std::isfinite(value)) return;
    points.smallest = points.smallest == 0 ? value : std::min(points.smallest, value);
    points.largest = std::max(points.largest, value);
}

}  // namespace

ErrorPoints error_points(const std::vector<InferenceRecord>& records, std::size_t columns) {
    ErrorPoints points;
    const std::size_t stride =
        std::max<std::size_t>(1, (records.size() + columns - 1) / std::max<std::size_t>(columns, 1));
    for (std::size_t begin = 0; begin < records.size(); begin += stride) {
        double max_abs = -1;
        double rms = -1;
        for (std::size_t i = begin; i < std::min(begin + stride, records.size()); ++i) {
            if (records[i].reference == ReferenceKind::none) continue;
            max_abs = std::max(max_abs, records[i].max_abs_error);
            rms = std::max(rms, records[i].rms_error);
        }
        if (max_abs < 0) continue;
        points.index.push_back(static_cast<double>(records[begin].index));
        points.max_abs.push_back(max_abs);
        points.rms.push_back(rms);
        include(points, max_abs);
        include(points, rms);
    }
    return points;
}

TimelineBars timeline_bars(const Program& program, const Timeline& timeline, std::int64_t gap) {
    TimelineBars result;
    result.end = timeline.spaced;
    std::map<std::pair<std::uint16_t, Unit>, std::size_t> lanes;
    for (const TimelineEvent& event : timeline.events) lanes[{event.core, event.unit}] = 0;
    for (auto& [key, index] : lanes) {
        index = result.lanes.size();
        result.lanes.push_back({key.first, key.second});
    }
    std::vector<std::size_t> newest(result.lanes.size(), static_cast<std::size_t>(-1));
    for (const TimelineEvent& event : timeline.events) {
        if (event.end <= event.start) continue;
        const std::size_t lane = lanes[{event.core, event.unit}];
        const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
        result.end = std::max(result.end, event.end);
        if (newest[lane] < result.bars.size()) {
            TimelineBar& bar = result.bars[newest[lane]];
            if (bar.node == node && bar.state_update == event.state_update && event.start <= bar.end + gap) {
                bar.end = std::max(bar.end, event.end);
                continue;
            }
        }
        newest[lane] = result.bars.size();
        result.bars.push_back({lane, node, event.start, event.end, event.state_update});
    }
    return result;
}

HeatCells heat_cells(const StateTrace& trace, std::int64_t most_rows, std::int64_t most_columns) {
    HeatCells cells;
    if (trace.size == 0 || trace.vm.empty()) return cells;
    const std::int64_t inferences = std::ssize(trace.vm) / trace.size;
    cells.units_per_row = (trace.size + most_rows - 1) / most_rows;
    cells.inferences_per_column = (inferences + most_columns - 1) / most_columns;
    cells.rows = (trace.size + cells.units_per_row - 1) / cells.units_per_row;
    cells.columns = (inferences + cells.inferences_per_column - 1) / cells.inferences_per_column;
    cells.values.assign(static_cast<std::size_t>(cells.rows * cells.columns), 0.0);
    for (std::int64_t inference = 0; inference < inferences; ++inference) {
        for (std::int64_t unit = 0; unit < trace.size; ++unit) {
            const auto value =
                static_cast<double>(trace.vm[static_cast<std::size_t>(inference * trace.size + unit)]);
            const std::int64_t cell =
                unit / cells.units_per_row * cells.columns + inference / cells.inferences_per_column;
            double& shown = cells.values[static_cast<std::size_t>(cell)];
            if (std::isnan(value) || std::abs(value) > std::abs(shown)) shown = value;
            if (std::isfinite(value)) cells.largest = std::max(cells.largest, std::abs(value));
        }
    }
    return cells;
}

}  // namespace lockstep
