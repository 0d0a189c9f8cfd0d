#pragma once

#include "app/command_line/prepare.h"
#include "core/attribution/attributed_run.h"
#include "core/report/envelope_report.h"

namespace lockstep::cli {

/// What --attribute and --envelope look at.
struct LookedAt {
    std::int64_t index = 0;
    std::shared_ptr<const nnir::Graph> graph;
    AttributedRun stretch;
};

/// The inference that is chosen and the stretch in front of it (see attributed_run). There is a model.
LookedAt look_at(const Arguments& arguments, const Prepared& prepared, const PreparedRun& run);

AttributionPart attribute(const Arguments& arguments, const LookedAt& looked, const Prepared& prepared,
                          const PreparedRun& run);
EnvelopePart envelope(const Arguments& arguments, const LookedAt& looked, const Prepared& prepared);

}  // namespace lockstep::cli
