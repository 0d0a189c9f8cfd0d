#include "core/compiler/assign_cores.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "core/compiler/work_view.h"

namespace lockstep::compiler {

using lowering::VectorId;
using lowering::VectorOrigin;

namespace {

constexpr CoreMask bit(std::uint32_t core) {
    return CoreMask{1} << core;
}

/// Whole quotient rounded up.
constexpr std::uint32_t ceil_div(std::uint32_t a, std::uint32_t b) {
    return (a + b - 1) / b;
}

/// Runs that follow the owners of another vector's blocks.
std::vector<Run> follow(const std::vector<std::uint16_t>& owner) {
    std::vector<Run> runs;
    for (std::uint32_t block = 0; block < owner.size(); ++block) {
        if (runs.empty() || runs.back().core != owner[block]) runs.push_back({owner[block], block, 0});
        ++runs.back().blocks;
    }
    return runs;
}

/// Each block alone, so that each begins when its operands are there.
std::vector<Run> block_by_block(const std::vector<Run>& runs) {
    std::vector<Run> all;
    for (const Run& run : runs)
        for (std::uint32_t block = 0; block < run.blocks; ++block)
            all.push_back({run.core, run.first + block, 1});
    return all;
}

/// A copy of a state goes as one instruction: it waits for the whole of it.
bool is_copy(const lowering::Work& work) {
    const auto* pointwise = std::get_if<lowering::PointwiseWork>(&work.body);
    return pointwise != nullptr && !pointwise->b &&
           pointwise->epilogue.activation == lowering::Activation::none;
}

/// The cores of a mask, lowest first.
std::vector<std::uint16_t> cores_of(CoreMask mask) {
    std::vector<std::uint16_t> cores;
    for (std::uint16_t core = 0; core < 32; ++core)
        if ((mask & bit(core)) != 0) cores.push_back(core);
    return cores;
}

/// split_rows() over the cores of a mask.
std::vector<Run> split_rows_over(std::uint32_t blocks, CoreMask mask, std::uint32_t limit,
                                 std::uint32_t larger_from) {
    const std::vector<std::uint16_t> cores = cores_of(mask);
    std::vector<Run> runs = split_rows(blocks, static_cast<std::uint32_t>(cores.size()), limit, larger_from);
    for (Run& run : runs) run.core = cores[run.core];
    return runs;
}

/// Work whose blocks are cut as those of one sum or tensor.
struct Parts {
    std::vector<std::uint32_t> place;             ///< by work: blocks of the parts in front of it
    std::map<std::size_t, std::uint32_t> blocks;  ///< by number: of all parts

    Parts(const lowering::WorkList& list, const Tiling& tiling, std::size_t lowering::Work::*group) {
        for (std::size_t w = 0; w < list.work.size(); ++w) {
            const std::size_t number = list.work[w].*group;
            place.push_back(
                number == 0 ? 0 : std::exchange(blocks[number], blocks[number] + tiling.work_blocks[w]));
        }
    }
};

class Assigner {
  public:
    Assigner(const lowering::WorkList& list, const Tiling& tiling, const Decisions& decisions)
        : list_(list),
          tiling_(tiling),
          decisions_(decisions),
          sums_(list, tiling, &lowering::Work::together),
          tensors_(list, tiling, &lowering::Work::tensor),
          replicated_(decisions.replicated),
          as_parts_(cut_as_parts(list, decisions)) {
        for (const CoreMask mask : decisions.cores) taking_part_ |= mask;
        if (decisions.cores.empty()) taking_part_ = bit(0);
        result_.cores = static_cast<std::uint32_t>(std::bit_width(taking_part_));
        splats_.resize(result_.cores);
        for (std::size_t work = 0; work < list.work.size(); ++work) {
            const auto sum = sum_of(list.work[work]);
            const bool one_pass = !sum || tiling.work_blocks[work] <= pass_blocks(work, sum->gates);
            if (decisions.cores[work] != taking_part_ || !one_pass) replicated_[work] = false;
        }
        made_at_.assign(list.vectors.size(), 0);
        result_.whole_tensors = decisions.whole_tensors;
        result_.replicated.resize(list.vectors.size());
        for (const std::uint32_t blocks : tiling.vector_blocks) {
            result_.owner.emplace_back(blocks, std::uint16_t{0});
            result_.readers.emplace_back(blocks, CoreMask{0});
        }
    }

