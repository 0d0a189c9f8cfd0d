#pragma once

#include "app/command_line/arguments.h"
#include "core/report/json_report.h"

namespace lockstep::cli {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_gate = 3;

/// Each command writes its result to standard output and returns the exit status; what goes wrong is thrown
/// as Error.
int inspect_command(const Arguments& arguments);
int compile_command(const Arguments& arguments);
int why_command(const Arguments& arguments);
int run_command(const Arguments& arguments);
int report_command(const Arguments& arguments);
int sweep_command(const Arguments& arguments);
int compare_command(const Arguments& arguments);
int configs_command(const Arguments& arguments);

/// The words of --config A,B,...|all, presets in their order; empty: not given.
std::vector<std::string> config_words(const Arguments& arguments);

/// The config that must have been named. Throws Error(usage).
AcceleratorConfig required_config(const Arguments& arguments);

/// Checks the gates on the result.
std::vector<GateResult> check_gates(const Arguments& arguments, const Json& result);
int status_of(const std::vector<GateResult>& gates);

}  // namespace lockstep::cli
