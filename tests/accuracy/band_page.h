#pragma once

#include <string>
#include <vector>

#include "core/latency/published_residuals.h"

namespace lockstep::accuracy {

/// help/band.md, the page about the ± of latencies: how many published figures lie within bands that were
/// made without them, and latencies measured on cards beside predicted ones.
std::string band_page(const std::vector<PublishedResidual>& rows,
                      const std::vector<HardwareResidual>& measured);

}  // namespace lockstep::accuracy
