#pragma once

#include <string>

#include "core/report/report_document.h"

namespace lockstep {

/// GitHub-flavoured Markdown. Plots are left out: a Markdown file holds no pictures, and their figures stand
/// in its tables.
std::string markdown_report(const ReportDocument& document);

}  // namespace lockstep
