#include "core/compiler/fill_memories.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/compiler/work_view.h"
#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/numerics/fp8.h"
#include "core/numerics/product.h"
#include "core/support/error.h"

namespace lockstep::compiler {
namespace {

using lowering::VectorOrigin;

class Filler {
  public:
    Filler(const Plan& plan, std::vector<CoreProgram>& cores)
        : plan_(plan),
          cores_(cores),
          block_(static_cast<std::size_t>(plan.tiling.block_size)),
          filled_(plan.memory.cores.size()) {
        for (std::size_t c = 0; c < plan.memory.cores.size(); ++c) {
            const MemoryPlan::CoreUse& use = plan.memory.cores[c];
            cores[c].weights.resize(static_cast<std::size_t>(use.weight_store.blocks) * block_ * block_);
            cores[c].accumulator_store.resize(static_cast<std::size_t>(use.accumulator_store.blocks) *
                                              block_);
            cores[c].cell_store.resize(static_cast<std::size_t>(use.cell_store.blocks) * block_);
            cores[c].clamp_store.resize(static_cast<std::size_t>(use.clamp_store.blocks));
        }
    }

    void fill(std::uint32_t index) {
        const lowering::Work& work = plan_.list.work[index];
        const std::vector<Run>& runs = plan_.assignment.runs[index];
        const bool splat = makes_splat(plan_.list, work);
        for (std::uint32_t r = 0; r < runs.size(); ++r) {
            const Run& run = runs[r];
            CoreProgram& core = cores_[run.core];
            if (const auto sum = sum_of(work)) {
                for (std::size_t p = 0; p < sum->products->size(); ++p)
                    fill_weights(index, run, *sum, p, plan_.memory.weights[index][r][p]);
                if (!sum->start->bias.empty() && !sum->start->partial) {
                    // A splat's one bias value fills its block.
                    const std::vector<float> repeated(splat ? block_ : 0, sum->start->bias.front());
                    const SumView rows = splat ? SumView{nullptr, nullptr, plan_.tiling.block_size, 1} : *sum;
                    write_rows(core.accumulator_store, plan_.memory.starts[index][r],
                               splat ? repeated : sum->start->bias, rows, run);
                }
            }
            if (const auto* partial = std::get_if<lowering::PartialSumWork>(&work.body))
                fill_partial(*partial, run, plan_.memory.saves[index][r]);
            if (const auto* lstm = std::get_if<lowering::LstmWork>(&work.body)) {
                const SumView cells{nullptr, nullptr, lstm->hidden, 1};
                write_rows(core.cell_store, plan_.memory.cells[lstm->cell.value][r].initial,
                           plan_.list.cells[lstm->cell.value].initial, cells, run);
            }
            if (const lowering::Epilogue* clamp = clamp_of(work))
                core.clamp_store[plan_.memory.clamps[index][r]] = {clamp->minimum, clamp->maximum};
        }
    }

  private:
    /// Calls visit(accumulator, gate, first row of the gate, rows) for each block of a run.
    template <class Visit>
    void each_block(const SumView& sum, const Run& run, Visit visit) const {
        const auto block_size = plan_.tiling.block_size;
        for (std::uint32_t o = 0; o < run.blocks; ++o)
            for (int gate = 0; gate < sum.gates; ++gate) {
                const std::int64_t first = (run.first + o) * block_size;
                visit(o * static_cast<std::uint32_t>(sum.gates) + static_cast<std::uint32_t>(gate), gate,
                      first, std::min(block_size, sum.rows_per_gate - first));
            }
    }

    void fill_weights(std::uint32_t index, const Run& run, const SumView& sum, std::size_t p,
                      std::uint32_t address) {
        const lowering::Product& product = (*sum.products)[p];
        if (product.computed()) return;
        const lowering::Work& work = plan_.list.work[index];
        if (!filled_[run.core].insert(address).second) return;
        const std::span<std::uint16_t> store =
            std::span(cores_[run.core].weights).subspan(address * block_ * block_);
        if (product.fp8)
            pack_fp8(run, sum, product, plan_.tiling.fp8_scale[index][p], store);
        else if (is_reduction(plan_.list, work, product))
            std::ranges::fill(store.first(block_ * block_), to_bf16(product.weight.values().front()));
        else if (plan_.tiling.diagonal[index][p])
            for (std::uint32_t o = 0; o < run.blocks; ++o)
                pack_weight_block(product.weight, {sum.rows_per_gate, 0, run.first + o, run.first + o, false},
                                  plan_.tiling.block_size,
                                  store.subspan(o * block_ * block_, block_ * block_));
        else
            pack(run, sum, product, part_of(plan_.tiling, index, product.source), store,
                 makes_splat(plan_.list, work));
    }

    /// Two codes a word, the first in the lower byte.
    void pack_fp8(const Run& run, const SumView& sum, const lowering::Product& product, std::uint8_t scale,
                  std::span<std::uint16_t> store) const {
        std::vector<float> values(block_ * block_);
        each_weight_block(run, sum, whole(product), false, [&](std::size_t index, const WeightTile& tile) {
            pack_weight_block(product.weight, tile, plan_.tiling.block_size, std::span<float>(values));
            for (std::size_t k = 0; k < values.size(); ++k) {
                const std::size_t place = index * values.size() + k;
                const std::uint32_t code = to_fp8(values[k], scale);
                store[place / 2] = static_cast<std::uint16_t>(store[place / 2] | code << (place % 2 * 8));
            }
        });
    }
    /// The bf16 values that the codes stand for.
    void pack_rounded(const Run& run, const SumView& sum, const lowering::Product& product,
                      std::span<std::uint16_t> store) const {
        std::vector<std::uint16_t> codes((store.size() + 1) / 2);
        const std::uint8_t scale = fp8_scale_of(product.weight.values());
        pack_fp8(run, sum, product, scale, codes);
        for (std::size_t k = 0; k < store.size(); ++k)
            store[k] = fp8_weight(static_cast<std::uint8_t>(codes[k / 2] >> (k % 2 * 8)), scale);
    }

