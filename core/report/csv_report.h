#pragma once

#include <string>

#include "core/report/report.h"

namespace lockstep {

/// The report as one table with the columns section, item, metric, value, unit, basis: a figure a row, exact
/// values, so that a spreadsheet or a script can pick what it wants. Fields are quoted by RFC 4180 where
/// needed; lines end in CR LF.
std::string csv_report(const Report& report);

}  // namespace lockstep
