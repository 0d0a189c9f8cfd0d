#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/report/json_report.h"

namespace lockstep {

/// The attribution of one inference, as the field `attribution`.
Json json_attribution(const AttributionPart& part, const Program& program);
/// A label and a line each.
std::vector<std::pair<std::string, std::string>> attribution_lines(const AttributionPart& part,
                                                                   const Program& program);

}  // namespace lockstep
