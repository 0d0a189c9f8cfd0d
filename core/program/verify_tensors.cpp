#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/program/happens_before.h"
#include "core/program/operands.h"
#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

/// Steps that touch a tensor's blocks in one core.
struct Uses {
    std::vector<std::size_t> writers;
    std::vector<std::size_t> readers;
    bool resident = false;
    /// Some block comes from the result path and nothing here reads it: when it arrives is not known.
    bool loose = false;
};

/// Who lies uppermost where, in the tensor RAM of one core.
class Occupants {
  public:
    /// Lays a descriptor on its blocks; those that lay uppermost there, each once.
    std::set<std::size_t> lay(std::size_t descriptor, const Descriptor& place) {
        const std::uint64_t begin = place.address;
        const std::uint64_t end = begin + place.ram_blocks();
        std::set<std::size_t> below;
        auto part = parts_.upper_bound(begin);
        if (part != parts_.begin() && std::prev(part)->second.end > begin) --part;
        while (part != parts_.end() && part->first < end) {
            const auto [first, old] = *part;
            below.insert(old.descriptor);
            part = parts_.erase(part);
            if (first < begin) parts_[first] = {begin, old.descriptor};
            if (old.end > end) parts_[end] = old;
        }
        parts_[begin] = {end, descriptor};
        return below;
    }

  private:
    struct Part {
        std::uint64_t end = 0;
        std::size_t descriptor = 0;
    };
    std::map<std::uint64_t, Part> parts_;  ///< by first block
};

class TensorJudge {
  public:
    TensorJudge(const Program& program, Findings& findings)
        : program_(program),
          findings_(findings),
          writers_(program),
          uses_(program.descriptors.size() * program.cores.size()) {}

    void judge() {
        collect_images();
        each_step([this](std::size_t core, std::size_t i) { collect_writes(core, i); });
        each_step([this](std::size_t core, std::size_t i) { judge_reads(core, i); });
        each_step([this](std::size_t core, std::size_t i) { judge_broadcast(core, i); });
        judge_state();
        if (!findings_.empty()) return;
        find_loose_blocks();
        const HappensBefore order(program_, writers_);
        for (const Step& step : order.stuck())
            findings_.push_back(place(program_, step.core, step.instruction) + " can never begin");
        if (!findings_.empty()) return;
        judge_reuse(order);
    }

  private:
    template <class Visit>
    void each_step(Visit visit) {
        for (std::size_t core = 0; core < program_.cores.size(); ++core)
            for (std::size_t i = 0; i < program_.cores[core].stream.size(); ++i) visit(core, i);
    }
    Uses& uses(std::size_t descriptor, std::size_t core) {
        return uses_[descriptor * program_.cores.size() + core];
    }
    static bool has(CoreMask mask, std::size_t core) { return ((mask >> core) & 1U) != 0; }

    void collect_images() {
        for (const TensorImage& image : program_.images)
            for (std::size_t core = 0; core < program_.cores.size(); ++core) {
                if (!has(image.targets, core)) continue;
                uses(image.descriptor, core).resident = true;
                if (program_.descriptors[image.descriptor].kept) continue;
                for (std::uint32_t block = 0; block < program_.descriptors[image.descriptor].blocks; ++block)
                    writers_.of(image.descriptor, block, core) = Writers::image;
            }
    }

    void collect_writes(std::size_t core, std::size_t i) {
        const Instruction& instruction = program_.cores[core].stream[i];
        const auto run = write_of(instruction);
        if (!run) return;
        const std::uint16_t descriptor = run->operand.descriptor;
        const std::string here = place(program_, core, i);
        if (program_.descriptors[descriptor].constant)
            findings_.push_back(fmt::format("{} writes descriptor {}, which is constant", here, descriptor));
        if (program_.descriptors[descriptor].state) return collect_state_write(core, i, *run);
        const std::size_t step = writers_.step_index(core, i);
        for (std::size_t target = 0; target < program_.cores.size(); ++target) {
            if (!has(run->targets, target)) continue;
            uses(descriptor, target).resident = true;
            uses(descriptor, target).writers.push_back(step);
            for (std::uint32_t block = 0; block < run->blocks; ++block) {
                std::int32_t& writer = writers_.of(descriptor, run->operand.first + block, target);
                if (writer >= 0)
                    findings_.push_back(fmt::format("{} writes block {} of descriptor {} a second time", here,
                                                    run->operand.first + block, descriptor));
                writer = static_cast<std::int32_t>(step);
            }
        }
    }