    Assignment run() {
        for (std::size_t work = 0; work < list_.work.size(); ++work) assign(work);
        // Readers stand behind what they read, so that all who need a replicated result are known.
        for (std::size_t work = list_.work.size(); work-- > 0;) {
            if (replicated_[work]) keep_needed_runs(work);
            note_reads(work);
        }
        for (const lowering::IoVectors& output : list_.outputs)
            for (const VectorId vector : output.vectors)
                for (std::size_t block = 0; block < result_.owner[vector.value].size(); ++block)
                    result_.readers[vector.value][block] |= bit(result_.owner[vector.value][block]);
        note_state_reads();
        find_in_place();
        return std::move(result_);
    }

  private:
    void assign(std::size_t index) {
        const lowering::Work& work = list_.work[index];
        const std::uint32_t blocks = tiling_.work_blocks[index];
        const CoreMask mask = decisions_.cores[index];
        const auto sum = sum_of(work);
        std::vector<Run> runs;
        const std::size_t newest = sum ? 0 : newest_operand(work);
        if (replicated_[index]) {
            result_.replicated[result_of(work).value] = true;
            for (const std::uint16_t core : cores_of(taking_part_)) runs.push_back({core, 0, blocks});
            if (!sum) runs = block_by_block(runs);
        } else if (makes_splat(list_, work))
            runs = {{nearest_core(work, mask), 0, 1}};
        else if (!sum && newest > 0 && !moves_part(work) && may_follow(sources_of(work)[newest - 1], mask))
            runs = follow(result_.owner[sources_of(work)[newest - 1].value]);
        else if (as_parts_[index] && work.together != 0)
            runs = runs_of_part(index, &lowering::Work::together, sum->gates);
        else if (as_parts_[index])
            runs = runs_of_part(index, &lowering::Work::tensor, 1);
        else
            runs = split_rows_over(blocks, mask, pass_blocks(index, sum ? sum->gates : 1),
                                   decisions_.larger_from[index]);
        if (!sum && !replicated_[index] && (!is_copy(work) || moves_part(work))) runs = block_by_block(runs);
        const VectorId result = result_of(work);
        if (result.valid()) {
            made_at_[result.value] = index + 1;
            for (const Run& run : runs)
                if (!replicated_[index])
                    std::fill_n(result_.owner[result.value].begin() + run.first, run.blocks, run.core);
        }
        result_.runs.push_back(std::move(runs));
    }

    /// A copy of a part of a sum: it lies where the part would lie by itself.
    bool moves_part(const lowering::Work& work) const {
        if (!is_copy(work)) return false;
        const std::size_t made = made_at_[sources_of(work).front().value];
        return made > 0 && list_.work[made - 1].together != 0 && as_parts_[made - 1];
    }
    /// Blocks that one pass of the work makes in a core.
    std::uint32_t pass_blocks(std::size_t work, int gates) const {
        return std::max(1U, decisions_.limit[work] / static_cast<std::uint32_t>(gates));
    }
    /// The cores that made the vector are all among these.
    bool may_follow(VectorId vector, CoreMask mask) const {
        return std::ranges::all_of(result_.owner[vector.value],
                                   [mask](std::uint16_t core) { return (mask & bit(core)) != 0; });
    }

    /// The part's share of what the parts together would be cut into.
    std::vector<Run> runs_of_part(std::size_t index, std::size_t lowering::Work::*group, int gates) {
        const bool of_tensor = group == &lowering::Work::tensor;
        const std::vector<std::uint32_t>& place = of_tensor ? tensors_.place : sums_.place;
        const std::size_t number = list_.work[index].*group;
        const std::uint32_t first = place[index];
        const std::uint32_t end = first + tiling_.work_blocks[index];
        const std::uint32_t all = (of_tensor ? tensors_.blocks : sums_.blocks).at(number);
        const std::uint32_t pass = pass_blocks(index, gates);
        // Of a tensor each core has vectors that are neighbours: every vector is a pass of its own anyway.
        const std::uint32_t limit = of_tensor ? all : pass;
        const auto [cut, is_new] = cuts_.try_emplace(
            {of_tensor, number, decisions_.cores[index], limit, decisions_.larger_from[index]});
        if (is_new)
            cut->second = split_rows_over(all, decisions_.cores[index], limit, decisions_.larger_from[index]);
        std::vector<Run> runs;
        auto run = std::ranges::upper_bound(cut->second, first, {}, &Run::first);
        if (run != cut->second.begin()) --run;
        for (; run != cut->second.end() && run->first < end; ++run) {
            const std::uint32_t ends = std::min(run->first + run->blocks, end);
            for (std::uint32_t begins = std::max(run->first, first); begins < ends; begins += pass)
                runs.push_back({run->core, begins - first, std::min(pass, ends - begins)});
        }
        return runs;
    }

