#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/report/json_report.h"

namespace lockstep {

/// The attribution of one inference, as the field `attribution`.
Json json_attribution(const AttributionPart& part, const Program& program);
/// Names of the nodes whose instructions do this node's work.
std::vector<std::string> fused_into(const Program& program, nnir::NodeId id);
/// "y[3]": an element of all outputs in order.
std::string focus_name(const Program& program, std::int64_t focus);
/// A label and a line each.
std::vector<std::pair<std::string, std::string>> attribution_lines(const AttributionPart& part,
                                                                   const Program& program);

}  // namespace lockstep
