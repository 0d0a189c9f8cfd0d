#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/player.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"

/// The units of the machine, one function each.
namespace lockstep {

bool Player::matvec_row(std::uint16_t core, const MatvecInstruction& matvec, TimelineEvent& event) {
    CoreState& state = cores_[core];
    UnitState& unit = state.matvec;
    Moment operand{0, no_event};
    const bool whole = matvec.reduction && unit.block == 0;
    gathered_.clear();
    if (matvec.input_blocks > 0) {
        const Operand source{matvec.source.descriptor,
                             static_cast<std::uint16_t>(matvec.source.first + unit.block)};
        operand = operand_ready(core, Unit::matvec, source, whole ? matvec.input_blocks : std::uint16_t{1});
        if (!operand.known()) return false;
        if (!state.weights.empty() && matvec.fp8_scale == 0) {
            const WeightRun all = weights_of(matvec);
            const std::uint32_t row = matvec.reduction ? 0 : unit.block * std::uint32_t{matvec.accumulators};
            const Moment loaded =
                all_finished(core, Unit::matvec,
                             state.weights.loads_before({all.first + row, matvec.accumulators},
                                                        unit.queue[unit.position]));
            if (!loaded.known()) return false;
            if (loaded.time > operand.time) operand = loaded;
        }
    }
    const bool starts = unit.block == 0 && matvec.start != AccumulatorStart::chain;
    for (int o = 0; o < matvec.accumulators; ++o) {
        Moment& last = state.last_issue[static_cast<std::size_t>(matvec.first_accumulator + o)];
        const std::int64_t spaced =
            starts || !last.known() ? 0 : last.time + machine_.accumulator_spacing.value;
        const std::uint32_t index = unit.queue[unit.position];
        const bool moves = unit.block == 0 && o == 0 && state.begins_moves[index];
        const std::int64_t told = moves ? state.moves_told.time : 0;
        const std::int64_t issue = std::max({unit.free, operand.time, spaced, told});
        std::uint32_t point = 0;
        if (recorder_ != nullptr) {
            point = recorder_->point(PointKind::product, issue, unit.open_event);
            recorder_->bound(BoundKind::unit, unit.point, unit.free);
            bound_operands(whole ? BoundKind::operands : BoundKind::operand);
            if (!starts && last.known()) recorder_->bound(BoundKind::accumulator, last.point, spaced);
            if (moves) recorder_->bound(BoundKind::moves, state.moves_told.point, told);
        }
        if (moves)
            state.moves_told = {issue + move_interval(code(core).node_of[index]) + delay_of(core, index),
                                unit.open_event, point};
        if (unit.block == 0 && o == 0) {
            event.start = issue;
            if (issue == unit.free) {
                event.waited_for = unit.last_event == no_event ? WaitReason::none : WaitReason::unit;
                event.released_by = unit.last_event;
            } else if (issue == operand.time) {
                event.waited_for = WaitReason::operand;
                event.released_by = operand.event;
            } else {
                event.waited_for = WaitReason::accumulator;
                event.released_by = last.event;
            }
        }
        last.time = issue;
        last.point = unit.point = point;
        unit.free = matvec.input_blocks > 0 ? issue + 1 : issue;  // a sum that moves takes no product's turn
    }
    event.busy += matvec.accumulators;
    return true;
}

void Player::advance_matvec(std::uint16_t core) {
    CoreState& state = cores_[core];
    UnitState& unit = state.matvec;
    while (!unit.done()) {
        const std::uint32_t index = unit.queue[unit.position];
        const auto& matvec = std::get<MatvecInstruction>(code(core).stream[index]);
        if (unit.block == 0 && unit.open_event == no_event)
            unit.open_event = add_event({.instruction = index,
                                         .core = core,
                                         .unit = Unit::matvec,
                                         .start = 0,
                                         .end = 0,
                                         .ready = 0,
                                         .busy = 0,
                                         .waited_for = WaitReason::none,
                                         .released_by = no_event,
                                         .state_update = code(core).state_update[index]});
        TimelineEvent& event = timeline_.events[unit.open_event];
        const int rows = std::max<int>(matvec.input_blocks, 1);
        for (; unit.block < rows; ++unit.block)
            if (!matvec_row(core, matvec, event)) return;
        event.end = unit.free;
        event.ready = unit.free;
        for (int o = 0; o < matvec.accumulators; ++o) {
            Moment& last = state.last_issue[static_cast<std::size_t>(matvec.first_accumulator + o)];
            last.event = unit.open_event;
            last.time += delay_of(core, index);
        }
        const std::uint32_t finished = std::exchange(unit.open_event, no_event);
        finish(core, unit, unit.free, finished);
        advance_results(core);
    }
}

/// The instructions of the result path that stand before the next matvec: their accumulators are complete.
void Player::advance_results(std::uint16_t core) {
    CoreState& state = cores_[core];
    UnitState& unit = state.result;
    const std::size_t limit =
        state.matvec.done() ? code(core).stream.size() : state.matvec.queue[state.matvec.position];
    while (!unit.done() && unit.queue[unit.position] < limit) {
        const std::uint32_t index = unit.queue[unit.position];
        struct Finish {
            int first, count, group;
            int extra;
            const Operand* destination;
            CoreMask targets;
        };
        const Finish shape = std::visit(
            Overloaded{
                [this](const StoreInstruction& store) {
                    return Finish{
                        store.first_accumulator, store.accumulators, 1, activation_latency(store.activation),
                        &store.destination,      store.targets};
                },
                [](const SaveInstruction& save) {
                    return Finish{save.first_accumulator, save.accumulators, 1, 0, nullptr, 0};
                },
                [this](const LstmCellInstruction& cell) {
                    return Finish{cell.first_accumulator,      4 * cell.blocks,   4,
                                  machine_.cell_latency.value, &cell.destination, cell.targets};
                },
                [](const auto&) { return Finish{0, 0, 1, 0, nullptr, 0}; }},
            code(core).stream[index]);
        const auto* issue = state.last_issue.data() + shape.first;
        const std::uint32_t event = add_event({.instruction = index,
                                               .core = core,
                                               .unit = Unit::result,
                                               .start = 0,
                                               .end = 0,
                                               .ready = 0,
                                               .busy = shape.count,
                                               .waited_for = WaitReason::operand,
                                               .released_by = no_event,
                                               .state_update = code(core).state_update[index]});
        std::int64_t first = 0;
        std::int64_t last = 0;
        for (int o = 0; o < shape.count; ++o) {
            if (!issue[o].known())
                throw Error(FailureKind::bad_program,
                            fmt::format("core {}, instruction {} ({}): accumulator {} was never started",
                                        core, index, mnemonic(code(core).stream[index]), shape.first + o));
            first = o == 0 ? issue[o].time : std::min(first, issue[o].time);
            last = std::max(last, issue[o].time);
        }
        const int latency = machine_.product_latency.value + shape.extra;
        TimelineEvent& entry = timeline_.events[event];
        entry.start = first + 1;
        entry.end = last + 2;
        entry.ready = last + 1 + latency;
        if (shape.count > 0) entry.released_by = issue[shape.count - 1].event;
        for (int block = 0; shape.destination != nullptr && block < shape.count / shape.group; ++block) {
            const auto* gates = issue + block * shape.group;
            std::int64_t complete = 0;
            for (int gate = 0; gate < shape.group; ++gate)
                complete = std::max(complete, gates[gate].time + 1);
            if (recorder_ != nullptr) {
                unit.point = recorder_->point(PointKind::result, complete, event);
                for (int gate = 0; gate < shape.group; ++gate)
                    recorder_->bound(BoundKind::sum, gates[gate].point, gates[gate].time + 1);
            }
            produce(core, index, *shape.destination, static_cast<std::uint16_t>(block), shape.targets,
                    {complete + latency, event, unit.point});
        }
        if (const auto* save = std::get_if<SaveInstruction>(&code(core).stream[index]);
            save != nullptr && !save->to_cells && state.needed_first.contains(save->address)) {
            const std::int64_t told = entry.ready + machine_.bus_latency.value + delay_of(core, index);
            timeline_.end = std::max(timeline_.end, told);
            if (recorder_ != nullptr) {
                ends_.push_back({told, event, recorder_->point(PointKind::result, last + 1, event)});
                for (int o = 0; o < shape.count; ++o)
                    recorder_->bound(BoundKind::sum, issue[o].point, issue[o].time + 1);
            }
        }
        finish(core, unit, last + 1 + latency, event);
    }
}

Player::Moment Player::all_finished(std::uint16_t core, Unit unit,
                                    const std::vector<std::uint32_t>& instructions) {
    Moment latest{0, no_event};
    for (const std::uint32_t i : instructions) {
        const Moment moment = cores_[core].finished[i];
        if (!moment.known()) {
            waiting_for_instruction_[{core, i}].emplace_back(core, unit);
            return {};
        }
        if (recorder_ != nullptr) gathered_.push_back(moment);
        if (moment.time > latest.time) latest = moment;
    }
    return latest;
}

Player::Moment Player::state_written(std::uint16_t core, std::uint32_t instruction, Operand source) {
    Moment latest{0, no_event};
    if (!program_.descriptors[source.descriptor].state) return latest;
    for (const std::uint32_t i : cores_[core].vector.queue) {
        if (i > instruction) break;
        const auto written = write_of(code(core).stream[i]);
        if (!written || written->operand.descriptor != source.descriptor ||
            source.first < written->operand.first || source.first >= written->operand.first + written->blocks)
            continue;
        Moment done = cores_[core].finished[i];
        if (!done.known()) {
            waiting_for_instruction_[{core, i}].emplace_back(core, Unit::load);
            return {};
        }
        done.time += timeline_.events[done.event].ready - timeline_.events[done.event].end;
        if (recorder_ != nullptr) gathered_.push_back(done);
        if (done.time > latest.time) latest = done;
    }
    return latest;
}

Player::Moment Player::load_ready(std::uint16_t core, std::uint32_t instruction, std::uint16_t block) {
    const auto& load = std::get<LoadInstruction>(code(core).stream[instruction]);
    gathered_.clear();
    const Operand source{load.source.descriptor, static_cast<std::uint16_t>(load.source.first + block)};
    Moment latest = operand_ready(core, Unit::load, source, 1);
    if (!latest.known()) return {};
    const Moment written = state_written(core, instruction, source);
    if (!written.known()) return {};
    if (written.time > latest.time) latest = written;
    const Moment used =
        all_finished(core, Unit::load,
                     cores_[core].weights.products_before(
                         {load.weights + block * std::uint32_t{load.stride}, 1}, instruction));
    return !used.known() || used.time > latest.time ? used : latest;
}

void Player::advance_load(std::uint16_t core) {
    CoreState& state = cores_[core];
    UnitState& unit = state.load;
    while (!unit.done()) {
        const std::uint32_t index = unit.queue[unit.position];
        const auto& load = std::get<LoadInstruction>(code(core).stream[index]);
        const std::int64_t interval = machine_.load_interval.value * ram_blocks_each(load.source);
        for (; unit.block < load.blocks; ++unit.block) {
            const Moment wait = load_ready(core, index, unit.block);
            if (!wait.known()) return;
            const bool waited = wait.time > unit.free;
            const std::int64_t start = std::max(wait.time, unit.free);
            if (unit.block == 0) {
                WaitReason reason = WaitReason::operand;
                if (!waited) reason = unit.last_event == no_event ? WaitReason::none : WaitReason::unit;
                unit.open_event = add_event({.instruction = index,
                                             .core = core,
                                             .unit = Unit::load,
                                             .start = start,
                                             .end = 0,
                                             .ready = 0,
                                             .busy = load.blocks * interval,
                                             .waited_for = reason,
                                             .released_by = waited ? wait.event : unit.last_event,
                                             .state_update = code(core).state_update[index]});
            }
            if (recorder_ != nullptr) {
                const std::uint32_t point = recorder_->point(PointKind::load, start, unit.open_event);
                recorder_->bound(BoundKind::unit, unit.point, unit.free);
                bound_operands(BoundKind::operand);
                unit.point = point;
            }
            unit.free = start + interval;
        }
        const std::uint32_t event = std::exchange(unit.open_event, no_event);
        const std::int64_t ready = unit.free + machine_.load_latency.value;
        timeline_.events[event].end = unit.free;
        timeline_.events[event].ready = ready;
        if (code(core).state_update[index]) state.loaded = {ready + delay_of(core, index), event, unit.point};
        finish(core, unit, ready, event);
    }
}

Player::Moment Player::earlier_readers(std::uint16_t core, std::uint32_t instruction) {
    Moment latest{0, no_event};
    const auto written = write_of(code(core).stream[instruction]);
    if (!written || !program_.descriptors[written->operand.descriptor].state) return latest;
    const auto reads = [&](const BlockRun& run) {
        return run.operand.descriptor == written->operand.descriptor &&
               run.operand.first < written->operand.first + written->blocks &&
               written->operand.first < run.operand.first + run.blocks;
    };
    const auto readers = cores_[core].state_readers.find(written->operand.descriptor);
    if (readers == cores_[core].state_readers.end()) return latest;
    for (const std::uint32_t i : readers->second) {  // earlier vector instructions have begun anyway
        if (i > instruction) break;
        if (std::ranges::none_of(reads_of(code(core).stream[i]), reads)) continue;
        const Moment moment = cores_[core].finished[i];
        if (!moment.known()) {
            waiting_for_instruction_[{core, i}].emplace_back(core, Unit::vector);
            return {};
        }
        if (recorder_ != nullptr) state_readers_.push_back(moment);
        if (moment.time > latest.time) latest = moment;
    }
    return latest;
}

int Player::activation_latency(ActivationCode activation) const {
    return function_of(activation) ? machine_.table_latency.value : 0;
}

/// Cycles per block: one read port, which takes the operands one after another, an fp32 one as two.
int Player::vector_interval(const Instruction& instruction) const {
    int reads = 0;
    for (const BlockRun& run : reads_of(instruction)) reads += ram_blocks_each(run.operand);
    const int two = machine_.vector_interval_two.value;
    const int three = machine_.vector_interval_three.value;
    switch (reads) {
        case 1:
            return machine_.vector_interval_one.value;
        case 2:
            return two;
        case 3:
            return three;
        default:
            return three + (reads - 3) * std::max(three - two, 1);
    }
}

Player::Moment Player::vector_operands(std::uint16_t core, std::uint32_t instruction) {
    Moment latest{0, no_event};
    gathered_.clear();
    state_readers_.clear();
    for (const BlockRun& run : reads_of(code(core).stream[instruction])) {
        const Moment moment =
            operand_ready(core, Unit::vector, run.operand, static_cast<std::uint16_t>(run.blocks));
        if (!moment.known()) return {};
        if (moment.time > latest.time) latest = moment;
    }
    const Moment readers = earlier_readers(core, instruction);
    return !readers.known() || readers.time > latest.time ? readers : latest;
}

void Player::advance_vector(std::uint16_t core) {
    UnitState& unit = cores_[core].vector;
    while (!unit.done()) {
        const std::uint32_t index = unit.queue[unit.position];
        const Instruction& instruction = code(core).stream[index];
        const auto* vector = std::get_if<VectorInstruction>(&instruction);
        const auto* reduce = std::get_if<ReduceInstruction>(&instruction);
        const Moment wait = vector_operands(core, index);
        if (!wait.known()) return;

        const bool waited = wait.time > unit.free;
        const std::int64_t start = std::max(wait.time, unit.free);
        const std::int64_t interval = vector_interval(instruction);
        const std::int64_t end = start + (vector != nullptr ? vector->blocks : reduce->blocks) * interval;
        const std::int64_t latency =
            machine_.vector_latency.value + (vector != nullptr ? activation_latency(vector->activation) : 0);
        WaitReason reason = WaitReason::operand;
        if (!waited) reason = unit.last_event == no_event ? WaitReason::none : WaitReason::unit;
        const std::uint32_t event = add_event({.instruction = index,
                                               .core = core,
                                               .unit = Unit::vector,
                                               .start = start,
                                               .end = end,
                                               .ready = end + latency,
                                               .busy = end - start,
                                               .waited_for = reason,
                                               .released_by = waited ? wait.event : unit.last_event,
                                               .state_update = code(core).state_update[index]});
        if (recorder_ != nullptr) {
            const std::uint32_t point = recorder_->point(PointKind::vector, start, event);
            recorder_->bound(BoundKind::unit, unit.point, unit.free);
            const int blocks = vector != nullptr ? vector->blocks : reduce->blocks;
            bound_operands(blocks > 1 ? BoundKind::operands : BoundKind::operand);
            for (const Moment& reader : state_readers_)
                recorder_->bound(BoundKind::state, reader.point, reader.time);
            unit.point = point;
        }
        unit.free = end;
        if (vector != nullptr)
            for (std::uint16_t block = 0; block < vector->blocks; ++block)
                produce(core, index, vector->destination, block, vector->targets,
                        {start + (block + 1) * interval + latency, event, unit.point});
        else if (reduce->last)
            produce(core, index, reduce->destination, 0, reduce->targets, {end + latency, event, unit.point});
        finish(core, unit, end, event);
    }
}

void Player::advance_output(std::uint16_t core) {
    UnitState& unit = cores_[core].output;
    while (!unit.done()) {
        const std::uint32_t index = unit.queue[unit.position];
        const auto& output = std::get<OutputInstruction>(code(core).stream[index]);
        for (; unit.block < output.blocks; ++unit.block) {
            const int each = ram_blocks_each(output.source);
            const auto stream_block =
                static_cast<std::uint32_t>(output.stream_block + unit.block * static_cast<unsigned>(each));
            if (stream_block > next_output_) {
                waiting_for_output_[stream_block].emplace_back(core, Unit::output);
                return;
            }
            const Operand source{output.source.descriptor,
                                 static_cast<std::uint16_t>(output.source.first + unit.block)};
            gathered_.clear();
            const Moment ready = operand_ready(core, Unit::output, source, 1);
            if (!ready.known()) return;
            const std::int64_t earliest = ready.time + machine_.output_latency.value + each - 2;
            const bool ordered = last_output_.known() && last_output_.time + each > earliest;
            const std::int64_t leaves = ordered ? last_output_.time + each : earliest;
            if (unit.block == 0) {
                unit.open_event = add_event({.instruction = index,
                                             .core = core,
                                             .unit = Unit::output,
                                             .start = leaves - each + 1,
                                             .end = 0,
                                             .ready = 0,
                                             .busy = output.blocks * each,
                                             .waited_for = ordered ? WaitReason::order : WaitReason::operand,
                                             .released_by = ordered ? last_output_.event : ready.event,
                                             .state_update = code(core).state_update[index]});
            }
            TimelineEvent& event = timeline_.events[unit.open_event];
            event.end = leaves + 1;
            event.ready = leaves;
            if (!last_output_.known()) timeline_.first_output = leaves - each + 1;
            if (recorder_ != nullptr) {
                const std::uint32_t there =
                    recorder_->point(PointKind::output_ready, ready.time, unit.open_event);
                bound_operands(BoundKind::operand);
                unit.point = recorder_->point(PointKind::output, leaves, unit.open_event);
                recorder_->bound(BoundKind::output, there, earliest);
                if (last_output_.known())
                    recorder_->bound(BoundKind::order, last_output_.point, last_output_.time + each);
            }
            last_output_ = {leaves, unit.open_event, unit.point};
            next_output_ = stream_block + static_cast<std::uint32_t>(each);
            const auto waiting = waiting_for_output_.find(next_output_);
            if (waiting != waiting_for_output_.end()) {
                wake_all(waiting->second);
                waiting_for_output_.erase(waiting);
            }
        }
        const std::uint32_t finished = std::exchange(unit.open_event, no_event);
        last_output_.time += delay_of(core, index);
        finish(core, unit, timeline_.events[finished].end, finished);
    }
}

}  // namespace lockstep
