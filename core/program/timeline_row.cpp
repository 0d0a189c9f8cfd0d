#include "core/program/timeline_row.h"

#include <algorithm>

namespace lockstep {

TimelineRow timeline_row(const Timeline& timeline, std::size_t count, std::int64_t period) {
    TimelineRow row{.timeline = timeline, .starts = {}, .events_each = 0};
    const std::size_t each = timeline.events.size();
    row.events_each = static_cast<std::uint32_t>(each);
    const std::int64_t step = std::max(period, timeline.contiguous);
    row.timeline.events.reserve(each * count);
    for (std::size_t k = 0; k < count; ++k) {
        const std::int64_t start = static_cast<std::int64_t>(k) * step;
        row.starts.push_back(start);
        for (std::size_t i = 0; k > 0 && i < each; ++i) {
            TimelineEvent event = timeline.events[i];
            event.start += start;
            event.end += start;
            event.ready += start;
            if (event.released_by != no_event) event.released_by += static_cast<std::uint32_t>(k * each);
            row.timeline.events.push_back(event);
        }
    }
    return row;
}

}  // namespace lockstep