    void keep_needed_runs(std::size_t work) {
        const VectorId result = result_of(list_.work[work]);
        CoreMask needed = 0;
        for (const CoreMask readers : result_.readers[result.value]) needed |= readers;
        if (needed == 0) needed = bit(cores_of(taking_part_).front());
        std::erase_if(result_.runs[work], [&](const Run& run) { return (needed & bit(run.core)) == 0; });
        const std::uint16_t first = result_.runs[work].front().core;
        std::ranges::fill(result_.owner[result.value], first);
    }

    /// The core that has made most of the blocks that the work reads, as least has to come over the bus then;
    /// of several the one with the fewest splats so far, and of these the lowest.
    std::uint16_t nearest_core(const lowering::Work& work, CoreMask mask) {
        std::vector<std::int64_t> made(result_.cores);
        for (const VectorId source : sources_of(work))
            if (made_at_[source.value] > 0 && !result_.replicated[source.value])
                for (const std::uint16_t core : result_.owner[source.value]) ++made[core];
        const std::vector<std::uint16_t> cores = cores_of(mask);
        std::uint16_t best = cores.front();
        for (const std::uint16_t core : cores)
            if (std::pair(made[core], -splats_[core]) > std::pair(made[best], -splats_[best])) best = core;
        ++splats_[best];
        return best;
    }

    /// Which operand, from 1, was computed last; 0 if none was, or if operands lie in different cores. A
    /// splat has no blocks to follow.
    std::size_t newest_operand(const lowering::Work& work) const {
        const std::vector<VectorId> sources = sources_of(work);
        std::size_t newest = 0;
        std::size_t when = 0;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const std::uint32_t source = sources[i].value;
            if (is_splat(list_, sources[i]) || result_.replicated[source] || made_at_[source] == 0) continue;
            if (newest > 0 && result_.owner[source] != result_.owner[sources[newest - 1].value]) return 0;
            if (made_at_[source] <= when) continue;
            when = made_at_[source];
            newest = i + 1;
        }
        return newest;
    }

    void note_reads(std::size_t index) {
        const lowering::Work& work = list_.work[index];
        for (const VectorId source : sources_of(work))
            for (const Run& run : result_.runs[index]) {
                std::vector<CoreMask>& readers = result_.readers[source.value];
                const BlockRange read = blocks_read(list_, tiling_, index, source, {run.first, run.blocks});
                for (std::uint32_t block = read.first; block < read.first + read.blocks; ++block)
                    readers[block] |= bit(run.core);
            }
    }

    /// A core holds the blocks of a state that it reads, and what they become. A block that nobody reads lies
    /// where the rest of its vector is read, else where what it becomes lies, so that it takes no core more.
    void note_state_reads() {
        pass_on_readers();
        for (const lowering::StateBinding& state : list_.states)
            for (std::size_t v = 0; v < state.read.size(); ++v) {
                std::vector<CoreMask>& holders = result_.readers[state.read[v].value];
                const std::uint32_t next = state.written.at(v).value;
                CoreMask any = 0;
                for (const CoreMask block : holders) any |= block;
                for (std::size_t block = 0; block < holders.size(); ++block)
                    if (holders[block] == 0) holders[block] = lowest(any != 0 ? any : home_of(next, block));
            }
        pass_on_readers();
    }
    /// As often as states may become one another.
    void pass_on_readers() {
        for (std::size_t round = 0; round <= list_.states.size(); ++round)
            for (const lowering::StateBinding& state : list_.states)
                for (std::size_t v = 0; v < state.read.size(); ++v) {
                    const std::vector<CoreMask>& holders = result_.readers[state.read[v].value];
                    std::vector<CoreMask>& next = result_.readers[state.written.at(v).value];
                    for (std::size_t block = 0; block < holders.size(); ++block)
                        next[block] |= holders[block];
                }
    }
    /// The cores that have a block of a vector, whether or not they read it.
    CoreMask home_of(std::uint32_t vector, std::size_t block) const {
        const CoreMask readers = result_.readers[vector][block];
        if (readers != 0) return readers;
        return made_at_[vector] > 0 && !result_.replicated[vector] ? bit(result_.owner[vector][block])
                                                                   : taking_part_;
    }
    static CoreMask lowest(CoreMask mask) { return mask & (~mask + 1); }

