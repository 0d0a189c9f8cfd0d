#pragma once

#include <cstdint>
#include <optional>
#include <span>

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

/// The clamp on its way out; null if it has none.
const lowering::Epilogue* clamp_of(const lowering::Work& work);

}  // namespace lockstep::compiler
