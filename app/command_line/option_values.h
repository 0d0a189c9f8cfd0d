#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "app/command_line/arguments.h"
#include "core/numerics/function_style.h"
#include "core/run/model_document.h"

/// The values of options. Each throws Error(usage) naming the option, what it takes and what was given.
namespace lockstep::cli {

[[noreturn]] void fail_usage(const std::string& message, const std::string& advice = {});

std::int64_t to_integer(std::string_view option, std::string_view value, std::int64_t least,
                        std::int64_t most);
std::uint64_t to_seed(std::string_view value);
/// Finite.
double to_number(std::string_view option, std::string_view value);
/// Finite and not negative.
double to_tolerance(std::string_view option, std::string_view value);
/// "exact" or "table".
FunctionStyle to_function_style(std::string_view value);
/// "20,128".
Shape to_shape(std::string_view option, std::string_view value);
AxisOption to_axis(std::string_view value);
/// "1600x1000", each from 320 to 8192.
std::pair<int, int> to_window_size(std::string_view value);
/// "[NAME=]FILE" or "[NAME=]FILE.csv:COLUMN,COLUMN". A path may hold "=" and ":" itself: files that exist
/// win.
InputFile to_input_file(std::string_view value);
/// "forward", "stepped", "sampled:1000", "FILE.npy" or "none".
ReferenceOption to_reference(std::string_view value);
/// Before and after the first "="; without one the name is empty.
std::pair<std::string, std::string> split_name(std::string_view value);

}  // namespace lockstep::cli
