#pragma once

#include <cstdint>

#include "core/attribution/attribution.h"
#include "core/nnir/graph.h"
#include "core/run/lockstep_run.h"

namespace lockstep {

/// The stretch of `run` that ends in inference `index` (done, with a reference), at most `inferences` long
/// and not over a reset or an edit of the states; `graph` is the form that was compiled. Values are run again
/// from the nearest snapshot; the run's position stays. Throws Error(bad_input) where the inference has no
/// reference, an output or a state is not finite, or the reference's states are not known there.
AttributedRun attributed_run(LockstepRun& run, const nnir::Graph& graph, std::int64_t index,
                             std::int64_t inferences, const JobControl& job = {});

}  // namespace lockstep
