#include "core/compiler/allocate_memory.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include <fmt/format.h>

#include "core/compiler/lives.h"
#include "core/compiler/place_tensors.h"
#include "core/compiler/work_view.h"
#include "core/support/error.h"

namespace lockstep::compiler {
namespace {

constexpr std::uint32_t no_address = MemoryPlan::no_address;

/// A weight as used by a run: the same storage, tiled alike, lies in the store once.
using WeightKey = std::tuple<const float*, Shape, int, bool, bool, std::uint16_t, std::uint32_t,
                             std::uint32_t, std::uint32_t, std::uint32_t>;
/// A computed matrix as used by a run.
using MatrixKey =
    std::tuple<std::vector<lowering::VectorId>, bool, std::uint16_t, std::uint32_t, std::uint32_t>;
using BiasKey =
    std::tuple<std::vector<std::uint32_t>, int, bool, std::uint16_t, std::uint32_t, std::uint32_t>;

std::uint32_t take(MemoryPlan::Use& use, std::uint32_t blocks, std::uint32_t node) {
    const std::int64_t address = use.blocks;
    if (address + blocks > std::int64_t{no_address})
        throw Error(FailureKind::does_not_fit, "the model needs more memory blocks than addresses can name",
                    "Use a smaller model.");
    use.blocks += blocks;
    use.by_node[node] += blocks;
    return static_cast<std::uint32_t>(address);
}
/// Descriptors and clamp settings are named by 16 bits.
void expect_nameable(std::size_t count, const char* what) {
    constexpr std::size_t most = 65536;
    if (count > most)
        throw Error(FailureKind::does_not_fit,
                    fmt::format("the program needs {} {}; instructions can name {}", count, what, most),
                    "Stream the model, or give it a shorter sequence per inference.");
}
std::uint32_t node_of(const lowering::Work& work) {
    return work.nodes.empty() ? 0 : work.nodes.front().value;
}

class StoreAllocator {
  public:
    StoreAllocator(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                   const Schedule& schedule)
        : list_(list), tiling_(tiling), assignment_(assignment), schedule_(schedule) {
        plan_.cores.resize(assignment.cores);
        plan_.cells.resize(list.cells.size());
        for (std::size_t w = 0; w < list.work.size(); ++w) {
            const std::size_t runs = assignment.runs[w].size();
            plan_.weights.emplace_back(runs);
            plan_.starts.emplace_back(runs, no_address);
            plan_.saves.emplace_back(runs, no_address);
            plan_.clamps.emplace_back(runs, no_address);
        }
        partials_.resize(list.partial_sums.size());
    }

    MemoryPlan run() {
        for (const Schedule::Entry& entry : schedule_.entries)
            if (const auto* step = std::get_if<WorkStep>(&entry.step)) place_work(*step);
        return std::move(plan_);
    }

  private:
    void place_work(const WorkStep& step) {
        const lowering::Work& work = list_.work[step.work];
        const Run& run = assignment_.runs[step.work][step.run];
        MemoryPlan::CoreUse& core = plan_.cores[run.core];
        if (const auto sum = sum_of(work)) {
            place_weights(step, *sum, run);
            place_start(step, *sum, run);
        }
        if (const auto* partial = std::get_if<lowering::PartialSumWork>(&work.body))
            plan_.saves[step.work][step.run] =
                partial_address(partial->result.value, work, run, partial->gates ? 4U : 1U);
        if (const auto* lstm = std::get_if<lowering::LstmWork>(&work.body)) place_cell(*lstm, step, run);
        if (const lowering::Epilogue* clamp = clamp_of(work)) {
            const auto key = std::tuple(run.core, std::bit_cast<std::uint32_t>(clamp->minimum),
                                        std::bit_cast<std::uint32_t>(clamp->maximum));
            const auto [found, is_new] = clamps_.try_emplace(key, 0);
            if (is_new) {
                found->second = take(core.clamp_store, 1, node_of(work));
                expect_nameable(static_cast<std::size_t>(core.clamp_store.blocks), "clamp settings");
            }
            plan_.clamps[step.work][step.run] = found->second;
        }
    }

    void place_weights(const WorkStep& step, const SumView& sum, const Run& run) {
        const bool splat = makes_splat(list_, list_.work[step.work]);
        for (std::size_t p = 0; p < sum.products->size(); ++p) {
            const lowering::Product& product = (*sum.products)[p];
            const bool reduction = is_reduction(list_, list_.work[step.work], product);
            const BlockRange part = part_of(tiling_, step.work, product.source);
            const bool one_column = reduction || tiling_.diagonal[step.work][p];
            const std::uint32_t columns = one_column ? 1 : part.blocks;
            const std::uint32_t blocks = run.blocks * static_cast<std::uint32_t>(sum.gates) * columns;
            if (product.computed()) {
                const auto [found, is_new] = matrices_.try_emplace(
                    MatrixKey{product.matrix, product.by_rows, run.core, run.first, run.blocks}, 0);
                if (is_new)
                    found->second =
                        take(plan_.cores[run.core].weight_store, blocks, node_of(list_.work[step.work]));
                plan_.weights[step.work][step.run].push_back(found->second);
                continue;
            }
            const std::uint32_t room = product.fp8 ? (blocks + 1) / 2 : blocks;
            const WeightKey key{splat ? same_row(product.weight, reduction) : product.weight.storage().get(),
                                reduction ? Shape{} : product.weight.shape(),
                                sum.gates,
                                splat,
                                product.fp8,
                                run.core,
                                run.first,
                                run.blocks,
                                reduction ? 0 : part.first,
                                columns};
            const auto [found, is_new] = weights_.try_emplace(key, 0);
            if (is_new)
                found->second =
                    take(plan_.cores[run.core].weight_store, room, node_of(list_.work[step.work]));
            plan_.weights[step.work][step.run].push_back(found->second);
        }
    }

