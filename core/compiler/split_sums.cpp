#include "core/compiler/split_sums.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "core/compiler/work_view.h"

namespace lockstep::compiler {

using lowering::LinearWork;
using lowering::PointwiseWork;
using lowering::VectorId;
using lowering::Work;
using lowering::WorkList;

namespace {

/// What stands for one sum: its parts, then the additions, and on which cores.
struct Replacement {
    std::vector<Work> work;
    std::vector<SourcePart> source_parts;
    std::vector<CoreMask> cores;
};

VectorId new_vector(WorkList& list, std::int64_t length) {
    lowering::Vector vector;
    vector.length = length;
    list.vectors.push_back(std::move(vector));
    return VectorId{static_cast<std::uint32_t>(list.vectors.size() - 1)};
}

Replacement replace(WorkList& list, const Work& work, std::uint32_t blocks, std::uint32_t parts,
                    CoreMask allowed) {
    const auto& whole = std::get<LinearWork>(work.body);
    Replacement made;
    const auto add = [&](lowering::WorkBody body, SourcePart part, CoreMask cores) {
        made.work.push_back(work);
        made.work.back().body = std::move(body);
        made.source_parts.push_back(part);
        made.cores.push_back(cores);
    };
    std::vector<VectorId> sums;
    CoreMask rest = allowed;
    std::uint32_t first = 0;
    for (std::uint32_t part = 0; part < parts; ++part) {
        const std::uint32_t size = blocks / parts + (part < blocks % parts ? 1 : 0);
        LinearWork sum;
        sum.result = new_vector(list, whole.rows);
        sum.rows = whole.rows;
        if (part == 0) sum.start = whole.start;
        sum.products = whole.products;
        sums.push_back(sum.result);
        add(std::move(sum), {first, size}, CoreMask{1} << std::countr_zero(rest));
        rest &= rest - 1;
        first += size;
    }
    while (sums.size() > 1) {
        std::vector<VectorId> next;
        for (std::size_t k = 0; k + 1 < sums.size(); k += 2) {
            PointwiseWork addition;
            addition.a = sums[k];
            addition.b = sums[k + 1];
            const bool last = sums.size() == 2;
            addition.result = last ? whole.result : new_vector(list, whole.rows);
            if (last) addition.epilogue = whole.epilogue;
            next.push_back(addition.result);
            add(std::move(addition), {}, allowed);
        }
        if (sums.size() % 2 != 0) next.push_back(sums.back());
        sums = std::move(next);
    }
    return made;
}

}  // namespace

bool may_split(const CompileTask& task, std::uint32_t work) {
    const Work& sum = task.list.work[work];
    const auto* linear = std::get_if<LinearWork>(&sum.body);
    if (linear == nullptr || sum.state_update || sum.together != 0 || linear->start.partial ||
        linear->products.size() != 1 || linear->products.front().fp8 || sum.tensor != 0 ||
        linear->products.front().computed() || makes_splat(task.list, sum) ||
        task.tiling.diagonal[work].front())
        return false;
    return part_of(task.tiling, work, linear->products.front().source).blocks > 1 &&
           std::popcount(task.allowed[work]) > 1 &&
           part_of(task.tiling, work, linear->products.front().source).blocks ==
               task.tiling.vector_blocks[linear->products.front().source.value] &&
           task.tiling.work_blocks[work] <= task.accumulators;
}

SplitTask split_sum(const CompileTask& task, const Decisions& decisions, std::uint32_t work,
                    std::uint32_t parts) {
    WorkList list = task.list;
    const Work whole = list.work[work];
    const VectorId source = std::get<LinearWork>(whole.body).products.front().source;
    const Replacement made =
        replace(list, whole, task.tiling.vector_blocks[source.value], parts, task.allowed[work]);
    std::vector<SourcePart> source_parts(task.list.work.size());
    for (std::size_t w = 0; w < task.tiling.source_parts.size(); ++w)
        source_parts[w] = task.tiling.source_parts[w];
    const auto put = [&](auto& all, const auto& instead) {
        const auto place = all.begin() + static_cast<std::ptrdiff_t>(work);
        all.insert(all.erase(place), instead.begin(), instead.end());
    };
    put(list.work, made.work);
    put(source_parts, made.source_parts);

    Decisions changed = decisions;
    const std::size_t count = made.work.size();
    put(changed.cores, made.cores);
    put(changed.limit, std::vector<std::uint32_t>(count, task.accumulators));
    put(changed.replicated, std::vector<bool>(count, false));
    put(changed.larger_from, std::vector<std::uint32_t>(count, 0));
    // The new work takes the place of the old in the order.
    std::vector<std::uint32_t> order(changed.cores.size());
    std::iota(order.begin(), order.end(), 0U);
    put(changed.ranks, std::vector<std::uint32_t>(count, decisions.ranks[work]));
    std::ranges::stable_sort(order, {}, [&](std::uint32_t w) { return changed.ranks[w]; });
    for (std::uint32_t place = 0; place < order.size(); ++place) changed.ranks[order[place]] = place;
    return {
        std::make_shared<const CompileTask>(std::move(list), task.view, task.config, std::move(source_parts)),
        std::move(changed)};
}

}  // namespace lockstep::compiler
