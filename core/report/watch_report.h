#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/report/json_report.h"
#include "core/run/recording.h"
#include "core/run/run_watch.h"

namespace lockstep {

/// `error_quantiles`, `error_histogram` and `worst` of a run.
void add_distribution(Json& json, const Recording& recording);
/// `breaks`, `hits` and `decisions`.
void add_watch(Json& json, const WatchResult& watch);

/// The quantiles and the worst inferences; empty where there is one inference or no reference.
std::vector<std::string> distribution_lines(const Recording& recording);
/// A label and a line each.
std::vector<std::pair<std::string, std::string>> watch_lines(const WatchResult& watch);

}  // namespace lockstep
