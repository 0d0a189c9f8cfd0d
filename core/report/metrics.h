#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/report/report.h"

namespace lockstep {

/// `std::monostate`: there is no such figure here; Metric::basis says why.
using MetricValue = std::variant<std::monostate, std::int64_t, double, bool, std::string>;

/// One figure of a report. The list of metrics() is the one place where figures have their names, units and
/// help.
struct Metric {
    std::string key;    ///< its path in the JSON of `compile` and `run`, which --fail-if takes
    std::string label;  ///< for people, sentence case
    std::string unit;   ///< "µs", "cycles", "" for plain numbers
    std::string help;   ///< one sentence
    MetricValue value;
    std::string basis;  ///< modelled, published, measured …, or why there is no value
};

std::vector<Metric> metrics(const Report& report);

/// The value with three significant digits and its unit; "–" if absent; "yes" and "no".
std::string value_text(const Metric& metric);

}  // namespace lockstep
