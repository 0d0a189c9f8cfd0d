#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep {

/// `--precision PATTERN=bf16|fp32|fp8`; see nnir::NodePattern.
struct PrecisionRule {
    std::string pattern;
    nnir::Precision precision = nnir::Precision::bf16;
    friend bool operator==(const PrecisionRule&, const PrecisionRule&) = default;
};

/// "encoder=fp8": what stands behind the last "=" is the precision. Throws Error(usage) naming `option`.
PrecisionRule precision_rule(std::string_view text, std::string_view option);
std::string to_text(const PrecisionRule& rule);

/// The graph with the precisions that the rules ask for; the last one that chooses a node wins, and nodes
/// that none chooses are bf16. The results of an fp32 node are fp32 values; a state that is written by one is
/// kept in fp32, and constants that only such nodes read are taken in fp32. Of the nodes that an fp8 rule
/// chooses those without weights are left alone. Data dimensions must be solved. Throws Error(usage) for a
/// pattern that chooses no node, or an fp8 rule that chooses none with weights; Error(unsupported) naming
/// every node that cannot have its precision, each with the reason.
nnir::Graph with_precision(const nnir::Graph& graph, const std::vector<PrecisionRule>& rules);

}  // namespace lockstep
