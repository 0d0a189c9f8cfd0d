#pragma once

#include <cstdint>

#include "core/program/play_record.h"

namespace lockstep {

/// Writes the points and bounds of a play down, for Player.
class PlayRecorder {
  public:
    PlayRecorder() { record_.points.emplace_back(); }

    /// A new point; its bounds follow. Returns its index.
    std::uint32_t point(PointKind kind, std::int64_t time, std::uint32_t event) {
        record_.points.push_back({time, event, static_cast<std::uint32_t>(record_.bounds.size()), kind});
        return static_cast<std::uint32_t>(record_.points.size() - 1);
    }
    /// The newest point comes at `time` at the earliest, counted from the point `from`.
    void bound(BoundKind kind, std::uint32_t from, std::int64_t time) {
        record_.bounds.push_back({from, static_cast<std::int32_t>(time - record_.points[from].time), kind});
    }
    void turn(const BusTurn& turn) { record_.bus_turns.push_back(turn); }

    /// `new_index`: of every event, when the timeline has been put in order.
    PlayRecord finish(std::uint32_t spaced, std::uint32_t contiguous,
                      const std::vector<std::uint32_t>& new_index) {
        for (PlayPoint& point : record_.points)
            if (point.event != no_event) point.event = new_index[point.event];
        record_.spaced = spaced;
        record_.contiguous = contiguous;
        return std::move(record_);
    }

  private:
    PlayRecord record_;
};

}  // namespace lockstep
