#include "core/vm/execution_order.h"

#include <array>
#include <bitset>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using Step = std::uint32_t;  ///< an instruction, counted over all cores
constexpr Step no_step = 0xFFFFFFFFU;

/// A run of places in one memory of one core: what an instruction touches.
struct Access {
    enum class Memory : std::uint8_t {
        accumulator,
        accumulator_store,
        weights,
        tensor
    } memory = Memory::accumulator;
    bool write = false;
    std::uint16_t descriptor = 0;  ///< of a tensor; `first` is a block of it
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    CoreMask targets = 0;  ///< cores that a tensor write reaches
};

/// Blocks of the weight store count only where something loads them.
std::vector<Access> accesses(const Instruction& instruction, const LoadedWeights& loaded = {}) {
    using enum Access::Memory;
    std::vector<Access> all;
    if (const auto* load = std::get_if<LoadInstruction>(&instruction))
        for (const std::uint32_t block : weights_written_by(*load))
            all.push_back({weights, true, 0, block, 1, 0});
    if (const auto* x = std::get_if<MatvecInstruction>(&instruction); x != nullptr && !loaded.empty()) {
        const WeightRun range = weights_of(*x);
        for (std::uint32_t block = range.first; block < range.first + range.count; ++block)
            if (loaded.fills(block)) all.push_back({weights, false, 0, block, 1, 0});
    }
    for (const BlockRun& run : reads_of(instruction)) {
        all.push_back({tensor, false, run.operand.descriptor, run.operand.first, run.blocks, 0});
    }
    const auto sums = accumulators_of(instruction);
    const auto add = [&all, &sums](Access::Memory memory, bool write, std::uint32_t first) {
        all.push_back({memory, write, 0, first, static_cast<std::uint32_t>(sums->count), 0});
    };
    const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
    if (matvec != nullptr && matvec->start == AccumulatorStart::store)
        add(accumulator_store, false, matvec->start_address);
    if (sums && (matvec == nullptr || matvec->start == AccumulatorStart::chain)) {
        add(accumulator, false, static_cast<std::uint32_t>(sums->first));
    }
    if (matvec != nullptr) add(accumulator, true, static_cast<std::uint32_t>(sums->first));
    if (const auto* save = std::get_if<SaveInstruction>(&instruction); save != nullptr && !save->to_cells)
        add(accumulator_store, true, save->address);
    if (const auto run = write_of(instruction)) {
        all.push_back({tensor, true, run->operand.descriptor, run->operand.first, run->blocks, run->targets});
    }
    return all;
}

class Orderer {
  public:
    explicit Orderer(const Program& program) : program_(program) {
        for (std::uint16_t core = 0; core < program.cores.size(); ++core) {
            for (std::uint32_t i = 0; i < program.cores[core].stream.size(); ++i) steps_.push_back({core, i});
        }
        followers_.resize(steps_.size());
        waits_for_.resize(steps_.size());
    }

    std::vector<InstructionRef> order() {
        note_images();
        note_writers();
        Step first = 0;
        for (std::uint16_t core = 0; core < program_.cores.size(); ++core)
            first = add_core_edges(core, first);
        add_output_edges();
        return sorted();
    }

  private:
    struct Hazard {
        Step writer = no_step;
        std::vector<Step> readers;  ///< since `writer`
    };
    using Hazards = std::unordered_map<std::uint64_t, Hazard>;

    const Instruction& instruction(Step step) const {
        return program_.cores[steps_[step].core].stream[steps_[step].instruction];
    }
    [[noreturn]] void refuse(Step step, const std::string& what) const {
        throw Error(FailureKind::bad_program,
                    fmt::format("core {}, instruction {} ({}): {}", steps_[step].core,
                                steps_[step].instruction, mnemonic(instruction(step)), what),
                    "The program file is damaged or made by hand; compile the model again.");
    }
    static std::uint64_t slot(std::size_t core, std::uint16_t descriptor, std::uint32_t block) {
        return std::uint64_t{core} << 32U | std::uint64_t{descriptor} << 16U | block;
    }
    static std::uint64_t image_slot(std::size_t core, std::uint16_t descriptor) {
        return slot(core, descriptor, 0);
    }

    void note_images() {
        for (const TensorImage& image : program_.images) {
            for (std::size_t core = 0; core < program_.cores.size(); ++core) {
                if ((image.targets >> core & 1U) != 0) images_.insert(image_slot(core, image.descriptor));
            }
        }
    }

    void note_writers() {
        for (Step step = 0; step < steps_.size(); ++step) {
            for (const Access& access : accesses(instruction(step))) {
                if (access.memory != Access::Memory::tensor || !access.write) continue;
                for (std::size_t core = 0; core < program_.cores.size(); ++core) {
                    if ((access.targets >> core & 1U) == 0) continue;
                    for (std::uint32_t k = 0; k < access.count; ++k) {
                        if (!writers_.emplace(slot(core, access.descriptor, access.first + k), step).second) {
                            refuse(step, fmt::format(
                                             "block {} of descriptor {} is written a second time in core {}",
                                             access.first + k, access.descriptor, core));
                        }
                    }
                }
            }
        }
    }

