#include "core/compiler/tile.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/compiler/work_view.h"
#include "core/numerics/bf16.h"
#include "core/numerics/fp8.h"
#include "core/support/error.h"

namespace lockstep::compiler {
namespace {

/// The sizes that a sum of products has to agree on.
void check_sum(const lowering::WorkList& list, const SumView& sum, std::size_t work) {
    const std::int64_t rows = sum.rows_per_gate * sum.gates;
    const auto refuse = [work](const std::string& what) {
        throw Error(FailureKind::internal, fmt::format("work {}: {}", work, what));
    };
    if (rows <= 0) refuse("has no rows");
    for (const lowering::Product& product : *sum.products) {
        const std::int64_t columns = list.vectors.at(product.source.value).length;
        const Shape expected = {rows, columns};
        if (product.computed()) {
            if (sum.gates != 1 || std::cmp_not_equal(product.matrix.size(), product.by_rows ? rows : columns))
                refuse(fmt::format("{} vectors as a matrix of {}", product.matrix.size(), to_text(expected)));
            for (const lowering::VectorId vector : product.matrix)
                if (list.vectors.at(vector.value).length != (product.by_rows ? columns : rows))
                    refuse("a vector of another length than its matrix");
            continue;
        }
        if (product.weight.shape() != expected)
            refuse(fmt::format("a weight of {} where {} belongs", to_text(product.weight.shape()),
                               to_text(expected)));
    }
    if (!sum.start->bias.empty() && static_cast<std::int64_t>(sum.start->bias.size()) != rows)
        refuse(fmt::format("{} bias values for {} rows", sum.start->bias.size(), rows));
    if (sum.start->partial && list.partial_sums.at(sum.start->partial->value).rows != rows)
        refuse("starts at a partial sum of another size");
}

/// The sizes that work on elements has to agree on.
void check_elements(const lowering::WorkList& list, const lowering::Work& work, std::size_t index) {
    const auto refuse = [index](const std::string& what) {
        throw Error(FailureKind::internal, fmt::format("work {}: {}", index, what));
    };
    const lowering::VectorId result = result_of(work);
    if (std::holds_alternative<lowering::ReduceWork>(work.body)) {
        if (!is_splat(list, result)) refuse("a reduction that does not make a splat");
        return;
    }
    for (const lowering::VectorId source : sources_of(work)) {
        const std::int64_t length = list.vectors.at(source.value).length;
        if (!is_splat(list, source) && length != list.vectors[result.value].length)
            refuse(fmt::format("{} values where {} belong", length, list.vectors[result.value].length));
        if (is_splat(list, result) && !is_splat(list, source)) refuse("makes a splat of a vector");
    }
}

/// Each weight is read once, however many products it has.
class Fp8Scales {
  public:
    std::uint8_t of(const lowering::Product& product) {
        if (!product.fp8) return 0;
        const auto [found, is_new] = known_.try_emplace(
            std::pair(product.weight.storage().get(), product.weight.values().size()), std::uint8_t{0});
        if (is_new) found->second = fp8_scale_of(product.weight.values());
        return found->second;
    }

