#include "core/compiler/balance.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "core/compiler/work_view.h"

namespace lockstep::compiler {
namespace {

/// A sum, or the parts of one, that is cut over cores as a whole.
struct CutSum {
    std::uint32_t blocks = 0;
    std::uint32_t gates = 1;
    std::int64_t per_block = 0;  ///< weights behind a result block, in halves of weight blocks
};

/// Work that has to lie on the same cores in the same passes.
struct Group {
    std::size_t work = 0;  ///< the first one
    std::map<std::size_t, CutSum> sums;
    std::set<std::pair<const float*, std::size_t>> weights;  ///< of equal ones one is stored
    std::int64_t weight() const {
        std::int64_t all = 0;
        for (const auto& [key, sum] : sums) all += sum.blocks * sum.per_block;
        return all;
    }
};

std::int64_t halves_per_block(const CompileTask& task, std::size_t work, std::size_t product) {
    const auto sum = sum_of(task.list.work[work]);
    const lowering::Product& of = (*sum->products)[product];
    const std::uint32_t columns =
        task.tiling.diagonal[work][product] ? 1U : part_of(task.tiling, work, of.source).blocks;
    return std::int64_t{sum->gates} * columns * (of.fp8 ? 1 : 2);
}

/// Heaviest first; of equally heavy ones the first of the list.
std::vector<Group> groups_of(const CompileTask& task) {
    std::map<std::uint32_t, Group> groups;
    for (std::size_t w = 0; w < task.list.work.size(); ++w) {
        const lowering::Work& work = task.list.work[w];
        const auto sum = sum_of(work);
        if (!sum || task.replicated[w] || makes_splat(task.list, work)) continue;
        Group& group = groups[task.groups[w]];
        if (group.sums.empty()) group.work = w;
        // Parts of one sum have numbers behind those of the work.
        CutSum& cut = group.sums[work.together != 0 ? task.list.work.size() + work.together : w];
        cut.gates = static_cast<std::uint32_t>(sum->gates);
        cut.blocks += task.tiling.work_blocks[w];
        std::int64_t per_block = 0;
        for (std::size_t p = 0; p < sum->products->size(); ++p) {
            const lowering::Product& product = (*sum->products)[p];
            if (product.computed() ||
                group.weights.emplace(product.weight.storage().get(), product.weight.values().size()).second)
                per_block += halves_per_block(task, w, p);
        }
        cut.per_block = std::max(cut.per_block, per_block);
    }
    std::vector<Group> all;
    for (auto& [number, group] : groups) all.push_back(std::move(group));
    std::ranges::stable_sort(all, std::greater<>{}, &Group::weight);
    return all;
}

}  // namespace

Decisions balanced(const CompileTask& task, Decisions decisions, const std::vector<std::int64_t>& taken) {
    std::vector<std::int64_t> load(task.cores);
    for (std::size_t core = 0; core < std::min(load.size(), taken.size()); ++core)
        load[core] = 2 * taken[core];
    std::map<std::uint32_t, std::uint32_t> larger_from;  // by group
    for (const Group& group : groups_of(task)) {
        std::vector<std::uint16_t> cores;
        for (std::uint16_t core = 0; core < task.cores; ++core)
            if ((decisions.cores[group.work] >> core & 1U) != 0) cores.push_back(core);
        const auto count = static_cast<std::uint32_t>(cores.size());
        std::vector<std::int64_t> best;
        std::uint32_t chosen = 0;
        for (std::uint32_t from = 0; from < count; ++from) {
            std::vector<std::int64_t> with = load;
            for (const auto& [key, sum] : group.sums)
                for (const Run& run : split_rows(sum.blocks, count,
                                                 std::max(1U, decisions.limit[group.work] / sum.gates), from))
                    with[cores[run.core]] += run.blocks * sum.per_block;
            if (!best.empty() && std::ranges::max(with) >= std::ranges::max(best)) continue;
            best = std::move(with);
            chosen = from;
        }
        load = std::move(best);
        larger_from[task.groups[group.work]] = chosen;
    }
    for (std::size_t w = 0; w < decisions.larger_from.size(); ++w)
        if (const auto found = larger_from.find(task.groups[w]); found != larger_from.end())
            decisions.larger_from[w] = found->second;
    return decisions;
}

}  // namespace lockstep::compiler
