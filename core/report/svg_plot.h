#pragma once

#include <string>

#include "core/report/palette.h"
#include "core/report/report.h"

namespace lockstep {

/// A picture of a report, as SVG. Empty text: there is nothing to draw.
struct Plot {
    std::string title;
    std::string caption;  ///< what is drawn, with units
    std::string svg;
    double width = 0;
    double height = 0;
};

/// Largest and rms error of each inference over a log axis that shows zeros; dashed lines at `atol` (0: none)
/// and where the reference changes from forward to stepped.
Plot error_plot(const Recording& recording, double atol);
/// A lane per core and unit, bars coloured by operator; the end of the spaced inference is marked.
Plot timeline_plot(const Program& program, const Timeline& timeline);
/// (unit, inference) of one state; signed values diverge from a neutral colour at zero.
Plot state_plot(const StateTrace& trace, std::int64_t first);
/// Used part of every memory of the fullest core.
Plot memory_plot(const Program& program);

/// The diverging colour of a value in [-1, 1]: blue, light grey at zero, red. NaN is black.
Rgb diverging_colour(double value);

}  // namespace lockstep
