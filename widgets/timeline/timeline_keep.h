#pragma once

#include <cstdint>
#include <optional>

#include "widgets/timeline/timeline_text.h"

/// Where things of a timeline are in that of another program of the same model.
namespace lockstep {

/// Cycles that what was done at `cycle` in `before` begins later in `now`: of the operator whose event is
/// nearest. 0 where the other program has no such operator.
std::int64_t shiftAt(const TimelineGeometry& now, const TimelineGeometry& before, double cycle);

/// The same lanes (core and unit), and the cycles moved with the operator at its beginning. Nothing where a
/// lane is not there.
std::optional<TimelineArea> areaIn(const TimelineGeometry& now, const TimelineGeometry& before,
                                   const TimelineArea& area);

}  // namespace lockstep
