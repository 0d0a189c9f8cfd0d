#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "core/program/operands.h"
#include "core/program/play_recorder.h"
#include "core/program/program.h"

namespace lockstep {

/// The event simulation behind play(). Every unit of every core works through its instructions in stream
/// order as far as the times of what it waits for are known; only then the bus takes the block that has been
/// ready longest, which makes further times known. A block that gets the bus can therefore never be overtaken
/// by one that is not known yet.
class Player {
  public:
    explicit Player(const Program& program);
    /// Writes down what binds every moment; the timeline is the same.
    void record_to(PlayRecorder& recorder) { recorder_ = &recorder; }
    void delay(const PlayDelay& delay) { delay_ = delay; }
    /// The bus takes its blocks in this order instead of as they come.
    void keep_turns(const std::vector<BusTurn>& turns);
    Timeline run();
    /// Behind run(), with a recorder.
    PlayRecord record();

  private:
    static constexpr std::int64_t unknown = -1;

    /// A time that something is waited for, and the event that gives it. While recording, the point too.
    struct Moment {
        std::int64_t time = unknown;
        std::uint32_t event = no_event;
        std::uint32_t point = 0;
        bool known() const { return time != unknown; }
    };
    /// Instructions of one unit of one core, and how far it is.
    struct UnitState {
        std::vector<std::uint32_t> queue;  ///< indices into the stream
        std::size_t position = 0;
        std::uint16_t block = 0;  ///< inside the instruction
        std::int64_t free = 0;
        std::uint32_t last_event = no_event;
        std::uint32_t open_event = no_event;  ///< of the instruction that has begun
        std::uint32_t point = 0;              ///< of its newest work, while recording; 0: none yet
        bool done() const { return position == queue.size(); }
    };
    struct CoreState {
        UnitState load, matvec, result, vector, output;
        std::vector<Moment> last_issue;  ///< per accumulator
        std::vector<Moment> finished;    ///< per instruction
        /// Products behind the outputs that go on with the partial sum of another position (a convolution of
        /// three taps or more), the first of each node. The cores that share the node tell one another that
        /// the sums move on: the next node's wait for it, and so does the end of the program.
        std::vector<bool> begins_moves;
        Moment moves_told{0, no_event};  ///< when the other cores know of the last such instruction
        /// Accumulator store blocks that go to the tensor RAM at the very start of an inference.
        std::set<std::uint32_t> needed_first;
        /// By state descriptor: the instructions outside the vector unit that read it, in stream order.
        std::map<std::uint16_t, std::vector<std::uint32_t>> state_readers;
        LoadedWeights weights;
        Moment loaded{0, no_event};  ///< when the weights of the next inference are all there
    };
    struct BusRequest {
        std::int64_t turn;  ///< its number where the turns are given, otherwise `ready`
        std::int64_t ready;
        std::uint16_t core;
        std::uint16_t block;
        std::uint16_t descriptor;
        std::uint32_t instruction;
        CoreMask targets;
        std::uint32_t producer;
        std::uint32_t point;
        friend bool operator>(const BusRequest& a, const BusRequest& b) {
            return std::tie(a.turn, a.core, a.block, a.descriptor, a.instruction) >
                   std::tie(b.turn, b.core, b.block, b.descriptor, b.instruction);
        }
    };
    using Waiter = std::pair<std::uint16_t, Unit>;

    void sort_into_units();
    void find_moves(std::uint16_t core);
    /// From the start of one chain of moves to the start of the next, or the end.
    std::int64_t move_interval(std::uint32_t node) const;
    void fill_images();
    void play_inputs();
    void wake(std::uint16_t core, Unit unit);
    void wake_all(std::vector<Waiter>& waiters);
    void advance(std::uint16_t core, Unit unit);
    void advance_load(std::uint16_t core);
    void advance_matvec(std::uint16_t core);
    void advance_results(std::uint16_t core);
    void advance_vector(std::uint16_t core);
    void advance_output(std::uint16_t core);
    void grant_bus();