    /// What a state becomes is written in its place by the vector unit that makes it, where nothing else
    /// reads it, the cores that make its blocks are those that hold them, and what reads the state's old
    /// value stands in front, as it does where state updates come last.
    void find_in_place() {
        result_.in_place.assign(list_.vectors.size(), Assignment::elsewhere);
        if (!decisions_.updates_last) return;
        std::vector<std::size_t> reads(list_.vectors.size());
        std::vector<std::size_t> late_reads(list_.vectors.size());
        for (const lowering::Work& work : list_.work)
            for (const VectorId source : sources_of(work)) {
                ++reads[source.value];
                if (work.state_update) ++late_reads[source.value];
            }
        for (const lowering::IoVectors& output : list_.outputs)
            for (const VectorId vector : output.vectors) ++reads[vector.value];
        for (const lowering::StateBinding& state : list_.states)
            for (const VectorId vector : state.written) ++reads[vector.value];
        for (const lowering::StateBinding& state : list_.states)
            for (std::size_t v = 0; v < state.read.size(); ++v) {
                const std::uint32_t next = state.written[v].value;
                const std::uint32_t held = state.read[v].value;
                if (reads[next] != 1 || next == held || made_at_[next] == 0 || result_.replicated[next] ||
                    list_.vectors[next].fp32 != list_.vectors[held].fp32)
                    continue;
                const lowering::Work& maker = list_.work[made_at_[next] - 1];
                if (!maker.state_update || !std::holds_alternative<lowering::PointwiseWork>(maker.body))
                    continue;
                const std::size_t own = reads_on_the_way(made_at_[next] - 1, state.read[v]);
                const bool chained =
                    std::ranges::any_of(list_.states, [&](const lowering::StateBinding& other) {
                        return std::ranges::find(other.written, state.read[v]) != other.written.end();
                    });
                if (late_reads[held] != own || chained) continue;
                bool at_home = true;
                for (std::size_t block = 0; block < result_.owner[next].size(); ++block)
                    at_home = at_home && result_.readers[held][block] == bit(result_.owner[next][block]);
                if (at_home) result_.in_place[next] = held;
            }
    }

    /// How often a vector is read by this state update and those whose results it is made of: all of them
    /// stand in front of its write.
    std::size_t reads_on_the_way(std::size_t work, VectorId vector) const {
        std::vector<std::size_t> way{work};
        std::size_t reads = 0;
        for (std::size_t i = 0; i < way.size(); ++i)
            for (const VectorId source : sources_of(list_.work[way[i]])) {
                if (source == vector) ++reads;
                const std::size_t made = made_at_[source.value];
                if (made > 0 && list_.work[made - 1].state_update &&
                    std::ranges::find(way, made - 1) == way.end())
                    way.push_back(made - 1);
            }
        return reads;
    }

    const lowering::WorkList& list_;
    const Tiling& tiling_;
    const Decisions& decisions_;
    const Parts sums_;
    const Parts tensors_;
    /// How parts are cut together: by kind, number, cores, blocks of a pass and larger_from.
    std::map<std::tuple<bool, std::size_t, CoreMask, std::uint32_t, std::uint32_t>, std::vector<Run>> cuts_;
    std::vector<bool> replicated_;  ///< by work
    std::vector<bool> as_parts_;    ///< by work
    CoreMask taking_part_ = 0;
    std::vector<std::size_t> made_at_;  ///< by vector: 1 + the work that makes it
    std::vector<std::int64_t> splats_;  ///< by core: how many it makes
    Assignment result_;
};

}  // namespace

std::vector<Run> split_rows(std::uint32_t blocks, std::uint32_t cores, std::uint32_t limit,
                            std::uint32_t larger_from) {
    const std::uint32_t fullest = ceil_div(blocks, cores);
    const std::uint32_t passes = ceil_div(fullest, limit);
    std::vector<Run> runs;
    std::uint32_t next = 0;
    for (std::uint32_t pass = 0; pass < passes; ++pass) {
        const std::uint32_t part = fullest / passes + (pass < fullest % passes ? 1 : 0);
        const std::uint32_t count = std::min(part * cores, blocks - next);
        for (std::uint32_t core = 0; core < cores; ++core) {
            const std::uint32_t place = (core + cores - larger_from % cores) % cores;
            const std::uint32_t size = count / cores + (place < count % cores ? 1 : 0);
            if (size == 0) continue;
            runs.push_back({static_cast<std::uint16_t>(core), next, size});
            next += size;
        }
    }
    return runs;
}

Assignment assign_cores(const lowering::WorkList& list, const Tiling& tiling, const Decisions& decisions) {
    return Assigner(list, tiling, decisions).run();
}

CoreMask targets_of(const Assignment& assignment, std::uint32_t vector, const Run& run, bool keep) {
    if (assignment.replicated[vector]) return bit(run.core);
    CoreMask mask = keep ? bit(run.core) : 0;
    for (std::uint32_t block = run.first; block < run.first + run.blocks; ++block)
        mask |= assignment.readers[vector][block];
    return mask != 0 ? mask : bit(run.core);
}

}  // namespace lockstep::compiler
