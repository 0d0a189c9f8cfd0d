#pragma once

#include <string>

#include "core/report/report.h"

namespace lockstep {

/// The report in a terminal's width: what was compiled or run, latency, memories and error, each figure with
/// its basis.
std::string text_report(const Report& report);

}  // namespace lockstep
