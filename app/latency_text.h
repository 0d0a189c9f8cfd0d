#pragma once

#include <QString>

#include "core/report/report.h"

/// Figures of a compiled program as the cells of tables say them.
namespace lockstep::app {

/// "1.52 µs ± 0.13 µs"; "–" without an end-to-end figure.
QString endToEndText(const LatencyFigures& latency);
/// "254 ± 7": of an inference alone.
QString cyclesText(const LatencyFigures& latency);
/// "0.85 µs"; "–" without a clock.
QString computeText(const LatencyFigures& latency);
/// "84 of 4 096": weight blocks of the fullest core.
QString weightsText(const Program& program);
/// What a person must know beside the figures: warnings, no end-to-end figure, outside the calibrated range.
QStringList remarksOf(const Report& report);
/// "−29 (−11.4 %)"; "as now" for none.
QString changeOfCycles(qint64 before, qint64 after);

}  // namespace lockstep::app
