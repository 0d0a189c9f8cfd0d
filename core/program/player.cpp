#include "core/program/player.h"

#include <algorithm>
#include <bit>
#include <variant>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr CoreMask bit(std::uint16_t core) {
    return CoreMask{1} << core;
}

}  // namespace

Player::Player(const Program& program)
    : program_(program),
      machine_(program.config.timing),
      core_count_(static_cast<std::uint16_t>(program.cores.size())) {
    std::size_t slots = 0;
    for (const Descriptor& descriptor : program.descriptors) {
        first_slot_.push_back(slots);
        slots += std::size_t{descriptor.blocks} * core_count_;
    }
    present_.resize(slots);
    cores_.resize(core_count_);
    if (program.models > 1)
        selection_ = std::int64_t{machine_.input_interval.value} + machine_.bus_latency.value;
    for (CoreState& core : cores_) core.matvec.free = core.vector.free = selection_;
    sort_into_units();
    fill_images();
}

void Player::sort_into_units() {
    for (std::uint16_t core = 0; core < core_count_; ++core) {
        CoreState& state = cores_[core];
        state.last_issue.resize(256);
        state.finished.resize(code(core).stream.size());
        for (std::uint32_t i = 0; i < code(core).stream.size(); ++i) {
            const Unit unit = unit_of(code(core).stream[i]);
            for (const BlockRun& run : reads_of(code(core).stream[i]))
                if (unit != Unit::vector && program_.descriptors[run.operand.descriptor].state)
                    state.state_readers[run.operand.descriptor].push_back(i);
            switch (unit) {
                case Unit::load:
                    state.load.queue.push_back(i);
                    break;
                case Unit::matvec:
                    state.matvec.queue.push_back(i);
                    break;
                case Unit::result:
                    state.result.queue.push_back(i);
                    break;
                case Unit::vector:
                    state.vector.queue.push_back(i);
                    break;
                case Unit::output:
                    state.output.queue.push_back(i);
                    break;
                case Unit::input:
                case Unit::bus:
                    break;
            }
        }
        state.weights = LoadedWeights(code(core).stream);
        find_moves(core);
    }
}

void Player::find_moves(std::uint16_t core) {
    CoreState& state = cores_[core];
    const auto& stream = code(core).stream;
    state.begins_moves.resize(stream.size());
    std::set<std::uint32_t> saved;
    for (const Instruction& instruction : stream)
        if (const auto* save = std::get_if<SaveInstruction>(&instruction); save != nullptr && !save->to_cells)
            saved.insert(save->address);
    std::set<std::uint32_t> told;  // nodes
    for (std::uint32_t i = 0; i < stream.size(); ++i) {
        const auto* matvec = std::get_if<MatvecInstruction>(&stream[i]);
        if (matvec == nullptr || matvec->start != AccumulatorStart::store ||
            !saved.contains(matvec->start_address))
            continue;
        const std::uint32_t node = code(core).node_of[i];
        if (!code(core).state_update[i]) {
            if (matvec->input_blocks == 0) state.needed_first.insert(matvec->start_address);
        } else if (matvec->input_blocks > 0) {
            moving_cores_[node] |= bit(core);
            state.begins_moves[i] = told.insert(node).second;
        }
    }
}

std::int64_t Player::move_interval(std::uint32_t node) const {
    const bool alone = std::has_single_bit(moving_cores_.at(node));
    return alone ? 0 : std::int64_t{machine_.product_latency.value} + machine_.bus_latency.value;
}

void Player::fill_images() {
    for (const TensorImage& image : program_.images) {
        const Descriptor& descriptor = program_.descriptors.at(image.descriptor);
        if (!descriptor.constant && !descriptor.state) continue;
        for (std::uint16_t core = 0; core < core_count_; ++core)
            for (std::uint16_t block = 0; block < descriptor.blocks; ++block)
                if ((image.targets & bit(core)) != 0)
                    present_[slot(core, {image.descriptor, 0}, block)] = {0, no_event};
    }
}

