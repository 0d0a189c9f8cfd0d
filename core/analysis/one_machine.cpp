#include "core/analysis/one_machine.h"

#include <algorithm>
#include <queue>

namespace lockstep {

std::int64_t one_machine_bound(std::vector<UnitJob> jobs) {
    std::ranges::stable_sort(jobs, {}, &UnitJob::head);
    const auto shorter_tail = [](const UnitJob& a, const UnitJob& b) { return a.tail < b.tail; };
    std::priority_queue<UnitJob, std::vector<UnitJob>, decltype(shorter_tail)> ready(shorter_tail);
    std::int64_t time = 0;
    std::int64_t end = 0;
    for (std::size_t next = 0; next < jobs.size() || !ready.empty();) {
        if (ready.empty()) time = std::max(time, jobs[next].head);
        for (; next < jobs.size() && jobs[next].head <= time; ++next) ready.push(jobs[next]);
        UnitJob job = ready.top();
        ready.pop();
        const std::int64_t until =
            next < jobs.size() ? std::min(time + job.work, jobs[next].head) : time + job.work;
        job.work -= until - time;
        time = until;
        if (job.work == 0)
            end = std::max(end, time + job.tail);
        else
            ready.push(job);
    }
    return end;
}

}  // namespace lockstep
