#include <algorithm>
#include <bit>
#include <map>

#include <fmt/format.h>

#include "core/compiler/assign_cores.h"
#include "core/compiler/work_view.h"

namespace lockstep::compiler {

using lowering::VectorId;

namespace {

constexpr CoreMask bit(std::uint32_t core) {
    return CoreMask{1} << core;
}

/// What goes on with a partial sum or a cell has to find it in its own core, in the same runs.
void verify_kept_sums(const lowering::WorkList& list, const Assignment& assignment,
                      std::vector<std::string>& findings) {
    std::map<std::uint32_t, std::size_t> first_on_partial, first_on_cell;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        const auto judge = [&](auto& first, std::uint32_t key, const char* what) {
            const auto [other, is_new] = first.try_emplace(key, w);
            if (!is_new && assignment.runs[other->second] != assignment.runs[w])
                findings.push_back(
                    fmt::format("work {} and {} keep {} {} in different runs", other->second, w, what, key));
        };
        const lowering::Work& work = list.work[w];
        if (const auto sum = sum_of(work); sum && sum->start->partial)
            judge(first_on_partial, sum->start->partial->value, "partial sum");
        if (const auto* partial = std::get_if<lowering::PartialSumWork>(&work.body))
            judge(first_on_partial, partial->result.value, "partial sum");
        if (const auto* lstm = std::get_if<lowering::LstmWork>(&work.body))
            judge(first_on_cell, lstm->cell.value, "cell");
    }
}

/// Each core that reads any of the result makes all of it once, and its operands are known to be read there.
void verify_replicated(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                       const Decisions& decisions, std::size_t work, std::vector<std::string>& findings) {
    const auto sum = sum_of(list.work[work]);
    const std::uint32_t result = result_of(list.work[work]).value;
    std::vector<CoreMask> makers(tiling.work_blocks[work]);
    for (const Run& run : assignment.runs[work]) {
        if (run.core >= assignment.cores || run.blocks == 0 || run.first + run.blocks > makers.size()) {
            findings.push_back(fmt::format("work {}: blocks {} to {} on core {}, replicated", work, run.first,
                                           run.first + run.blocks, run.core));
            continue;
        }
        if ((decisions.cores[work] & bit(run.core)) == 0)
            findings.push_back(
                fmt::format("work {}: on core {}, which the decisions do not allow", work, run.core));
        if (sum && run.blocks * static_cast<std::uint32_t>(sum->gates) > decisions.limit[work])
            findings.push_back(
                fmt::format("work {}: {} blocks on core {} in one pass", work, run.blocks, run.core));
        for (std::uint32_t block = run.first; block < run.first + run.blocks; ++block) {
            if ((makers[block] & bit(run.core)) != 0)
                findings.push_back(
                    fmt::format("work {}: core {} makes block {} twice", work, run.core, block));
            makers[block] |= bit(run.core);
        }
        for (const VectorId source : sources_of(list.work[work])) {
            const BlockRange needed = blocks_read(list, tiling, work, source, {run.first, run.blocks});
            for (std::uint32_t read = needed.first; read < needed.first + needed.blocks; ++read)
                if ((assignment.readers[source.value][read] & bit(run.core)) == 0)
                    findings.push_back(fmt::format("work {}: core {} reads block {} of vector {} unnoticed",
                                                   work, run.core, read, source.value));
        }
    }
    for (std::size_t block = 0; block < makers.size(); ++block)
        if (makers[block] == 0 || (assignment.readers[result][block] & ~makers[block]) != 0)
            findings.push_back(fmt::format("work {}: a core reads block {} of vector {} and does not make it",
                                           work, block, result));
}

}  // namespace