    /// The first weight with these values: rows of ones and other means are the same wherever they stand. A
    /// reduction's values are all alike.
    const float* same_row(const Tensor& weight, bool reduction) {
        const std::span<const float> values =
            weight.values().first(reduction ? std::size_t{1} : weight.values().size());
        const auto [found, is_new] =
            rows_.try_emplace({values.begin(), values.end()}, weight.storage().get());
        return found->second;
    }

    void place_start(const WorkStep& step, const SumView& sum, const Run& run) {
        std::uint32_t& address = plan_.starts[step.work][step.run];
        const lowering::Work& work = list_.work[step.work];
        if (sum.start->partial) {
            address =
                partial_address(sum.start->partial->value, work, run, static_cast<std::uint32_t>(sum.gates));
            return;
        }
        if (sum.start->bias.empty()) return;
        std::vector<std::uint32_t> bits;
        for (const float value : sum.start->bias) bits.push_back(std::bit_cast<std::uint32_t>(value));
        const auto [found, is_new] = biases_.try_emplace(
            BiasKey{std::move(bits), sum.gates, makes_splat(list_, work), run.core, run.first, run.blocks},
            0);
        if (is_new)
            found->second = take(plan_.cores[run.core].accumulator_store,
                                 run.blocks * static_cast<std::uint32_t>(sum.gates), node_of(work));
        address = found->second;
    }

    std::uint32_t partial_address(std::uint32_t partial, const lowering::Work& work, const Run& run,
                                  std::uint32_t gates) {
        const auto [found, is_new] =
            partials_[partial].try_emplace(std::tuple(run.core, run.first, run.blocks, gates), 0);
        if (is_new)
            found->second = take(plan_.cores[run.core].accumulator_store, run.blocks * gates, node_of(work));
        return found->second;
    }

    void place_cell(const lowering::LstmWork& lstm, const WorkStep& step, const Run& run) {
        std::vector<MemoryPlan::CellAddress>& addresses = plan_.cells[lstm.cell.value];
        if (addresses.size() > step.run) return;
        MemoryPlan::Use& use = plan_.cores[run.core].cell_store;
        const std::uint32_t node = node_of(list_.work[step.work]);
        MemoryPlan::CellAddress address;
        address.carried = take(use, run.blocks, node);
        address.initial =
            list_.cells[lstm.cell.value].carried ? address.carried : take(use, run.blocks, node);
        addresses.push_back(address);
    }

    const lowering::WorkList& list_;
    const Tiling& tiling_;
    const Assignment& assignment_;
    const Schedule& schedule_;
    MemoryPlan plan_;
    std::map<WeightKey, std::uint32_t> weights_;
    std::map<MatrixKey, std::uint32_t> matrices_;
    std::map<std::vector<float>, const float*> rows_;
    std::map<BiasKey, std::uint32_t> biases_;
    std::map<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t>, std::uint32_t> clamps_;
    std::vector<
        std::map<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t>>
        partials_;
};

}  // namespace

MemoryPlan allocate_stores(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                           const Schedule& schedule) {
    return StoreAllocator(list, tiling, assignment, schedule).run();
}

void allocate_tensor_ram(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                         const Schedule& schedule, MemoryPlan& plan) {
    const Lives lives(list, tiling, assignment, schedule);
    plan.descriptor_of.assign(list.vectors.size(), no_address);
    plan.vector_of = lives.order();
    expect_nameable(plan.vector_of.size(), "tensors");
    std::vector<TensorLife> tensors;
    for (const std::uint32_t vector : plan.vector_of) {
        plan.descriptor_of[vector] = static_cast<std::uint32_t>(tensors.size());
        tensors.push_back(lives.life(vector, tiling.vector_blocks[vector] * ram_blocks_each(list, vector)));
        plan.holders.push_back(lives.holders(vector));
    }
    Lives::Start start;  // of the tensor that is being placed
    const auto is_over = [&](std::size_t earlier, std::size_t later, std::uint16_t core) {
        if (start.vector != plan.vector_of[later]) start = lives.start_of(plan.vector_of[later]);
        return lives.over(plan.vector_of[earlier], start, core);
    };
    plan.tensor_address = place_tensors(tensors, is_over);
    std::vector<std::uint32_t> maker(list.vectors.size());
    for (const lowering::Work& work : list.work)
        if (const lowering::VectorId result = result_of(work); result.valid())
            maker[result.value] = node_of(work);
    for (std::size_t d = 0; d < tensors.size(); ++d)
        for (const TensorLife::InCore& in : tensors[d].cores) {
            const std::int64_t end = std::int64_t{plan.tensor_address[d]} + tensors[d].blocks;
            MemoryPlan::CoreUse& use = plan.cores[in.core];
            use.tensor_ram.blocks = std::max(use.tensor_ram.blocks, end);
            use.tensor_ram.by_node[maker[plan.vector_of[d]]] += tensors[d].blocks;
            take(use.descriptors, 1, maker[plan.vector_of[d]]);
        }
}

}  // namespace lockstep::compiler
