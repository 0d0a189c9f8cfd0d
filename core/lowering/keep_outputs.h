#pragma once

#include <set>

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// legalise() with outputs that leave the program as the fp32 values that their nodes compute; the others are
/// rounded to bf16.
WorkList legalise(const nnir::Graph& graph, const std::set<nnir::ValueId>& fp32_outputs);

}  // namespace lockstep::lowering
