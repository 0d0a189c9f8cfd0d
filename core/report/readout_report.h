#pragma once

#include "core/report/json_report.h"
#include "core/report/report_document.h"
#include "core/run/readout_comparison.h"

namespace lockstep {

/// "whole window", "carried state", "carried state, reset every 20".
std::string deployment_name(const ReadoutDeployment& deployment, std::int64_t window);

/// That carried state is another function than the one that was trained, and by how much the outputs differ
/// where that is known.
std::string readout_warning(const ReadoutComparison& comparison);

/// The deployments as a table: what one inference takes and gives, its latency, and its difference.
DocumentTable readout_table(const ReadoutComparison& comparison);

Json json_readout(const ReadoutComparison& comparison);
std::string readout_lines(const ReadoutComparison& comparison);
Section readout_section(const ReadoutComparison& comparison);

}  // namespace lockstep
