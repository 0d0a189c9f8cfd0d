#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/accel/accelerator_config.h"

/// Reading and writing single figures; errors name file and JSON path.
namespace lockstep::config_json {

/// Reads the figures of `json` (an object at `path`) that are there into `timing`; refuses keys that are
/// none.
void read_timing(const nlohmann::json& json, const std::string& where, const std::string& path,
                 MachineTiming& timing, bool all_required);

/// Throws Error(bad_config): "<where>: <path>: <reason>".
[[noreturn]] void refuse(const std::string& where, const std::string& path, const std::string& reason,
                         const std::string& advice = {});

}  // namespace lockstep::config_json
