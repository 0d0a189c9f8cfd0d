#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/compiler/tile.h"
#include "core/lowering/reads.h"
#include "core/lowering/work.h"

/// One way to look at the kinds of work that the compiler treats alike.
namespace lockstep::compiler {

/// What sums of products need, whatever becomes of them; null pointers for pointwise work.
struct SumView {
    const std::vector<lowering::Product>* products = nullptr;
    const lowering::SumStart* start = nullptr;
    std::int64_t rows_per_gate = 0;
    int gates = 1;  ///< 4 for an LSTM
};
std::optional<SumView> sum_of(const lowering::Work& work);

/// The vector that the work makes; invalid for partial sums.
lowering::VectorId result_of(const lowering::Work& work);

/// Every vector that the work reads, in order; may repeat.
std::vector<lowering::VectorId> sources_of(const lowering::Work& work);

/// What happens to the result on its way out; null for work that has no such thing.
const lowering::Epilogue* epilogue_of(const lowering::Work& work);
/// The clamp on its way out; null if it has none.
const lowering::Epilogue* clamp_of(const lowering::Work& work);

/// The vector is one value that fills its block.
bool is_splat(const lowering::WorkList& list, lowering::VectorId vector);
/// The work makes a splat: of sums, their one row is repeated over the block.
bool makes_splat(const lowering::WorkList& list, const lowering::Work& work);

/// The product adds up its source, times one factor: a splat's row of equal weights.
bool is_reduction(const lowering::WorkList& list, const lowering::Work& work,
                  const lowering::Product& product);

/// The product takes of each value of its source one multiple (a convolution of one group per channel):
/// result block k needs source block k alone, and one weight block. Only of vectors longer than a block.
bool is_diagonal(const lowering::WorkList& list, const lowering::Work& work, const lowering::Product& product,
                 std::int64_t block_size);

/// Neighbouring blocks of a vector.
struct BlockRange {
    std::uint32_t first = 0;
    std::uint32_t blocks = 0;
};
/// A vector of a computed matrix that is a state: what the next inference multiplies with, loaded behind the
/// outputs.
bool is_changing_state(const lowering::WorkList& list, lowering::VectorId vector);

/// The blocks of a source that a sum multiplies: all, unless it is a part of a split sum.
BlockRange part_of(const Tiling& tiling, std::size_t work, lowering::VectorId source);
/// The blocks of `source` that the work needs for result blocks `made`: those of its part for operands of
/// sums, all for reductions, the one of a splat, otherwise the same. Of a computed matrix: the same blocks of
/// its columns; all blocks of the rows that the result blocks stand for, none of the others.
BlockRange blocks_read(const lowering::WorkList& list, const Tiling& tiling, std::size_t work,
                       lowering::VectorId source, BlockRange made);

}  // namespace lockstep::compiler