    bool matvec_row(std::uint16_t core, const MatvecInstruction& matvec, TimelineEvent& event);
    std::size_t slot(std::uint16_t core, Operand operand, std::uint32_t block) const;
    void set_present(std::size_t slot, Moment moment);
    void produce(std::uint16_t core, std::uint32_t instruction, Operand destination, std::uint16_t block,
                 CoreMask targets, Moment ready);
    /// Made by the vector unit of this core: the same unit can read it vector_chain_latency later than
    /// others.
    bool is_chained(std::uint32_t maker, std::uint16_t core) const;
    /// The latest of the operand's blocks in this core; unknown (and the unit is put on the waiting list) if
    /// one is missing.
    Moment operand_ready(std::uint16_t core, Unit unit, Operand operand, std::uint16_t blocks);
    /// When the instructions before this one in the stream have read the state that it writes.
    Moment earlier_readers(std::uint16_t core, std::uint32_t instruction);
    /// When instructions of the core are through; unknown (and the unit is put on the waiting list) if one is
    /// not.
    Moment all_finished(std::uint16_t core, Unit unit, const std::vector<std::uint32_t>& instructions);
    /// When a block that a load takes is there, and the weight block is free.
    Moment load_ready(std::uint16_t core, std::uint32_t instruction, std::uint16_t block);
    /// When the state block that a load takes has its next value.
    Moment state_written(std::uint16_t core, std::uint32_t instruction, Operand source);
    /// When an instruction of the vector unit has all that it waits for; unknown if something is missing.
    Moment vector_operands(std::uint16_t core, std::uint32_t instruction);
    int activation_latency(ActivationCode activation) const;
    /// Tensor RAM blocks of a block of the tensor: also its beats on the bus and on the streams.
    int ram_blocks_each(Operand operand) const;
    int vector_interval(const Instruction& instruction) const;
    std::uint32_t add_event(const TimelineEvent& event);
    void finish(std::uint16_t core, UnitState& unit, std::int64_t time, std::uint32_t event);
    [[noreturn]] void refuse_deadlock() const;
    Timeline finish_timeline();
    /// By how much this instruction is delayed.
    std::int64_t delay_of(std::uint16_t core, std::uint32_t instruction) const {
        return delay_.cycles != 0 && !delay_.transfers && delay_.core == core &&
                       delay_.instruction == instruction
                   ? delay_.cycles
                   : 0;
    }
    /// Bounds of the newest point: all operands that were looked at since gathered_ was cleared.
    void bound_operands(BoundKind kind);
    void record_end();
    const CoreProgram& code(std::uint16_t core) const { return program_.cores[core]; }

    const Program& program_;
    const MachineTiming& machine_;
    /// In a program of several models: the model's index comes in front of the data, a beat, and the cores
    /// tell one another which streams to begin, a way over the bus (assumed; published rows of two-model
    /// programs agree). Nothing begins before.
    std::int64_t selection_ = 0;
    std::uint16_t core_count_;
    std::vector<CoreState> cores_;
    std::map<std::uint32_t, CoreMask> moving_cores_;  ///< by node: cores that move its partial sums
    std::vector<std::size_t> first_slot_;             ///< per descriptor
    std::vector<Moment> present_;                     ///< per (block of a descriptor, core)
    std::map<std::size_t, std::vector<Waiter>> waiting_for_slot_;
    std::map<std::pair<std::uint16_t, std::uint32_t>, std::vector<Waiter>> waiting_for_instruction_;
    std::map<std::uint32_t, std::vector<Waiter>> waiting_for_output_;
    std::deque<Waiter> ready_units_;
    std::priority_queue<BusRequest, std::vector<BusRequest>, std::greater<>> bus_requests_;
    std::map<std::pair<std::uint16_t, std::uint32_t>, std::uint32_t> bus_events_;
    Moment bus_free_{0, no_event};
    Moment last_output_{unknown, no_event};
    std::uint32_t next_output_ = 0;
    Timeline timeline_;
    PlayRecorder* recorder_ = nullptr;
    std::vector<Moment> gathered_;       ///< operands that were looked at, while recording
    std::vector<Moment> state_readers_;  ///< likewise
    std::vector<Moment> ends_;           ///< what Timeline::end is the latest of, while recording
    std::uint32_t spaced_point_ = 0;
    std::uint32_t contiguous_point_ = 0;
    std::vector<std::uint32_t> new_index_;  ///< of the events
    PlayDelay delay_;
    std::map<BusTurn, std::int64_t> turns_;
    std::int64_t turns_taken_ = 0;
};

}  // namespace lockstep