    BlockRange whole(const lowering::Product& product) const {
        return {0, plan_.tiling.vector_blocks[product.source.value]};
    }

    void pack(const Run& run, const SumView& sum, const lowering::Product& product, BlockRange part,
              std::span<std::uint16_t> store, bool splat) const {
        each_weight_block(run, sum, part, splat, [&](std::size_t index, const WeightTile& tile) {
            pack_weight_block(product.weight, tile, plan_.tiling.block_size,
                              store.subspan(index * block_ * block_, block_ * block_));
        });
    }

    /// Calls visit(index, tile) for the weight blocks of a run in the order of the store.
    template <class Visit>
    void each_weight_block(const Run& run, const SumView& sum, BlockRange part, bool splat,
                           Visit visit) const {
        const std::uint32_t accumulators = run.blocks * static_cast<std::uint32_t>(sum.gates);
        for (std::uint32_t column = 0; column < part.blocks; ++column)
            each_block(sum, run, [&](std::uint32_t accumulator, int gate, std::int64_t first, std::int64_t) {
                const std::size_t index = std::size_t{column} * accumulators + accumulator;
                const WeightTile tile{sum.rows_per_gate, gate,
                                      static_cast<std::uint32_t>(first / plan_.tiling.block_size),
                                      part.first + column, splat};
                visit(index, tile);
            });
    }

    void write_rows(std::vector<float>& store, std::uint32_t address, const std::vector<float>& values,
                    const SumView& sum, const Run& run) const {
        each_block(sum, run, [&](std::uint32_t accumulator, int gate, std::int64_t first, std::int64_t rows) {
            const std::size_t target = (address + accumulator) * block_;
            for (std::int64_t row = 0; row < rows; ++row) {
                const auto source = static_cast<std::size_t>(gate * sum.rows_per_gate + first + row);
                store[target + static_cast<std::size_t>(row)] =
                    source < values.size() ? canonical_fp32(values[source]) : 0.0F;
            }
        });
    }

    void fill_partial(const lowering::PartialSumWork& partial, const Run& run, std::uint32_t address) {
        const int gates = partial.gates ? 4 : 1;
        const SumView sum{&partial.initial_products, nullptr, partial.rows / gates, gates};
        std::vector<float>& store = cores_[run.core].accumulator_store;
        write_rows(store, address, partial.initial_bias, sum, run);
        const std::size_t accumulators = run.blocks * static_cast<std::size_t>(gates);
        const std::span<float> sums =
            std::span<float>(store).subspan(address * block_, accumulators * block_);
        for (const lowering::Product& product : partial.initial_products) {
            const lowering::Vector& source = plan_.list.vectors[product.source.value];
            if (source.origin != VectorOrigin::constant && source.origin != VectorOrigin::state)
                throw Error(FailureKind::internal, "an initial partial sum reads a value that is not known");
            const std::uint32_t columns = plan_.tiling.vector_blocks[product.source.value];
            std::vector<float> values(columns * block_);
            std::ranges::transform(source.constant, values.begin(), round_to_bf16);
            std::vector<std::uint16_t> weights(columns * accumulators * block_ * block_);
            if (product.fp8)
                pack_rounded(run, sum, product, weights);
            else
                pack(run, sum, product, whole(product), weights, false);
            accumulate_products(sums, weights, values, static_cast<int>(block_));
        }
        for (float& value : sums) value = canonical_fp32(value);
    }

    const Plan& plan_;
    std::vector<CoreProgram>& cores_;
    std::size_t block_;
    std::vector<std::set<std::uint32_t>> filled_;  ///< weight addresses per core
};

}  // namespace

void fill_memories(const Plan& plan, std::vector<CoreProgram>& cores, const JobControl& job) {
    Filler filler(plan, cores);
    for (std::uint32_t work = 0; work < plan.list.work.size(); ++work) {
        job.check();
        filler.fill(work);
    }
}

std::vector<TensorImage> emit_images(const Plan& plan, const std::vector<std::vector<float>>& shown) {
    std::vector<TensorImage> images;
    const auto block = static_cast<std::size_t>(plan.tiling.block_size);
    for (std::size_t d = 0; d < plan.memory.vector_of.size(); ++d) {
        const std::uint32_t vector = plan.memory.vector_of[d];
        const lowering::Vector& source = plan.list.vectors[vector];
        const bool fixed = source.origin == VectorOrigin::constant || source.origin == VectorOrigin::state;
        const std::vector<float>& values = fixed ? source.constant : shown[vector];
        if (!fixed && values.empty()) continue;
        TensorImage image;
        image.descriptor = static_cast<std::uint16_t>(d);
        image.targets = plan.memory.holders[d];
        image.values.resize(plan.tiling.vector_blocks[vector] * block * ram_blocks_each(plan.list, vector));
        if (source.fp32)
            for (std::size_t k = 0; k < values.size(); ++k) to_words(values[k], &image.values[2 * k]);
        else
            std::ranges::transform(values, image.values.begin(), to_bf16);
        images.push_back(std::move(image));
    }
    return images;
}

}  // namespace lockstep::compiler
