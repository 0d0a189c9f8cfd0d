#include "tests/accuracy/queues.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/program/play_record.h"

namespace lockstep::accuracy {
namespace {

/// Half-open stays in a queue: when each block comes and when it has gone.
using Stays = std::vector<std::pair<std::int64_t, std::int64_t>>;

std::size_t most_at_a_time(const Stays& stays) {
    std::vector<std::pair<std::int64_t, int>> changes;  // leaving counts before coming
    for (const auto& [comes, goes] : stays) {
        changes.emplace_back(comes, 1);
        changes.emplace_back(goes, -1);
    }
    std::ranges::sort(changes);
    std::int64_t now = 0;
    std::int64_t most = 0;
    for (const auto& [time, change] : changes) most = std::max(most, now += change);
    return static_cast<std::size_t>(most);
}

/// When what the point waits for through a bound of this kind lets it begin.
std::int64_t time_of(const PlayRecord& record, std::uint32_t point, BoundKind kind) {
    std::int64_t latest = 0;
    for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
        if (bound->kind == kind) latest = std::max(latest, record.points[bound->from].time + bound->cycles);
    return latest;
}

}  // namespace

QueueUse queue_use(const Program& program) {
    const RecordedPlay played = play_recorded(program);
    std::map<std::uint16_t, Stays> waiting;  // for the bus, by core
    Stays leaving;
    const std::int64_t way_out = program.config.timing.output_latency.value - 1;
    for (std::uint32_t p = 0; p < played.record.points.size(); ++p) {
        const PlayPoint& point = played.record.points[p];
        if (point.kind == PointKind::transfer)
            waiting[played.timeline.events[point.event].core].emplace_back(
                time_of(played.record, p, BoundKind::operand), point.time + 1);
        if (point.kind == PointKind::output) leaving.emplace_back(point.time - way_out, point.time + 1);
    }
    QueueUse use;
    for (const auto& [core, stays] : waiting)
        use.write_queue = std::max(use.write_queue, most_at_a_time(stays));
    use.output_buffer = most_at_a_time(leaving);
    return use;
}

}  // namespace lockstep::accuracy
