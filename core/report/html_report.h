#pragma once

#include <string>

#include "core/report/report_document.h"

namespace lockstep {

/// One self-contained page: no script, no external reference, plots as inline SVG; follows the reader's light
/// or dark theme, prints on paper in light.
std::string html_report(const ReportDocument& document);

}  // namespace lockstep
