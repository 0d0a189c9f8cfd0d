#pragma once

#include "core/program/program.h"
#include "core/report/json_report.h"

namespace lockstep {

/// One spaced inference as Chrome trace events, which Perfetto opens: a process per core, a thread per unit,
/// a complete event ("X") per instruction and unit, and a flow from each event to those that waited for it.
/// Times are microseconds of the accelerator's clock; without a known clock one cycle is written as one
/// microsecond, and `otherData.time_unit` says so.
Json chrome_trace(const Program& program, const Timeline& timeline);

}  // namespace lockstep
