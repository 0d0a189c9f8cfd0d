#include "core/analysis/slack.h"

#include <algorithm>
#include <limits>

namespace lockstep {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// The latest time of every point that leaves the point `end` where it is.
std::vector<std::int64_t> latest_times(const PlayRecord& record, std::uint32_t end) {
    std::vector<std::int64_t> latest(record.points.size(), never);
    latest[end] = record.points[end].time;
    for (std::uint32_t point = end; point > 0; --point) {
        if (latest[point] == never) continue;
        for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
            latest[bound->from] = std::min(latest[bound->from], latest[point] - bound->cycles);
    }
    return latest;
}

std::vector<std::optional<std::int64_t>> slack_towards(const RecordedPlay& played, std::uint32_t end) {
    const PlayRecord& record = played.record;
    const std::vector<std::int64_t> latest = latest_times(record, end);
    std::vector<std::optional<std::int64_t>> slack(played.timeline.events.size());
    for (std::uint32_t point = 1; point <= end; ++point) {
        if (latest[point] == never) continue;
        for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound) {
            const PlayPoint& from = record.points[bound->from];
            if (from.event == no_event || from.event == record.points[point].event) continue;
            if (bound->kind == BoundKind::bus) continue;
            std::optional<std::int64_t>& least = slack[from.event];
            const std::int64_t here = latest[point] - bound->cycles - from.time;
            least = least ? std::min(*least, here) : here;
        }
    }
    return slack;
}

}  // namespace

std::vector<Slack> slack_of_events(const RecordedPlay& played) {
    const auto spaced = slack_towards(played, played.record.spaced);
    const auto contiguous = slack_towards(played, played.record.contiguous);
    std::vector<Slack> slack;
    for (std::size_t event = 0; event < spaced.size(); ++event)
        slack.push_back({spaced[event], contiguous[event]});
    return slack;
}

}  // namespace lockstep
