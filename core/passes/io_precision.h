#pragma once

#include <set>
#include <span>

#include "core/passes/precision.h"

namespace lockstep {

/// `--precision input:NAME=fp32`, `--precision output:NAME=fp32`: what comes in or goes out in fp32 instead
/// of bf16. NAME is the name of an input or output of the graph, or a glob over them.
bool is_io_rule(const PrecisionRule& rule);

/// Makes the chosen inputs fp32 values. Throws Error(usage) for a rule that chooses none, and for fp8.
void widen_inputs(nnir::Graph& graph, std::span<const PrecisionRule> rules);

/// The outputs that leave in fp32. with_precision() has been there. Throws Error(usage) for a rule that
/// chooses none, and for fp8; Error(unsupported) naming the outputs whose node is not computed in fp32.
std::set<nnir::ValueId> fp32_outputs(const nnir::Graph& graph, std::span<const PrecisionRule> rules);

}  // namespace lockstep
