#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/program/program.h"
#include "core/run/recording.h"

/// What the plots draw, thinned to what can be seen: geometry without ink.
namespace lockstep {

/// The values of a line plot, at most `columns` points: where several inferences share a column the largest
/// stands, so that no peak is lost.
struct ErrorPoints {
    std::vector<double> index;  ///< inference
    std::vector<double> max_abs;
    std::vector<double> rms;
    double smallest = 0;  ///< of the finite values above zero; 0 if there are none
    double largest = 0;
};
ErrorPoints error_points(const std::vector<InferenceRecord>& records, std::size_t columns);

/// A bar of the timeline: events of one node in one lane that touch or overlap at the drawing's resolution.
struct TimelineBar {
    std::size_t lane = 0;
    std::uint32_t node = 0;  ///< index into Program::nodes; past the end: none
    std::int64_t start = 0;
    std::int64_t end = 0;
    bool state_update = false;
};
struct TimelineLane {
    std::uint16_t core = 0;
    Unit unit = Unit::matvec;
};
struct TimelineBars {
    std::vector<TimelineLane> lanes;  ///< ordered by core, then unit; only those that work
    std::vector<TimelineBar> bars;
    std::int64_t end = 0;  ///< of the last bar, at least the spaced latency
};
/// `gap`: cycles up to which a gap between two bars of the same node is not drawn.
TimelineBars timeline_bars(const Program& program, const Timeline& timeline, std::int64_t gap);

/// A heat map, thinned to at most `most_rows` x `most_columns` cells; a cell of several values shows the one
/// of the largest magnitude.
struct HeatCells {
    std::int64_t rows = 0;     ///< units of the state
    std::int64_t columns = 0;  ///< inferences
    std::int64_t units_per_row = 1;
    std::int64_t inferences_per_column = 1;
    double largest = 0;          ///< magnitude, of the finite values
    std::vector<double> values;  ///< row by row; NaN stays NaN
};
HeatCells heat_cells(const StateTrace& trace, std::int64_t most_rows, std::int64_t most_columns);

}  // namespace lockstep
