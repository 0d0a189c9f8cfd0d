#pragma once

#include <string>

#include "core/report/json_report.h"

namespace lockstep {

/// "fp32 activations in filter.Pointwise_3; fp8 weights in lstm (Lstm): 48 blocks, half the room of bf16";
/// empty if everything is bf16.
std::string precision_text(const Program& program);

/// The rules that were asked for and the nodes that are not bf16: {"rules": ["encoder=fp8"], "nodes": [{"id",
/// "op", "name", "module", "precision", "weight_blocks"}]}.
Json json_precision(const Report& report);

}  // namespace lockstep
