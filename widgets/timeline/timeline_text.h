#pragma once

#include <QString>
#include <cstdint>
#include <optional>

#include "widgets/timeline/timeline_geometry.h"

namespace lockstep {

/// A stretch of cycles over some lanes, chosen with the mouse.
struct TimelineArea {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::size_t firstLane = 0;
    std::size_t lastLane = 0;
    friend bool operator==(const TimelineArea&, const TimelineArea&) = default;
};

/// Microseconds of a number of cycles at the program's clock; empty text if the clock is not known.
QString microsecondsText(const Program* program, std::int64_t cycles);
/// "192 cycles · 0.640 µs spaced", "198 cycles · 0.660 µs contiguous", and whether the clock is assumed.
QStringList timelineFigure(const TimelineGeometry& geometry);
/// "core 0 · matvec".
QString laneText(const TimelineLane& lane);
/// Mnemonic, node and cycles in one line.
QString eventLine(const TimelineGeometry& geometry, std::uint32_t event);
/// All that is known about an event, as HTML (names of the model are escaped).
QString eventToolTip(const TimelineGeometry& geometry, std::uint32_t event);
/// "34 cycles · 113 ns · 34 % of the latency".
QString measureText(const TimelineGeometry& geometry, std::int64_t cycles);
/// Why the event did not begin earlier, in a word or two; empty if it waited for nothing.
QString shortWaitText(const TimelineEvent& event);
/// Length of the area and statistics of the events in it.
QString areaLine(const TimelineGeometry& geometry, const TimelineArea& area);
/// The same per operator, as an HTML table.
QString areaToolTip(const TimelineGeometry& geometry, const TimelineArea& area);

}  // namespace lockstep
