#pragma once

#include <QByteArray>
#include <optional>
#include <utility>

#include "core/program/program.h"
#include "core/program/timeline.h"

namespace lockstep {

/// The events of a timeline as CSV: core, unit, cycles of start, end and readiness, busy cycles, what was
/// waited for, and the operator with its module. `cycles`: only events that lie in [first, second) in part.
QByteArray timelineCsv(const Timeline& timeline, const Program& program,
                       std::optional<std::pair<double, double>> cycles = std::nullopt);

}  // namespace lockstep
