#include "core/analysis/roofline.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "core/analysis/one_machine.h"
#include "core/program/operands.h"

namespace lockstep {
namespace {

constexpr std::int64_t unreachable = std::numeric_limits<std::int64_t>::min();

/// What a relaxed machine keeps of a bound: its cycles (fewer or as many), or nothing.
using Relaxed = std::optional<std::int64_t>;

bool carries_data(const PlayRecord& record, const PlayBound& bound) {
    switch (bound.kind) {
        case BoundKind::operand:
        case BoundKind::operands:
        case BoundKind::accumulator:
        case BoundKind::sum:
        case BoundKind::output:
            return true;
        case BoundKind::end:
            return record.points[bound.from].kind == PointKind::output;
        case BoundKind::stream:
        case BoundKind::unit:
        case BoundKind::bus:
        case BoundKind::order:
        case BoundKind::moves:
        case BoundKind::state:
            return false;
    }
    return false;
}

Relaxed keep_dependences(const PlayRecord& record, const PlayBound& bound) {
    if (carries_data(record, bound)) return bound.cycles;
    if (bound.kind == BoundKind::stream) return 0;
    return {};
}

Relaxed keep_io(const PlayRecord& record, const PlayBound& bound) {
    switch (bound.kind) {
        case BoundKind::stream:
        case BoundKind::order:
        case BoundKind::output:
            return bound.cycles;
        default:
            break;
    }
    if (!carries_data(record, bound)) return {};
    return record.points[bound.from].kind == PointKind::input ? bound.cycles : 0;
}

Relaxed keep_both(const PlayRecord& record, const PlayBound& bound) {
    const Relaxed io = keep_io(record, bound);
    const Relaxed chain = keep_dependences(record, bound);
    return !io ? chain : !chain ? io : std::max(*io, *chain);
}

/// The earliest time of every point on the relaxed machine.
template <class Keep>
std::vector<std::int64_t> earliest_times(const PlayRecord& record, Keep keep) {
    std::vector<std::int64_t> earliest(record.points.size(), 0);
    for (std::uint32_t point = 1; point < record.points.size(); ++point)
        for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
            if (const Relaxed cycles = keep(record, *bound))
                earliest[point] = std::max(earliest[point], earliest[bound->from] + *cycles);
    return earliest;
}

/// The longest way of the relaxed machine from every point to `end`; unreachable: there is none.
template <class Keep>
std::vector<std::int64_t> longest_ways(const PlayRecord& record, std::uint32_t end, Keep keep) {
    std::vector<std::int64_t> way(record.points.size(), unreachable);
    way[end] = 0;
    for (std::uint32_t point = end; point > 0; --point) {
        if (way[point] == unreachable) continue;
        for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
            if (const Relaxed cycles = keep(record, *bound))
                way[bound->from] = std::max(way[bound->from], way[point] + *cycles);
    }
    return way;
}

/// Cycles for which a point holds its unit.
std::int64_t work_of(const Program& program, const TimelineEvent& event, PointKind kind) {
    const Instruction& instruction = program.cores[event.core].stream[event.instruction];
    if (kind == PointKind::transfer) {
        const auto carried = write_of(instruction);
        const std::int64_t beats =
            carried ? program.descriptors[carried->operand.descriptor].ram_blocks_each() : 1;
        return beats * program.config.timing.bus_interval.value;
    }
    if (kind == PointKind::vector) return event.end - event.start;
    if (kind == PointKind::load) {
        const Descriptor& source =
            program.descriptors[std::get<LoadInstruction>(instruction).source.descriptor];
        return std::int64_t{program.config.timing.load_interval.value} * source.ram_blocks_each();
    }
    const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
    return matvec != nullptr && matvec->input_blocks == 0 ? 0 : 1;
}

}  // namespace

Roofline roofline(const Program& program, const RecordedPlay& played) {
    const PlayRecord& record = played.record;
    const std::int64_t cores = std::max<std::int64_t>(program.config.cores.value, 1);
    Roofline result;
    result.spaced = played.timeline.spaced;
    result.products.resize(program.cores.size());
    result.dependences = earliest_times(record, keep_dependences)[record.spaced];
    result.io = earliest_times(record, keep_io)[record.spaced];

    const std::vector<std::int64_t> heads = earliest_times(record, keep_both);
    const std::vector<std::int64_t> tails = longest_ways(record, record.spaced, keep_both);
    std::map<std::pair<PointKind, std::uint16_t>, std::vector<UnitJob>> units;
    std::vector<UnitJob> products;  // of all cores, on a unit of `cores` times the speed, in parts of a cycle
    for (std::uint32_t point = 1; point < record.points.size(); ++point) {
        const PointKind kind = record.points[point].kind;
        if (tails[point] == unreachable) continue;
        if (kind != PointKind::product && kind != PointKind::load && kind != PointKind::vector &&
            kind != PointKind::transfer)
            continue;
        const TimelineEvent& event = played.timeline.events[record.points[point].event];
        const std::int64_t work = work_of(program, event, kind);
        if (work == 0) continue;
        const std::uint16_t unit = kind == PointKind::transfer ? std::uint16_t{0} : event.core;
        units[{kind, unit}].push_back({heads[point], work, tails[point] - work});
        if (kind != PointKind::product) continue;
        ++result.products[event.core];
        products.push_back({heads[point] * cores, 1, (tails[point] - 1) * cores});
    }
    std::int64_t all = 0;
    for (const std::int64_t of_core : result.products) {
        all += of_core;
        result.weights = std::max(result.weights, of_core);
    }
    result.weights_balanced = (all + cores - 1) / cores;

    result.combined = heads[record.spaced];
    result.combined_balanced = result.combined;
    for (auto& [unit, jobs] : units)
        result.combined = std::max(result.combined, one_machine_bound(std::move(jobs)));
    const std::int64_t spread = one_machine_bound(std::move(products));
    result.combined_balanced = std::max(result.combined_balanced, (spread + cores - 1) / cores);

    result.limit = Roofline::Limit::weights;
    if (result.dependences > result.weights) result.limit = Roofline::Limit::dependences;
    if (result.io > std::max(result.weights, result.dependences)) result.limit = Roofline::Limit::io;
    return result;
}

}  // namespace lockstep