Timeline Player::run() {
    play_inputs();
    for (std::uint16_t core = 0; core < core_count_; ++core)
        for (const Unit unit : {Unit::load, Unit::matvec, Unit::vector, Unit::output}) wake(core, unit);
    while (true) {
        while (!ready_units_.empty()) {
            const auto [core, unit] = ready_units_.front();
            ready_units_.pop_front();
            advance(core, unit);
        }
        if (bus_requests_.empty()) break;
        grant_bus();
    }
    return finish_timeline();
}

void Player::play_inputs() {
    for (std::uint16_t core = 0; core < core_count_; ++core) {
        const auto& stream = code(core).stream;
        for (std::uint32_t i = 0; i < stream.size(); ++i) {
            const auto* input = std::get_if<InputInstruction>(&stream[i]);
            if (input == nullptr) continue;
            const std::int64_t interval = machine_.input_interval.value;
            const std::int64_t first = selection_ + input->stream_block * interval;
            const std::int64_t each = ram_blocks_each(input->destination);
            const std::int64_t end = first + input->blocks * each * interval;
            const std::int64_t ready = machine_.input_latency.value + end - interval;
            const std::uint32_t event = add_event({.instruction = i,
                                                   .core = core,
                                                   .unit = Unit::input,
                                                   .start = first,
                                                   .end = end,
                                                   .ready = ready,
                                                   .busy = input->blocks * each,
                                                   .waited_for = WaitReason::none,
                                                   .released_by = no_event,
                                                   .state_update = false});
            for (std::uint16_t block = 0; block < input->blocks; ++block) {
                const std::int64_t beat = first + ((block + 1) * each - 1) * interval;
                Moment there{machine_.input_latency.value + beat + delay_of(core, i), event};
                if (recorder_ != nullptr) {
                    there.point = recorder_->point(PointKind::input, beat, event);
                    recorder_->bound(BoundKind::stream, 0, beat);
                }
                for (std::uint16_t target = 0; target < core_count_; ++target)
                    if ((input->targets & bit(target)) != 0)
                        set_present(slot(target, input->destination, block), there);
            }
            cores_[core].finished[i] = {ready, event};
        }
    }
}

void Player::wake(std::uint16_t core, Unit unit) {
    ready_units_.emplace_back(core, unit);
}

void Player::wake_all(std::vector<Waiter>& waiters) {
    for (const auto& [core, unit] : waiters) wake(core, unit);
    waiters.clear();
}

void Player::advance(std::uint16_t core, Unit unit) {
    switch (unit) {
        case Unit::load:
            advance_load(core);
            break;
        case Unit::matvec:
            advance_matvec(core);
            break;
        case Unit::vector:
            advance_vector(core);
            break;
        case Unit::output:
            advance_output(core);
            break;
        case Unit::result:
        case Unit::input:
        case Unit::bus:
            break;
    }
}

void Player::keep_turns(const std::vector<BusTurn>& turns) {
    for (const BusTurn& turn : turns) turns_.emplace(turn, static_cast<std::int64_t>(turns_.size()));
}

void Player::grant_bus() {
    const BusRequest request = bus_requests_.top();
    if (!turns_.empty() && request.turn != turns_taken_++)
        throw Error(FailureKind::internal, "these are not the turns of this program on the bus");
    bus_requests_.pop();
    const std::int64_t interval =
        machine_.bus_interval.value * ram_blocks_each({request.descriptor, request.block});
    const bool waited = bus_free_.time > request.ready;
    const std::int64_t start = std::max(request.ready, bus_free_.time);
    const bool late =
        delay_.transfers && delay_.core == request.core && delay_.instruction == request.instruction;
    const std::int64_t arrival = start + machine_.bus_latency.value + (late ? delay_.cycles : 0);
    const auto [found, is_new] = bus_events_.try_emplace({request.core, request.instruction}, no_event);
    if (is_new)
        found->second = add_event({.instruction = request.instruction,
                                   .core = request.core,
                                   .unit = Unit::bus,
                                   .start = start,
                                   .end = start + interval,
                                   .ready = arrival,
                                   .busy = 0,
                                   .waited_for = waited ? WaitReason::bus : WaitReason::operand,
                                   .released_by = waited ? bus_free_.event : request.producer,
                                   .state_update = code(request.core).state_update[request.instruction]});
    TimelineEvent& event = timeline_.events[found->second];
    event.end = start + interval;
    event.ready = arrival;
    event.busy += interval;
    std::uint32_t point = 0;
    if (recorder_ != nullptr) {
        point = recorder_->point(PointKind::transfer, start, found->second);
        recorder_->bound(BoundKind::operand, request.point, request.ready);
        recorder_->bound(BoundKind::bus, bus_free_.point, bus_free_.time);
        recorder_->turn({request.core, request.instruction, request.block});
    }
    bus_free_ = {start + interval, found->second, point};
    for (std::uint16_t core = 0; core < core_count_; ++core)
        if (core != request.core && (request.targets & bit(core)) != 0)
            set_present(slot(core, {request.descriptor, request.block}, 0), {arrival, found->second, point});
}

