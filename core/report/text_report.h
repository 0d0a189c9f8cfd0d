#pragma once

#include <string>

#include "core/report/report.h"

namespace lockstep {

/// The report in a terminal's width: what was compiled or run, latency, memories and error, each figure with
/// its basis.
std::string text_report(const Report& report);

/// Its lines of the memories: the fullest core of each.
std::string memory_lines(const std::vector<MemoryUse>& memory);
/// Its lines of the gates.
std::string gate_lines(const std::vector<GateResult>& gates);

}  // namespace lockstep