    void add_edge(Step before, Step after) {
        if (before == after) return;
        followers_[before].push_back(after);
        ++waits_for_[after];
    }

    /// Edges that the core's own stream asks for. Returns the first step of the next core.
    Step add_core_edges(std::uint16_t core, Step first) {
        std::array<Step, unit_count> last_of_unit;
        last_of_unit.fill(no_step);
        std::bitset<256> started;
        Hazards hazards;
        const LoadedWeights loaded(program_.cores[core].stream);
        const Step end = first + static_cast<Step>(program_.cores[core].stream.size());
        for (Step step = first; step < end; ++step) {
            Step& last = last_of_unit[static_cast<std::size_t>(unit_of(instruction(step)))];
            if (last != no_step) add_edge(last, step);
            last = step;
            for (const Access& access : accesses(instruction(step), loaded)) {
                for (std::uint32_t k = 0; k < access.count; ++k)
                    touch(core, step, access, k, hazards, started);
            }
        }
        return end;
    }

    void touch(std::uint16_t core, Step step, const Access& access, std::uint32_t k, Hazards& hazards,
               std::bitset<256>& started) {
        std::uint64_t key = std::uint64_t{1} << 63U;  // above every slot
        switch (access.memory) {
            case Access::Memory::accumulator:
                if (access.write) started.set(access.first + k);
                if (!started.test(access.first + k))
                    refuse(step, fmt::format("accumulator {} holds nothing yet", access.first + k));
                key |= access.first + k;
                break;
            case Access::Memory::accumulator_store:
                key |= std::uint64_t{1} << 40U | (access.first + k);
                break;
            case Access::Memory::weights:
                key |= std::uint64_t{1} << 41U | (access.first + k);
                break;
            case Access::Memory::tensor:
                if (!access.write) wait_for_flag(core, step, access.descriptor, access.first + k);
                if (!program_.descriptors[access.descriptor].state) return;
                if (access.write && (access.targets >> core & 1U) == 0) return;
                key = slot(core, access.descriptor, access.first + k);
                break;
        }
        Hazard& hazard = hazards[key];
        if (hazard.writer != no_step) add_edge(hazard.writer, step);
        if (access.write) {
            for (const Step reader : hazard.readers) add_edge(reader, step);
            hazard.writer = step;
            hazard.readers.clear();
        } else {
            hazard.readers.push_back(step);
        }
    }

    void wait_for_flag(std::uint16_t core, Step step, std::uint16_t descriptor, std::uint32_t block) {
        const Descriptor& tensor = program_.descriptors[descriptor];
        if ((tensor.constant || tensor.state) && images_.contains(image_slot(core, descriptor))) return;
        const auto writer = writers_.find(slot(core, descriptor, block));
        if (writer == writers_.end()) {
            refuse(step,
                   fmt::format("nothing writes block {} of descriptor {} in this core", block, descriptor));
        }
        if (writer->second == step) refuse(step, "it waits for its own result");
        add_edge(writer->second, step);
    }

    /// The output stream leaves in block order, whichever core gives a block. That every block leaves once is
    /// part of the checked maps.
    void add_output_edges() {
        std::map<std::uint32_t, Step> by_block;
        for (Step step = 0; step < steps_.size(); ++step) {
            if (const auto* output = std::get_if<OutputInstruction>(&instruction(step)))
                by_block[output->stream_block] = step;
        }
        Step previous = no_step;
        for (const auto& [block, step] : by_block) {
            if (previous != no_step) add_edge(previous, step);
            previous = step;
        }
    }

    std::vector<InstructionRef> sorted() {
        using Entry = std::tuple<bool, std::uint32_t, std::uint16_t, Step>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
        const auto push = [&](Step step) {
            const auto [core, index] = steps_[step];
            const std::vector<bool>& updates = program_.cores[core].state_update;
            ready.emplace(index < updates.size() && updates[index], index, core, step);
        };
        for (Step step = 0; step < steps_.size(); ++step) {
            if (waits_for_[step] == 0) push(step);
        }
        std::vector<InstructionRef> order;
        order.reserve(steps_.size());
        while (!ready.empty()) {
            const Step step = std::get<3>(ready.top());
            ready.pop();
            order.push_back(steps_[step]);
            for (const Step follower : followers_[step]) {
                if (--waits_for_[follower] == 0) push(follower);
            }
        }
        if (order.size() < steps_.size()) {
            for (Step step = 0; step < steps_.size(); ++step) {
                if (waits_for_[step] != 0)
                    refuse(step, "it waits for ever: the streams wait for each other in a circle");
            }
        }
        return order;
    }

    const Program& program_;
    std::vector<InstructionRef> steps_;
    std::vector<std::vector<Step>> followers_;
    std::vector<std::uint32_t> waits_for_;
    std::unordered_map<std::uint64_t, Step> writers_;
    std::unordered_set<std::uint64_t> images_;  ///< (core, descriptor) that an image fills
};

}  // namespace

std::vector<InstructionRef> execution_order(const Program& program) {
    return Orderer(program).order();
}

}  // namespace lockstep
