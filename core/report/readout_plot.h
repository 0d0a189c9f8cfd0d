#pragma once

#include "core/report/svg_plot.h"
#include "core/run/readout_comparison.h"

namespace lockstep {

/// "fc [12]": the output value that the plot shows.
std::string readout_output_text(const ReadoutOutputs& outputs);

/// What the deployments answer at each position where a window ends, for the output value that differs most.
Plot readout_plot(const ReadoutOutputs& outputs, std::int64_t window);

}  // namespace lockstep