std::vector<std::string> verify_assignment(const lowering::WorkList& list, const Tiling& tiling,
                                           const Assignment& assignment, const Decisions& decisions) {
    std::vector<std::string> findings;
    std::map<std::size_t, std::vector<std::uint32_t>> loads_together;
    std::map<std::size_t, std::uint32_t> blocks_together;
    std::map<std::size_t, std::uint32_t> sharing_together;
    if (assignment.runs.size() != list.work.size()) return {"the assignment is of another work list"};
    // Parts that have different cores are sums of their own.
    const std::vector<bool> as_parts = cut_as_parts(list, decisions);
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        const auto sum = sum_of(list.work[w]);
        const VectorId result = result_of(list.work[w]);
        if (result.valid() && assignment.replicated[result.value]) {
            verify_replicated(list, tiling, assignment, decisions, w, findings);
            continue;
        }
        std::vector<int> made(tiling.work_blocks[w]);
        std::vector<std::uint32_t> load(assignment.cores);
        for (const Run& run : assignment.runs[w]) {
            if (run.core >= assignment.cores || run.blocks == 0 || run.first + run.blocks > made.size()) {
                findings.push_back(fmt::format("work {}: blocks {} to {} on core {}", w, run.first,
                                               run.first + run.blocks, run.core));
                continue;
            }
            if ((decisions.cores[w] & bit(run.core)) == 0)
                findings.push_back(
                    fmt::format("work {}: on core {}, which the decisions do not allow", w, run.core));
            if (sum && run.blocks * static_cast<std::uint32_t>(sum->gates) > decisions.limit[w])
                findings.push_back(
                    fmt::format("work {}: {} blocks on core {} in one pass", w, run.blocks, run.core));
            load[run.core] += run.blocks;
            for (std::uint32_t block = run.first; block < run.first + run.blocks; ++block) {
                ++made[block];
                if (result.valid() && assignment.owner[result.value][block] != run.core)
                    findings.push_back(fmt::format("work {}: block {} is made by core {}, not by its owner",
                                                   w, block, run.core));
                for (const VectorId source : sources_of(list.work[w])) {
                    const BlockRange needed = blocks_read(list, tiling, w, source, {block, 1});
                    for (std::uint32_t read = needed.first; read < needed.first + needed.blocks; ++read)
                        if ((assignment.readers[source.value][read] >> run.core & 1U) == 0)
                            findings.push_back(
                                fmt::format("work {}: core {} reads block {} of vector {} unnoticed", w,
                                            run.core, read, source.value));
                }
            }
        }
        for (std::size_t block = 0; block < made.size(); ++block)
            if (made[block] != 1)
                findings.push_back(fmt::format("work {}: block {} is made {} times", w, block, made[block]));
        std::uint32_t most = std::ranges::max(load);
        // A sum is of one kind or the other; the second one's numbers begin behind the first's.
        const std::size_t together = list.work[w].together != 0 ? list.work[w].together
                                     : assignment.whole_tensors && list.work[w].tensor != 0
                                         ? list.work.size() + list.vectors.size() + list.work[w].tensor
                                         : 0;
        if (sum && together != 0 && as_parts[w]) {
            // Of parts, all have to share the cores evenly.
            std::vector<std::uint32_t>& loads = loads_together[together];
            loads.resize(assignment.cores);
            for (std::size_t core = 0; core < loads.size(); ++core) loads[core] += load[core];
            blocks_together[together] += tiling.work_blocks[w];
            sharing_together[together] = static_cast<std::uint32_t>(std::popcount(decisions.cores[w]));
            most = 0;
        }
        const auto sharing = static_cast<std::uint32_t>(std::popcount(decisions.cores[w]));
        if (sum && most > 0 && (most - 1) * sharing >= tiling.work_blocks[w])
            findings.push_back(fmt::format("work {}: {} blocks on one of {} cores", w, most, sharing));
    }
    for (const auto& [together, loads] : loads_together)
        if ((std::ranges::max(loads) - 1) * sharing_together[together] >= blocks_together[together])
            findings.push_back(fmt::format("the parts {}: {} blocks on one of {} cores", together,
                                           std::ranges::max(loads), sharing_together[together]));
    verify_kept_sums(list, assignment, findings);
    return findings;
}

}  // namespace lockstep::compiler