    void collect_state_write(std::size_t core, std::size_t i, const BlockRun& run) {
        const std::string here = place(program_, core, i);
        if (unit_of(program_.cores[core].stream[i]) != Unit::vector || run.targets != (CoreMask{1} << core))
            findings_.push_back(
                fmt::format("{} writes state, but is no vector instruction for its own core", here));
        for (std::uint32_t block = run.operand.first; block < run.operand.first + run.blocks; ++block) {
            if (writers_.of(run.operand.descriptor, block, core) != Writers::image)
                findings_.push_back(
                    fmt::format("{} writes state block {} of descriptor {}, which this core does not hold",
                                here, block, run.operand.descriptor));
            if (!state_writer_.try_emplace({run.operand.descriptor, block, core}, i).second)
                findings_.push_back(fmt::format("{} writes state block {} of descriptor {} a second time",
                                                here, block, run.operand.descriptor));
        }
    }

    void judge_reads(std::size_t core, std::size_t i) {
        for (const BlockRun& run : reads_of(program_.cores[core].stream[i])) {
            const std::uint16_t descriptor = run.operand.descriptor;
            uses(descriptor, core).readers.push_back(writers_.step_index(core, i));
            for (std::uint32_t block = run.operand.first; block < run.operand.first + run.blocks; ++block) {
                if (writers_.of(descriptor, block, core) == Writers::nobody)
                    findings_.push_back(
                        fmt::format("{} reads block {} of descriptor {}, which nothing writes",
                                    place(program_, core, i), block, descriptor));
                read_.insert({descriptor, block, core});
                const auto written = state_writer_.find({descriptor, block, core});
                const bool behind = written != state_writer_.end() && written->second < i;
                if (std::holds_alternative<LoadInstruction>(program_.cores[core].stream[i])) {
                    if (program_.descriptors[descriptor].state && !behind)
                        findings_.push_back(
                            fmt::format("{} loads state block {} of descriptor {} in front of its write",
                                        place(program_, core, i), block, descriptor));
                } else if (behind)
                    findings_.push_back(fmt::format(
                        "{} reads state block {} of descriptor {} behind the write of instruction {}",
                        place(program_, core, i), block, descriptor, written->second));
            }
        }
    }

    /// A value is read where it goes to; one that nobody reads stays with its core.
    void judge_broadcast(std::size_t core, std::size_t i) {
        const Instruction& instruction = program_.cores[core].stream[i];
        const auto run = write_of(instruction);
        if (!run || pinned(run->operand.descriptor)) return;
        for (std::size_t target = 0; target < program_.cores.size(); ++target) {
            if (!has(run->targets, target) || run->targets == (CoreMask{1} << core)) continue;
            bool read = false;
            for (std::uint32_t block = 0; block < run->blocks; ++block)
                read |= read_.contains({run->operand.descriptor, run->operand.first + block, target});
            if (!read)
                findings_.push_back(fmt::format("{} sends descriptor {} to core {}, which reads none of it",
                                                place(program_, core, i), run->operand.descriptor, target));
        }
    }

    /// In every core a state block that is read or shown gets its next value.
    void judge_state() {
        std::set<std::pair<std::size_t, std::uint32_t>> shown;  // core, address
        for (const StateEntry& state : program_.states)
            if (state.memory == StateMemory::tensor_ram)
                for (const StateEntry::Block& block : state.blocks) shown.insert({block.core, block.address});
        for (std::size_t d = 0; d < program_.descriptors.size(); ++d) {
            if (!program_.descriptors[d].state) continue;
            for (std::size_t core = 0; core < program_.cores.size(); ++core)
                for (std::uint32_t block = 0;
                     uses(d, core).resident && block < program_.descriptors[d].blocks; ++block)
                    if (!state_writer_.contains({static_cast<std::uint16_t>(d), block, core}) &&
                        (read_.contains({static_cast<std::uint16_t>(d), block, core}) ||
                         shown.contains({core, program_.descriptors[d].address +
                                                   block * program_.descriptors[d].ram_blocks_each()})))
                        findings_.push_back(fmt::format(
                            "nothing writes block {} of state descriptor {} in core {}", block, d, core));
        }
    }

