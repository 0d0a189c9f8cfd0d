#include "core/analysis/utilisation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "core/program/operands.h"

namespace lockstep {
namespace {

/// A stretch in which a unit works, and why it did not begin earlier.
struct Stretch {
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::uint32_t event = no_event;
    Wait waited = Wait::result;
};

using UnitKey = std::pair<Unit, std::uint16_t>;

Wait wait_of(const PlayRecord& record, const PlayBound& bound) {
    switch (bound.kind) {
        case BoundKind::stream:
            return Wait::input;
        case BoundKind::operand:
        case BoundKind::operands:
            if (record.points[bound.from].kind == PointKind::input) return Wait::input;
            return record.points[bound.from].kind == PointKind::transfer ? Wait::transfer : Wait::result;
        case BoundKind::accumulator:
            return Wait::accumulator;
        case BoundKind::unit:
        case BoundKind::sum:
        case BoundKind::bus:
        case BoundKind::output:
            return Wait::result;
        case BoundKind::order:
        case BoundKind::moves:
        case BoundKind::state:
        case BoundKind::end:
            return Wait::order;
    }
    return Wait::order;
}

/// What held the point, its unit being free: the first bound that binds and is not the unit's.
Wait binding_wait(const PlayRecord& record, std::uint32_t point) {
    for (const PlayBound* bound = record.first_bound(point); bound != record.end_bound(point); ++bound)
        if (bound->kind != BoundKind::unit && bound->kind != BoundKind::bus &&
            record.points[bound->from].time + bound->cycles == record.points[point].time)
            return wait_of(record, *bound);
    return Wait::order;
}

/// Beats of a block of what the instruction writes, on a stream or the bus.
std::int64_t beats_of(const Program& program, const std::optional<BlockRun>& run) {
    return run ? program.descriptors[run->operand.descriptor].ram_blocks_each() : 1;
}

/// The work of every unit, in the order in which it does it.
std::map<UnitKey, std::vector<Stretch>> work_of_units(const Program& program, const RecordedPlay& played) {
    const MachineTiming& timing = program.config.timing;
    std::map<UnitKey, std::vector<Stretch>> units;
    for (std::uint32_t p = 1; p < played.record.points.size(); ++p) {
        const PlayPoint& point = played.record.points[p];
        if (point.event == no_event) continue;
        const TimelineEvent& event = played.timeline.events[point.event];
        const Instruction& instruction = program.cores[event.core].stream[event.instruction];
        Stretch stretch{point.time, point.time, point.event, binding_wait(played.record, p)};
        switch (point.kind) {
            case PointKind::product: {
                const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
                stretch.end += matvec != nullptr && matvec->input_blocks == 0 ? 0 : 1;
                units[{Unit::matvec, event.core}].push_back(stretch);
                break;
            }
            case PointKind::load: {
                const Operand source = std::get<LoadInstruction>(instruction).source;
                stretch.end += std::int64_t{timing.load_interval.value} *
                               program.descriptors[source.descriptor].ram_blocks_each();
                units[{Unit::load, event.core}].push_back(stretch);
                break;
            }
            case PointKind::vector:
                stretch.end = event.end;
                units[{Unit::vector, event.core}].push_back(stretch);
                break;
            case PointKind::input:
                // The point is the block's last beat.
                stretch.start -= (beats_of(program, write_of(instruction)) - 1) * timing.input_interval.value;
                stretch.end += timing.input_interval.value;
                units[{Unit::input, std::uint16_t{0}}].push_back(stretch);
                break;
            case PointKind::transfer:
                stretch.end += timing.bus_interval.value * beats_of(program, write_of(instruction));
                units[{Unit::bus, std::uint16_t{0}}].push_back(stretch);
                break;
            case PointKind::output:
                stretch.start -= beats_of(program, reads_of(instruction).front()) - 1;
                stretch.end += 1;
                units[{Unit::output, std::uint16_t{0}}].push_back(stretch);
                break;
            case PointKind::begin:
            case PointKind::result:
            case PointKind::output_ready:
            case PointKind::spaced:
            case PointKind::contiguous:
                break;
        }
    }
    for (auto& [key, stretches] : units) std::ranges::stable_sort(stretches, {}, &Stretch::start);
    return units;
}

/// The parts of waits before `end`, each with the work that was waited for.
template <class Visit>
void visit_waits(const std::vector<Stretch>& work, std::int64_t end, Visit visit) {
    std::int64_t free = 0;
    for (const Stretch& stretch : work) {
        const std::int64_t waited = std::min(stretch.start, end) - free;
        if (waited > 0) visit(stretch, waited);
        free = std::max(free, stretch.end);
        if (free >= end) return;
    }
}

}  // namespace

std::int64_t WaitCycles::sum() const {
    return std::accumulate(std::begin(cycles), std::end(cycles), std::int64_t{0});
}

std::vector<UnitUse> utilisation(const Program& program, const RecordedPlay& played) {
    auto work = work_of_units(program, played);
    std::vector<std::pair<UnitKey, bool>> keys;  // per core?
    for (std::uint16_t core = 0; core < program.cores.size(); ++core) {
        keys.emplace_back(UnitKey{Unit::matvec, core}, true);
        keys.emplace_back(UnitKey{Unit::vector, core}, true);
        if (work.contains({Unit::load, core})) keys.emplace_back(UnitKey{Unit::load, core}, true);
    }
    for (const Unit unit : {Unit::input, Unit::bus, Unit::output})
        keys.emplace_back(UnitKey{unit, std::uint16_t{0}}, false);

    const std::int64_t spaced = played.timeline.spaced;
    const auto share = [](std::int64_t part, std::int64_t whole) {
        return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
    };
    std::vector<UnitUse> uses;
    for (const auto& [key, of_core] : keys) {
        UnitUse use;
        use.unit = key.first;
        if (of_core) use.core = key.second;
        for (const Stretch& stretch : work[key]) {
            use.busy += stretch.end - stretch.start;
            use.busy_spaced += std::max<std::int64_t>(0, std::min(stretch.end, spaced) - stretch.start);
        }
        visit_waits(work[key], spaced, [&](const Stretch& next, std::int64_t cycles) {
            use.waits[next.waited] += next.start < spaced ? cycles : 0;
        });
        use.idle = spaced - use.busy_spaced - use.waits.sum();
        use.share_spaced = share(use.busy_spaced, spaced);
        use.share_contiguous = share(use.busy, played.timeline.contiguous);
        uses.push_back(use);
    }
    return uses;
}

std::vector<WaitCycles> waits_of_nodes(const Program& program, const RecordedPlay& played) {
    std::vector<WaitCycles> waits(program.nodes.size());
    for (const auto& [key, work] : work_of_units(program, played)) {
        if (key.first != Unit::matvec && key.first != Unit::vector && key.first != Unit::load) continue;
        visit_waits(work, played.timeline.spaced, [&](const Stretch& next, std::int64_t cycles) {
            if (next.start >= played.timeline.spaced) return;
            const TimelineEvent& event = played.timeline.events[next.event];
            const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
            if (node < waits.size()) waits[node][next.waited] += cycles;
        });
    }
    return waits;
}

std::string_view name(Wait wait) {
    switch (wait) {
        case Wait::input:
            return "input";
        case Wait::result:
            return "result";
        case Wait::transfer:
            return "transfer";
        case Wait::accumulator:
            return "accumulator";
        case Wait::order:
            return "order";
    }
    return "unknown";
}

}  // namespace lockstep
