#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/timeline/timeline_lanes.h"

namespace lockstep {

/// Cycles across `width` pixels. Zoom and pan stay inside the timeline and between one cycle in `mostPixels`
/// pixels and everything at once.
struct CycleAxis {
    static constexpr double mostPixels = 256;  ///< pixels per cycle at the closest zoom
    static constexpr double margin = 0.02;     ///< share of the width left free at either end when fitted

    double total = 0;  ///< cycles from the start of the inference to the last mark
    double first = 0;  ///< cycle at pixel 0
    double cyclesPerPixel = 1;
    double width = 0;  ///< pixels

    double xOf(double cycle) const { return (cycle - first) / cyclesPerPixel; }
    double cycleAt(double x) const { return first + x * cyclesPerPixel; }
    double last() const { return cycleAt(width); }
    bool fitted() const;

    void fit();
    /// Keeps the cycle under pixel `x` where it is; factor > 1 shows more cycles.
    void zoom(double x, double factor);
    void pan(double pixels);
    /// Shows [from, to] with a margin.
    void show(double from, double to);
    /// Moves so that [from, to] is seen, without zooming unless it does not fit.
    void reveal(double from, double to);
    /// Another width: a fitted axis stays fitted, otherwise the scale stays.
    void resize(double pixels);

  private:
    double fittedScale() const;
    void limit();
};

/// A lane's place, pixels from the top of all lanes.
struct LaneRow {
    int y = 0;
    int height = 0;
    bool firstOfCore = false;
};

/// What is painted for one event, or for several that fall on one pixel column.
struct TimelineSpan {
    std::uint32_t event = no_event;  ///< the longest of them
    std::uint32_t count = 1;
    int level = 0;
    double x0 = 0;
    double x1 = 0;  ///< at least x0 + 1
    double coverage =
        1;  ///< share of its cycles that events take; below 1 only for several events or less than a pixel
};

/// Where everything of a timeline stands: no painting. Holds the timeline and the program by value of their
/// pointers.
class TimelineGeometry {
  public:
    TimelineGeometry() = default;
    /// `starts`: the first cycle of each inference that the timeline holds (see TimelineRow).
    TimelineGeometry(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                     std::vector<std::int64_t> starts = {0});

    bool empty() const { return !m_timeline || m_timeline->events.empty(); }
    const Timeline& timeline() const { return *m_timeline; }
    const Program* program() const { return m_program.get(); }
    const std::vector<TimelineLane>& lanes() const { return m_lanes; }
    const std::vector<LaneRow>& rows() const { return m_rows; }
    const std::vector<std::int64_t>& starts() const { return m_starts; }
    CycleAxis axis;

    /// Places the lanes in `height` pixels: rows between `least` and `mostRow` pixels, a gap before every
    /// core.
    void placeLanes(int height, int least = leastRow);
    int lanesHeight() const;

    /// The visible events of a lane, by level and from left to right; at most one span per level, event edge
    /// and pixel column, whatever the number of events.
    std::vector<TimelineSpan> spans(std::size_t lane) const;
    /// Top and height of a level inside its lane's row.
    LaneRow levelRow(std::size_t lane, int level) const;

    std::optional<std::size_t> laneAt(int y) const;
    std::size_t nearestLane(int y) const;
    /// The event at a place, with two pixels of tolerance for short ones.
    std::optional<std::uint32_t> hit(double x, int y) const;
    /// The nearest start or end of an event, or mark, within `pixels`; otherwise the nearest whole cycle.
    std::int64_t snap(double cycle, double pixels = 6) const;

    std::size_t laneOf(std::uint32_t event) const { return m_laneOf[event]; }
    int levelOf(std::uint32_t event) const;
    /// The neighbour in the same lane.
    std::optional<std::uint32_t> step(std::uint32_t event, int direction) const;
    /// The event of a lane that is nearest to a cycle.
    std::uint32_t nearestEvent(std::size_t lane, double cycle) const;

    static constexpr int leastRow = 13;
    static constexpr int mostRow = 22;
    static constexpr int coreGap = 6;

  private:
    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const Timeline> m_timeline;
    std::vector<std::int64_t> m_starts = {0};
    std::vector<TimelineLane> m_lanes;
    std::vector<LaneRow> m_rows;
    std::vector<std::uint32_t> m_laneOf;      ///< per event
    std::vector<std::uint32_t> m_positionOf;  ///< per event: index into its lane's events
    std::vector<std::int64_t> m_edges;        ///< sorted, unique
};

}  // namespace lockstep
