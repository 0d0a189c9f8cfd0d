#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/lowering/work.h"

namespace lockstep::compiler {

/// The blocks of its one source that a part of a split sum multiplies; no blocks: all.
struct SourcePart {
    std::uint32_t first = 0;
    std::uint32_t blocks = 0;
    friend bool operator==(const SourcePart&, const SourcePart&) = default;
};

/// A work list cut into blocks of b values: how many blocks everything has.
struct Tiling {
    std::int64_t block_size = 0;
    std::vector<std::uint32_t> vector_blocks;  ///< by VectorId
    /// Per work: blocks of the result; of one gate for an LSTM (its hidden blocks).
    std::vector<std::uint32_t> work_blocks;
    std::vector<SourcePart> source_parts;  ///< by work, or empty: no sum is split
    /// By work and product: is_diagonal(). Finding it out reads the weight, so it is done once.
    std::vector<std::vector<bool>> diagonal;
    /// By work and product: fp8_scale_of() the whole weight; 0 where it is not fp8. Reads the weight, too.
    std::vector<std::vector<std::uint8_t>> fp8_scale;
};

std::uint32_t blocks_of(std::int64_t length, std::int64_t block_size);

/// Throws Error(does_not_fit) if a vector is longer than instructions can address (65,535 blocks) and
/// Error(internal) for a work list whose sizes disagree.
Tiling tile(const lowering::WorkList& list, std::int64_t block_size,
            std::vector<SourcePart> source_parts = {});

/// Which rows and columns of a weight one b x b block holds.
struct WeightTile {
    std::int64_t rows_per_gate = 0;
    int gate = 0;
    std::uint32_t row_block = 0;
    std::uint32_t column_block = 0;
    bool repeat_row = false;  ///< the weight's one row fills all rows of the block
};

/// The block as the weight store holds it: bf16, rounded to nearest even, column by column (element [row,
/// column] at column * b + row), zero where the weight has no element. `block` has b * b elements.
void pack_weight_block(const Tensor& weight, const WeightTile& tile, std::int64_t block_size,
                       std::span<std::uint16_t> block);

/// The same block in fp32, as it is before it is rounded.
void pack_weight_block(const Tensor& weight, const WeightTile& tile, std::int64_t block_size,
                       std::span<float> block);

/// Tensor RAM blocks, and stream blocks, of one block of the vector.
std::uint32_t ram_blocks_each(const lowering::WorkList& list, std::uint32_t vector);

/// Judges a tiling by counting values instead of dividing. One line per finding.
std::vector<std::string> verify_tiling(const lowering::WorkList& list, const Tiling& tiling);

}  // namespace lockstep::compiler
