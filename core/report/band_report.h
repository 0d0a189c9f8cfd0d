#pragma once

#include <optional>
#include <string>

#include "core/report/json_report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// "± 0.03 µs", rounded up to as many digits as us_text() shows of `of`.
std::string plus_minus_us(double half_width, double of);
/// "± 7 cycles", rounded up.
std::string plus_minus_cycles(double share, std::int64_t cycles);
/// `share` of the cycles, rounded up.
std::int64_t band_cycles(double share, std::int64_t cycles);

/// "lstm (layers=1, hidden_size=128) on V80: published +0.0 % of predicted".
std::string nearest_row_text(const NearestRow& row);
/// What the ± holds and what it is made of, in one sentence; or why there is none.
std::string band_text(const LatencyBandResult& band);
/// "inside the calibrated range", or "OUTSIDE the calibrated range: …".
std::string range_text(const LatencyBand& band);
/// "over 2 µs by 0.31 µs …" with what it was judged by; why not, if there is no verdict.
std::string verdict_text(const TargetResult& target, const EndToEndBandResult& band);

/// Adds `plus_minus`, `nearest_rows` and `calibrated_range` to `cycles_per_inference`, `latency_us` and
/// `end_to_end_us`, and `band_note`; `target` if there is one.
void add_bands(Json& json, const LatencyFigures& latency);

/// The lines of the text report behind the figures.
std::string band_lines(const LatencyFigures& latency);
/// The section of the documents: how sure the figures are, with the nearest rows.
Section band_section(const LatencyFigures& latency);

}  // namespace lockstep
