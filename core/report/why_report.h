#pragma once

#include <string>

#include "core/analysis/why.h"
#include "core/report/json_report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// The answer of `lockstep why` as text, at most 100 columns.
std::string why_text(const Program& program, const Timeline& timeline, const Why& why);

/// The same as JSON; the names are a contract:
///   "cycles_per_inference" {"spaced", "contiguous"}
///   "roofline" {"weights_cycles", "weights_balanced_cycles", "dependences_cycles", "io_cycles",
///     "combined_cycles", "combined_balanced_cycles", "limit", "needed_products" [per core]}
///   "holds" [{"cost", "cycles", "text", "advice"}], adding up to spaced
///   "holders" [{"cost", "node", "cycles"}], the same by node (null: input and output)
///   "units" [{"unit", "core", "busy_spaced_cycles", "busy_cycles", "share_spaced", "share_contiguous",
///     "waits_cycles" {input, result, transfer, accumulator, order}, "idle_cycles"}]
///   "nodes" [{"node", "name", "op", "module", "source", "path_cycles", "path" {cost: cycles},
///     "slack_cycles" {"spaced", "contiguous"} (null: the figure does not wait for it), "waits_cycles",
///     "needed_products" [per core], "needed_blocks" [per core]}]
///   "critical_path", "critical_path_contiguous" [{"core", "unit", "instruction", "mnemonic", "node",
///     "begin_cycle", "end_cycle", "cycles", "spent" {cost: cycles}, "reason", "released_by" {"core", "unit",
///     "instruction"}, "reason_text"}], adding up to the figure
///   "instructions" [{"core", "unit", "instruction", "start_cycle", "end_cycle", "ready_cycle",
///     "slack_cycles"}]
Json why_json(const Program& program, const Timeline& timeline, const Why& why);

/// The section of the reports: the bound, what holds the figure, utilisation, the path.
Section why_section(const Program& program, const Timeline& timeline, const Why& why);

}  // namespace lockstep
