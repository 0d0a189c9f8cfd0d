#include "core/compiler/work_view.h"

#include <algorithm>

#include "core/support/overloaded.h"

namespace lockstep::compiler {

using namespace lowering;

std::optional<SumView> sum_of(const Work& work) {
    return std::visit(Overloaded{[](const LinearWork& x) -> std::optional<SumView> {
                                     return SumView{&x.products, &x.start, x.rows, 1};
                                 },
                                 [](const LstmWork& x) -> std::optional<SumView> {
                                     return SumView{&x.products, &x.start, x.hidden, 4};
                                 },
                                 [](const PartialSumWork& x) -> std::optional<SumView> {
                                     const int gates = x.gates ? 4 : 1;
                                     return SumView{&x.products, &x.start, x.rows / gates, gates};
                                 },
                                 [](const auto&) -> std::optional<SumView> { return std::nullopt; }},
                      work.body);
}

VectorId result_of(const Work& work) {
    return lowering::result_of(work.body);
}

std::vector<VectorId> sources_of(const Work& work) {
    return reads(work.body);
}

const Epilogue* epilogue_of(const Work& work) {
    return std::visit(Overloaded{[](const LinearWork& x) { return &x.epilogue; },
                                 [](const PointwiseWork& x) { return &x.epilogue; },
                                 [](const auto&) { return static_cast<const Epilogue*>(nullptr); }},
                      work.body);
}

const Epilogue* clamp_of(const Work& work) {
    const Epilogue* epilogue = epilogue_of(work);
    return epilogue != nullptr && epilogue->activation == Activation::clamp ? epilogue : nullptr;
}

bool is_splat(const WorkList& list, VectorId vector) {
    return list.vectors[vector.value].splat;
}

bool makes_splat(const WorkList& list, const Work& work) {
    const VectorId result = result_of(work);
    return result.valid() && is_splat(list, result);
}

bool is_reduction(const WorkList& list, const Work& work, const Product& product) {
    if (!makes_splat(list, work) || product.computed()) return false;
    const std::span<const float> row = product.weight.values();
    return std::ranges::all_of(row, [&row](float value) { return value == row.front(); });
}

bool is_diagonal(const WorkList& list, const Work& work, const Product& product, std::int64_t block_size) {
    const std::int64_t length = list.vectors[product.source.value].length;
    const auto sum = sum_of(work);
    if (product.computed() || product.fp8 || length <= block_size || !sum || sum->gates != 1 ||
        sum->rows_per_gate != length)
        return false;
    const std::span<const float> values = product.weight.values();
    for (std::int64_t row = 0; row < length; ++row) {
        const auto line =
            values.subspan(static_cast<std::size_t>(row * length), static_cast<std::size_t>(length));
        for (std::int64_t column = 0; column < length; ++column)
            if (column != row && line[static_cast<std::size_t>(column)] != 0) return false;
    }
    return true;
}

bool is_changing_state(const WorkList& list, VectorId vector) {
    if (list.vectors[vector.value].origin != VectorOrigin::state) return false;
    for (const StateBinding& state : list.states)
        for (std::size_t v = 0; v < state.read.size(); ++v)
            if (state.read[v] == vector) return state.written[v] != vector;
    return false;
}

BlockRange part_of(const Tiling& tiling, std::size_t work, VectorId source) {
    if (work < tiling.source_parts.size() && tiling.source_parts[work].blocks != 0)
        return {tiling.source_parts[work].first, tiling.source_parts[work].blocks};
    return {0, tiling.vector_blocks[source.value]};
}

namespace {

/// Of a vector that sums read as an operand, as columns of a matrix, or as its rows.
BlockRange read_by_sum(const WorkList& list, const Tiling& tiling, std::size_t index, VectorId source,
                       BlockRange made) {
    const Work& work = list.work[index];
    const std::uint32_t source_blocks = tiling.vector_blocks[source.value];
    const std::int64_t block_size = tiling.block_size;
    BlockRange read;
    const std::vector<Product>& products = *sum_of(work)->products;
    for (std::size_t p = 0; p < products.size(); ++p) {
        const Product& product = products[p];
        if (product.source == source) {
            if (!tiling.diagonal[index][p]) return part_of(tiling, index, source);
            read = made;
        }
        for (std::size_t k = 0; k < product.matrix.size(); ++k) {
            if (product.matrix[k] != source) continue;
            if (!product.by_rows) {
                read = made;
                continue;
            }
            const auto block = static_cast<std::uint32_t>(static_cast<std::int64_t>(k) / block_size);
            if (block >= made.first && block < made.first + made.blocks) return {0, source_blocks};
        }
    }
    return read;
}

}  // namespace

BlockRange blocks_read(const WorkList& list, const Tiling& tiling, std::size_t work, VectorId source,
                       BlockRange made) {
    if (sum_of(list.work[work])) return read_by_sum(list, tiling, work, source, made);
    if (std::holds_alternative<ReduceWork>(list.work[work].body))
        return {0, tiling.vector_blocks[source.value]};
    return is_splat(list, source) ? BlockRange{0, 1} : made;
}

}  // namespace lockstep::compiler