int Player::ram_blocks_each(Operand operand) const {
    return static_cast<int>(program_.descriptors[operand.descriptor].ram_blocks_each());
}

std::size_t Player::slot(std::uint16_t core, Operand operand, std::uint32_t block) const {
    return first_slot_[operand.descriptor] + std::size_t{operand.first + block} * core_count_ + core;
}

void Player::set_present(std::size_t slot, Moment moment) {
    present_[slot] = moment;
    const auto waiting = waiting_for_slot_.find(slot);
    if (waiting == waiting_for_slot_.end()) return;
    wake_all(waiting->second);
    waiting_for_slot_.erase(waiting);
}

void Player::produce(std::uint16_t core, std::uint32_t instruction, Operand destination, std::uint16_t block,
                     CoreMask targets, Moment ready) {
    ready.time += delay_of(core, instruction);
    if ((targets & bit(core)) != 0) set_present(slot(core, destination, block), ready);
    if ((targets & ~bit(core)) == 0) return;
    const auto on_bus = static_cast<std::uint16_t>(destination.first + block);
    std::int64_t turn = ready.time;
    if (!turns_.empty()) {
        const auto given = turns_.find({core, instruction, on_bus});
        if (given == turns_.end())
            throw Error(FailureKind::internal, "these are not the turns of this program on the bus");
        turn = given->second;
    }
    bus_requests_.push({turn, ready.time, core, on_bus, destination.descriptor, instruction, targets,
                        ready.event, ready.point});
}

bool Player::is_chained(std::uint32_t maker, std::uint16_t core) const {
    return maker != no_event && timeline_.events[maker].unit == Unit::vector &&
           timeline_.events[maker].core == core;
}

Player::Moment Player::operand_ready(std::uint16_t core, Unit unit, Operand operand, std::uint16_t blocks) {
    Moment latest{0, no_event};
    for (std::uint16_t block = 0; block < blocks; ++block) {
        const std::size_t wanted = slot(core, operand, block);
        Moment moment = present_[wanted];
        if (!moment.known()) {
            waiting_for_slot_[wanted].emplace_back(core, unit);
            return {};
        }
        if (unit == Unit::vector && is_chained(moment.event, core))
            moment.time += machine_.vector_chain_latency.value;
        if (recorder_ != nullptr) gathered_.push_back(moment);
        if (moment.time > latest.time) latest = moment;
    }
    return latest;
}

void Player::bound_operands(BoundKind kind) {
    for (const Moment& moment : gathered_) recorder_->bound(kind, moment.point, moment.time);
}

std::uint32_t Player::add_event(const TimelineEvent& event) {
    timeline_.events.push_back(event);
    return static_cast<std::uint32_t>(timeline_.events.size() - 1);
}

void Player::finish(std::uint16_t core, UnitState& unit, std::int64_t time, std::uint32_t event) {
    const std::uint32_t instruction = unit.queue[unit.position];
    const std::int64_t late = delay_of(core, instruction);
    unit.free += late;
    cores_[core].finished[instruction] = {time + late, event, unit.point};
    unit.last_event = event;
    unit.block = 0;
    ++unit.position;
    const auto waiting = waiting_for_instruction_.find({core, instruction});
    if (waiting == waiting_for_instruction_.end()) return;
    wake_all(waiting->second);
    waiting_for_instruction_.erase(waiting);
}