  private:
    std::map<std::pair<const float*, std::size_t>, std::uint8_t> known_;
};

}  // namespace

std::uint32_t blocks_of(std::int64_t length, std::int64_t block_size) {
    return static_cast<std::uint32_t>((length + block_size - 1) / block_size);
}

Tiling tile(const lowering::WorkList& list, std::int64_t block_size, std::vector<SourcePart> source_parts) {
    Tiling tiling{.block_size = block_size,
                  .vector_blocks = {},
                  .work_blocks = {},
                  .source_parts = std::move(source_parts),
                  .diagonal = {},
                  .fp8_scale = {}};
    for (const lowering::Vector& vector : list.vectors) {
        constexpr std::int64_t most_blocks = std::numeric_limits<std::uint16_t>::max();
        if (vector.length > most_blocks * block_size)
            throw Error(FailureKind::does_not_fit,
                        fmt::format("a vector of {} values: instructions address at most {} blocks of {}",
                                    vector.length, most_blocks, block_size),
                        "Split the model's widest value, or move another axis to the data dimension.");
        tiling.vector_blocks.push_back(blocks_of(vector.length, block_size));
    }
    Fp8Scales scales;
    for (std::size_t i = 0; i < list.work.size(); ++i) {
        const lowering::Work& work = list.work[i];
        tiling.diagonal.emplace_back();
        tiling.fp8_scale.emplace_back();
        if (const auto sum = sum_of(work)) {
            check_sum(list, *sum, i);
            for (const lowering::Product& product : *sum->products) {
                tiling.diagonal.back().push_back(is_diagonal(list, work, product, block_size));
                tiling.fp8_scale.back().push_back(scales.of(product));
            }
            if (makes_splat(list, work) && (sum->rows_per_gate * sum->gates != 1 || sum->start->partial))
                throw Error(FailureKind::internal,
                            fmt::format("work {}: a splat of several rows or of a partial sum", i));
            tiling.work_blocks.push_back(blocks_of(sum->rows_per_gate, block_size));
        } else {
            check_elements(list, work, i);
            tiling.work_blocks.push_back(tiling.vector_blocks.at(result_of(work).value));
        }
    }
    return tiling;
}

namespace {

/// Writes convert(value) for every element.
template <class Element, class Convert>
void pack_block(const Tensor& weight, const WeightTile& tile, std::int64_t block_size,
                std::span<Element> block, Convert convert) {
    const std::int64_t columns = weight.shape().at(1);
    const std::int64_t first_row = tile.row_block * block_size;
    const std::int64_t first_column = tile.column_block * block_size;
    const std::int64_t rows_here =
        tile.repeat_row ? block_size : std::min(block_size, tile.rows_per_gate - first_row);
    const std::int64_t columns_here = std::min(block_size, columns - first_column);
    std::ranges::fill(block, Element{0});
    const std::span<const float> values = weight.values();
    for (std::int64_t row = 0; row < rows_here; ++row) {
        const std::int64_t weight_row =
            tile.gate * tile.rows_per_gate + first_row + (tile.repeat_row ? 0 : row);
        const auto line = values.subspan(static_cast<std::size_t>(weight_row * columns + first_column),
                                         static_cast<std::size_t>(columns_here));
        for (std::size_t column = 0; column < line.size(); ++column)
            block[column * static_cast<std::size_t>(block_size) + static_cast<std::size_t>(row)] =
                convert(line[column]);
    }
}

}  // namespace

void pack_weight_block(const Tensor& weight, const WeightTile& tile, std::int64_t block_size,
                       std::span<std::uint16_t> block) {
    pack_block(weight, tile, block_size, block, to_bf16);
}

void pack_weight_block(const Tensor& weight, const WeightTile& tile, std::int64_t block_size,
                       std::span<float> block) {
    pack_block(weight, tile, block_size, block, [](float value) { return value; });
}

std::uint32_t ram_blocks_each(const lowering::WorkList& list, std::uint32_t vector) {
    return list.vectors[vector].fp32 ? 2 : 1;
}

std::vector<std::string> verify_tiling(const lowering::WorkList& list, const Tiling& tiling) {
    std::vector<std::string> findings;
    // A count of blocks is right if all values fit into it and not into one block less.
    const auto exact = [&](std::uint32_t blocks, std::int64_t length) {
        return blocks * tiling.block_size >= length &&
               (blocks - std::int64_t{1}) * tiling.block_size < length;
    };
    if (tiling.vector_blocks.size() != list.vectors.size() || tiling.work_blocks.size() != list.work.size())
        return {"the tiling is of another work list"};
    for (std::size_t i = 0; i < list.vectors.size(); ++i)
        if (!exact(tiling.vector_blocks[i], list.vectors[i].length))
            findings.push_back(fmt::format("vector {}: {} values in {} blocks", i, list.vectors[i].length,
                                           tiling.vector_blocks[i]));
    for (std::size_t i = 0; i < list.work.size(); ++i) {
        const auto sum = sum_of(list.work[i]);
        const std::int64_t length =
            sum ? sum->rows_per_gate : list.vectors[result_of(list.work[i]).value].length;
        if (!exact(tiling.work_blocks[i], length))
            findings.push_back(
                fmt::format("work {}: {} rows in {} blocks", i, length, tiling.work_blocks[i]));
    }
    if (!tiling.source_parts.empty() && tiling.source_parts.size() != list.work.size())
        return {"the parts of sums are of another work list"};
    for (std::size_t i = 0; i < tiling.source_parts.size(); ++i) {
        const SourcePart& part = tiling.source_parts[i];
        if (part.blocks == 0) continue;
        const auto* sum = std::get_if<lowering::LinearWork>(&list.work[i].body);
        if (sum == nullptr || sum->products.size() != 1 ||
            part.first + part.blocks > tiling.vector_blocks[sum->products.front().source.value])
            findings.push_back(fmt::format("work {}: is no sum over blocks {} to {} of one source", i,
                                           part.first, part.first + part.blocks));
    }
    return findings;
}

}  // namespace lockstep::compiler