    void find_loose_blocks() {
        for (std::uint16_t d = 0; d < program_.descriptors.size(); ++d)
            for (std::size_t core = 0; core < program_.cores.size(); ++core)
                for (std::uint32_t block = 0; block < program_.descriptors[d].blocks; ++block) {
                    const std::int32_t writer = writers_.of(d, block, core);
                    if (writer < 0 || read_.contains({d, block, core})) continue;
                    const Step& at = writers_.steps()[static_cast<std::size_t>(writer)];
                    if (unit_of(program_.cores[at.core].stream[at.instruction]) == Unit::result)
                        uses(d, core).loose = true;
                }
    }

    bool pinned(std::size_t d) const {
        return program_.descriptors[d].constant || program_.descriptors[d].state ||
               program_.descriptors[d].kept;
    }

    /// Whether everything that touches the old tensor in this core happens before everything that writes the
    /// new one.
    bool follows(const HappensBefore& order, const Uses& old_uses, const Uses& new_uses) const {
        if (old_uses.loose) return false;
        return std::ranges::all_of(new_uses.writers, [&](std::size_t writer) {
            const auto past = [&](std::size_t step) {
                const Step& at =
                    writers_.steps()[step];  // what the result path wrote is there when it was read
                return unit_of(program_.cores[at.core].stream[at.instruction]) == Unit::result ||
                       order.before(step, writer);
            };
            return std::ranges::all_of(old_uses.readers, past) && std::ranges::all_of(old_uses.writers, past);
        });
    }

    /// What lies in a core's tensor RAM, in the order in which it is written. It is enough that each tensor
    /// begins when those that it is laid upon are over: what lay below these is over then as well.
    void judge_reuse(const HappensBefore& order) {
        for (std::size_t core = 0; core < program_.cores.size(); ++core) {
            std::vector<std::pair<std::uint32_t, std::size_t>> residents;  // when it begins, which
            for (std::size_t d = 0; d < program_.descriptors.size(); ++d) {
                if (!uses(d, core).resident) continue;
                std::uint32_t begins = std::numeric_limits<std::uint32_t>::max();
                for (const std::size_t writer : uses(d, core).writers)
                    begins = std::min(begins, order.rank(writer));
                residents.emplace_back(pinned(d) ? 0 : begins, d);
            }
            std::ranges::sort(residents);
            Occupants occupants;
            for (const auto& [begins, d] : residents)
                for (const std::size_t below : occupants.lay(d, program_.descriptors[d]))
                    judge_pair(order, below, d, core);
        }
    }

    void judge_pair(const HappensBefore& order, std::size_t below, std::size_t above, std::size_t core) {
        if (!pinned(below) && !pinned(above) && follows(order, uses(below, core), uses(above, core))) return;
        const auto [first, second] = std::minmax(below, above);
        if (told_.insert({first, second}).second)
            findings_.push_back(fmt::format(
                "descriptors {} and {} share memory in core {}, but one is not done before the other begins",
                first, second, core));
    }

    const Program& program_;
    Findings& findings_;
    Writers writers_;
    std::vector<Uses> uses_;
    using Block = std::tuple<std::uint16_t, std::uint32_t, std::size_t>;  ///< descriptor, block, core
    std::map<Block, std::size_t> state_writer_;
    std::set<Block> read_;
    std::set<std::pair<std::size_t, std::size_t>> told_;  ///< pairs of descriptors that share memory wrongly
};

}  // namespace

void tensors(const Program& program, Findings& findings) {
    TensorJudge(program, findings).judge();
}

}  // namespace lockstep::verify