void Player::refuse_deadlock() const {
    for (std::uint16_t core = 0; core < core_count_; ++core) {
        const CoreState& state = cores_[core];
        for (const UnitState* unit :
             {&state.load, &state.matvec, &state.vector, &state.output, &state.result}) {
            if (unit->done()) continue;
            const std::uint32_t instruction = unit->queue[unit->position];
            throw Error(
                FailureKind::bad_program,
                fmt::format("the program stops: core {} waits for ever at instruction {} ({}), block {}",
                            core, instruction, mnemonic(code(core).stream[instruction]), unit->block),
                "Compile the model again; if it still happens, report it with the program file.");
        }
    }
    throw Error(FailureKind::internal, "the program stops, but no unit waits");
}

Timeline Player::finish_timeline() {
    for (const CoreState& core : cores_) {
        if (!core.load.done() || !core.matvec.done() || !core.vector.done() || !core.output.done() ||
            !core.result.done())
            refuse_deadlock();
        if (!core.load.queue.empty()) timeline_.end = std::max(timeline_.end, core.load.free);
        timeline_.end = std::max(timeline_.end, core.loaded.time);
        if (!core.matvec.queue.empty()) timeline_.end = std::max(timeline_.end, core.matvec.free);
        if (!core.vector.queue.empty()) timeline_.end = std::max(timeline_.end, core.vector.free);
        timeline_.end = std::max(timeline_.end, core.moves_told.time);
    }
    for (const IoTensor& input : program_.inputs) {
        const std::int64_t block = program_.config.block_size.value;
        const std::int64_t blocks =
            input.vectors * ((input.vector_length + block - 1) / block) * input.stream_blocks_each();
        timeline_.last_input = std::max(timeline_.last_input, selection_ + (input.first_block + blocks - 1) *
                                                                               machine_.input_interval.value);
    }
    timeline_.spaced =
        std::max(last_output_.known() ? last_output_.time : timeline_.end, timeline_.last_input);
    timeline_.contiguous = std::max(timeline_.spaced + 1, timeline_.end);
    if (recorder_ != nullptr) record_end();

    std::vector<TimelineEvent>& events = timeline_.events;
    std::vector<std::uint32_t> order(events.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const TimelineEvent& left = events[a];
        const TimelineEvent& right = events[b];
        return std::tie(left.start, left.core, left.unit, left.instruction) <
               std::tie(right.start, right.core, right.unit, right.instruction);
    });
    std::vector<std::uint32_t> new_index(events.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) new_index[order[i]] = i;
    std::vector<TimelineEvent> sorted;
    sorted.reserve(events.size());
    for (const std::uint32_t old : order) {
        sorted.push_back(events[old]);
        std::uint32_t& released_by = sorted.back().released_by;
        if (released_by != no_event) released_by = new_index[released_by];
    }
    events = std::move(sorted);
    if (recorder_ != nullptr) new_index_ = std::move(new_index);
    return std::move(timeline_);
}

void Player::record_end() {
    for (const CoreState& core : cores_) {
        if (!core.matvec.queue.empty()) ends_.push_back({core.matvec.free, no_event, core.matvec.point});
        if (!core.vector.queue.empty()) ends_.push_back({core.vector.free, no_event, core.vector.point});
        if (!core.load.queue.empty()) ends_.push_back({core.load.free, no_event, core.load.point});
        ends_.push_back(core.loaded);
        ends_.push_back(core.moves_told);
    }
    spaced_point_ = recorder_->point(PointKind::spaced, timeline_.spaced, no_event);
    if (last_output_.known()) recorder_->bound(BoundKind::end, last_output_.point, last_output_.time);
    for (const Moment& end : ends_)
        if (!last_output_.known()) recorder_->bound(BoundKind::end, end.point, end.time);
    recorder_->bound(BoundKind::stream, 0, timeline_.last_input);
    contiguous_point_ = recorder_->point(PointKind::contiguous, timeline_.contiguous, no_event);
    recorder_->bound(BoundKind::end, spaced_point_, timeline_.spaced + 1);
    for (const Moment& end : ends_) recorder_->bound(BoundKind::end, end.point, end.time);
}

PlayRecord Player::record() {
    return recorder_->finish(spaced_point_, contiguous_point_, new_index_);
}

Timeline play(const Program& program) {
    return Player(program).run();
}

}  // namespace lockstep
