#pragma once

#include <string>

#include "core/report/json_report.h"
#include "core/run/unit_activity.h"

namespace lockstep {

/// The field `units`: by state and gate the units that are dead, and in how many inferences each was
/// saturated.
Json json_units(const ActivityReport& report);
/// Lines under the summary of a run.
std::string units_text(const ActivityReport& report);

}  // namespace lockstep
